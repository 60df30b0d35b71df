"""The status of a claim that consists of parts (specification 1.8, last paragraph)."""

from collections.abc import Iterable

from annotations.domain.verification.labels import rank
from annotations.domain.vocabulary import Status

# Among parts that are equally far from a verdict, the first of these speaks for the whole: what is known to
# clash before what is merely unknown, and doubt before belief.
_CAUTIOUS_FIRST = (
    Status.CONFLICTING,
    Status.NOT_ENOUGH_EVIDENCE,
    Status.MIXED,
    Status.LEANS_REFUTED,
    Status.LEANS_SUPPORTED,
    Status.REFUTED,
    Status.SUPPORTED,
)


def combine_parts(parts: Iterable[Status]) -> Status:
    """One status for all parts; parts without a score are left out unless there are no others.

    Without any part there is nothing to know: NOT_ENOUGH_EVIDENCE.
    """
    given = set(parts)
    scored = {status for status in given if rank(status) is not None}
    if not scored:
        return _unscored(given)
    if len(scored) == 1:
        return scored.pop()
    if {Status.SUPPORTED, Status.REFUTED} <= scored:
        return Status.MIXED
    return min(scored, key=lambda status: (abs(rank(status) or 0), _CAUTIOUS_FIRST.index(status)))


def _unscored(given: set[Status]) -> Status:
    if Status.PENDING_EVENT in given:
        return Status.PENDING_EVENT
    return Status.NOT_CHECKABLE if given else Status.NOT_ENOUGH_EVIDENCE
