"""Claims that were published, for tests of what readers are told."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from annotations.actions.publications import begin_correction, publish_claim
from annotations.actions.replies import ask_for_reply
from annotations.domain.vocabulary import Role
from annotations.models import Claim, CurrentAssessment, Publication, ReplyRequest, User
from tests.exports.signed_claims import a_signed_claim, signed
from tests.factories import a_person, assessed

NOTE = "The ferry made fewer crossings than we wrote."


def an_editor() -> User:
    """An editor of the newsroom."""
    return a_person(role=Role.EDITOR)


def published(claim: Claim | None = None, **given: Any) -> Publication:
    """What was published of a signed claim."""
    claim = claim or a_signed_claim()
    return publish_claim(**{"claim_id": claim.pk, "actor": an_editor(), **given})


def corrected(claim: Claim, **given: Any) -> Publication:
    """A correction of a published claim, signed anew by two."""
    begin_correction(claim_id=claim.pk, reason="A figure was wrong.", actor=an_editor())
    signed(assessed(claim))
    return published(claim, **{"public_note": NOTE, **given})


def asked_to_reply(claim: Claim, *, hours: float = 24, **given: Any) -> ReplyRequest:
    """Somebody who was asked an hour ago and has this many hours left."""
    now = timezone.now()
    values: dict[str, Any] = {
        "claim_id": claim.pk,
        "asked": "The harbour office",
        "question": "How many crossings were there?",
        "channel": "by e-mail",
        "asked_at": now - timedelta(hours=1),
        "deadline_at": now + timedelta(hours=hours),
        **given,
    }
    return ask_for_reply(**{"actor": a_person(), **values})


def passed(request: ReplyRequest) -> datetime:
    """A moment after its deadline."""
    return request.deadline_at + timedelta(seconds=1)


def assessment_of(claim: Claim) -> int:
    """The assessment that holds."""
    return CurrentAssessment.objects.get(claim=claim).assessment_id
