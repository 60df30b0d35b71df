"""The statements of a typical war report (specification, 7), each in an invented twin.

Northland and Southland fight over islands; "Meridian" and "Globe" report; the report is dated 2 March 2021,
a Tuesday. What the words give (type, layers, dates, figures, warnings) is read by the proposals; what the
evidence gives is computed by the engine.
"""

from datetime import date
from decimal import Decimal

import pytest

from annotations.domain.proposals import Proposal, propose
from annotations.domain.quantities import Quantity, parse_quantity, suggest_stance
from annotations.domain.times import Tense, TimeState, resolve_time
from annotations.domain.verification import (
    Inputs,
    NodeInput,
    NodeReason,
    SignOffBlocker,
    SignOffWhy,
    assess,
)
from annotations.domain.vocabulary import Stance
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

TUESDAY = date(2021, 3, 2)
OFFICE = publisher("office", kind="party_official", bloc=SOUTH)
STATEMENT = item("statement", "office")


def read(sentence: str, day: date | None = TUESDAY) -> Proposal:
    return propose(sentence, sentence, day)


def bounds(*figures: Quantity) -> list[tuple[int, int | None]]:
    return [(int(one.low), None if one.high is None else int(one.high)) for one in figures]


def test_dozens_killed_yesterday_cannot_be_signed_while_the_report_has_no_date() -> None:
    proposal = read("Dozens of sailors and islanders died in the shelling yesterday.", day=None)
    assert bounds(*proposal.quantities) == [(24, 99)]
    assert [time.state for time in proposal.times] == [TimeState.NO_ANCHOR]
    assert (proposal.type, proposal.risk) == ("quantity", "high")
    node = NodeInput(1, "quantity", risk="high", time_unresolved=True)
    result = assess(scene(*own_reports("A", "A"), node=node))
    assert result.sign_off.blocked_by == (SignOffBlocker.TIME_UNRESOLVED,)
    dated = read("Dozens of sailors and islanders died in the shelling yesterday.")
    assert [(time.start, time.end) for time in dated.times] == [(date(2021, 3, 1), date(2021, 3, 1))]


def test_own_losses_are_an_attribution_and_two_figures_and_an_admission() -> None:
    proposal = read("Northland authorities said they lost 31 sailors, bringing total casualties to 64.")
    assert (proposal.type, proposal.risk) == ("attribution", "high")
    assert [(layer.asserter, layer.verb) for layer in proposal.layers] == [("Northland authorities", "said")]
    assert bounds(*proposal.quantities) == [(31, 31), (64, 64)]
    assert [one.cumulative for one in proposal.quantities] == [False, True]
    assert proposal.splits
    ministry = publisher("ministry", kind="party_official", bloc=NORTH)
    parts = (ministry, item("s", "ministry"), pro("L", "s", "primary"))
    admission = assess(scene(*parts, node=NodeInput(1, "quantity", disfavours=(NORTH,))))
    assert (amounts(admission), admission.links[0].interest) == ((75, 0, "LEANS_SUPPORTED"), "against")


def test_losses_inflicted_are_an_attribution_and_claims_that_serve_who_makes_them() -> None:
    proposal = read(
        "Northland forces claimed to have sunk 12 boats and killed hundreds of Southland marines."
    )
    assert (proposal.type, proposal.content_type, proposal.risk) == ("attribution", "quantity", "high")
    assert bounds(*proposal.quantities) == [(12, 12), (200, 999)]
    assert {split.reason.value for split in proposal.splits} == {"SEVERAL_FIGURES", "SEVERAL_PREDICATES"}


def test_that_somebody_kept_silent_needs_a_statement_or_a_logged_search() -> None:
    """That something was not published is a fact like any other: no link, no status."""
    node = NodeInput(1, "event")
    assert assess(scene(node=node)).has(NodeReason.NO_EVIDENCE)
    search = (
        publisher("desk", "B", kind="fact_checker"),
        item("log", "desk"),
        pro("L", "log", "primary", "own"),
    )
    assert judged(*search, node=node) == (75, 0, "LEANS_SUPPORTED")


def test_civilian_victims_told_by_their_own_side_are_worth_nothing_as_content() -> None:
    proposal = read("Southland forces said 17 islanders had been wounded as harbours were shelled.")
    assert (proposal.type, proposal.content_type) == ("attribution", "quantity")
    parts = (OFFICE, STATEMENT, pro("L", "statement", "primary"))
    assert judged(*parts, node=NodeInput(1, "quantity", favours=(SOUTH,)))[0] == 0
    said = NodeInput(2, "attribution", asserter="office")
    assert judged(*parts, node=said) == (100, 0, "SUPPORTED")


