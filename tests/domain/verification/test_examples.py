"""The worked examples of the specification (3.3), played by invented outlets.

Northland and Southland are at war. The ministry of each speaks for its side; "Meridian" (A), "Globe" (B) and
others report.
"""

from dataclasses import replace
from datetime import date

from annotations.domain.verification import (
    Inputs,
    LinkReason,
    NodeInput,
    NodeReason,
    RelationInput,
    assess,
)
from tests.domain.verification.scenes import (
    NORTH,
    SOUTH,
    amounts,
    con,
    item,
    judged,
    own_reports,
    pro,
    publisher,
    scene,
)

MINISTRY = publisher("ministry", kind="party_official", bloc=NORTH)
STATEMENT = item("statement", "ministry", on=date(2020, 9, 28))
OUTLETS = (
    MINISTRY,
    publisher("meridian", "A"),
    publisher("globe"),
    publisher("channel", kind="broadcaster"),
    publisher("gazette", kind="newspaper"),
    STATEMENT,
    item("meridian-1", "meridian", "statement", on=date(2020, 9, 28)),
    item("globe-1", "globe", "statement", on=date(2020, 9, 28)),
    item("channel-1", "channel", "meridian-1", on=date(2020, 9, 29)),
    item("gazette-1", "gazette", "globe-1", on=date(2020, 9, 29)),
)
LINKS = (
    pro("L1", "statement", "primary"),
    pro("L2", "meridian-1"),
    pro("L3", "globe-1"),
    pro("L4", "channel-1"),
)
LOSSES = NodeInput("E1b", "quantity", disfavours=(NORTH,))


def test_e1a_that_a_side_reported_its_losses_has_three_witnesses() -> None:
    result = assess(scene(*OUTLETS, *LINKS, node=NodeInput("E1a", "attribution", asserter="ministry")))
    assert (*amounts(result), result.certainty, result.credibility_out) == (240, 0, "SUPPORTED", "HIGH", "1")
    assert [(link.link, link.counted, link.reason) for link in result.links] == [
        ("L1", True, None),
        ("L2", True, None),
        ("L3", True, None),
        ("L4", False, LinkReason.NOT_INDEPENDENT),
    ]


def test_e1b_the_losses_themselves_rest_on_one_admission() -> None:
    result = assess(scene(*OUTLETS, *LINKS, pro("L5", "gazette-1"), node=LOSSES))
    assert amounts(result) == (75, 0, "LEANS_SUPPORTED")
    assert [
        (link.link, link.points, link.counted, link.interest, link.origin_class) for link in result.links
    ] == [
        ("L1", 75, True, "against", "s:ministry"),
        ("L2", 60, False, "against", "s:ministry"),
        ("L3", 60, False, "against", "s:ministry"),
        ("L4", 60, False, "against", "s:ministry"),
        ("L5", 60, False, "against", "s:ministry"),
    ]


def with_record() -> Inputs:
    record = (
        publisher("relief", "A", kind="ngo"),
        item("register", "relief", on=date(2020, 10, 12)),
        pro("L9", "register", "primary"),
    )
    return scene(*OUTLETS, *LINKS, *record, node=LOSSES)


def test_e1c_an_independent_record_turns_the_lean_into_a_verdict() -> None:
    result = assess(with_record())
    assert (*amounts(result), result.certainty, result.pivotal) == (
        175,
        0,
        "SUPPORTED",
        "MODERATE",
        ("s:relief",),
    )
    assert result.to_json()["band"] == [0.636, 1.0]


def test_e1d_as_known_before_the_record() -> None:
    result = assess(with_record(), as_of=date(2020, 9, 30))
    assert amounts(result) == (75, 0, "LEANS_SUPPORTED")
    assert result.links[-1].reason is LinkReason.AFTER_AS_OF


def test_e2a_two_sides_that_speak_for_themselves_settle_nothing() -> None:
    parts = (
        MINISTRY,
        STATEMENT,
        publisher("southern", kind="party_official", bloc=SOUTH),
        item("denial", "southern"),
        pro("L1", "statement", "primary"),
        con("L2", "denial", "primary"),
    )
    node = NodeInput("E2a", "quantity", risk="high", favours=(NORTH,), disfavours=(SOUTH,))
    result = assess(scene(*parts, node=node))
    assert amounts(result) == (0, 0, "NOT_ENOUGH_EVIDENCE")
    assert [link.reason for link in result.links] == [LinkReason.PARTY_SELF_SERVING] * 2
    assert [reason.to_json() for reason in result.reasons if reason.code is NodeReason.DISPUTED_BY_PARTY] == [
        {"code": "DISPUTED_BY_PARTY", "links": ["L2"]}
    ]


def test_e2b_that_it_was_claimed_is_proved_by_the_claimant() -> None:
    node = NodeInput("E2b", "attribution", asserter="ministry")
    parts = (*OUTLETS, pro("L1", "statement", "primary"), pro("L2", "meridian-1"))
    assert judged(*parts, node=node) == (180, 0, "SUPPORTED")


