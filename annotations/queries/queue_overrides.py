"""Overrides that wait for one person: proposed by somebody else, and approved by nobody yet."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.domain.vocabulary import Role
from annotations.models import Override, User
from annotations.queries.queue_claims import edited_by, reviewed_by
from annotations.queries.visibility import visible

LEADS = (Role.EDITOR, Role.ADMINISTRATOR)


def overrides_to_approve(person: User) -> QuerySet[Override]:
    """Those that this person may approve, the longest waiting first: one of the two is an editor there."""
    waiting = Override.objects.filter(
        approved_at__isnull=True, ended_at__isnull=True, expires_at__gt=timezone.now()
    ).exclude(proposed_by=person)
    led = Q(proposed_by__role__in=LEADS) & reviewed_by(person, "claim__")
    mine = edited_by(person, "claim__") | led
    found = visible(waiting, person).filter(mine)
    return found.select_related("proposed_by").order_by("proposed_at", "id")
