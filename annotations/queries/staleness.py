"""Which statuses should be looked at again, which people answer for, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from annotations.domain.verification import makes_stale
from annotations.domain.vocabulary import SourceState, StaleCause, VerdictState
from annotations.models import Claim, Override, Source, StaleFlag, Verdict
from annotations.queries.dependents import claims_linked_to_sources, claims_resting_on_sources
from annotations.queries.overrides import in_effect

MAKING_STALE = tuple(cause.value for cause in StaleCause if makes_stale(cause))
"""The causes that keep a status back until somebody has looked; other marks only inform."""


def stale_marks() -> QuerySet[StaleFlag]:
    """The open marks that make statuses stale: what boards, lists, filters and exports mean by the word."""
    return StaleFlag.objects.filter(cause__in=MAKING_STALE, cleared_at__isnull=True)


@dataclass(frozen=True, slots=True)
class SignedClaim:
    """A claim that somebody answers for, by a live signature or an override in effect: when somebody last
    looked at it, and of which day it speaks (the last one).
    """

    claim_id: int
    type: str
    looked_at_on: date
    happened_on: date | None


def signed_claims_by_age() -> Iterator[SignedClaim]:
    """Every claim that somebody answers for and that is not marked as old yet. One statement, read in
    portions.
    """
    marks = StaleFlag.objects.filter(claim=OuterRef("pk"), cause=StaleCause.AGE)
    unmarked = Claim.objects.standing().filter(~Exists(marks.filter(cleared_at__isnull=True)))
    live = Verdict.objects.filter(claim=OuterRef("pk"), state=VerdictState.LIVE).order_by("-signed_at")
    overridden = Override.objects.filter(in_effect(timezone.now()), claim=OuterRef("pk"))
    answered_for = unmarked.filter(Exists(live) | Exists(overridden))
    dismissed = marks.filter(cleared_at__isnull=False).order_by("-cleared_at").values("cleared_at")[:1]
    looked_at = Greatest(
        Subquery(live.values("signed_at")[:1]),
        # There is one at the most.
        Subquery(overridden.values("approved_at")[:1]),
        Subquery(dismissed),
    )
    rows = answered_for.annotate(looked_at=looked_at).values_list(
        "pk", "type", "looked_at", "time_scope__starts_on", "time_scope__ends_on"
    )
    for pk, type_, looked_at, starts_on, ends_on in rows.order_by("pk").iterator():
        yield SignedClaim(pk, type_, looked_at.date(), ends_on or starts_on)


def claims_on_retracted_sources(among: set[int]) -> set[int]:
    """Of these claims those that rest on anything retracted."""
    retracted = Source.objects.filter(state=SourceState.RETRACTED).values_list("pk", flat=True)
    return among & claims_resting_on_sources(retracted)


def claims_on_unreachable_sources(among: set[int]) -> set[int]:
    """Of these claims those with evidence from a source whose address no longer answers."""
    unreachable = Source.objects.filter(is_unreachable=True).values_list("pk", flat=True)
    return among & claims_linked_to_sources(unreachable)
