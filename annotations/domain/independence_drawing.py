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

BOX_HEIGHT: Final = 86
ROW_STEP: Final = BOX_HEIGHT + 14
MARGIN: Final = 12
BOXES_WIDTH: Final = 860
"""What all columns have together, so that origins and what they give are in sight on a small desk."""
WIDEST_BOX: Final = 264
GAPS: Final = (76, 76, 56, 44)
"""Between columns, by how many there are."""
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
    width, gap = _widths(picture.columns)
    boxes = {
        node.item: Box(node, MARGIN + node.column * (width + gap), MARGIN + node.row * ROW_STEP, width)
        for node in picture.nodes
    }
    label_x = max(box.end for box in boxes.values()) + LABEL_GAP
    circles = [set(group.items) for group in picture.groups if group.kind is GroupKind.CIRCLE]
    labels = _origin_labels(picture, boxes, circles, label_x)
    lowest = max([*(box.bottom for box in boxes.values()), *(label.y + BOX_HEIGHT for label in labels)])
    return Drawing(
        width=label_x + LABEL_WIDTH + MARGIN,
        height=lowest + MARGIN,
        box_width=width,
        boxes=tuple(boxes.values()),
        arrows=tuple(_arrow(edge, boxes, circles) for edge in picture.edges),
        labels=labels,
    )


def _widths(columns: int) -> tuple[int, int]:
    """The width of a box, and of the gap between two."""
    gap = GAPS[min(columns, len(GAPS)) - 1]
    share = (BOXES_WIDTH - gap * (len(GAPS) - 1)) // len(GAPS)
    return max(share, min(WIDEST_BOX, (BOXES_WIDTH - gap * (columns - 1)) // columns)), gap


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


def _origin_labels(
    picture: Picture, boxes: dict[Key, Box], circles: list[set[Key]], label_x: int
) -> tuple[OriginLabel, ...]:
    """Each beside the middle of its items, or as far below as the one above it needs."""
    origins = [group for group in picture.groups if group.kind is GroupKind.ORIGIN and group.items]
    found, free = list[OriginLabel](), 0
    for group in sorted(origins, key=lambda group: _middle([boxes[item] for item in group.items])):
        label = _origin_label(group, boxes, circles, label_x, free)
        free = label.y + BOX_HEIGHT
        found.append(label)
    return tuple(found)


def _middle(own: list[Box]) -> int:
    return (min(box.y for box in own) + max(box.bottom for box in own)) // 2


def _origin_label(
    group: PictureGroup, boxes: dict[Key, Box], circles: list[set[Key]], label_x: int, free: int
) -> OriginLabel:
    own = [boxes[item] for item in group.items]
    left, right = min(box.x for box in own), max(box.end for box in own)
    top, bottom = min(box.y for box in own), max(box.bottom for box in own)
    middle = _middle(own)
    frame = None
    if len(own) > 1:
        frame = (left - FRAME, top - FRAME, right - left + 2 * FRAME, bottom - top + 2 * FRAME)
        # The line begins where the arrows of a circle do not cross it.
        right += BULGE if any(circle & set(group.items) for circle in circles) else FRAME
    y = max(middle - BOX_HEIGHT // 2, free)
    beside, end = y + BOX_HEIGHT // 2, label_x - 8
    line = f"M{right} {middle}H{end}" if beside == middle else f"M{right} {middle}L{end} {beside}"
    return OriginLabel(group, label_x, y, line, frame)
