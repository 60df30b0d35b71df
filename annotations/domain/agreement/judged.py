"""What a figure says about the work, by the bounds that are usual for it (specification, section 5)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

GOOD_ALPHA: Final = 0.8
TENTATIVE_ALPHA: Final = 0.667
"""Below, Krippendorff would draw no conclusion from what was read."""
REWRITE_ALPHA: Final = 0.4
YARDSTICK_ALPHA: Final = 0.33
"""Nominal alpha of stances in the Climate-FEVER data set, as the specification measured it."""
MOST_OPPOSED: Final = 0.05
MOST_ON_DIAGONAL: Final = 0.8
ALPHAS: Final = frozenset({"alpha_nominal", "alpha_ordinal", "grade_alpha", "type_alpha"})


class Judgement(StrEnum):
    """What follows from a figure."""

    GOOD = "good"
    TENTATIVE = "tentative"
    WEAK = "weak"
    REWRITE = "rewrite"
    """The guidance has to be rewritten."""
    REVIEW = "review"
    """These readings have to be gone through."""
    ONE_SCALE = "one_scale"
    """Two scales are used as one."""


def judged(name: str, value: float | None) -> Judgement | None:
    """What follows from this figure; None where there is none, or no bound for it."""
    if value is None:
        return None
    if name in ALPHAS:
        return _alpha(value)
    if name == "flat_opposition":
        return Judgement.REVIEW if value > MOST_OPPOSED else Judgement.GOOD
    if name == "diagonal":
        return Judgement.ONE_SCALE if value > MOST_ON_DIAGONAL else Judgement.GOOD
    return None


def is_inverted(shares: Mapping[str, float | None], higher: str, lower: str) -> bool:
    """Whether statuses of the higher certainty held less often than those of the lower."""
    above, below = shares.get(higher), shares.get(lower)
    return above is not None and below is not None and above < below


def _alpha(value: float) -> Judgement:
    if value >= GOOD_ALPHA:
        return Judgement.GOOD
    if value >= TENTATIVE_ALPHA:
        return Judgement.TENTATIVE
    return Judgement.WEAK if value >= REWRITE_ALPHA else Judgement.REWRITE
