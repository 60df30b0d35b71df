"""Overrides and stale flags through the API: proposed, approved, ended; raised and dismissed."""

from datetime import datetime

import pytest

from annotations.actions.overrides import end_override
from annotations.actions.publishers import grade_publisher
from annotations.domain.vocabulary import Role, StaleCause
from annotations.models import Claim, Event, StaleFlag
from tests.api.calling import Program, made, problem_of
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_claim, a_publisher, a_source, assessed, some_evidence, the_administrator
from tests.overridden import an_override

pytestmark = pytest.mark.django_db

WHY = "The court's ruling of Monday settles it, and it is not published yet."


def a_lean() -> Claim:
    """A claim that leans supported, by a wire's own report."""
    claim = a_claim()
    some_evidence(claim=claim, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")
    return assessed(claim)


def test_an_override_is_proposed_approved_and_ended() -> None:
    proposer, editor, claim = Program(), Program(role=Role.EDITOR), a_lean()
    body = {
        "claim_id": claim.pk,
        "assessment_id": claim.current_assessment.assessment_id,
        "status": "SUPPORTED",
        "reason_code": "legal",
        "text": WHY,
    }
    answer = proposer.post("overrides", body)
    proposal = made(answer)
    assert answer["Location"] == f"/api/v1/overrides/{proposal['id']}"
    told = (proposal["computed_status"], proposal["status"], proposal["is_in_effect"])
    assert told == ("LEANS_SUPPORTED", "SUPPORTED", False)
    address = f"overrides/{proposal['id']}"
    assert problem_of(proposer.post(f"{address}/approve"))[:2] == (403, "four-eyes")
    assert problem_of(Program().post(f"{address}/approve"))[:2] == (403, "override-needs-a-lead")
    holds = made(editor.post(f"{address}/approve"), 200)
    assert (holds["is_in_effect"], holds["approved_by_name"]) == (True, editor.person.display_name)
    [listed] = made(editor.get("overrides", claim=claim.pk, is_in_effect=True), 200)["results"]
    assert listed == holds
    assert problem_of(Program().post(f"{address}/end", {"reason": "No."}))[:2] == (403, "override.end")
    ended = made(proposer.post(f"{address}/end", {"reason": "The ruling was published."}), 200)
    assert (ended["is_in_effect"], ended["end_reason"]) == (False, "The ruling was published.")
    assert made(editor.get("overrides", is_open=True), 200)["results"] == []
    assert made(editor.get("overrides", is_open=False), 200)["results"] == [ended]
    assert problem_of(proposer.post(f"{address}/end", {"reason": "Again."}))[:2] == (409, "override-ended")


def test_a_claim_says_computed_signed_and_overridden_apart() -> None:
    program, claim = Program(), a_signed_claim()
    plain = (claim.status, claim.status, None)
    override = an_override(claim, status="REFUTED")
    beside = {
        "status": "REFUTED",
        "reason_code": "legal",
        "text": override.text,
        "proposed_by_name": override.proposed_by.display_name,
        "approved_by_name": override.approved_by.display_name if override.approved_by else "",
        "approved_at": moment(override.approved_at),
        "expires_at": moment(override.expires_at),
    }
    whole = made(program.get(f"claims/{claim.pk}"), 200)
    [listed] = made(program.get("claims", words=claim.text), 200)["results"]
    for told in (whole, listed):
        assert (told["status"], told["signed_status"], told["override"]) == (*plain[:2], beside)
    end_override(override_id=override.pk, reason="It was published.", actor=override.proposed_by)
    told = made(program.get(f"claims/{claim.pk}"), 200)
    assert (told["status"], told["signed_status"], told["override"]) == plain


def moment(at: datetime | None) -> str:
    """As the database writes it: without zeros at the end of a second."""
    if at is None:
        return ""
    second, _, fraction = at.replace(tzinfo=None).isoformat().partition(".")
    return f"{second}.{fraction.rstrip('0')}+00:00" if fraction else f"{second}+00:00"


def test_a_second_open_override_and_a_short_reason_are_refused() -> None:
    program, claim = Program(), a_lean()
    body = {
        "claim_id": claim.pk,
        "assessment_id": claim.current_assessment.assessment_id,
        "status": "REFUTED",
        "reason_code": "legal",
        "text": WHY,
    }
    made(Program().post("overrides", body))
    again = program.post("overrides", body)
    short = program.post("overrides", {**body, "text": "It is so."})
    assert (again.json()["rule"], problem_of(short)[:2]) == (
        "override-is-open-once-per-claim",
        (400, "override-text-too-short"),
    )


def test_a_mark_is_listed_with_what_caused_it_and_dismissed_with_a_reason() -> None:
    program, claim = Program(), a_lean()
    grade_publisher(
        publisher_id=claim.evidence.get().source.publisher_id,
        grade="C",
        reason="Erred twice.",
        actor=the_administrator(),
    )
    event = Event.objects.get(verb="publisher.graded")
    StaleFlag.objects.create(
        claim=claim, cause=StaleCause.GRADE_CHANGED, detail="Its grade fell.", caused_by=event
    )
    StaleFlag.objects.create(claim=a_claim(), cause=StaleCause.SOURCE_CHANGED)
    [flag] = made(program.get("stale-flags", claim=claim.pk, is_open=True), 200)["results"]
    assert (flag["cause"], flag["detail"], flag["informs_only"]) == (
        "GRADE_CHANGED",
        "Its grade fell.",
        False,
    )
    caused = (flag["caused_by_verb"], flag["caused_by_stream"], flag["caused_by_position"])
    assert caused == ("publisher.graded", event.stream, event.position)
    [informing] = made(program.get("stale-flags", cause="SOURCE_CHANGED"), 200)["results"]
    assert informing["informs_only"] is True
    address = f"stale-flags/{flag['id']}"
    assert made(program.get(address), 200) == flag
    assert problem_of(program.post(f"{address}/dismiss", {"reason": " "}))[:2] == (400, "invalid")
    cleared = made(program.post(f"{address}/dismiss", {"reason": "The points stay."}), 200)
    assert (cleared["cleared_by_id"], cleared["cleared_at"] is not None) == (program.person.pk, True)
    again = program.post(f"{address}/dismiss", {"reason": "Once more."})
    assert problem_of(again)[:2] == (409, "staleness-cleared-already")
    [done] = made(program.get("history", stream=f"claim:{claim.pk}", page_size=1), 200)["results"]
    assert (done["verb"], done["note"]) == ("staleness.dismissed", "The points stay.")
