"""Figures of single people and of pairs of them: for training, and not for a ranking."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from annotations.domain.agreement.dashboard import GRADES, Reading, enough, share
from annotations.domain.agreement.figures import Figure
from annotations.domain.agreement.pairs import cohen_kappa

TwoPeople = tuple[int, int]
"""Two ids, the smaller one first."""


def overturned(readings: Iterable[Reading]) -> dict[int, Figure]:
    """Of the first readings of each person that somebody else read too, the share that was reversed."""
    reversed_: defaultdict[int, list[bool]] = defaultdict(list)
    for reading in readings:
        if reading.first_reviewer is not None and reading.is_decided:
            reversed_[reading.first_reviewer].append(reading.is_overturned)
    return _shares(reversed_)


def gold_accuracy(answers: Iterable[tuple[int, bool]]) -> dict[int, Figure]:
    """The share of known passages that each person read rightly, of (person, was right)."""
    right: defaultdict[int, list[bool]] = defaultdict(list)
    for person, is_right in answers:
        right[person].append(is_right)
    return _shares(right)


def pairwise(readings: Iterable[Reading]) -> dict[TwoPeople, Figure]:
    """Cohen's kappa of every two people who read the same passages."""
    shared: defaultdict[TwoPeople, list[tuple[str, str]]] = defaultdict(list)
    for reading in readings:
        first, second = reading.first_reviewer, reading.second_reviewer
        if first is None:
            continue
        if first < second:
            shared[first, second].append((reading.first, reading.second))
        else:
            shared[second, first].append((reading.second, reading.first))
    return {pair: enough(cohen_kappa(values)) for pair, values in sorted(shared.items())}


def pairwise_grades(grades: Iterable[Mapping[int, str]]) -> dict[TwoPeople, Figure]:
    """Cohen's weighted kappa of every two people who graded the same publishers."""
    shared: defaultdict[TwoPeople, list[tuple[str, str]]] = defaultdict(list)
    for given in grades:
        known = {person: grade for person, grade in given.items() if grade in GRADES}
        for one, other in combinations(sorted(known), 2):
            shared[one, other].append((known[one], known[other]))
    return {pair: enough(cohen_kappa(values, GRADES)) for pair, values in sorted(shared.items())}


def _shares(answers: Mapping[int, list[bool]]) -> dict[int, Figure]:
    return {person: share(sum(each), len(each)) for person, each in sorted(answers.items())}
