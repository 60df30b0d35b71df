"""Questions about invitations."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from annotations.models import Invitation


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_invitations() -> QuerySet[Invitation]:
    """Links that may still be used, the latest first."""
    waiting = Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
    return waiting.filter(expires_at__gt=timezone.now()).select_related("desk", "invited_by").order_by("-id")
