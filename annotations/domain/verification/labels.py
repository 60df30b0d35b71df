"""How a status is called elsewhere: rank, AVeriTeC label and ClaimReview rating (specification 1.8)."""

from collections.abc import Collection
from dataclasses import dataclass

from annotations.domain.vocabulary import ContextFlag, Status

_RANKS = {
    Status.SUPPORTED: 2,
    Status.LEANS_SUPPORTED: 1,
    Status.MIXED: 0,
    Status.CONFLICTING: 0,
    Status.NOT_ENOUGH_EVIDENCE: 0,
    Status.LEANS_REFUTED: -1,
    Status.REFUTED: -2,
}

NOT_ENOUGH_EVIDENCE = "Not Enough Evidence"
CHERRYPICKING = "Conflicting Evidence/Cherrypicking"

_AVERITEC = {
    Status.SUPPORTED: "Supported",
    Status.REFUTED: "Refuted",
    Status.MIXED: CHERRYPICKING,
    Status.CONFLICTING: CHERRYPICKING,
    Status.LEANS_SUPPORTED: NOT_ENOUGH_EVIDENCE,
    Status.LEANS_REFUTED: NOT_ENOUGH_EVIDENCE,
    Status.NOT_ENOUGH_EVIDENCE: NOT_ENOUGH_EVIDENCE,
}

_MISLEADING = (ContextFlag.CHERRY_PICKED, ContextFlag.MISCAPTIONED)
_INCOMPLETE = (ContextFlag.MISSING_CONTEXT, ContextFlag.OUTDATED)


@dataclass(frozen=True, slots=True)
class Rating:
    """A ClaimReview rating between 1 and 5, higher is truer; unresolved statuses have words and no number."""

    alternate_name: str
    rating_value: int | None


_UNRESOLVED = {
    Status.LEANS_SUPPORTED: Rating("Unconfirmed, leans supported", None),
    Status.LEANS_REFUTED: Rating("Unconfirmed, leans refuted", None),
    Status.CONFLICTING: Rating("Disputed", None),
    Status.NOT_ENOUGH_EVIDENCE: Rating("Unproven", None),
    Status.MIXED: Rating("Partly supported", 3),
}


def rank(status: Status) -> int | None:
    """Position between refuted (-2) and supported (+2); None for what is not scored."""
    return _RANKS.get(status)


def averitec_label(status: Status, context_flags: Collection[str] = ()) -> str | None:
    """The AVeriTeC label; a supported claim with a context flag counts there as cherry-picking."""
    if status is Status.SUPPORTED and any(flag in context_flags for flag in (*_MISLEADING, *_INCOMPLETE)):
        return CHERRYPICKING
    return _AVERITEC.get(status)


def claim_review_rating(status: Status, context_flags: Collection[str] = ()) -> Rating | None:
    """The ClaimReview rating; None for what is never exported as a review."""
    if status is Status.SUPPORTED:
        return _supported_rating(context_flags)
    if status is Status.REFUTED:
        has_kernel = ContextFlag.KERNEL_OF_TRUTH in context_flags
        return Rating("Mostly refuted", 2) if has_kernel else Rating("Refuted", 1)
    return _UNRESOLVED.get(status)


def _supported_rating(context_flags: Collection[str]) -> Rating:
    if any(flag in context_flags for flag in _MISLEADING):
        return Rating("Misleading", 3)
    if any(flag in context_flags for flag in _INCOMPLETE):
        return Rating("Mostly supported, missing context", 4)
    return Rating("Supported", 5)
