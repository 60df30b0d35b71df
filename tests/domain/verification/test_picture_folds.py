"""The picture folded: what is alike shares a card, what counts stands by itself, and nothing is lost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from annotations.domain.verification import (
    DerivationInput,
    GroupKind,
    Inputs,
    ItemInput,
    LinkReason,
    PictureEdge,
    PictureGroup,
    PictureKind,
    PictureNode,
    RelationInput,
    assess,
    brief_reason,
    card_name,
    folded_picture,
    independence_picture,
    link_sentence,
    picture_sentences,
)
from tests.domain.verification.scenes import con, item, pro, publisher, scene
from tests.domain.verification.test_any_data import anything

NAMES = {"s:wire": "Coast Wire", "s:globe": "Globe", "s:channel": "Channel"}
COPIES = ("p1", "p2", "p3")


def reprint(key: str, of: str, kind: str = "republishes") -> tuple[object, ...]:
    return publisher(key, "B"), ItemInput(key, key, derivations=(DerivationInput(of, kind),)), pro(key, key)


def copied(kind: str = "republishes") -> Inputs:
    """One agency, and three papers with what it sent."""
    papers = (part for key in COPIES for part in reprint(key, "wire", kind))
    return scene(publisher("wire", "B"), item("wire", "wire"), pro("W", "wire", sourcing="own"), *papers)


def test_copies_of_the_same_share_a_card() -> None:
    inputs = copied()
    result = assess(inputs)
    folded = folded_picture(independence_picture(inputs, result), result)
    assert folded.nodes == (
        PictureNode("p1", "s:p1", PictureKind.RELAY, 0, 0, COPIES, folded=COPIES),
        PictureNode("wire", "s:wire", PictureKind.ORIGIN, 1, 0, ("W",)),
    )
    assert folded.edges == (PictureEdge("p1", "wire", "republishes"),)
    assert folded.groups == (
        PictureGroup(
            GroupKind.ORIGIN, "s:wire", ("wire",), ("W",), COPIES, reasons=(LinkReason.NOT_INDEPENDENT,)
        ),
    )
    assert (folded.columns, folded.rows) == (2, 1)
    assert card_name(folded.nodes[0], folded, NAMES) == "3 copies of Coast Wire"


def test_who_cites_has_copied_nothing() -> None:
    inputs = copied("cites")
    result = assess(inputs)
    folded = folded_picture(independence_picture(inputs, result), result)
    assert card_name(folded.nodes[0], folded, NAMES) == "3 reports resting on Coast Wire"


def test_a_card_that_was_opened_is_drawn_one_by_one() -> None:
    inputs = copied()
    result = assess(inputs)
    picture = independence_picture(inputs, result)
    assert folded_picture(picture, result, ["p1"]) == replace(picture, bands=())


def test_what_does_not_count_for_another_reason_stands_apart() -> None:
    inputs = copied()
    links = tuple(replace(link, state="proposed") if link.id == "p2" else link for link in inputs.links)
    other = replace(inputs, links=links)
    result = assess(other)
    picture = independence_picture(other, result)
    assert folded_picture(picture, result) == replace(picture, bands=())


def test_words_fold_what_the_picture_folds_and_say_why() -> None:
    inputs = copied()
    silent = (part for key in "abc" for part in (publisher(key, "B"), item(key, key), pro(key, key)))
    told = scene(*silent, *inputs.links, *inputs.items, *inputs.publishers)
    result = assess(told)
    assert picture_sentences(independence_picture(told, result), result, NAMES) == (
        "One origin, Coast Wire, is counted once: 60 points for it from Coast Wire; "
        "not added: 3 copies of Coast Wire.",
        "3 publications give nothing that counts: nobody traced the origin.",
    )


def test_copies_that_nobody_accepted_are_told_with_the_reason() -> None:
    inputs = copied()
    links = tuple(replace(link, state="proposed") if link.id != "W" else link for link in inputs.links)
    waiting = replace(inputs, links=links)
    result = assess(waiting)
    assert picture_sentences(independence_picture(waiting, result), result, NAMES)[1:] == (
        "3 copies of Coast Wire give nothing that counts: nobody accepted it yet.",
    )


def test_one_work_on_both_sides_is_counted_on_both() -> None:
    inputs = scene(
        publisher("globe", "A"),
        publisher("channel", "A"),
        item("g", "globe"),
        item("c", "channel"),
        pro("L1", "g", "primary", "own"),
        con("L2", "c", "primary", "own"),
    )
    pair = replace(inputs, item_relations=(RelationInput("same_work", "g", "c"),))
    result = assess(pair)
    picture = independence_picture(pair, result)
    assert [(group.items, group.counted) for group in picture.groups] == [(("c", "g"), ("L1", "L2"))]
    assert picture_sentences(picture, result, NAMES) == (
        "One origin, Channel and Globe, is counted once on each side: 100 points for it from Globe and "
        "100 points against it from Channel.",
    )
    assert [link_sentence(link, NAMES) for link in result.links] == [
        "Globe brought 100 points for it, as one origin with Channel.",
        "Channel brought 100 points against it, as one origin with Globe.",
    ]


def test_an_item_of_two_origins_belongs_to_both() -> None:
    inputs = scene(
        publisher("globe", "B"),
        publisher("channel", "B"),
        item("g", "globe", "c"),
        item("c", "channel", "g"),
        pro("L1", "g"),
        con("L2", "c", sourcing="own"),
    )
    picture = independence_picture(inputs, assess(inputs))
    origins = {group.label: group.items for group in picture.groups if group.kind is GroupKind.ORIGIN}
    assert origins == {"s:channel": ("c",), "s:channel+s:globe": ("c", "g")}


def test_a_long_chain_ends_in_the_first_column() -> None:
    chain = [part for number in range(1, 8) for part in reprint(f"p{number}", f"p{number - 1}")]
    inputs = scene(publisher("p0", "B"), item("p0", "p0"), pro("p0", "p0", sourcing="own"), *chain)
    result = assess(inputs)
    folded = folded_picture(independence_picture(inputs, result), result)
    assert {node.item: (node.column, node.row) for node in folded.nodes} == {
        "p0": (3, 0),
        "p1": (2, 0),
        "p2": (1, 0),
        "p3": (0, 0),
        "p4": (0, 1),
        "p5": (0, 2),
        "p6": (0, 3),
        "p7": (0, 4),
    }


@pytest.mark.parametrize("code", list(LinkReason))
def test_every_reason_has_words_that_fit_on_a_card(code: LinkReason) -> None:
    assert 0 < len(brief_reason([code, None, code])) <= 44


@settings(max_examples=100, deadline=None)
@given(anything)
def test_nothing_is_lost_and_what_counts_stands_by_itself(inputs: Inputs) -> None:
    result = assess(inputs)
    picture = independence_picture(inputs, result)
    folded = folded_picture(picture, result)
    shown = [key for node in folded.nodes for key in (node.folded or (node.item,))]
    assert sorted(map(str, shown)) == sorted(str(node.item) for node in picture.nodes)
    links = [link for node in folded.nodes for link in node.links]
    assert sorted(links) == sorted(link for node in picture.nodes for link in node.links)
    counted = {link.link for link in result.links if link.counted}
    assert not any(counted & set(node.links) for node in folded.nodes if node.folded)
    cells = {(node.column, node.row) for node in folded.nodes}
    assert len(cells) == len(folded.nodes)
    assert all(column < folded.columns and row < folded.rows for column, row in cells)
    left = {node.item for node in folded.nodes}
    assert all({edge.item, edge.rests_on} <= left for edge in folded.edges)
    assert all(left >= set(group.items) for group in folded.groups if group.kind is GroupKind.ORIGIN)
