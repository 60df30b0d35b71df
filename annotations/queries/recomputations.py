"""Recomputations: under way, and given up by whoever worked on them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from annotations.models import Recomputation


def due_recomputations(now: datetime) -> QuerySet[Recomputation]:
    """Those that have not ended and that nobody holds."""
    unheld = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return Recomputation.objects.filter(unheld, finished_at__isnull=True)


def recomputations() -> QuerySet[Recomputation]:
    """All of them, latest first, with the change that caused each; without the list of claims."""
    found = Recomputation.objects.select_related("caused_by", "requested_by").defer("claim_ids")
    return found.order_by("-id")
