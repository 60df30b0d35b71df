"""When a status should be looked at again (specification 3.7).

A stale status stays what it is: nothing here changes points. It is left out of exports by default and put
in the queue for a recheck.
"""

from datetime import date, timedelta
from enum import StrEnum

from annotations.domain.verification.codes import LinkReason
from annotations.domain.verification.result import Result
from annotations.domain.vocabulary import ClaimType, StaleCause


class Pace(StrEnum):
    """How fast what a claim speaks of moves on."""

    BREAKING = "breaking"
    DEVELOPING = "developing"
    STATISTIC = "statistic"
    SETTLED = "settled"


RECHECK_AFTER_DAYS = {Pace.BREAKING: 1, Pace.DEVELOPING: 7, Pace.STATISTIC: 90, Pace.SETTLED: 365}

_PACES = {
    ClaimType.QUANTITY: Pace.STATISTIC,
    ClaimType.COMPARISON: Pace.STATISTIC,
    ClaimType.ATTRIBUTION: Pace.SETTLED,
    ClaimType.HISTORICAL: Pace.SETTLED,
    ClaimType.LAW: Pace.SETTLED,
}

# A page that changed around an intact passage is worth knowing, and no reason to doubt the status.
INFORMATIONAL = frozenset({StaleCause.SOURCE_CHANGED})

_CAUSES_BY_LINK = {
    LinkReason.SOURCE_RETRACTED: StaleCause.SOURCE_RETRACTED,
    LinkReason.ORIGIN_RETRACTED: StaleCause.SOURCE_RETRACTED,
    LinkReason.QUOTE_GONE: StaleCause.QUOTE_GONE,
    LinkReason.SOURCE_UNREACHABLE: StaleCause.LINK_BROKEN,
}


def pace_of(claim_type: str, *, is_breaking: bool = False) -> Pace:
    """The pace of a claim by its type; that something is breaking news, a person says."""
    return Pace.BREAKING if is_breaking else _PACES.get(ClaimType(claim_type), Pace.DEVELOPING)


def recheck_due(pace: Pace, looked_at: date, next_release: date | None = None) -> date:
    """The first day on which a status is stale by age.

    A statistic waits for its next release, where that is known and still to come.
    """
    if pace is Pace.STATISTIC and next_release is not None and next_release > looked_at:
        return next_release
    return looked_at + timedelta(days=RECHECK_AFTER_DAYS[pace])


def makes_stale(cause: StaleCause) -> bool:
    """Whether a flag asks for a recheck and keeps a status out of exports, rather than only informing."""
    return cause not in INFORMATIONAL


def causes_in(result: Result) -> tuple[StaleCause, ...]:
    """The causes that a result itself shows, by its links; the others are changes somebody made."""
    found = {_CAUSES_BY_LINK[link.reason] for link in result.links if link.reason in _CAUSES_BY_LINK}
    return tuple(cause for cause in StaleCause if cause in found)
