"""Publishing, correcting and withdrawing: who may, what is refused by which rule, and what readers keep."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claims import edit_claim, restore_claim, withdraw_claim
from annotations.actions.compounds import add_part
from annotations.actions.layers import add_layer
from annotations.actions.overrides import end_override
from annotations.actions.publications import begin_correction, publish_claim, unpublish_claim
from annotations.actions.replies import conclude_reply
from annotations.actions.sources import change_source_state
from annotations.actions.splits import PartInput, join_parts, split_claim
from annotations.actions.verdicts import sign_verdict, withdraw_verdict
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import ClaimState, NoticeKind, PublicationKind, Role, StaleCause
from annotations.models import Claim, Notice, Publication, StaleFlag, User, Verdict
from annotations.queries.publications import (
    is_in_doubt,
    last_publication,
    publications_of,
    published_in_doubt,
    what_would_be_said,
)
from tests.events import events_of
from tests.exports.signed_claims import a_signed_claim, backed, signed
from tests.factories import a_claim, a_person, assessed, the_administrator
from tests.overridden import an_override
from tests.published import NOTE, an_editor, asked_to_reply, assessment_of, corrected, published

pytestmark = pytest.mark.django_db


def rule_of(attempt: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refusal:
        attempt()
    return refusal.value.rule


def publishing(claim: Claim, actor: User | None = None, **given: Any) -> Callable[[], Publication]:
    return lambda: publish_claim(claim_id=claim.pk, actor=actor or an_editor(), **given)


def a_layer(claim: Claim, **said: Any) -> Claim:
    return add_layer(claim_id=claim.pk, layer=AttributionLayer(**said), actor=an_editor())


def plainly_withdrawn(claim: Claim) -> str:
    return rule_of(lambda: withdraw_claim(claim_id=claim.pk, actor=an_editor()))


def state_of(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).state


def retract_evidence(claim: Claim) -> None:
    source_id = claim.evidence.earliest("id").source_id
    change_source_state(source_id=source_id, state="retracted", reason="Wrong.", actor=the_administrator())
    assessed(claim)


def test_what_was_signed_is_published_in_the_words_of_the_signature() -> None:
    claim, editor = a_signed_claim(signing={"short_claim": "The ferry sailed.", "people": 2}), an_editor()
    publication = publish_claim(claim_id=claim.pk, public_note="", actor=editor)
    told = Publication.objects.values("number", "kind", "text", "short_claim", "status", "reason").get()
    assert told == {
        "number": 1,
        "kind": PublicationKind.PUBLISHED,
        "text": claim.text,
        "short_claim": "The ferry sailed.",
        "status": "SUPPORTED",
        "reason": "The log says so.",
    }
    assert (publication.computed_status, publication.published_by) == ("SUPPORTED", editor)
    assert state_of(claim) == ClaimState.PUBLISHED
    assert events_of(claim)[-1] == (
        "claim.published",
        editor.pk,
        {"claim_state": "signed"},
        {"claim_state": "published", "publication": 1, "status": "SUPPORTED"},
    )


def test_what_two_people_decided_otherwise_is_published_as_they_decided() -> None:
    claim = a_signed_claim()
    override = an_override(claim, status="LEANS_SUPPORTED")
    publication = published(claim)
    assert (publication.status, publication.computed_status, publication.reason) == (
        "LEANS_SUPPORTED",
        "SUPPORTED",
        override.text,
    )


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER])
def test_only_editors_publish(role: str) -> None:
    assert rule_of(publishing(a_signed_claim(), a_person(role=role))) == "claim.publish"


def test_what_is_not_signed_is_not_published() -> None:
    assert rule_of(publishing(backed(a_claim()))) == "claim-publish-from-in-review"


def test_what_is_published_is_not_published_again_without_a_correction() -> None:
    claim = published().claim
    assert rule_of(publishing(claim, public_note=NOTE)) == "claim-correct-from-published"


def test_nothing_is_published_while_its_status_is_computed() -> None:
    claim = a_signed_claim()
    Claim.objects.filter(pk=claim.pk).update(inputs_version=claim.inputs_version + 1)
    assert rule_of(publishing(claim)) == "assessment-due"


def test_what_is_stale_is_not_published() -> None:
    claim = a_signed_claim()
    StaleFlag.objects.create(claim=claim, cause=StaleCause.AGE)
    assert rule_of(publishing(claim)) == "stale"


def test_who_alone_signed_does_not_publish() -> None:
    claim, signer = backed(a_claim()), an_editor()
    sign_verdict(
        claim_id=claim.pk, assessment_id=assessment_of(claim), reason="The log says so.", actor=signer
    )
    if state_of(claim) != ClaimState.SIGNED:
        signed(claim, people=1)
        Verdict.objects.exclude(reviewer=signer).delete()
    assert rule_of(publishing(claim, signer)) == "four-eyes"
    assert published(claim).number == 1


def test_other_words_than_were_seen_are_not_published() -> None:
    claim = a_signed_claim()
    said = what_would_be_said(claim)
    assert said is not None
    an_override(claim, status="LEANS_SUPPORTED")
    assert rule_of(publishing(claim, seen=said.seen)) == "preview-outdated"
    fresh = what_would_be_said(claim)
    assert fresh is not None
    assert published(claim, seen=fresh.seen).status == "LEANS_SUPPORTED"


def test_an_answer_that_may_still_come_is_waited_for_unless_somebody_says_why_not() -> None:
    claim, editor = a_signed_claim(), an_editor()
    request = asked_to_reply(claim)
    assert rule_of(publishing(claim, reason_not_to_wait=" ")) == "reply-awaited"
    published(claim, reason_not_to_wait="They announced that they will not.", actor=editor)
    assert events_of(claim)[-1][3] == {
        "claim_state": "published",
        "publication": 1,
        "status": "SUPPORTED",
        "not_awaited": [request.pk],
        "why": "They announced that they will not.",
    }


@pytest.mark.parametrize("outcome", ["answered", "declined"])
def test_who_answered_or_declined_holds_nothing_up(outcome: str) -> None:
    claim = a_signed_claim()
    conclude_reply(reply_id=asked_to_reply(claim).pk, outcome=outcome, answer="Nineteen.", actor=an_editor())
    assert published(claim).number == 1


def test_whose_deadline_passed_holds_nothing_up_before_any_sweep() -> None:
    claim = a_signed_claim()
    asked_to_reply(claim, hours=-0.5)
    assert published(claim).number == 1


def test_a_published_claim_changes_only_after_a_correction_was_begun() -> None:
    claim = published().claim
    the_editor = an_editor()
    attempts: list[Callable[[], Any]] = [
        lambda: edit_claim(claim_id=claim.pk, values={"text": "Other words."}, actor=the_editor),
        lambda: backed(claim),
        lambda: signed(claim, people=1),
        lambda: add_part(claim_id=claim.pk, part_id=a_claim().pk, actor=the_editor),
    ]
    assert [rule_of(attempt) for attempt in attempts] == [
        "claim-edit-from-published",
        "claim-take-evidence-from-published",
        "claim-take-signature-from-published",
        "claim-edit-from-published",
    ]


def test_a_correction_ends_the_signatures_and_leaves_the_publication_as_it_was() -> None:
    first = published()
    editor = an_editor()
    begin_correction(claim_id=first.claim_id, reason=" A figure was wrong. ", actor=editor)
    assert state_of(first.claim) == ClaimState.IN_REVIEW
    assert set(Verdict.objects.values_list("state", "end_reason")) == {("lapsed", "A correction was begun.")}
    assert last_publication(first.claim_id) == first
    told = events_of(first.claim)
    assert [verb for verb, *_ in told[-3:]] == ["claim.correction_begun", "verdict.lapsed", "verdict.lapsed"]
    assert told[-3] == (
        "claim.correction_begun",
        editor.pk,
        {"claim_state": "published"},
        {"claim_state": "in_review"},
    )
    assert not Notice.objects.filter(kind=NoticeKind.PUBLISHED_IN_DOUBT).exists()


def test_a_correction_needs_a_reason_a_published_claim_and_an_editor() -> None:
    claim = published().claim
    start = begin_correction
    assert rule_of(lambda: start(claim_id=claim.pk, reason=" ", actor=an_editor())) == "required"
    assert rule_of(lambda: start(claim_id=claim.pk, reason="So.", actor=a_person())) == "claim.correct"
    plain = a_signed_claim()
    assert (
        rule_of(lambda: start(claim_id=plain.pk, reason="So.", actor=an_editor()))
        == "claim-begin-correction-from-signed"
    )


def test_a_correction_is_a_second_publication_beside_the_first() -> None:
    claim = published().claim
    text = claim.text
    begin_correction(claim_id=claim.pk, reason="A figure was wrong.", actor=an_editor())
    edit_claim(claim_id=claim.pk, values={"text": "The ferry rarely sailed."}, actor=an_editor())
    signed(assessed(claim))
    assert rule_of(publishing(claim, public_note="Too short.")) == "public-note-too-short"
    published(claim, public_note=NOTE)
    assert [(one.number, one.kind, one.text, one.public_note) for one in publications_of(claim.pk)] == [
        (1, "published", text, ""),
        (2, "corrected", "The ferry rarely sailed.", NOTE),
    ]
    assert state_of(claim) == ClaimState.CORRECTED
    assert events_of(claim)[-1][0] == "claim.corrected"
    assert corrected(claim).number == 3


def test_a_clock_that_goes_back_puts_no_correction_before_what_it_corrects() -> None:
    claim = a_signed_claim()
    by_a_fast_clock = timezone.now() + timedelta(days=3)
    Publication.objects.create(
        claim=claim,
        number=1,
        kind=PublicationKind.PUBLISHED,
        text=claim.text,
        status="SUPPORTED",
        computed_status="SUPPORTED",
        assessment_id=assessment_of(claim),
        published_by=an_editor(),
        published_at=by_a_fast_clock,
    )
    assert published(claim, public_note=NOTE).published_at == by_a_fast_clock


def test_a_withdrawal_leaves_a_tombstone_with_what_was_said() -> None:
    first = published()
    editor = an_editor()
    tombstone = unpublish_claim(claim_id=first.claim_id, public_note=NOTE, actor=editor)
    assert (tombstone.number, tombstone.kind, tombstone.text, tombstone.status) == (
        2,
        PublicationKind.WITHDRAWN,
        first.text,
        first.status,
    )
    claim = Claim.objects.get(pk=first.claim_id)
    assert (claim.state, claim.state_before_withdrawal) == (ClaimState.WITHDRAWN, ClaimState.PUBLISHED)
    told = [one for one in events_of(claim) if one[0] == "claim.unpublished"]
    assert told == [
        (
            "claim.unpublished",
            editor.pk,
            {"state": "published", "state_before_withdrawal": ""},
            {
                "state": "withdrawn",
                "state_before_withdrawal": "published",
                "publication": 2,
                "status": "SUPPORTED",
            },
        )
    ]
    assert set(Verdict.objects.values_list("state", flat=True)) == {"lapsed"}


def test_a_withdrawal_needs_a_note_an_editor_and_something_published() -> None:
    claim = published().claim

    def withdrawing(one: Claim, note: str = NOTE, actor: User | None = None) -> str:
        return rule_of(lambda: unpublish_claim(claim_id=one.pk, public_note=note, actor=actor or an_editor()))

    assert withdrawing(claim, "Nineteen letters...") == "public-note-too-short"
    assert withdrawing(claim, actor=a_person()) == "claim.unpublish"
    assert withdrawing(a_signed_claim()) == "not-published"
    unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=an_editor())
    assert withdrawing(claim) == "claim-unpublish-from-withdrawn"


def test_what_was_published_is_not_withdrawn_without_a_word_to_readers() -> None:
    claim = published().claim
    assert plainly_withdrawn(claim) == "published-needs-public-note"
    begin_correction(claim_id=claim.pk, reason="So.", actor=an_editor())
    assert plainly_withdrawn(claim) == "published-needs-public-note"
    unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=an_editor())
    assert [one.kind for one in publications_of(claim.pk)] == ["published", "withdrawn"]


def test_a_restored_claim_is_reviewed_again_and_its_tombstone_stays() -> None:
    claim = published().claim
    unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=an_editor())
    restore_claim(claim_id=claim.pk, actor=an_editor())
    last = last_publication(claim.pk)
    assert state_of(claim) == ClaimState.IN_REVIEW
    assert last is not None and last.kind == PublicationKind.WITHDRAWN
    signed(assessed(claim))
    assert published(claim, public_note=NOTE).kind == PublicationKind.CORRECTED


def test_what_is_published_stays_public_when_its_signatures_lapse_and_editors_hear_of_it() -> None:
    editor, colleague = an_editor(), a_person()
    claim = published(a_signed_claim()).claim
    assert not is_in_doubt(claim)
    retract_evidence(claim)
    claim.refresh_from_db()
    assert claim.state == ClaimState.PUBLISHED
    assert set(Verdict.objects.values_list("state", flat=True)) == {"lapsed"}
    assert Notice.objects.filter(person=editor, claim=claim, kind=NoticeKind.PUBLISHED_IN_DOUBT).count() == 1
    assert is_in_doubt(claim)
    assert [list(published_in_doubt(one)) for one in (editor, colleague)] == [[claim], []]


def test_a_signature_that_is_taken_back_puts_a_publication_in_doubt_until_it_is_corrected() -> None:
    editor = an_editor()
    claim = published(a_signed_claim()).claim
    verdict = Verdict.objects.earliest("id")
    withdraw_verdict(verdict_id=verdict.pk, reason="I misread.", actor=verdict.reviewer)
    assert state_of(claim) == ClaimState.PUBLISHED
    assert list(published_in_doubt(editor)) == [claim]
    assert Notice.objects.filter(person=editor, kind=NoticeKind.PUBLISHED_IN_DOUBT).exists()
    corrected(claim)
    assert list(published_in_doubt(editor)) == []


def test_an_override_that_ends_puts_what_was_published_by_it_in_doubt() -> None:
    editor = an_editor()
    claim = a_signed_claim()
    override = an_override(claim, status="LEANS_SUPPORTED")
    published(claim)
    end_override(override_id=override.pk, reason="The ruling was published.", actor=an_editor())
    assert list(published_in_doubt(editor)) == [claim]
    assert Notice.objects.filter(person=editor, kind=NoticeKind.PUBLISHED_IN_DOUBT).exists()


def test_a_part_that_is_withdrawn_from_the_public_counts_no_more_in_its_whole() -> None:
    whole = a_claim(text="The ferry sailed and nobody was hurt.")
    part = a_signed_claim(part_of_id=whole.pk)
    assessed(whole)
    published(part)
    version = Claim.objects.get(pk=whole.pk).inputs_version
    unpublish_claim(claim_id=part.pk, public_note=NOTE, actor=an_editor())
    assert Claim.objects.get(pk=whole.pk).inputs_version == version + 1


def test_a_whole_is_not_joined_over_a_part_that_was_published() -> None:
    whole = a_claim(text="The ferry sailed and nobody was hurt.")
    parts = [PartInput("The ferry sailed.", "event"), PartInput("Nobody was hurt.", "event")]
    split_claim(claim_id=whole.pk, parts=parts, actor=an_editor())
    part = backed(Claim.objects.get(text="The ferry sailed."))
    signed(part)
    published(part)
    refused = rule_of(lambda: join_parts(claim_id=whole.pk, actor=an_editor()))
    assert refused == "published-needs-public-note"
    assert Claim.objects.standing().filter(part_of=whole).count() == 2


def test_a_layer_that_is_withdrawn_from_the_public_leaves_its_stack_and_comes_back_into_it() -> None:
    content = a_claim()
    layer = a_layer(content, asserter="the harbour office", verb="said", mode="indirect")
    outer = a_layer(layer, asserter="The Gazette", verb="reported", mode="indirect")
    signed(backed(layer))
    published(layer)
    unpublish_claim(claim_id=layer.pk, public_note=NOTE, actor=an_editor())
    assert Claim.objects.get(pk=outer.pk).asserts_id == content.pk
    restore_claim(claim_id=layer.pk, actor=an_editor())
    assert Claim.objects.get(pk=outer.pk).asserts_id == layer.pk