UNNAMED = item("diplomats", "unnamed")
WEST = (
    publisher("unnamed", kind="anonymous"),
    publisher("meridian", "A"),
    publisher("globe", "A"),
    UNNAMED,
    item("dispatch", "meridian", "diplomats"),
    item("analysis", "globe", "diplomats"),
)


def test_e3_three_layers_have_three_statuses() -> None:
    carried = NodeInput("E3a", "attribution", asserter="meridian")
    assert judged(*WEST, pro("L1", "dispatch", "primary"), node=carried) == (100, 0, "SUPPORTED")
    said = NodeInput("E3b", "attribution", asserter="unnamed")
    assert judged(*WEST, pro("L1", "dispatch"), node=said) == (80, 0, "LEANS_SUPPORTED")
    motive = NodeInput("E3c", "causal", risk="high")
    links = (pro("L1", "dispatch"), pro("L2", "analysis"))
    assert judged(*WEST, *links, node=motive) == (40, 0, "LEANS_SUPPORTED")


def test_e4a_a_quotation_with_two_witnesses() -> None:
    parts = (publisher("meridian", "A"), publisher("globe"), item("m", "meridian"), item("g", "globe"))
    links = (pro("L1", "m", sourcing="own"), pro("L2", "g", sourcing="own"))
    node = NodeInput("E4a", "attribution", asserter="president")
    assert judged(*parts, *links, node=node) == (140, 0, "SUPPORTED")


def test_e4b_and_e5_types_without_a_score() -> None:
    assert judged(*own_reports("A", "A"), node=NodeInput(1, "prediction")) == (None, None, "PENDING_EVENT")
    assert judged(*own_reports("A", "A"), node=NodeInput(1, "opinion")) == (None, None, "NOT_CHECKABLE")
    due = NodeInput(1, "prediction", matured=True)
    assert judged(*own_reports("A", "A"), node=due) == (160, 0, "SUPPORTED")


def test_e6_one_of_two_reporters_retracts() -> None:
    before = scene(*own_reports("B", "B"))
    first, second = before.items
    after = replace(before, items=(first, replace(second, state="retracted")))
    assert amounts(assess(before)) == (120, 0, "SUPPORTED")
    assert amounts(assess(after)) == (60, 0, "LEANS_SUPPORTED")


def test_e7_a_retraction_reaches_everybody_who_carried_it() -> None:
    parts = (
        publisher("globe"),
        publisher("channel"),
        publisher("gazette"),
        item("wire", "globe", state="retracted"),
        item("channel-1", "channel", "wire"),
        item("gazette-1", "gazette", "wire"),
    )
    result = assess(scene(*parts, pro("L1", "channel-1"), pro("L2", "gazette-1")))
    assert amounts(result) == (0, 0, "NOT_ENOUGH_EVIDENCE")
    assert [link.reason for link in result.links] == [LinkReason.ORIGIN_RETRACTED] * 2


def test_e9_two_outlets_that_cite_each_other() -> None:
    parts = (publisher("a"), publisher("b"), item("a1", "a", "b1"), item("b1", "b", "a1"))
    result = assess(scene(*parts, pro("L1", "a1"), pro("L2", "b1")))
    assert amounts(result) == (60, 0, "LEANS_SUPPORTED")
    assert result.has(NodeReason.CIRCULAR_REPORTING)


def test_e8_one_unnamed_witness_told_by_many() -> None:
    """The story of one unnamed witness on one local site, then by five houses; each tracing step in turn."""
    houses = [f"house{number}" for number in range(5)]
    untraced = [part for house in houses for part in (publisher(house), item(f"{house}-1", house))]
    node = NodeInput(8)
    own = [pro(house, f"{house}-1", sourcing="own") for house in houses]
    assert judged(*untraced, *own, node=node) == (300, 0, "SUPPORTED")
    unexamined = [pro(house, f"{house}-1") for house in houses]
    assert judged(*untraced, *unexamined, node=node) == (60, 0, "LEANS_SUPPORTED")
    local = (publisher("local", kind="social_account"), item("post", "local", "worker"), item("worker", None))
    relays = [pro(house, f"{house}-1", sourcing="relies_on", relies_on=("post",)) for house in houses]
    assert judged(*untraced, *local, *relays, node=node) == (0, 0, "NOT_ENOUGH_EVIDENCE")
    denials = (*own_reports("B", "B", stance="contradicts"),)
    assert judged(*untraced, *local, *relays, *denials, node=node) == (0, 120, "REFUTED")


def test_a_recorded_relation_is_all_that_changes() -> None:
    inputs = scene(*own_reports("B", "B"))
    related = replace(
        inputs, publisher_relations=(RelationInput("not_independent", "corroborates0", "corroborates1"),)
    )
    assert amounts(assess(related)) == (60, 0, "LEANS_SUPPORTED")
