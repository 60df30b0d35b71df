"""The places of the picture of independence: nothing lies on anything else, and all of it is on the paper."""

from itertools import combinations

from hypothesis import given
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
    independence_picture,
)


def a_node(item: int, column: int, row: int) -> PictureNode:
    return PictureNode(item, f"s:{item}", PictureKind.ORIGIN, column, row, ())


def test_a_relay_stands_left_of_its_origin_and_the_label_right_of_it() -> None:
    relay, origin = a_node(1, 0, 0), a_node(2, 1, 0)
    edge = PictureEdge(1, 2, "cites")
    group = PictureGroup(GroupKind.ORIGIN, "s:2", (2,), counted=(7,))
    assert drawing_of(Picture((relay, origin), (edge,), (group,), 2, 1)) == Drawing(
        width=844,
        height=84,
        box_width=264,
        boxes=(Box(relay, 12, 12, 264), Box(origin, 352, 12, 264)),
        arrows=(Arrow(edge, "M276 42C314 42 314 42 352 42", False),),
        labels=(OriginLabel(group, 660, 12, "M616 42H652", None),),
    )


def test_a_circle_is_framed_and_its_arrows_lead_back_outside_of_it() -> None:
    nodes = (a_node(1, 0, 0), a_node(2, 0, 1))
    there, back = PictureEdge(1, 2, "quotes"), PictureEdge(2, 1, "quotes")
    origin = PictureGroup(GroupKind.ORIGIN, "s:1+s:2", (1, 2))
    circle = PictureGroup(GroupKind.CIRCLE, "s:1", (1, 2))
    drawing = drawing_of(Picture(nodes, (there, back), (origin, circle), 1, 2))
    assert drawing is not None
    assert drawing.arrows == (
        Arrow(there, "M276 34C308 34 308 110 276 110", True),
        Arrow(back, "M276 126C308 126 308 50 276 50", True),
    )
    assert drawing.labels == (OriginLabel(origin, 320, 50, "M308 80H312", (6, 6, 276, 148)),)


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
    for one, other in combinations(drawing.boxes, 2):
        assert abs(one.x - other.x) >= drawing.box_width or abs(one.y - other.y) >= BOX_HEIGHT
    assert all(0 <= box.x <= drawing.width - drawing.box_width for box in drawing.boxes)
    assert all(0 <= box.y <= drawing.height - BOX_HEIGHT for box in drawing.boxes)


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
