"""How far people read the same thing in the same way, and how sure one can be of a share."""

from annotations.domain.agreement.alpha import Level, krippendorff_alpha
from annotations.domain.agreement.figures import Figure, Interval, NotEnough, wilson_interval
from annotations.domain.agreement.intervals import jackknife_interval, median_figure
from annotations.domain.agreement.pairs import (
    Opposition,
    cohen_kappa,
    flat_opposition,
    raw_agreement,
)

__all__ = [
    "Figure",
    "Interval",
    "Level",
    "NotEnough",
    "Opposition",
    "cohen_kappa",
    "flat_opposition",
    "jackknife_interval",
    "krippendorff_alpha",
    "median_figure",
    "raw_agreement",
    "wilson_interval",
]
