"""The figures of the dashboard, from plain rows of what people did (specification, section 5).

Every figure comes with the count that it rests on; below `ENOUGH` doubly read units there is none, since it
would mislead. With one stance far more frequent than the others alpha and kappa fall although people agree:
raw agreement always stands beside them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from annotations.domain.agreement.alpha import Level, krippendorff_alpha
from annotations.domain.agreement.figures import Figure, NotEnough
from annotations.domain.agreement.pairs import Opposition, cohen_kappa, flat_opposition, raw_agreement
from annotations.domain.vocabulary import Certainty, Credibility, Stance

ENOUGH: Final = 20
STANCES: Final = (Stance.CONTRADICTS, Stance.CONTEXT, Stance.CORROBORATES)
"""From against to for, as ordinal values."""
GRADES: Final = ("A", "B", "C", "D", "E")
"""F is no step of this scale: it says that nobody could judge."""
DIAGONAL: Final = frozenset(zip(GRADES, "12345", strict=True))
OPPOSED: Final = Opposition(Stance.CORROBORATES, Stance.CONTRADICTS)


@dataclass(frozen=True, slots=True)
class Reading:
    """One link that two people read. `settled` is what a third decided; `disputed` that they had to."""

    first: str
    second: str
    first_reviewer: int | None
    second_reviewer: int
    disputed: bool = False
    settled: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature: how certain the status was, and whether the claim still has it."""

    certainty: str
    stands: bool


def agreement(readings: Sequence[Reading]) -> dict[str, Figure]:
    """How far two people read passages in the same way."""
    pairs = [(reading.first, reading.second) for reading in readings]
    figures = {
        "alpha_nominal": krippendorff_alpha(pairs, Level.NOMINAL),
        "alpha_ordinal": krippendorff_alpha(pairs, Level.ORDINAL, STANCES),
        "raw_agreement": raw_agreement(pairs),
        "flat_opposition": flat_opposition(pairs, OPPOSED),
        "adjudication_rate": Figure.share(sum(reading.disputed for reading in readings), len(readings)),
    }
    return {name: enough(figure) for name, figure in figures.items()}


def overturned(readings: Iterable[Reading]) -> dict[int, Figure]:
    """Of the first readings of each person that somebody else read too, the share that was reversed."""
    counts: defaultdict[int, list[bool]] = defaultdict(list)
    for reading in readings:
        if reading.first_reviewer is not None and (not reading.disputed or reading.settled is not None):
            counts[reading.first_reviewer].append(reading.disputed and reading.settled != reading.first)
    return {person: enough(Figure.share(sum(each), len(each))) for person, each in sorted(counts.items())}


def pairwise(readings: Iterable[Reading]) -> dict[tuple[int, int], Figure]:
    """Cohen's kappa of every two people who read the same passages, the smaller id first."""
    shared: defaultdict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for reading in readings:
        if reading.first_reviewer is None:
            continue
        if reading.first_reviewer < reading.second_reviewer:
            shared[reading.first_reviewer, reading.second_reviewer].append((reading.first, reading.second))
        else:
            shared[reading.second_reviewer, reading.first_reviewer].append((reading.second, reading.first))
    return {pair: enough(cohen_kappa(values)) for pair, values in sorted(shared.items())}


def gold_accuracy(answers: Iterable[tuple[int, bool]]) -> dict[int, Figure]:
    """The share of known passages that each person read rightly, of (person, was right)."""
    by_person: defaultdict[int, list[bool]] = defaultdict(list)
    for person, is_right in answers:
        by_person[person].append(is_right)
    return {person: enough(Figure.share(sum(each), len(each))) for person, each in sorted(by_person.items())}


def grade_agreement(grades: Mapping[int, Sequence[str]]) -> Figure:
    """Ordinal alpha over publishers that several people graded, each by their last grade there."""
    units = [[grade for grade in given if grade in GRADES] for given in grades.values()]
    return enough(krippendorff_alpha(units, Level.ORDINAL, GRADES))


def diagonal_share(judged: Iterable[tuple[str, str]]) -> Figure:
    """The share of links on the diagonal of grade and credibility: near 1 the second scale is not used."""
    known = [pair for pair in judged if pair[0] in GRADES and pair[1] != Credibility.CANNOT_BE_JUDGED]
    return enough(Figure.share(sum(pair in DIAGONAL for pair in known), len(known)))


def calibration(signed: Iterable[Signed]) -> dict[str, Figure]:
    """By certainty, the share of signed statuses that still stand. High should beat moderate."""
    stands: defaultdict[str, list[bool]] = defaultdict(list)
    for signature in signed:
        stands[signature.certainty].append(signature.stands)
    return {level: enough(Figure.share(sum(stands[level]), len(stands[level]))) for level in Certainty.values}


def balance(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    """Who is checked, and with what result: counts by status for each name."""
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, status, count in rows:
        table[name][status] += count
    return {name: dict(counts) for name, counts in sorted(table.items(), key=_most_checked)}


def _most_checked(row: tuple[str, Counter[str]]) -> tuple[int, str]:
    return -row[1].total(), row[0]


def median_hours(seconds: Sequence[float]) -> float | None:
    """The median of these durations, in hours."""
    return round(median(seconds) / 3600, 1) if seconds else None


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
