"""Whatever the tables hold, the engine answers: it never raises, and what it says can be read and drawn."""

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.verification import (
    BlocMembership,
    DerivationInput,
    Inputs,
    ItemInput,
    LinkInput,
    NodeInput,
    NodeReason,
    PublisherInput,
    RelationInput,
    Result,
    assess,
    explain,
    flip_sentences,
    independence_picture,
    link_sentence,
    next_best_step,
    picture_sentences,
    reason_sentence,
)
from annotations.domain.vocabulary import (
    ClaimType,
    Coverage,
    Credibility,
    DerivationKind,
    EvidenceState,
    Grade,
    Proximity,
    PublisherKind,
    PublisherRelationKind,
    Risk,
    SourceRelationKind,
    SourceState,
    Sourcing,
    Stance,
    Status,
)
from tests.domain.verification.scenes import con, item, own_reports, pro, publisher, scene

KEYS = range(1, 8)
keys = st.sampled_from(KEYS)
anywhere = st.sampled_from([*KEYS, 99, 100])
days = st.one_of(st.none(), st.dates(date(1, 1, 2), date(9999, 12, 30)))
some = st.lists(keys, max_size=4).map(tuple)
memberships = st.builds(
    lambda bloc, since, length: BlocMembership(
        bloc, since, since and min(date(9999, 12, 31), since + timedelta(days=length))
    ),
    keys,
    st.one_of(st.none(), st.dates(date(1, 1, 2), date(9000, 1, 1))),
    st.integers(0, 3000),
)
any_node = st.builds(
    NodeInput,
    st.just(1),
    st.sampled_from(ClaimType.values),
    st.sampled_from(Risk.values),
    st.one_of(st.none(), anywhere),
    st.lists(anywhere, max_size=3).map(tuple),
    st.lists(anywhere, max_size=3).map(tuple),
    st.lists(anywhere, max_size=3).map(tuple),
    st.lists(anywhere, max_size=2).map(tuple),
    matured=st.booleans(),
)
any_publishers = st.tuples(
    *[
        st.builds(
            PublisherInput,
            st.just(key),
            st.sampled_from(PublisherKind.values),
            st.sampled_from([None, *Grade.values]),
            st.one_of(st.none(), keys),
            st.lists(memberships, max_size=2).map(tuple),
            st.booleans(),
        )
        for key in KEYS
    ]
)
any_items = st.tuples(
    *[
        st.builds(
            ItemInput,
            st.just(key),
            st.one_of(st.none(), keys),
            days,
            st.sampled_from(SourceState.values),
            st.booleans(),
            st.lists(
                st.builds(DerivationInput, keys, st.sampled_from(DerivationKind.values)), max_size=3
            ).map(tuple),
        )
        for key in KEYS
    ]
)
any_link = st.builds(
    LinkInput,
    st.just(0),
    keys,
    st.sampled_from(Stance.values),
    st.sampled_from([EvidenceState.ACCEPTED.value, *EvidenceState.values]),
    st.sampled_from(Coverage.values),
    st.sampled_from(Proximity.values),
    st.sampled_from(Credibility.values),
    st.sampled_from(Sourcing.values),
    some,
    st.booleans(),
    st.sampled_from(["stands", "stands", "gone", "missing"]),
    st.booleans(),
    st.booleans(),
)


def related(kinds: list[str]) -> st.SearchStrategy[tuple[RelationInput, ...]]:
    """Relations of all kinds between anything, contradicting each other as they may."""
    return st.lists(st.builds(RelationInput, st.sampled_from(kinds), anywhere, anywhere), max_size=5).map(
        tuple
    )


anything = st.builds(
    lambda node, links, items, publishers, of_items, of_publishers: Inputs(
        node,
        tuple(replace(link, id=number) for number, link in enumerate(links)),
        items,
        publishers,
        of_items,
        of_publishers,
    ),
    any_node,
    st.lists(any_link, max_size=7),
    any_items,
    any_publishers,
    related(SourceRelationKind.values),
    related(PublisherRelationKind.values),
)


def everything_said(inputs: Inputs, result: Result) -> list[str]:
    """Every sentence there is about a result."""
    picture = independence_picture(inputs, result)
    cells = [(node.column, node.row) for node in picture.nodes]
    assert len(set(cells)) == len(cells)
    assert all(column < picture.columns and row < picture.rows for column, row in cells)
    return [
        explain(result),
        *flip_sentences(result),
        *(reason_sentence(reason, result) for reason in result.reasons),
        *(link_sentence(link) for link in result.links),
        *picture_sentences(picture, result),
    ]


