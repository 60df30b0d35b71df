"""How a status is rated as ClaimReview: words and, where the evidence decides, a number (specification 1.8).

The words are the newsroom's own. Which cases there are, and which of them may carry a number, is not: a
verdict that leaves the question open is words alone, since a reader of numbers would take any of them for an
answer. Of the numbers a higher one is truer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations
from typing import Any, Final

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import ContextFlag, Status

WORDS_MAXIMUM: Final = 60
"""A rating is a word or a short phrase; so many characters at most."""


class RatingCase(StrEnum):
    """What is rated: a status, alone or with what a context flag says about it."""

    SUPPORTED = "supported"
    SUPPORTED_WITHOUT_CONTEXT = "supported_without_context"
    SUPPORTED_MISLEADING = "supported_misleading"
    MIXED = "mixed"
    REFUTED_WITH_KERNEL = "refuted_with_kernel"
    REFUTED = "refuted"
    LEANS_SUPPORTED = "leans_supported"
    LEANS_REFUTED = "leans_refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


TRUTH: Final = {
    RatingCase.SUPPORTED: 4,
    RatingCase.SUPPORTED_WITHOUT_CONTEXT: 3,
    RatingCase.SUPPORTED_MISLEADING: 2,
    RatingCase.MIXED: 2,
    RatingCase.REFUTED_WITH_KERNEL: 1,
    RatingCase.REFUTED: 0,
}
"""The cases that may have a number, higher is truer; the others leave the question open."""

_MISLEADING = (ContextFlag.CHERRY_PICKED, ContextFlag.MISCAPTIONED)


_WITHOUT_CONTEXT = (ContextFlag.MISSING_CONTEXT, ContextFlag.OUTDATED)
_CASES = {
    Status.MIXED: RatingCase.MIXED,
    Status.LEANS_SUPPORTED: RatingCase.LEANS_SUPPORTED,
    Status.LEANS_REFUTED: RatingCase.LEANS_REFUTED,
    Status.CONFLICTING: RatingCase.CONFLICTING,
    Status.NOT_ENOUGH_EVIDENCE: RatingCase.NOT_ENOUGH_EVIDENCE,
}


@dataclass(frozen=True, slots=True)
class Rating:
    """The words of a rating, and its number where it has one."""

    alternate_name: str
    rating_value: int | None


@dataclass(frozen=True, slots=True)
class RatingScale:
    """The ratings of one newsroom, and between which numbers they lie."""

    worst: int
    best: int
    ratings: Mapping[RatingCase, Rating]

    def as_json(self) -> dict[str, Any]:
        """The scale as it is stored and sent: `scale_of` reads it."""
        ratings = {
            case.value: {"words": self.ratings[case].alternate_name, "value": self.ratings[case].rating_value}
            for case in RatingCase
        }
        return {"worst": self.worst, "best": self.best, "ratings": ratings}


USUAL_SCALE: Final = RatingScale(
    worst=1,
    best=5,
    ratings={
        RatingCase.SUPPORTED: Rating("Supported", 5),
        RatingCase.SUPPORTED_WITHOUT_CONTEXT: Rating("Mostly supported, missing context", 4),
        RatingCase.SUPPORTED_MISLEADING: Rating("Misleading", 3),
        RatingCase.MIXED: Rating("Partly supported", 3),
        RatingCase.REFUTED_WITH_KERNEL: Rating("Mostly refuted", 2),
        RatingCase.REFUTED: Rating("Refuted", 1),
        RatingCase.LEANS_SUPPORTED: Rating("Unconfirmed, leans supported", None),
        RatingCase.LEANS_REFUTED: Rating("Unconfirmed, leans refuted", None),
        RatingCase.CONFLICTING: Rating("Disputed", None),
        RatingCase.NOT_ENOUGH_EVIDENCE: Rating("Unproven", None),
    },
)


def rating_case(status: Status, context_flags: Collection[str] = ()) -> RatingCase | None:
    """Which case of a scale this is; None for what is never exported as a review."""
    if status is Status.SUPPORTED:
        if any(flag in context_flags for flag in _MISLEADING):
            return RatingCase.SUPPORTED_MISLEADING
        is_incomplete = any(flag in context_flags for flag in _WITHOUT_CONTEXT)
        return RatingCase.SUPPORTED_WITHOUT_CONTEXT if is_incomplete else RatingCase.SUPPORTED
    if status is Status.REFUTED:
        has_kernel = ContextFlag.KERNEL_OF_TRUTH in context_flags
        return RatingCase.REFUTED_WITH_KERNEL if has_kernel else RatingCase.REFUTED
    return _CASES.get(status)


def claim_review_rating(
    status: Status, context_flags: Collection[str] = (), scale: RatingScale = USUAL_SCALE
) -> Rating | None:
    """The ClaimReview rating; None for what is never exported as a review."""
    case = rating_case(status, context_flags)
    return None if case is None else scale.ratings[case]


def scale_of(written: Any) -> RatingScale:
    """The scale that somebody wrote as JSON; nothing written is the usual one.

    Refuses with `Invalid` in the field `rating_scale`: another shape (`rating-scale-shape`), bounds that are
    none (`rating-bounds`), no words or too many (`rating-words`), a number outside the bounds
    (`rating-outside-bounds`) or for what leaves the question open (`rating-of-the-unrated`), and numbers that
    do not fall from supported to refuted (`rating-order`).
    """
    if written in (None, {}):
        return USUAL_SCALE
    worst, best, ratings = _shaped(written)
    if worst < 1 or best <= worst:
        raise _refused(
            "rating-bounds", f"The worst number is at least 1 and under the best; these are {worst}, {best}."
        )
    scale = RatingScale(worst, best, {case: _rating(case, ratings[case], worst, best) for case in RatingCase})
    _require_order(scale)
    return scale


def _shaped(written: Any) -> tuple[int, int, dict[str, Any]]:
    ratings = written.get("ratings") if isinstance(written, dict) else None
    # `type` and not `isinstance`: true and false are whole numbers too.
    if not isinstance(ratings, dict) or not all(type(written.get(name)) is int for name in ("worst", "best")):
        raise _refused("rating-scale-shape", "A scale has the numbers worst and best, and ratings.")
    if sorted(ratings) != sorted(RatingCase) or set(written) != {"worst", "best", "ratings"}:
        raise _refused("rating-scale-shape", f"A scale rates each of these: {', '.join(RatingCase)}.")
    return written["worst"], written["best"], ratings


def _rating(case: RatingCase, written: Any, worst: int, best: int) -> Rating:
    if not isinstance(written, dict) or not set(written) <= {"words", "value"}:
        raise _refused("rating-scale-shape", f"“{case}” has words and a value.")
    words, value = written.get("words"), written.get("value")
    if not isinstance(words, str) or not words.strip() or len(words.strip()) > WORDS_MAXIMUM:
        raise _refused("rating-words", f"“{case}” needs words, at most {WORDS_MAXIMUM} characters.")
    if value is not None and case not in TRUTH:
        raise _refused(
            "rating-of-the-unrated",
            f"“{case}” leaves the question open: it has words and no number, and not {value}.",
        )
    if value is not None and not (type(value) is int and worst <= value <= best):
        raise _refused("rating-outside-bounds", f"“{case}” is {value}, not from {worst} to {best}.")
    return Rating(" ".join(words.split()), value)


def _require_order(scale: RatingScale) -> None:
    numbers = {case: scale.ratings[case].rating_value for case in TRUTH}
    for (higher, above), (lower, below) in permutations(numbers.items(), 2):
        if above is not None and below is not None and above < below and TRUTH[higher] > TRUTH[lower]:
            raise _refused(
                "rating-order", f"“{higher}” is {above}, below “{lower}” with {below}; truer is higher."
            )
    supported, refuted = numbers[RatingCase.SUPPORTED], numbers[RatingCase.REFUTED]
    if supported is None or refuted is None or supported == refuted:
        raise _refused("rating-order", "“supported” and “refuted” have two different numbers.")


def _refused(rule: str, message: str) -> Invalid:
    return Invalid(message, field="rating_scale", rule=rule)
