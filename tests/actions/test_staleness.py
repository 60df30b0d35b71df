"""Statuses to look at again: marked for the cause, on what people answer for, until somebody did."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from annotations.actions.assessments import mark_due_predictions
from annotations.actions.evidence import edit_evidence
from annotations.actions.passage_checks import confirm_passage
from annotations.actions.protection import protect_source
from annotations.actions.publishers import edit_publisher, grade_publisher
from annotations.actions.sources import change_source_state, derive_source, edit_source
from annotations.actions.staleness import dismiss_staleness, flag_aged
from annotations.actions.verdicts import sign_verdict
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import Origin
from annotations.models import Claim, Event, Override, Source, StaleFlag, Verdict
from tests.events import events_of
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.overridden import an_override

pytestmark = pytest.mark.django_db


def signed(claim: Claim) -> Claim:
    """The claim after a reviewer with fresh eyes signed what holds now."""
    assessed(claim)
    assessment = claim.current_assessment.assessment
    sign_verdict(claim_id=claim.pk, assessment_id=assessment.pk, reason="It is so.", actor=a_person())
    claim.refresh_from_db()
    return claim


def a_wire_report() -> Source:
    return a_source(publisher=a_publisher(kind="wire"))


def a_signed_claim(*sources: Source) -> Claim:
    """A signed claim that these sources corroborate."""
    claim = a_claim()
    for source in sources:
        some_evidence(claim=claim, source=source, sourcing="own")
    return signed(claim)


def flags(claim: Claim) -> list[tuple[str, str]]:
    """Cause and detail of the open marks."""
    found = StaleFlag.objects.filter(claim=claim, cleared_at=None).order_by("id")
    return list(found.values_list("cause", "detail"))


def test_a_grade_marks_what_was_signed_where_it_moves_the_points() -> None:
    source, second, other = a_wire_report(), a_wire_report(), a_wire_report()
    concerned, unconcerned = a_signed_claim(source, second), a_signed_claim(other)
    unsigned = a_claim()
    some_evidence(claim=unsigned, source=source, sourcing="own")
    grade_publisher(
        publisher_id=source.publisher_id, grade="C", reason="Two errors.", actor=the_administrator()
    )
    for claim in (concerned, unconcerned, unsigned):
        assessed(claim)
    detail = f"{source.publisher.name} was graded C."
    assert flags(concerned) == [("GRADE_CHANGED", detail)]
    assert (flags(unconcerned), flags(unsigned)) == ([], [])
    assert StaleFlag.objects.get().caused_by == Event.objects.get(verb="publisher.graded")


def test_a_grade_that_moves_no_point_marks_nothing() -> None:
    source = a_wire_report()
    claim = a_signed_claim(source)
    grade_publisher(
        publisher_id=source.publisher_id, grade="B", reason="As expected.", actor=the_administrator()
    )
    assessed(claim)
    assert flags(claim) == []


def test_what_two_outlets_share_marks_what_was_signed() -> None:
    first, second = a_wire_report(), a_wire_report()
    claim = a_signed_claim(first, second)
    holding = a_publisher()
    for source in (first, second):
        edit_publisher(
            publisher_id=source.publisher_id, values={"owner_id": holding.pk}, actor=the_administrator()
        )
    assessed(claim)
    assert {cause for cause, _ in flags(claim)} == {"RELATION_CHANGED"}
    assert claim.status == "LEANS_SUPPORTED"
    assert Verdict.objects.get(claim=claim).state == "lapsed"


def test_a_retraction_marks_everything_that_rests_on_it_until_it_is_taken_back() -> None:
    wire, paper = a_wire_report(), a_source()
    derive_source(source_id=paper.pk, origin_id=wire.pk, kind="republishes", actor=the_administrator())
    claim, other = a_signed_claim(paper), a_signed_claim(a_wire_report())
    for state in ("retracted", "active"):
        change_source_state(source_id=wire.pk, state=state, reason="Told so.", actor=the_administrator())
        expected = [("SOURCE_RETRACTED", f"“{wire.title}” was retracted.")] if state == "retracted" else []
        assert (flags(claim), flags(other)) == (expected, [])


def test_a_broken_address_marks_and_an_address_that_answers_again_clears() -> None:
    source, second = a_wire_report(), a_wire_report()
    claim = a_signed_claim(source, second)
    for broken in (source, second):
        edit_source(source_id=broken.pk, values={"is_unreachable": True}, actor=the_administrator())
    assert flags(claim) == [("LINK_BROKEN", f"The address of “{source.title}” no longer answers.")]
    edit_source(source_id=source.pk, values={"is_unreachable": False}, actor=the_administrator())
    assert [cause for cause, _ in flags(claim)] == ["LINK_BROKEN"]
    edit_source(source_id=second.pk, values={"is_unreachable": False}, actor=the_administrator())
    assert flags(claim) == []
    assert assessed(claim).status == "SUPPORTED"


def test_evidence_against_what_was_signed_marks_it_and_other_evidence_does_not() -> None:
    claim = a_signed_claim(a_wire_report())
    some_evidence(claim=claim)
    some_evidence(claim=claim, stance="context")
    assert flags(claim) == []
    link = some_evidence(claim=claim)
    edit_evidence(evidence_id=link.pk, values={"stance": "contradicts"}, actor=the_administrator())
    assert flags(claim) == [
        ("COUNTER_EVIDENCE_PROPOSED", "Evidence against what was signed was linked."),
    ]


def read_again(source: Source, text: str, origin: Origin = Origin.FETCH) -> None:
    a_capture(source=source, text=text, origin=origin)


def test_a_passage_that_is_gone_from_its_page_counts_no_more_until_somebody_looked() -> None:
    source, second = a_wire_report(), a_wire_report()
    claim = a_signed_claim(source, second)
    link = claim.evidence.earliest("id")
    read_again(source, "Other news.", Origin.PASTE)
    assert (flags(claim), claim.status) == ([], "SUPPORTED")
    read_again(source, "Quite other news.")
    assert flags(claim) == [("QUOTE_GONE", f"A quoted passage is gone from “{source.title}”.")]
    result = assessed(claim).current_assessment.assessment.result
    assert (claim.status, result["links"][0]["reason"]) == ("LEANS_SUPPORTED", "QUOTE_GONE")
    confirm_passage(evidence_id=link.pk, reason="The page only moved.", actor=the_administrator())
    assert (flags(claim), assessed(claim).status) == ([], "SUPPORTED")
    with pytest.raises(Refusal) as refusal:
        confirm_passage(evidence_id=link.pk, reason="Again.", actor=the_administrator())
    assert refusal.value.rule == "passage-not-missing"


def test_a_page_that_changed_around_its_passage_is_told_and_still_counts() -> None:
    source = a_wire_report()
    claim = a_signed_claim(source)
    read_again(source, f"Updated. {claim.evidence.get().passage} More follows.")
    assert flags(claim) == [
        ("SOURCE_CHANGED", f"“{source.title}” changed; the quoted passage still stands."),
    ]
    assert not Claim.objects.to_assess().filter(pk=claim.pk).exists()


def test_a_prediction_that_came_due_is_marked() -> None:
    claim = assessed(a_claim(type="prediction", matures_on=date(2999, 1, 1)))
    mark_due_predictions(today=date(2999, 1, 2))
    assert flags(claim) == [("PREDICTION_DUE", "What it foretells has had its day.")]


def test_signing_again_clears_what_was_looked_at() -> None:
    source = a_wire_report()
    claim = a_signed_claim(source)
    edit_source(source_id=source.pk, values={"is_unreachable": True}, actor=the_administrator())
    signed(claim)
    assert flags(claim) == []


def test_a_mark_is_dismissed_once_and_with_a_reason() -> None:
    source, reviewer = a_wire_report(), a_person()
    claim = a_signed_claim(source)
    edit_source(source_id=source.pk, values={"is_unreachable": True}, actor=the_administrator())
    flag = StaleFlag.objects.get()

    def refused(reason: str) -> str:
        with pytest.raises(Refusal) as refusal:
            dismiss_staleness(flag_id=flag.pk, reason=reason, actor=reviewer)
        return refusal.value.rule

    assert refused(" ") == "required"
    dismiss_staleness(flag_id=flag.pk, reason="The copy says the same.", actor=reviewer)
    assert flags(claim) == []
    assert events_of(claim)[-1] == ("staleness.dismissed", reviewer.pk, {"cause": "LINK_BROKEN"}, {})
    assert refused("Again.") == "staleness-cleared-already"
    flag = StaleFlag.objects.create(claim=claim, cause="WORDS_CHANGED")
    assert refused("Fine.") == "words-wait-for-a-decision"


def test_age_marks_what_nobody_looked_at_and_a_dismissal_counts_as_looking() -> None:
    claim = a_signed_claim(a_wire_report())
    today = timezone.now().date()
    Verdict.objects.update(signed_at=timezone.now() - timedelta(days=366))
    assert flag_aged(today=today) == 1
    assert flag_aged(today=today) == 0
    (cause, detail), flag = flags(claim)[0], StaleFlag.objects.get()
    assert (cause, detail.split("; ")[1]) == ("AGE", "fresh for 365 days.")
    dismiss_staleness(flag_id=flag.pk, reason="Still so.", actor=a_person())
    assert flag_aged(today=today) == 0
    assert flag_aged(today=today + timedelta(days=367)) == 1


def test_what_only_an_override_answers_for_is_marked_too() -> None:
    claim = a_claim()
    some_evidence(claim=claim, source=a_wire_report(), sourcing="own")
    override = an_override(assessed(claim), status="SUPPORTED")
    link = some_evidence(claim=claim, source=a_source(), stance="contradicts")
    assert flags(claim) == [("COUNTER_EVIDENCE_PROPOSED", "Evidence against what was signed was linked.")], (
        link
    )
    seen = timezone.now() - timedelta(days=900)
    Override.objects.filter(pk=override.pk).update(approved_at=seen)
    assert flag_aged(today=timezone.now().date()) == 1
    assert [cause for cause, _ in flags(claim)] == ["COUNTER_EVIDENCE_PROPOSED", "AGE"]
    assert flag_aged(today=timezone.now().date()) == 0


def test_a_source_that_became_protected_marks_what_it_moves() -> None:
    owner, claim = a_publisher(), a_claim()
    pair = [a_source(publisher=a_publisher(kind="wire", owner_id=owner.pk)) for _ in range(2)]
    for source in (*pair, a_wire_report()):
        some_evidence(claim=claim, source=source, sourcing="own")
    signed(claim)
    protect_source(source_id=pair[0].pk, reason="In danger.", actor=the_administrator())
    assessed(claim)
    assert [cause for cause, _ in flags(claim)] == ["RELATION_CHANGED"]
