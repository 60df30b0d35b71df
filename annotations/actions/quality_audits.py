"""Auditing links that call themselves own reporting."""

from django.db import transaction

from annotations.access import require
from annotations.actions.evidence import evidence_of_locked_claim
from annotations.actions.recording import record_event
from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.vocabulary import Sourcing
from annotations.models import Event, User


@transaction.atomic
def audit_sourcing(*, evidence_id: int, is_own: bool, reason: str = "", actor: User) -> Event:
    """Records whether a link is own reporting, as it says; the link itself is changed by whoever edits it. Of
    several audits the last one counts. Refuses with `Conflict` what does not say so any more, with
    `NotAllowed` who marked it so, and with `Invalid` a "no" without a reason.
    """
    evidence = evidence_of_locked_claim(evidence_id)
    require(actor, "quality.audit", evidence)
    if actor.pk in (evidence.attached_by_id, evidence.changed_by_id):
        raise NotAllowed("You marked this link yourself. Somebody else looks at it.", rule="own-work")
    if evidence.sourcing != Sourcing.OWN:
        raise Conflict("This link does not say “own reporting” any more.", rule="not-own-reporting")
    if not is_own and not reason.strip():
        raise Invalid("Say what it rests on.", field="reason")
    said, claim = {"is_own": is_own}, evidence.claim
    return record_event(
        "sourcing.audited", evidence, stream=claim, actor=actor, after=said, note=reason.strip()
    )
