"""The figures of the dashboard, from plain rows of what people did (specification, section 5).

Every figure comes with the count that it rests on; below `ENOUGH` units there is none, since it would
mislead. With one stance far more frequent than the others alpha and kappa fall although people agree: raw
agreement always stands beside them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from annotations.domain.agreement.alpha import Level, krippendorff_alpha
from annotations.domain.agreement.figures import Figure, NotEnough
from annotations.domain.agreement.intervals import median_figure
from annotations.domain.agreement.pairs import Opposition, flat_opposition, raw_agreement
from annotations.domain.vocabulary import Certainty, Credibility, Stance

ENOUGH: Final = 20
NAMES_KEPT: Final = 40
"""So many names of a balance are kept, those that were checked most often."""
STANCES: Final = (Stance.CONTRADICTS, Stance.CONTEXT, Stance.CORROBORATES)
"""From against to for, as ordinal values."""
GRADES: Final = ("A", "B", "C", "D", "E")
"""F is no step of this scale: it says that nobody could judge."""
DIAGONAL: Final = frozenset(zip(GRADES, "12345", strict=True))
OPPOSED: Final = Opposition(Stance.CORROBORATES, Stance.CONTRADICTS)


@dataclass(frozen=True, slots=True)
class Reading:
    """One link that two people read. `disputed` says that a third has to settle it, `settled` what they
    decided: empty where the passage does not bear on the claim, None where nobody decided yet.
    """

    first: str
    second: str
    first_reviewer: int | None
    second_reviewer: int
    disputed: bool = False
    settled: str | None = None

    @property
    def is_decided(self) -> bool:
        """Whether it is known which stance holds."""
        return not self.disputed or self.settled is not None

    @property
    def is_overturned(self) -> bool:
        """Whether another stance holds than the first one read."""
        return self.disputed and self.settled is not None and self.settled != self.first


@dataclass(frozen=True, slots=True)
class Signed:
    """One signed assessment: its status, how certain that was, and whether it still holds."""

    status: str
    certainty: str
    stands: bool


def agreement(readings: Sequence[Reading]) -> dict[str, Figure]:
    """How far two people read passages in the same way, and what became of it where they did not."""
    pairs = [(reading.first, reading.second) for reading in readings]
    decided = [reading for reading in readings if reading.is_decided]
    figures = {
        "alpha_nominal": krippendorff_alpha(pairs, Level.NOMINAL),
        "alpha_ordinal": krippendorff_alpha(pairs, Level.ORDINAL, STANCES),
        "raw_agreement": raw_agreement(pairs),
        "flat_opposition": flat_opposition(pairs, OPPOSED),
        "adjudication_rate": Figure.share(sum(reading.disputed for reading in readings), len(readings)),
        "overturn_rate": Figure.share(sum(reading.is_overturned for reading in decided), len(decided)),
    }
    return {name: enough(figure) for name, figure in figures.items()}


def grade_agreement(grades: Iterable[Mapping[int, str]]) -> Figure:
    """Ordinal alpha over publishers that several people graded, each by their last grade there."""
    units = [[grade for grade in given.values() if grade in GRADES] for given in grades]
    return enough(krippendorff_alpha(units, Level.ORDINAL, GRADES))


def type_agreement(types: Iterable[Sequence[str]]) -> Figure:
    """Nominal alpha over claims that several people typed."""
    return enough(krippendorff_alpha(list(types), Level.NOMINAL))


def diagonal_share(judged: Iterable[tuple[str, str]]) -> Figure:
    """The share of links on the diagonal of grade and credibility: near 1 the second scale is not used."""
    known = [pair for pair in judged if pair[0] in GRADES and pair[1] != Credibility.CANNOT_BE_JUDGED]
    return share(sum(pair in DIAGONAL for pair in known), len(known))


def calibration(signed: Iterable[Signed]) -> dict[str, Figure]:
    """By certainty, the share of signed statuses that still hold. High should beat moderate."""
    holds: defaultdict[str, list[bool]] = defaultdict(list)
    for signature in signed:
        holds[signature.certainty].append(signature.stands)
    return {level: share(sum(holds[level]), len(holds[level])) for level in Certainty.values}


def calibration_by_status(signed: Sequence[Signed]) -> dict[str, dict[str, Figure]]:
    """The same for each status that was signed, in the order of their names."""
    statuses = sorted({signature.status for signature in signed})
    return {
        status: calibration(signature for signature in signed if signature.status == status)
        for status in statuses
    }


def balance(rows: Iterable[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """Who is checked, and with what result: for each name the number of claims, and by status where there are
    enough. Those that were checked most often come first; of the least nothing is kept.
    """
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, status, count in rows:
        table[name][status] += count
    ordered = sorted(table.items(), key=lambda row: (-row[1].total(), row[0]))
    return [
        {"name": name, "count": counts.total(), "statuses": dict(sorted(counts.items()))}
        if counts.total() >= ENOUGH
        else {"name": name, "count": counts.total(), "statuses": None}
        for name, counts in ordered[:NAMES_KEPT]
    ]


def median_hours(seconds: Sequence[float]) -> Figure:
    """The median of these durations, in hours."""
    return enough(median_figure([second / 3600 for second in seconds]))


def share(hits: int, count: int) -> Figure:
    """A share with its interval, or none where it rests on too few."""
    return enough(Figure.share(hits, count))


def enough(figure: Figure, least: int = ENOUGH) -> Figure:
    """The figure, or none where it rests on too few."""
    if figure.value is not None and figure.count < least:
        return Figure.none(figure.count, NotEnough.TOO_FEW)
    return figure


def as_plain(figure: Figure) -> dict[str, Any]:
    """A figure as JSON holds it, to four decimals."""
    interval = figure.interval
    return {
        "value": None if figure.value is None else round(figure.value, 4),
        "count": figure.count,
        "low": None if interval is None else round(interval.low, 4),
        "high": None if interval is None else round(interval.high, 4),
        "missing": figure.missing,
    }


def each_plain(figures: Mapping[Any, Figure], name: Callable[[Any], str] = str) -> dict[str, dict[str, Any]]:
    """Several figures as JSON holds them."""
    return {name(key): as_plain(figure) for key, figure in figures.items()}
