"""Where rules meet: corners in which an engine easily says something else than the specification."""

from dataclasses import replace
from datetime import date

import pytest

from annotations.domain.verification import (
    BlocMembership,
    DerivationInput,
    LinkReason,
    NodeInput,
    NodeReason,
    PublisherInput,
    RelationInput,
    SignOffWhy,
    assess,
    flip_sentences,
    lapse_reasons,
    link_sentence,
    reason_sentence,
)
from annotations.domain.vocabulary import Status
from tests.domain.verification.scenes import NORTH, amounts, con, item, own_reports, pro, publisher, scene

RECORD = (publisher("archive", "A"), item("record", "archive"), pro("R", "record", "primary"))


def test_a_cause_is_of_high_risk_whatever_was_marked() -> None:
    result = assess(scene(*RECORD, node=NodeInput(1, "causal", risk="normal")))
    assert amounts(result) == (100, 0, "LEANS_SUPPORTED")
    assert result.has(NodeReason.HIGH_RISK_NEEDS_SECOND_ORIGIN)
    assert result.sign_off.why == (SignOffWhy.HIGH_RISK,)


def test_nobody_named_is_of_high_risk() -> None:
    parts = (publisher("globe", "A"), item("g", "globe", "x"), item("x", None), pro("L", "g"))
    assert assess(scene(*parts)).sign_off.why == (SignOffWhy.HIGH_RISK,)
    named = assess(scene(*parts, *RECORD))
    assert (named.status, named.sign_off.why) == (Status.SUPPORTED, ())


@pytest.mark.parametrize("kind", ["same_work", "not_independent"])
def test_another_copy_of_the_article_under_check_does_not_corroborate_it(kind: str) -> None:
    node = NodeInput(1, host_items=("article",))
    parts = (
        publisher("globe", "A"),
        publisher("mirror", "A"),
        publisher("herald", "A"),
        item("article", "globe"),
        item("copy", "mirror"),
        item("relay", "herald", "copy"),
    )
    links = (pro("L1", "copy", "primary", "own"), pro("L2", "relay"))
    related = replace(
        scene(*parts, *links, node=node), item_relations=(RelationInput(kind, "article", "copy"),)
    )
    assert [link.reason for link in assess(related).links] == [LinkReason.CIRCULAR_SELF] * 2


def test_a_traced_report_that_a_stronger_untraced_one_outdoes_is_told_so() -> None:
    untraced = (publisher("x", "A"), item("x1", "x"), pro("X", "x1"))
    result = assess(scene(*untraced, *own_reports("B")))
    told = {link.link: link for link in result.links}
    assert (told["X"].counted, told["corroborates0"].reason) == (True, LinkReason.OUTDONE_BY_UNTRACED)
    assert link_sentence(told["corroborates0"]) == (
        "Not added, since a stronger report, not traced, stands alone: corroborates0."
    )
    assert not result.has(NodeReason.DEPENDENT_LINKS_NOT_COUNTED)
    assert lapse_reasons(assess(scene(*own_reports("B"))).to_json(), result) == ()


def test_a_copy_of_a_relay_is_a_relay_and_traced() -> None:
    parts = (
        publisher("globe", "A"),
        publisher("mirror", "A"),
        publisher("wire", "A"),
        item("g", "globe"),
        item("m", "mirror", "w"),
        item("w", "wire"),
    )
    inputs = replace(
        scene(*parts, pro("L", "g", "primary")), item_relations=(RelationInput("same_work", "g", "m"),)
    )
    told = assess(inputs).links[0]
    assert (told.points, told.proximity, told.traced, told.origin_class) == (80, "secondary", True, "s:wire")


def test_an_item_that_rests_on_itself_rests_on_nothing() -> None:
    loop = replace(item("g", "globe"), derivations=(DerivationInput("g"),))
    result = assess(scene(publisher("globe", "A"), loop, pro("L", "g", "primary")))
    assert (result.support, result.links[0].proximity) == (100, "primary")
    assert not result.has(NodeReason.CIRCULAR_REPORTING)
    relying = pro("L", "g", sourcing="relies_on", relies_on=("g",))
    assert not assess(scene(publisher("globe", "A"), loop, relying)).links[0].traced


def test_a_counted_link_that_changes_sides_lapses_a_signature() -> None:
    parts = own_reports("A", "A", "A")
    against = (*own_reports("C", stance="contradicts"), publisher("globe", "C"), item("g", "globe"))
    before = assess(scene(*parts, *against, pro("G", "g", sourcing="own")))
    after = assess(scene(*parts, *against, con("G", "g", sourcing="own")))
    assert (before.status, after.status) == (Status.SUPPORTED, Status.SUPPORTED)
    assert lapse_reasons(before.to_json(), after) == ("COUNTED_LINK_LOST",)


def dated(key: str, since: date | None = None, until: date | None = None) -> PublisherInput:
    return PublisherInput(key, "wire", "B", blocs=(BlocMembership(NORTH, since, until),))


def test_what_was_said_before_joining_a_party_stays_independent_of_it() -> None:
    """Adding what an outlet printed as a member takes nothing from what it printed before."""
    joined = date(2020, 6, 1)
    parts = (
        dated("a", since=joined),
        dated("b", since=date(2019, 1, 1)),
        item("before", "a", on=date(2020, 1, 1)),
        item("after", "a", on=date(2020, 9, 1)),
        item("member", "b", on=date(2020, 9, 1)),
        pro("L1", "before", sourcing="own"),
        pro("L2", "member", sourcing="own"),
    )
    node = NodeInput(1, disfavours=(NORTH,))
    assert assess(scene(*parts, node=node)).support == 120
    more = assess(scene(*parts, pro("L3", "after", sourcing="own"), node=node))
    assert (more.support, more.links[2].outlet_class) == (120, "b:north+s:a")


