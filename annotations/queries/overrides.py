"""Overrides: which are open, which are in effect, and what stands beside a claim's computed status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from django.db.models import JSONField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.formats import date_format

from annotations.domain.vocabulary import OverrideReason, Status
from annotations.models import Override

IN_EFFECT: Final = "o.approved_at IS NOT NULL AND o.ended_at IS NULL AND o.expires_at > now()"
"""What `in_effect` says, of a table of overrides called `o`."""
# Written out, and an object: a list asks for it with its rows, and a claim has one at the most.
_BESIDE: Final = f"""
    (SELECT jsonb_build_object('status', o.status, 'reason_code', o.reason_code, 'text', o.text,
        'proposed_by_name', proposer.display_name, 'approved_by_name', approver.display_name,
        'approved_at', o.approved_at, 'expires_at', o.expires_at)
    FROM annotations_override o
    JOIN annotations_user proposer ON proposer.id = o.proposed_by_id
    JOIN annotations_user approver ON approver.id = o.approved_by_id
    WHERE o.claim_id = {{}} AND {IN_EFFECT})"""
_PROPOSED: Final = """
    (SELECT jsonb_build_object('status', o.status, 'reason_code', o.reason_code, 'text', o.text,
        'proposed_by_name', proposer.display_name, 'proposed_at', o.proposed_at)
    FROM annotations_override o
    JOIN annotations_user proposer ON proposer.id = o.proposed_by_id
    WHERE o.claim_id = {} AND o.approved_at IS NULL AND o.ended_at IS NULL AND o.expires_at > now())"""


@dataclass(frozen=True, slots=True)
class OverrideBeside:
    """An override in effect, as it stands beside the computed status and never instead of it."""

    status: Status
    reason: OverrideReason
    text: str
    proposed_by: str
    approved_by: str
    expires_at: datetime

    @classmethod
    def read(cls, part: Mapping[str, Any] | None) -> Self | None:
        """What `with_override` found; None where nothing is overridden."""
        if part is None:
            return None
        return cls(
            status=Status(part["status"]),
            reason=OverrideReason(part["reason_code"]),
            text=part["text"],
            proposed_by=part["proposed_by_name"],
            approved_by=part["approved_by_name"],
            expires_at=datetime.fromisoformat(part["expires_at"]),
        )

    @property
    def words(self) -> str:
        """In one line: to which status, why, and until when."""
        until = date_format(timezone.localtime(self.expires_at), "j F Y")
        return f"Overridden: {self.status.label} ({self.reason.label.lower()}, until {until})"


@dataclass(frozen=True, slots=True)
class ProposalBeside:
    """Another status that one person proposed to show, and that waits for a second person."""

    status: Status
    reason: OverrideReason
    text: str
    proposed_by: str
    proposed_at: datetime

    @classmethod
    def read(cls, part: Mapping[str, Any] | None) -> Self | None:
        """What `with_proposal` found; None where nothing waits."""
        if part is None:
            return None
        return cls(
            status=Status(part["status"]),
            reason=OverrideReason(part["reason_code"]),
            text=part["text"],
            proposed_by=part["proposed_by_name"],
            proposed_at=datetime.fromisoformat(part["proposed_at"]),
        )


def in_effect(at: datetime) -> Q:
    """Overrides that two people stand by, and whose time is not over."""
    return Q(approved_at__isnull=False, ended_at__isnull=True, expires_at__gt=at)


def expired_overrides(at: datetime) -> QuerySet[Override]:
    """Overrides whose time is over and that nobody has ended yet, oldest first."""
    return Override.objects.filter(ended_at__isnull=True, expires_at__lte=at).order_by("id")


def with_override(rows: QuerySet[Any], claim_column: str) -> QuerySet[Any]:
    """Rows that belong to claims, each with `override_part`: the override in effect of its claim, or None."""
    return rows.annotate(
        override_part=RawSQL(_BESIDE.format(claim_column), (), output_field=JSONField(null=True))
    )


def with_proposal(rows: QuerySet[Any], claim_column: str) -> QuerySet[Any]:
    """Rows that belong to claims, each with `proposal_part`: what waits for a second person, or None."""
    return rows.annotate(
        proposal_part=RawSQL(_PROPOSED.format(claim_column), (), output_field=JSONField(null=True))
    )
