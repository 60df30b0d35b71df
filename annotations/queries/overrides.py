"""Overrides: which one a claim has, and which of its statuses is in effect."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.domain.effective_status import EffectiveStatus, effective_status
from annotations.domain.vocabulary import ClaimState, Status, VerdictState
from annotations.models import Claim, Override, Verdict

SIGNED_OFF = (ClaimState.SIGNED, ClaimState.PUBLISHED, ClaimState.CORRECTED)


def open_overrides() -> QuerySet[Override]:
    """Overrides that have not ended, approved or still waiting for the second person, oldest first."""
    found = Override.objects.filter(ended_at__isnull=True)
    return found.select_related("claim", "proposed_by", "approved_by").order_by("id")


def overrides_in_effect(at: datetime) -> QuerySet[Override]:
    """Overrides that two people stand by, and whose time is not over."""
    return open_overrides().filter(approved_at__isnull=False, expires_at__gt=at)


def expired_overrides(at: datetime) -> QuerySet[Override]:
    """Overrides whose time is over and that nobody has ended yet."""
    return open_overrides().filter(expires_at__lte=at)


def effective_statuses(claim_ids: Collection[int]) -> dict[int, EffectiveStatus]:
    """Of each claim what was computed, signed and overridden, and which of these is in effect. Three
    statements for any number of claims.
    """
    overridden = dict(
        overrides_in_effect(timezone.now()).filter(claim__in=claim_ids).values_list("claim_id", "status")
    )
    live = Q(state=VerdictState.LIVE, claim__state__in=SIGNED_OFF)
    signed = dict(
        Verdict.objects.filter(live, claim__in=claim_ids)
        .order_by("signed_at", "id")
        .values_list("claim_id", "status")
    )
    statuses = Claim.objects.filter(pk__in=claim_ids).order_by("pk").values_list("pk", "status")
    return {
        pk: effective_status(
            Status(computed), signed=_status(signed.get(pk)), overridden=_status(overridden.get(pk))
        )
        for pk, computed in statuses
    }


def _status(value: str | None) -> Status | None:
    return None if value is None else Status(value)
