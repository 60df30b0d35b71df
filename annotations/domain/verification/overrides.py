"""When people decide otherwise than the rule, and what then counts (specification 3.6).

An override never replaces the computed status: the rule keeps computing underneath, and both are shown and
exported. It ends by itself when the computed status changes, and after 180 days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from annotations.domain.errors import Conflict, Invalid, NotAllowed
from annotations.domain.verification.inputs import Key
from annotations.domain.verification.labels import rank
from annotations.domain.vocabulary import OverrideReason, Status

TEXT_MINIMUM = 40
HOLDS_FOR = timedelta(days=180)
# From refuted to supported are four ranks; further than this the word of a lead is needed.
MOST_RANKS_WITHOUT_LEAD = 2


class Standing(StrEnum):
    """On whose word an effective status stands."""

    BY_TYPE = "by_type"
    OVERRIDDEN = "overridden"
    SIGNED = "signed"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class OverrideInput:
    """An override as it was proposed, and whether a second person approved it.

    `computed` is the status that it overrode.
    """

    status: Status
    computed: Status
    approved: bool
    proposed_on: date

    @property
    def expires_on(self) -> date:
        """The first day on which it no longer holds."""
        return self.proposed_on + HOLDS_FOR

    def holds(self, computed: Status, today: date) -> bool:
        """Whether it is approved, not expired, and still overrides what it was made to override."""
        return self.approved and today < self.expires_on and computed is self.computed


@dataclass(frozen=True, slots=True)
class EffectiveStatus:
    """What is shown of a claim, beside what was computed."""

    status: Status
    standing: Standing
    computed: Status

    @property
    def words(self) -> str:
        """The status as it is shown: "Refuted, overriding computed Supported"."""
        if self.standing is Standing.OVERRIDDEN:
            return f"{self.status.label}, overriding computed {self.computed.label}"
        return (
            f"{self.status.label}, provisional"
            if self.standing is Standing.PROVISIONAL
            else self.status.label
        )


def effective_status(
    computed: Status, *, is_signed: bool, today: date, override: OverrideInput | None = None
) -> EffectiveStatus:
    """What counts: the type before an override, an override before what was computed."""
    if rank(computed) is None:
        return EffectiveStatus(computed, Standing.BY_TYPE, computed)
    if override is not None and override.holds(computed, today):
        return EffectiveStatus(override.status, Standing.OVERRIDDEN, computed)
    return EffectiveStatus(computed, Standing.SIGNED if is_signed else Standing.PROVISIONAL, computed)


def check_override(computed: Status, status: Status, *, reason_code: str, text: str) -> None:
    """Refuse an override that may not even be proposed.

    Raises `Conflict` with rule `type-not-scored` where the type has no score or the new status would be that
    of another type (change the type first), `override-changes-nothing` where it says what was computed;
    `Invalid` with rule `unknown-override-reason` or `override-unexplained`.
    """
    if rank(computed) is None or rank(status) is None:
        raise Conflict(
            "What has no score is so by its type. Change the type of the claim instead.",
            field="status",
            rule="type-not-scored",
        )
    if status is computed:
        raise Conflict(
            "This is the computed status already.", field="status", rule="override-changes-nothing"
        )
    if reason_code not in OverrideReason.values:
        raise Invalid(
            f"“{reason_code}” is no reason for an override.",
            field="reason_code",
            rule="unknown-override-reason",
        )
    if len(text.strip()) < TEXT_MINIMUM:
        raise Invalid(
            f"Say in at least {TEXT_MINIMUM} characters why.", field="text", rule="override-unexplained"
        )


def needs_lead(computed: Status, status: Status) -> bool:
    """Whether an override goes so far that a lead has to propose or approve it."""
    return abs((rank(computed) or 0) - (rank(status) or 0)) > MOST_RANKS_WITHOUT_LEAD


def check_approval(
    computed: Status, status: Status, *, proposed_by: Key, approved_by: Key, one_is_lead: bool
) -> None:
    """Refuse an approval by the proposer (`four-eyes`), or of a long step without a lead (`lead-needed`)."""
    if proposed_by == approved_by:
        raise NotAllowed("Somebody else has to approve an override.", rule="four-eyes")
    if needs_lead(computed, status) and not one_is_lead:
        raise NotAllowed("So long a step needs a lead.", rule="lead-needed")