def test_footage_is_three_claims_with_three_statuses() -> None:
    proposal = read(
        "Footage they released showed their gliders, reportedly supplied by Eastland, over the strait."
    )
    assert proposal.type == "media"
    assert [split.reason.value for split in proposal.splits] == ["SEVERAL_SPEAKERS"]
    film = (OFFICE, item("film", "office"), publisher("globe", "B"), item("analysis", "globe"))
    released = (pro("L1", "film", "primary"), pro("L2", "analysis", "secondary", "own"))
    assert judged(*film, *released, node=NodeInput(1, "attribution", asserter="office"))[2] == "SUPPORTED"
    shows = NodeInput(2, "media", favours=(SOUTH,))
    assert judged(*film, *released, node=shows) == (60, 0, "LEANS_SUPPORTED")
    rumour = (publisher("x", kind="anonymous"), item("hearsay", "x"), publisher("blog", "C"))
    relay = (item("post", "blog", "hearsay"), pro("L3", "post"))
    assert judged(*rumour, *relay, node=NodeInput(3, "event", risk="high"))[2] == "NOT_ENOUGH_EVIDENCE"


def test_a_warning_that_was_given_leaves_open_what_it_was_given_for() -> None:
    proposal = read("Northland gave a final warning after Southland reportedly shelled the port of Vell.")
    assert [split.reason.value for split in proposal.splits] == ["SEVERAL_SPEAKERS"]
    ministry = publisher("ministry", kind="party_official", bloc=NORTH)
    parts = (ministry, item("note", "ministry"), pro("L", "note", "primary"))
    warned = NodeInput(1, "attribution", asserter="ministry")
    shelled = NodeInput(2, "event", favours=(NORTH,), disfavours=(SOUTH,))
    assert judged(*parts, node=warned)[2] == "SUPPORTED"
    assert judged(*parts, node=shelled) == (0, 0, "NOT_ENOUGH_EVIDENCE")


def test_that_fighting_could_spread_is_a_prediction_that_somebody_made() -> None:
    proposal = read("Prime Minister Oru said the fighting could spread beyond the strait.")
    assert (proposal.type, proposal.content_type) == ("attribution", "prediction")
    assert judged(*own_reports("A", "A"), node=NodeInput(1, "prediction"))[2] == "PENDING_EVENT"


def test_each_of_several_statements_is_proved_by_its_own_channel() -> None:
    bodies = ("league", "union", "eastland", "westland", "court", "bank")
    parts = [part for body in bodies for part in (publisher(body, "F"), item(body, body), pro(body, body))]
    for body in bodies:
        result = assess(scene(*parts, node=NodeInput(body, "attribution", asserter=body)))
        own = next(link for link in result.links if link.link == body)
        assert (result.status, own.points, result.support_origins) == ("SUPPORTED", 100, 1)


def test_two_round_figures_of_history() -> None:
    proposal = read("Five million people lost their homes and over 12,000 were killed.")
    assert bounds(*proposal.quantities) == [(4_750_000, 5_250_000), (12_000, 18_000)]
    assert [split.reason.value for split in proposal.splits] == ["SEVERAL_FIGURES"]
    vectors = [parse_quantity(text) for text in ("One million people", "over 20,000 killed")]
    assert bounds(*[one for one in vectors if one]) == [(950_000, 1_050_000), (20_000, 30_000)]


@pytest.mark.parametrize(
    ("sentence", "content", "status"),
    [
        ("President Tal said: “Northland must leave the islands at once.”", "normative", "NOT_CHECKABLE"),
        ("President Tal said: “The strait will return to calm.”", "prediction", "PENDING_EVENT"),
    ],
)
def test_quotations_of_a_president(sentence: str, content: str, status: str) -> None:
    proposal = read(sentence)
    assert (proposal.type, proposal.content_type) == ("attribution", content)
    assert [(layer.asserter, layer.mode) for layer in proposal.layers] == [("President Tal", "direct_quote")]
    wires = (publisher("meridian", "A"), publisher("globe", "B"), item("m", "meridian"), item("g", "globe"))
    links = (pro("L1", "m", sourcing="own"), pro("L2", "g", sourcing="own"))
    said = NodeInput(1, "attribution", asserter="president")
    assert judged(*wires, *links, node=said) == (140, 0, "SUPPORTED")
    assert judged(*wires, *links, node=NodeInput(2, content))[2] == status


def test_a_day_without_a_year_is_the_last_one() -> None:
    proposal = read("On Feb. 26, talks in Port Vell collapsed.")
    assert proposal.type == "event"
    assert [(time.start, time.needs_confirmation) for time in proposal.times] == [(date(2021, 2, 26), False)]
    assert resolve_time("On Sept. 25", date(2020, 9, 29), tense=Tense.PAST).start == date(2020, 9, 25)


def test_an_announced_coup_must_be_split_before_anybody_signs() -> None:
    proposal = read("On Monday the opposition announced that it will attempt a coup.")
    assert (proposal.type, proposal.risk) == ("attribution", "high")
    assert [split.reason.value for split in proposal.splits] == ["LOADED_TERM"]
    result = assess(scene(*own_reports("A", "A"), node=NodeInput(1, "attribution", must_split=True)))
    assert (result.status, result.sign_off.blocked_by) == ("SUPPORTED", (SignOffBlocker.MUST_SPLIT,))


