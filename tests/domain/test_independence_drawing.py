"""The places of the picture of independence: nothing lies on anything else, and all of it is on the paper."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.independence_drawing import (
    BOX_HEIGHT,
    MOST_DRAWN,
    Arrow,
    Box,
    Drawing,
    OriginLabel,
    drawing_of,
)
from annotations.domain.verification import (
    DerivationInput,
    GroupKind,
    Inputs,
    ItemInput,
    LinkInput,
    NodeInput,
    Picture,
    PictureEdge,
    PictureGroup,
    PictureKind,
    PictureNode,
    PublisherInput,
    assess,
    folded_picture,
    independence_picture,
)
from tests.domain.verification.scenes import pro, scene


def a_node(item: int, column: int, row: int) -> PictureNode:
    return PictureNode(item, f"s:{item}", PictureKind.ORIGIN, column, row, ())


def test_a_relay_stands_left_of_its_origin_and_the_label_right_of_it() -> None:
    relay, origin = a_node(1, 0, 0), a_node(2, 1, 0)
    edge = PictureEdge(1, 2, "cites")
    group = PictureGroup(GroupKind.ORIGIN, "s:2", (2,), counted=(7,))
    assert drawing_of(Picture((relay, origin), (edge,), (group,), 2, 1)) == Drawing(
        width=844,
        height=110,
        box_width=264,
        boxes=(Box(relay, 12, 12, 264), Box(origin, 352, 12, 264)),
        arrows=(Arrow(edge, "M276 55C314 55 314 55 352 55", False),),
        labels=(OriginLabel(group, 660, 12, "M616 55H652", None),),
    )


def test_a_circle_is_framed_and_its_arrows_lead_back_outside_of_it() -> None:
    nodes = (a_node(1, 0, 0), a_node(2, 0, 1))
    there, back = PictureEdge(1, 2, "quotes"), PictureEdge(2, 1, "quotes")
    origin = PictureGroup(GroupKind.ORIGIN, "s:1+s:2", (1, 2))
    circle = PictureGroup(GroupKind.CIRCLE, "s:1", (1, 2))
    drawing = drawing_of(Picture(nodes, (there, back), (origin, circle), 1, 2))
    assert drawing is not None
    assert drawing.arrows == (
        Arrow(there, "M276 47C308 47 308 147 276 147", True),
        Arrow(back, "M276 163C308 163 308 63 276 63", True),
    )
    assert drawing.labels == (OriginLabel(origin, 320, 62, "M308 105H312", (6, 6, 276, 198)),)


def test_labels_of_origins_that_share_an_item_stand_below_each_other() -> None:
    nodes = (a_node(1, 0, 0), a_node(2, 0, 1))
    one, both = (PictureGroup(GroupKind.ORIGIN, f"s:{key}", items) for key, items in ((1, (1,)), (2, (1, 2))))
    drawing = drawing_of(Picture(nodes, (), (both, one), 1, 2))
    assert drawing is not None
    assert drawing.labels == (
        OriginLabel(one, 320, 12, "M276 55H312", None),
        OriginLabel(both, 320, 98, "M282 105L312 141", (6, 6, 276, 198)),
    )


@pytest.mark.parametrize(("columns", "box_width", "width"), [(1, 264, 504), (3, 249, 1099), (4, 182, 1100)])
def test_all_columns_together_are_never_wider_than_a_small_desk(
    columns: int, box_width: int, width: int
) -> None:
    nodes = tuple(a_node(column, column, 0) for column in range(columns))
    drawing = drawing_of(Picture(nodes, (), (), columns, 1))
    assert drawing is not None
    assert (drawing.box_width, drawing.width) == (box_width, width)


@pytest.mark.parametrize(("outlets", "size"), [(40, (1099, 510)), (120, (1099, 1310))])
def test_copying_as_it_is_is_seen_at_one_look(outlets: int, size: tuple[int, int]) -> None:
    """In every forty: one agency with twenty copies and five of one of them, a paper that eight cite, a
    record on its own, and four who say nothing about where it is from.
    """
    inputs = some_copying(outlets)
    result = assess(inputs)
    drawing = drawing_of(folded_picture(independence_picture(inputs, result), result))
    assert drawing is not None
    assert len(inputs.links) == outlets
    assert (drawing.width, drawing.height) == size


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([40, 120]).flatmap(lambda many: st.lists(st.integers(0, many - 1), max_size=many)))
def test_whatever_rests_on_whatever_the_drawing_is_no_wider_than_a_desk(beneath: list[int]) -> None:
    inputs = some_inputs(beneath)
    result = assess(inputs)
    drawing = drawing_of(folded_picture(independence_picture(inputs, result), result))
    if drawing is not None:
        assert drawing.width <= 1100
        boxes_lie_apart(drawing)


def test_nothing_and_too_much_are_not_drawn() -> None:
    many = tuple(a_node(row, 0, row) for row in range(MOST_DRAWN + 1))
    assert drawing_of(Picture((), (), (), 0, 0)) is None
    assert drawing_of(Picture(many, (), (), 1, len(many))) is None


@given(st.lists(st.integers(0, 39), max_size=40))
def test_boxes_of_forty_items_lie_apart_and_on_the_paper(beneath: list[int]) -> None:
    inputs = some_inputs(beneath)
    drawing = drawing_of(independence_picture(inputs, assess(inputs)))
    if drawing is None:
        assert beneath == []
        return
    boxes_lie_apart(drawing)


def boxes_lie_apart(drawing: Drawing) -> None:
    for one, other in combinations(drawing.boxes, 2):
        assert abs(one.x - other.x) >= drawing.box_width or abs(one.y - other.y) >= BOX_HEIGHT
    assert all(0 <= box.x <= drawing.width - drawing.box_width for box in drawing.boxes)
    assert all(0 <= box.y <= drawing.height - BOX_HEIGHT for box in drawing.boxes)
    for upper, lower in pairwise(drawing.labels):
        assert lower.y - upper.y >= BOX_HEIGHT


def some_inputs(beneath: list[int]) -> Inputs:
    """One link an item, each relying on the item that the list names (itself: on nothing)."""
    items = sorted({*range(len(beneath)), *beneath})
    return Inputs(
        node=NodeInput(id=1),
        links=tuple(
            LinkInput(
                id=item,
                item=item,
                stance="corroborates",
                sourcing="own" if other == item else "relies_on",
                relies_on=(other,),
            )
            for item, other in enumerate(beneath)
        ),
        items=tuple(ItemInput(id=item, publisher=item) for item in items),
        publishers=tuple(PublisherInput(id=item, kind="newspaper") for item in items),
    )


def some_copying(outlets: int) -> Inputs:
    """Forty outlets at a time, each group with origins of its own."""
    parts: list[object] = []

    def report(name: str, *rests_on: str, kind: str = "republishes", sourcing: str = "unexamined") -> None:
        derivations = tuple(DerivationInput(other, kind) for other in rests_on)
        parts.append(PublisherInput(name, "wire", "B"))
        parts.append(ItemInput(name, name, derivations=derivations))
        parts.append(pro(name, name, sourcing=sourcing))

    for group in range(outlets // 40):
        for origin in ("agency", "paper", "record"):
            report(f"{origin}-{group}", sourcing="own")
        for number in range(20):
            report(f"copy-{group}-{number:02}", f"agency-{group}")
        for number in range(5):
            report(f"copy-of-copy-{group}-{number}", f"copy-{group}-03")
        for number in range(8):
            report(f"citing-{group}-{number}", f"paper-{group}", kind="cites")
        for number in range(4):
            report(f"silent-{group}-{number}")
    return scene(*parts)
