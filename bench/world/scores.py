"""Scores of a method over all cases, with the uncertainty that so many cases leave."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from bench.world.methods import Verdict

Outcome = tuple[bool, Verdict]
Test = Callable[[Outcome], bool]

_RESAMPLES = 400
_SEED = 20


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 percent bootstrap interval; None where there is nothing to share in."""

    value: float | None
    low: float
    high: float

    def __str__(self) -> str:
        if self.value is None:
            return "-"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True)
class Score:
    """What the issue asks of a method."""

    coverage: Share
    true_if_supported: Share
    false_if_refuted: Share
    false_certified: Share


def score_of(outcomes: Iterable[Outcome]) -> Score:
    """All four shares of a method, from the truth and the verdict of each case."""
    counted = Counter(outcomes)
    random = Random(_SEED)
    kinds, weights = list(counted), list(counted.values())
    resampled = [Counter(random.choices(kinds, weights, k=sum(weights))) for _ in range(_RESAMPLES)]
    return Score(
        coverage=_share(counted, resampled, lambda kind: kind[1] is not None, lambda kind: True),
        true_if_supported=_share(counted, resampled, lambda kind: kind[0], lambda kind: kind[1] is True),
        false_if_refuted=_share(counted, resampled, lambda kind: not kind[0], lambda kind: kind[1] is False),
        false_certified=_share(counted, resampled, lambda kind: kind[1] is True, lambda kind: not kind[0]),
    )


def _share(counted: Counter[Outcome], resampled: list[Counter[Outcome]], part: Test, whole: Test) -> Share:
    found = sorted(value for one in resampled if (value := _ratio(one, part, whole)) is not None)
    if not found:
        return Share(None, 0, 0)
    edge = len(found) // 40
    return Share(_ratio(counted, part, whole), found[edge], found[-1 - edge])


def _ratio(counted: Counter[Outcome], part: Test, whole: Test) -> float | None:
    wanted = {kind: number for kind, number in counted.items() if whole(kind)}
    total = sum(wanted.values())
    return sum(number for kind, number in wanted.items() if part(kind)) / total if total else None