def test_another_day_for_the_same_call_contradicts_a_part_of_it() -> None:
    proposal = read("Yesterday the envoy told President Tal that the pipeline would be closed.")
    assert (proposal.type, [time.start for time in proposal.times]) == ("attribution", [date(2021, 3, 1)])
    other = (publisher("globe", "B"), item("g", "globe"), con("L", "g", sourcing="own", coverage="partial"))
    node = NodeInput(1, "attribution", asserter="envoy")
    assert judged(*own_reports("A", "A"), *other, node=node) == (160, 30, "SUPPORTED")
    day_before, day_itself = parse_quantity("27 pages"), parse_quantity("29 pages")
    assert day_before is not None and day_itself is not None
    assert suggest_stance(day_before, day_itself).coverage == "partial"


def test_a_loaded_word_is_split_from_what_happened() -> None:
    proposal = read("The state murder of Admiral Roe in Port Vell in January shocked the islands.")
    assert [(time.start, time.granularity) for time in proposal.times] == [(date(2021, 1, 1), "month")]
    assert [split.reason.value for split in proposal.splits] == ["LOADED_TERM"]
    assert proposal.risk == "high"


DIPLOMATS = (
    publisher("unnamed", kind="anonymous"),
    publisher("meridian", "A"),
    publisher("globe", "A"),
    item("diplomats", "unnamed"),
    item("dispatch", "meridian", "diplomats"),
    item("analysis", "globe", "diplomats"),
)


def test_unnamed_diplomats_in_a_wire_are_three_layers() -> None:
    proposal = read(
        "Meridian cited unnamed Alpine envoys who said that Eastland does not want its hands tied."
    )
    assert [(layer.asserter, layer.mode) for layer in proposal.layers] == [
        ("Meridian", "indirect"),
        ("unnamed Alpine envoys", "anonymous"),
    ]
    assert [reason.value for reason in proposal.risk_reasons] == ["ANONYMOUS_ONLY"]
    relay = pro("L1", "dispatch")
    outer = NodeInput(1, "attribution", asserter="meridian")
    inner = NodeInput(2, "attribution", asserter="unnamed")
    assert judged(*DIPLOMATS, relay, node=outer) == (100, 0, "SUPPORTED")
    assert judged(*DIPLOMATS, relay, node=inner) == (80, 0, "LEANS_SUPPORTED")
    motive = assess(scene(*DIPLOMATS, relay, pro("L2", "analysis"), node=NodeInput(3, "causal")))
    assert amounts(motive) == (40, 0, "LEANS_SUPPORTED")
    assert motive.sign_off.why == (SignOffWhy.HIGH_RISK,)


def test_a_professor_on_a_partys_television_is_heard_through_the_party() -> None:
    proposal = read("Southland Television reported that Professor Aren said the treaty was void.")
    assert proposal.layers[0].asserter == "Southland Television"
    parts = (
        publisher("television", "B", kind="state_media", bloc=SOUTH),
        publisher("professor", "B", kind="academic"),
        item("programme", "television", "interview"),
        item("interview", "professor"),
        pro("L", "programme"),
    )
    node = NodeInput(1, "law", favours=(SOUTH,))
    told = assess(scene(*parts, node=node)).links[0]
    assert (told.points, told.interest, told.reason) == (0, "self_serving", "PARTY_SELF_SERVING")


@pytest.mark.parametrize(
    ("sentence", "kind", "status"),
    [
        ("This war is the shameful product of a rotten order.", "opinion", "NOT_CHECKABLE"),
        ("The blockade could lead warships to try to seize tankers.", "prediction", "PENDING_EVENT"),
    ],
)
def test_judgements_and_forecasts_have_no_score(sentence: str, kind: str, status: str) -> None:
    assert read(sentence).type == kind
    assert judged(*own_reports("A", "A"), node=NodeInput(1, kind)) == (None, None, status)


def test_a_later_total_does_not_contradict_an_earlier_one() -> None:
    earlier = Quantity("59", Decimal(59), Decimal(59), cumulative=True, as_of=date(2020, 9, 28))
    later = Quantity("84", Decimal(84), Decimal(84), cumulative=True, as_of=date(2020, 10, 2))
    found = suggest_stance(earlier, later)
    assert (found.stance, found.code) == (Stance.CONTEXT.value, "LATER_CUMULATIVE_COUNT")


def test_the_same_evidence_is_judged_apart_for_every_layer() -> None:
    """Changing a link of one layer leaves the other as it was: their links are rows of their own."""
    parts = (OFFICE, STATEMENT, publisher("globe", "B"), item("g", "globe", "statement"))
    links = (pro("L1", "statement", "primary"), pro("L2", "g"))
    said: Inputs = scene(*parts, *links, node=NodeInput(1, "attribution", asserter="office"))
    content: Inputs = scene(*parts, *links, node=NodeInput(2, "event", favours=(SOUTH,)))
    assert amounts(assess(said)) == (160, 0, "SUPPORTED")
    assert amounts(assess(content)) == (0, 0, "NOT_ENOUGH_EVIDENCE")