@settings(max_examples=150, deadline=None)
@given(anything, days)
def test_whatever_the_tables_hold_has_an_answer(inputs: Inputs, day: date | None) -> None:
    result = assess(inputs, as_of=day)
    assert json.loads(json.dumps(result.to_json()))["status"] == result.status.value
    assert len(result.links) in (0, len(inputs.links))
    for sentence in everything_said(inputs, result):
        assert sentence == sentence.strip() and sentence.endswith(".") and "{" not in sentence
    next_best_step(inputs, result, as_of=day)


def assert_answered(inputs: Inputs, status: Status, support: int) -> Result:
    result = assess(inputs)
    assert (result.status, result.support) == (status, support)
    return result


def test_two_thousand_reports_of_their_own() -> None:
    links = own_reports(*["ABC"[number % 3] for number in range(2000)])
    assert assert_answered(scene(*links), Status.SUPPORTED, 667 * 80 + 667 * 60 + 666 * 40).pivotal == ()


def test_a_chain_of_two_thousand_that_are_all_linked() -> None:
    parts: list[object] = [publisher("p", "B"), item("i2000", "p")]
    parts += [item(f"i{number}", "p", f"i{number + 1}") for number in range(2000)]
    parts += [pro(f"L{number}", f"i{number}") for number in range(2000)]
    assert_answered(scene(*parts), Status.LEANS_SUPPORTED, 60)


def test_a_circle_of_four_hundred() -> None:
    parts: list[object] = []
    for number in range(400):
        parts += [
            publisher(f"p{number}", "B"),
            item(f"i{number}", f"p{number}", f"i{(number + 1) % 400}"),
            pro(f"L{number}", f"i{number}"),
        ]
    result = assert_answered(scene(*parts), Status.LEANS_SUPPORTED, 60)
    assert result.has(NodeReason.CIRCULAR_REPORTING)


def test_two_thousand_relays_of_two_hundred_wires_on_both_sides() -> None:
    random = Random(1)
    parts: list[object] = []
    for number in range(200):
        parts += [publisher(f"a{number}", "A"), item(f"w{number}", f"a{number}")]
    for number in range(2000):
        cited = [f"w{wire}" for wire in random.sample(range(200), 3)]
        link = (pro if number % 2 else con)(f"L{number}", f"o{number}")
        parts += [publisher(f"o{number}", "A"), item(f"o{number}", f"o{number}", *cited), link]
    result = assert_answered(scene(*parts), Status.CONFLICTING, 200 * 80)
    assert result.opposition == 200 * 80


def test_nothing_but_ungraded_sources() -> None:
    result = assert_answered(scene(*own_reports(*"FFFFF")), Status.NOT_ENOUGH_EVIDENCE, 0)
    assert {link.reason for link in result.links} == {"SOURCE_UNGRADED"}


def test_independent_and_not_independent_at_once_counts_once() -> None:
    """Of contradicting relations the one that counts less is believed."""
    inputs = scene(*own_reports("B", "B"))
    owned = replace(inputs, publishers=tuple(replace(one, owner_group=1) for one in inputs.publishers))
    pair = ("corroborates0", "corroborates1")
    both = (RelationInput("independent", *pair), RelationInput("not_independent", *pair))
    assert_answered(replace(owned, publisher_relations=both), Status.LEANS_SUPPORTED, 60)
    items = (RelationInput("distinct", *pair), RelationInput("same_work", *pair))
    assert_answered(replace(inputs, item_relations=items), Status.LEANS_SUPPORTED, 60)


def test_an_item_older_than_what_it_rests_on_is_traced_all_the_same() -> None:
    parts = (
        publisher("p", "A"),
        publisher("q", "B"),
        item("early", "p", "late", on=date(2020, 1, 1)),
        item("late", "q", on=date(2021, 1, 1)),
        pro("L", "early"),
    )
    told = assess(scene(*parts), as_of=date(2020, 6, 1)).links[0]
    assert (told.counted, told.origin_class, told.points) == (True, "s:q", 60)


def test_whom_and_what_nobody_knows_changes_nothing() -> None:
    inputs = scene(*own_reports("B", "B"))
    stray = replace(
        inputs,
        node=replace(inputs.node, asserter=404, favours=(404,), disfavours=("x",), host_items=(404,)),
        item_relations=(RelationInput("same_work", 404, "corroborates0"),),
        publisher_relations=(RelationInput("independent", 404, "corroborates0"),),
    )
    assert_answered(stray, Status.SUPPORTED, 120)


def test_a_row_that_points_nowhere_is_refused_with_its_rule() -> None:
    for inputs, rule in (
        (scene(pro("L", "nowhere")), "unknown-source"),
        (scene(pro("L", "i"), item("i", "nobody")), "unknown-publisher"),
        (
            scene(pro("L", "i", sourcing="relies_on", relies_on=("x",)), item("i", "p"), publisher("p")),
            "unknown-source",
        ),
    ):
        with pytest.raises(Invalid) as refused:
            assess(inputs)
        assert refused.value.rule == rule
