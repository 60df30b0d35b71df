"""The picture of independence as places on paper: boxes, arrows between them, and what each origin gives.

Everything is in whole pixels from the upper left corner. An arrow leads from what rests on something to that
on which it rests, so that origins stand at the right, and beside them how often they were counted.
"""

from dataclasses import dataclass
from typing import Final

from annotations.domain.verification import (
    GroupKind,
    Key,
    Picture,
    PictureEdge,
    PictureGroup,
    PictureNode,
)

BOX_HEIGHT: Final = 60
ROW_STEP: Final = BOX_HEIGHT + 16
MARGIN: Final = 12
FEW_COLUMNS: Final = 3
WIDE_BOX, WIDE_GAP, NARROW_BOX, NARROW_GAP = 264, 76, 208, 56
"""Long chains get narrower boxes, so that more of them stand on a screen."""
LABEL_WIDTH: Final = 172
LABEL_GAP: Final = 44
BULGE: Final = 32
FRAME: Final = 6
MOST_DRAWN: Final = 200
"""More items than these make no picture that anybody could read; the words beneath it hold them all."""


@dataclass(frozen=True, slots=True)
class Box:
    """The upper left corner of an item's box, and its width."""

    node: PictureNode
    x: int
    y: int
    width: int

    @property
    def end(self) -> int:
        """Where it ends at the right."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.y + BOX_HEIGHT

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.y + BOX_HEIGHT // 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge as the path of an SVG; `is_in_circle` where it leads back."""

    edge: PictureEdge
    path: str
    is_in_circle: bool


@dataclass(frozen=True, slots=True)
class OriginLabel:
    """What an origin gives, beside its items, with the line to them; `frame` is the rectangle round several
    items that are one (x, y, width, height).
    """

    group: PictureGroup
    x: int
    y: int
    line: str
    frame: tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture ready to be drawn."""

    width: int
    height: int
    box_width: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    labels: tuple[OriginLabel, ...]


def drawing_of(picture: Picture) -> Drawing | None:
    """The places of everything; None for a picture of nothing, or of too much."""
    if not 0 < len(picture.nodes) <= MOST_DRAWN:
        return None
    is_wide = picture.columns <= FEW_COLUMNS
    width, gap = (WIDE_BOX, WIDE_GAP) if is_wide else (NARROW_BOX, NARROW_GAP)
    boxes = {
        node.item: Box(node, MARGIN + node.column * (width + gap), MARGIN + node.row * ROW_STEP, width)
        for node in picture.nodes
    }
    label_x = max(box.end for box in boxes.values()) + LABEL_GAP
    circles = [set(group.items) for group in picture.groups if group.kind is GroupKind.CIRCLE]
    return Drawing(
        width=label_x + LABEL_WIDTH + MARGIN,
        height=2 * MARGIN + picture.rows * ROW_STEP - (ROW_STEP - BOX_HEIGHT),
        box_width=width,
        boxes=tuple(boxes.values()),
        arrows=tuple(_arrow(edge, boxes, circles) for edge in picture.edges),
        labels=tuple(
            _origin_label(group, boxes, circles, label_x)
            for group in picture.groups
            if group.kind is GroupKind.ORIGIN and group.items
        ),
    )


def _arrow(edge: PictureEdge, boxes: dict[Key, Box], circles: list[set[Key]]) -> Arrow:
    here, there = boxes[edge.item], boxes[edge.rests_on]
    start, y, end_y = here.end, here.middle, there.middle
    is_in_circle = any({edge.item, edge.rests_on} <= circle for circle in circles)
    if there.x > here.x:
        half = (start + there.x) // 2
        return Arrow(edge, f"M{start} {y}C{half} {y} {half} {end_y} {there.x} {end_y}", is_in_circle)
    end = there.end
    out = max(start, end) + BULGE
    # The two arrows between a pair would lie on each other: one leaves higher and the other lower.
    y, end_y = (y - 8, end_y - 8) if y < end_y else (y + 8, end_y + 8)
    return Arrow(edge, f"M{start} {y}C{out} {y} {out} {end_y} {end} {end_y}", is_in_circle)


def _origin_label(
    group: PictureGroup, boxes: dict[Key, Box], circles: list[set[Key]], label_x: int
) -> OriginLabel:
    own = [boxes[item] for item in group.items]
    left, right = min(box.x for box in own), max(box.end for box in own)
    top, bottom = min(box.y for box in own), max(box.bottom for box in own)
    middle = (top + bottom) // 2
    frame = None
    if len(own) > 1:
        frame = (left - FRAME, top - FRAME, right - left + 2 * FRAME, bottom - top + 2 * FRAME)
        # The line begins where the arrows of a circle do not cross it.
        right += BULGE if any(circle & set(group.items) for circle in circles) else FRAME
    return OriginLabel(group, label_x, middle - BOX_HEIGHT // 2, f"M{right} {middle}H{label_x - 8}", frame)