def test_a_member_for_some_years_is_one_with_those_who_always_speak_for_the_party() -> None:
    standing = publisher("office", "B", bloc=NORTH)
    parts = (
        standing,
        dated("a", since=date(2020, 1, 1)),
        item("o", "office", on=date(2020, 9, 1)),
        item("i", "a", on=date(2020, 9, 1)),
    )
    links = (pro("L1", "o", sourcing="own"), pro("L2", "i", sourcing="own"))
    result = assess(scene(*parts, *links, node=NodeInput(1, disfavours=(NORTH,))))
    assert (result.support, result.links[1].outlet_class) == (60, "s:a+s:office")


def test_those_who_always_speak_for_a_party_are_one() -> None:
    parts = (publisher("a", "B", bloc=NORTH), publisher("b", "B", bloc=NORTH), item("i", "a"), item("j", "b"))
    links = (pro("L1", "i", sourcing="own"), pro("L2", "j", sourcing="own"))
    result = assess(scene(*parts, *links, node=NodeInput(1, disfavours=(NORTH,))))
    assert (result.support, result.support_origins) == (60, 1)


def test_only_the_origin_is_believed_more_for_admitting_it() -> None:
    """A relay of the same party is as good as its grade."""
    parts = (
        publisher("office", "C", bloc=NORTH),
        publisher("organ", "C", bloc=NORTH),
        item("s", "office"),
        item("r", "organ", "s"),
    )
    result = assess(
        scene(*parts, pro("L1", "s", "primary"), pro("L2", "r"), node=NodeInput(1, disfavours=(NORTH,)))
    )
    assert [(link.reliability, link.points) for link in result.links] == [(75, 75), (50, 40)]


def test_a_denial_counts_as_one_only_where_it_serves_the_party() -> None:
    office = publisher("office", "A", bloc=NORTH)
    denial = (office, item("d", "office"), con("D", "d", "primary"))
    for node, is_party_denial in (
        (NodeInput(1, disfavours=(NORTH,)), True),
        (NodeInput(1, favours=(NORTH,)), False),
        (NodeInput(1), False),
        (NodeInput(1, "attribution", asserter="office"), False),
    ):
        assert assess(scene(*denial, node=node)).has(NodeReason.DISPUTED_BY_PARTY) == is_party_denial
    proposed = replace(denial[2], state="proposed")
    result = assess(scene(*denial[:2], proposed, node=NodeInput(1, disfavours=(NORTH,))))
    assert not result.has(NodeReason.DISPUTED_BY_PARTY)


def test_what_single_source_would_flip_it() -> None:
    result = assess(scene(*own_reports("B", "B")))
    assert [(flip.label, flip.status) for flip in result.flips] == [
        ("s:corroborates0", Status.LEANS_SUPPORTED),
        ("s:corroborates1", Status.LEANS_SUPPORTED),
    ]
    assert flip_sentences(result, {"s:corroborates0": "Herald", "s:corroborates1": "the Globe"}) == (
        "Without Herald and what rests on it this would be: leans supported.",
        "Without the Globe and what rests on it this would be: leans supported.",
    )
    assert flip_sentences(assess(scene(*own_reports("A", "A", "A")))) == ()


@pytest.mark.parametrize("said", [{"proximity": "primary"}, {"sourcing": "own"}])
def test_what_may_be_a_copy_is_neither_first_hand_nor_its_own_report(said: dict[str, str]) -> None:
    one = (publisher("globe", "A"), item("g", "globe"), pro("X", "g", **said, copy_suspected=True))
    other = own_reports("B")
    assert [(link.points, link.traced) for link in assess(scene(*one)).links] == [(80, False)]
    assert assess(scene(*one, *other)).status is Status.LEANS_SUPPORTED


def test_without_the_only_opponent_a_conflict_is_a_verdict() -> None:
    parts = (*own_reports("B", "B"), *own_reports("C", stance="contradicts"))
    flips = {flip.label: flip.status for flip in assess(scene(*parts)).flips}
    assert flips["s:contradicts0"] is Status.SUPPORTED


def test_a_single_origin_on_each_side_is_told_for_the_side_it_is_on() -> None:
    result = assess(scene(*own_reports("A"), *own_reports("B", stance="contradicts")))
    told = next(reason for reason in result.reasons if reason.code is NodeReason.SINGLE_ORIGIN)
    assert reason_sentence(told, result) == "Everything that counts for it comes from a single origin."


def test_several_classes_on_both_sides_speak() -> None:
    parts = (publisher("p", "B"), item("i", "p"), item("j", "p"), publisher("q", "B"), item("k", "q"))
    links = (pro("L1", "i", sourcing="own"), con("L2", "j", sourcing="own"))
    more = (item("l", "q"), pro("L3", "k", sourcing="own"), con("L4", "l", sourcing="own"))
    result = assess(scene(*parts, *links, *more))
    told = next(reason for reason in result.reasons if reason.code is NodeReason.CLASS_ON_BOTH_SIDES)
    assert reason_sentence(told, result) == "Both sides draw on p and q."


def test_the_asserters_own_words_are_needed_for_nothing_but_the_words() -> None:
    """The same link, seen from both layers."""
    parts = (publisher("office", "D", bloc=NORTH), item("o", "office"), pro("L", "o", "tertiary"))
    said = assess(scene(*parts, node=NodeInput(1, "attribution", asserter="office")))
    content = assess(scene(*parts, node=NodeInput(2, "event", favours=(NORTH,))))
    assert (amounts(said), said.links[0].proximity) == ((100, 0, "SUPPORTED"), "primary")
    assert amounts(content) == (0, 0, "NOT_ENOUGH_EVIDENCE")
