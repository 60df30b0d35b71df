"""When people decide otherwise than the rule, and what then counts (specification 3.5, 3.6).

An override never replaces the computed status: the rule keeps computing underneath, and what was computed,
signed and overridden are shown and exported apart. It takes two people, one of them a lead, and never lasts:
it ends when the computed status changes, since it spoke of another one, and after half a year, since nobody
remembers why.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.verification.inputs import Key
from annotations.domain.verification.labels import rank
from annotations.domain.vocabulary import OverrideReason, Status

TEXT_MINIMUM: Final = 40
HOLDS_FOR: Final = timedelta(days=180)
FAR_RANKS: Final = 2
"""From refuted to supported are four ranks; a step over more than these is approved by a lead."""


class Standing(StrEnum):
    """On whose word the status in effect rests."""

    BY_TYPE = "by_type"
    OVERRIDDEN = "overridden"
    SIGNED = "signed"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class EffectiveStatus:
    """The status in effect, with the three it came from; None where nobody signed or overrode."""

    status: Status
    standing: Standing
    computed: Status
    signed: Status | None = None
    overridden: Status | None = None


def effective_status(
    computed: Status, *, signed: Status | None = None, overridden: Status | None = None
) -> EffectiveStatus:
    """What counts: the type before an override, an override before what was computed.

    `signed` is the status under a complete and live sign-off, `overridden` that of an approved override that
    has not ended.
    """
    if rank(computed) is None:
        return EffectiveStatus(computed, Standing.BY_TYPE, computed, signed, overridden)
    if overridden is not None:
        return EffectiveStatus(overridden, Standing.OVERRIDDEN, computed, signed, overridden)
    standing = Standing.PROVISIONAL if signed is None else Standing.SIGNED
    return EffectiveStatus(computed, standing, computed, signed, overridden)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An override as it stands when a second person wants to approve it."""

    computed: Status
    status: Status
    proposed_by: Key
    is_by_lead: bool
    expires_at: datetime
    is_approved: bool = False
    is_ended: bool = False

    @property
    def is_far(self) -> bool:
        """Whether the step goes over so many ranks that a lead has to approve it."""
        return abs((rank(self.computed) or 0) - (rank(self.status) or 0)) > FAR_RANKS


def check_override(
    computed: Status, status: str, *, reason_code: str, text: str, has_parts: bool = False
) -> None:
    """Refuses an override that may not even be proposed.

    Where the type has no score (`type-not-scored`, a `Conflict`: change the type first); else with `Invalid`
    a status that no scored claim has (`override-unscored`), that only a claim with parts can have
    (`override-mixed-needs-parts`) or that was computed (`override-changes-nothing`), an unknown reason
    (`unknown-override-reason`) and an explanation that is too short (`override-text-too-short`).
    """
    if rank(computed) is None:
        raise Conflict(
            "Claims of this type get no status by decision. Change the type first.", rule="type-not-scored"
        )
    _check_status(computed, status)
    if status == Status.MIXED and not has_parts:
        raise Invalid(
            "Mixed is said of a claim with parts, some supported and some refuted. Split it first.",
            field="status",
            rule="override-mixed-needs-parts",
        )
    _check_explanation(reason_code, text)


def check_approval(proposal: Proposal, *, approver: Key, is_lead: bool, now: datetime) -> None:
    """Refuses what has ended, was approved or was not approved in time (`override-ended`,
    `override-approved-already`, `override-expired`); one's own (`four-eyes`); and two people of whom none is
    a lead, or for a far step an approver who is none (`override-needs-a-lead`).
    """
    check_not_ended(is_ended=proposal.is_ended)
    if proposal.is_approved:
        raise Conflict("This was approved already.", rule="override-approved-already")
    if proposal.expires_at <= now:
        raise Conflict("Nobody approved this in time. Propose it anew.", rule="override-expired")
    if proposal.proposed_by == approver:
        raise NotAllowed("You proposed this; somebody else has to approve.", rule="four-eyes")
    if not is_lead and (proposal.is_far or not proposal.is_by_lead):
        raise NotAllowed(
            "A step this far is approved by an editor."
            if proposal.is_far
            else "One of the two who decide otherwise than the rule is an editor.",
            rule="override-needs-a-lead",
        )


def check_not_ended(*, is_ended: bool) -> None:
    """Refuses what is over (`override-ended`): it is kept as it was."""
    if is_ended:
        raise Conflict("This override has ended.", rule="override-ended")


def _check_status(computed: Status, status: str) -> None:
    if status not in Status.values or rank(Status(status)) is None:
        raise Invalid(
            f"“{status}” is no status that a checkable claim can have.",
            field="status",
            rule="override-unscored",
        )
    if status == computed:
        raise Invalid(
            "This is the computed status; there is nothing to override.",
            field="status",
            rule="override-changes-nothing",
        )


def _check_explanation(reason_code: str, text: str) -> None:
    if reason_code not in OverrideReason.values:
        raise Invalid(
            f"“{reason_code}” is no reason for an override.",
            field="reason_code",
            rule="unknown-override-reason",
        )
    length = len(text.strip())
    if length < TEXT_MINIMUM:
        raise Invalid(
            f"Explain it in at least {TEXT_MINIMUM} characters; this has {length}.",
            field="text",
            rule="override-text-too-short",
        )
