"""When a signed status should be looked at again (specification 3.7).

A stale status stays what it is: nothing here changes points, and age least of all. It is left out of exports
that ask for nothing stale, and waits in the queue for another look.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from annotations.domain.vocabulary import ClaimType, StaleCause, Stance, Status

BREAKING: Final = timedelta(days=1)
DEVELOPING: Final = timedelta(days=7)
STATISTIC: Final = timedelta(days=90)
SETTLED: Final = timedelta(days=365)

_STATISTICS: Final = (ClaimType.QUANTITY, ClaimType.COMPARISON)
_LASTING: Final = (ClaimType.ATTRIBUTION, ClaimType.HISTORICAL, ClaimType.LAW)

_IN_FAVOUR: Final = (Status.SUPPORTED, Status.LEANS_SUPPORTED)
_AGAINST: Final = (Status.REFUTED, Status.LEANS_REFUTED)

# A page that changed around an intact passage is worth knowing, and no reason to doubt the status.
_INFORMATIONAL: Final = frozenset({StaleCause.SOURCE_CHANGED})

CAUSES: Final[Mapping[str, StaleCause]] = {
    "publisher.graded": StaleCause.GRADE_CHANGED,
    "publisher.edited": StaleCause.RELATION_CHANGED,
    "party_membership.noted": StaleCause.RELATION_CHANGED,
    "party_membership.edited": StaleCause.RELATION_CHANGED,
    "publisher_relation.stated": StaleCause.RELATION_CHANGED,
    "publisher_relation.dropped": StaleCause.RELATION_CHANGED,
    "derivation.noted": StaleCause.RELATION_CHANGED,
    "derivation.suggested": StaleCause.RELATION_CHANGED,
    "suggestion.accepted": StaleCause.RELATION_CHANGED,
    "suggestion.rejected": StaleCause.RELATION_CHANGED,
    "suggestion.reopened": StaleCause.RELATION_CHANGED,
    "derivation.dropped": StaleCause.RELATION_CHANGED,
    "source_relation.stated": StaleCause.RELATION_CHANGED,
    "source_relation.dropped": StaleCause.RELATION_CHANGED,
    "source.edited": StaleCause.RELATION_CHANGED,
    "source.protected": StaleCause.RELATION_CHANGED,
    "source.merged": StaleCause.RELATION_CHANGED,
    "source.unmerged": StaleCause.RELATION_CHANGED,
    "publisher.merged": StaleCause.RELATION_CHANGED,
    "publisher.unmerged": StaleCause.RELATION_CHANGED,
    "policy.applied": StaleCause.POLICY_CHANGED,
}
"""Which events make a signed status stale where they move what was signed. Other causes are raised by the
change itself, whatever it moves.
"""


def shelf_life(type: str, *, happened_on: date | None, signed_on: date) -> timedelta:
    """How long after its signature a status counts as fresh.

    Figures live until the next release, at most 90 days; attributions, history and law a year. What else is
    claimed lives by how fresh it was when it was signed: one day for what had happened the day before or
    later (breaking), seven for what had happened within the week (developing), a year for what was settled
    or has no date.
    """
    if type in _STATISTICS:
        return STATISTIC
    if type in _LASTING or happened_on is None:
        return SETTLED
    age = signed_on - happened_on
    if age <= BREAKING:
        return BREAKING
    return DEVELOPING if age <= DEVELOPING else SETTLED


def is_counter_evidence(stance: str, signed: str) -> bool:
    """Whether a passage of this stance speaks against a signed status."""
    if stance == Stance.CONTRADICTS:
        return signed in _IN_FAVOUR
    return stance == Stance.CORROBORATES and signed in _AGAINST


def makes_stale(cause: StaleCause) -> bool:
    """Whether a mark asks for another look and keeps a status out of exports, rather than only informing."""
    return cause not in _INFORMATIONAL


def moves_what_was_signed(signed: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two results (in their JSON form) differ in status, certainty, points, origins, or in any link's
    weight.
    """
    return _numbers(signed) != _numbers(now)


def _numbers(result: Mapping[str, Any]) -> tuple[Any, ...]:
    amounts = tuple(result.get(name) for name in ("status", "certainty", "S", "R", "n_S", "n_R"))
    links = {link["link"]: (link["points"], link["counted"]) for link in result.get("links", ())}
    return (*amounts, links)
