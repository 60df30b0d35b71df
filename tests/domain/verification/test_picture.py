"""The picture of independence: who stands where, what is one, and the same in words."""

from dataclasses import replace

from annotations.domain.verification import (
    GroupKind,
    Inputs,
    Key,
    NodeInput,
    PictureKind,
    RelationInput,
    assess,
    independence_picture,
    picture_sentences,
)
from tests.domain.verification.scenes import NORTH, con, item, pro, publisher, scene

NAMES = {
    "s:ministry": "the ministry",
    "s:globe": "Globe",
    "s:channel": "Channel",
    "s:relief": "Relief",
    "b:north": "Northland",
}
WORLD = scene(
    publisher("ministry", "B", bloc=NORTH),
    publisher("globe", "B"),
    publisher("channel", "C"),
    publisher("relief", "A"),
    item("statement", "ministry"),
    item("globe-1", "globe", "statement"),
    item("channel-1", "channel", "globe-1"),
    item("record", "relief"),
    pro("L1", "statement", "primary"),
    pro("L2", "globe-1"),
    pro("L3", "channel-1"),
    con("L4", "record", "primary"),
    node=NodeInput(1, disfavours=(NORTH,)),
)


Cells = dict[Key, tuple[str, int, int]]
Groups = list[tuple[str, str, tuple[Key, ...], tuple[Key, ...], tuple[Key, ...]]]


def drawn(inputs: Inputs) -> tuple[Cells, Groups, list[str]]:
    """Nodes by item, groups, and sentences."""
    result = assess(inputs)
    picture = independence_picture(inputs, result)
    nodes = {node.item: (node.kind.value, node.column, node.row) for node in picture.nodes}
    groups = [
        (group.kind.value, group.label, group.items, group.counted, group.not_added)
        for group in picture.groups
    ]
    return nodes, groups, list(picture_sentences(picture, result, NAMES))


def test_relays_stand_left_of_what_they_rest_on_in_the_band_of_their_origin() -> None:
    nodes, groups, sentences = drawn(WORLD)
    assert nodes == {
        "statement": ("origin", 2, 0),
        "globe-1": ("relay", 1, 0),
        "channel-1": ("relay", 0, 0),
        "record": ("origin", 2, 1),
    }
    assert groups == [
        ("origin", "s:ministry", ("statement",), ("L1",), ("L2", "L3")),
        ("origin", "s:relief", ("record",), ("L4",), ()),
        ("party", "b:north", ("statement",), (), ()),
    ]
    assert sentences == [
        "One origin, the ministry, is counted once: 75 points for it from the ministry; "
        "not added: Globe and Channel.",
        "One origin, Relief, is counted once: 100 points against it from Relief.",
        "On the side of Northland: the ministry.",
    ]


def test_edges_say_who_rests_on_whom_and_how() -> None:
    relying = replace(
        WORLD,
        links=tuple(
            replace(link, sourcing="relies_on", relies_on=("record",)) if link.id == "L3" else link
            for link in WORLD.links
        ),
    )
    edges = independence_picture(relying, assess(relying)).edges
    assert [(edge.item, edge.rests_on, edge.kind) for edge in edges] == [
        ("channel-1", "record", "relies_on"),
        ("globe-1", "statement", "cites"),
    ]


def test_dead_ends_circles_and_outlets_that_are_one() -> None:
    inputs = scene(
        publisher("globe", "B"),
        publisher("channel", "B"),
        publisher("ministry", "B"),
        publisher("relief", "A"),
        item("a", "globe", "b"),
        item("b", "channel", "a"),
        item("gone", "ministry", state="retracted"),
        item("c", "globe", "gone"),
        item("article", "relief"),
        item("d", "channel", "article"),
        pro("L1", "a"),
        pro("L2", "b"),
        pro("L3", "c"),
        pro("L4", "d"),
        node=NodeInput(1, host_items=("article",)),
    )
    nodes, groups, sentences = drawn(inputs)
    assert {key: kind for key, (kind, _, _) in nodes.items()} == {
        "a": "origin",
        "b": "origin",
        "c": "relay",
        "d": "relay",
        "gone": "retracted",
        "article": "article",
    }
    assert [group[0] for group in groups] == ["origin", "outlet", "outlet", "circle"]
    assert sentences == [
        "One origin, Channel and Globe, is counted once: 60 points for it from Channel; not added: Globe.",
        "One outlet with 2 publications: Channel.",
        "One outlet with 2 publications: Globe.",
        "Resting on each other in a circle: Globe and Channel.",
        "The article under check, Relief: what rests on it alone counts nothing.",
        "The ministry took a publication back: what rests on it alone counts nothing.",
    ]


def test_the_speaker_of_an_attribution_is_where_the_ways_end() -> None:
    inputs = replace(WORLD, node=NodeInput(1, "attribution", asserter="ministry"))
    nodes, groups, _ = drawn(inputs)
    assert nodes["statement"][0] == PictureKind.SPEAKER
    assert [(group[1], group[3]) for group in groups if group[0] == GroupKind.ORIGIN] == [
        ("s:globe", ("L2",)),
        ("s:ministry", ("L1",)),
        ("s:relief", ("L4",)),
    ]


def test_forty_items_have_forty_cells_in_bands() -> None:
    parts: list[object] = []
    for origin in range(8):
        parts += [
            publisher(f"o{origin}", "A"),
            item(f"o{origin}", f"o{origin}"),
            pro(f"O{origin}", f"o{origin}"),
        ]
        for relay in range(4):
            name = f"r{origin}-{relay}"
            parts += [publisher(name, "B"), item(name, name, f"o{origin}"), pro(name, name)]
    inputs = scene(*parts)
    picture = independence_picture(inputs, assess(inputs))
    assert (len(picture.nodes), picture.columns, picture.rows) == (40, 2, 32)
    rows = {node.item: node.row for node in picture.nodes}
    for origin in range(8):
        assert {rows[f"r{origin}-{relay}"] - rows[f"o{origin}"] for relay in range(4)} == {0, 1, 2, 3}


def test_a_claim_without_evidence_has_an_empty_picture() -> None:
    picture = independence_picture(scene(), assess(scene()))
    assert (picture.nodes, picture.columns, picture.rows) == ((), 0, 0)


def test_a_copy_rests_on_what_the_other_copy_cites() -> None:
    inputs = scene(
        publisher("globe", "B"),
        publisher("channel", "B"),
        publisher("relief", "A"),
        item("g", "globe"),
        item("c", "channel", "record"),
        item("record", "relief"),
        pro("L", "g"),
    )
    related = replace(inputs, item_relations=(RelationInput("same_work", "g", "c"),))
    nodes, _, _ = drawn(related)
    assert nodes == {"g": ("relay", 0, 0), "record": ("origin", 1, 0)}
