"""Claims whose status two people override."""

from django.utils import timezone
from django.utils.formats import date_format

from annotations.actions.overrides import approve_override, propose_override
from annotations.models import Claim, Override
from tests.factories import a_person

WHY = "A ruling of Monday settles it, and the court has not published it yet."


def an_override(claim: Claim, *, status: str = "CONFLICTING", reason_code: str = "legal") -> Override:
    """An override in effect of an assessed claim, approved by an editor."""
    claim.refresh_from_db()
    override = propose_override(
        claim_id=claim.pk,
        assessment_id=claim.current_assessment.assessment_id,
        status=status,
        reason_code=reason_code,
        text=WHY,
        actor=a_person(),
    )
    return approve_override(override_id=override.pk, actor=a_person(role="editor"))


def override_words(override: Override, status: str, reason: str = "legal") -> str:
    """What pages say beside the computed status."""
    until = date_format(timezone.localtime(override.expires_at), "j F Y")
    return f"Overridden: {status} ({reason}, until {until})"
