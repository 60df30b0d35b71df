"""Further published worked examples, and how sure each figure is."""

from collections import Counter
from math import isclose
from statistics import fmean, pvariance
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.domain.agreement import (
    Figure,
    Interval,
    Level,
    NotEnough,
    cohen_kappa,
    jackknife_interval,
    krippendorff_alpha,
    median_figure,
)


def rounded(figure: Figure) -> tuple[float, int]:
    return round(figure.value or 0, 3), figure.count


def columns(*rows: str) -> list[list[int]]:
    """Rows are readers, columns units; a star is no reading."""
    return [
        [int(value) for value in unit if value != "*"] for unit in zip(*map(str.split, rows), strict=True)
    ]


# Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), examples A and B.
TWO_VALUES = list(zip("0100000010", "1110010000", strict=True))
FIVE_VALUES = list(zip("aabbdcccedda", "babbbcccEddd".lower(), strict=True))
# Three coders, fifteen units, of which one is read by nobody and two by one coder only: the example of the
# encyclopaedia article "Krippendorff's alpha".
WITH_GAPS = columns(
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)


@pytest.mark.parametrize(
    ("units", "level", "expected"),
    [
        (TWO_VALUES, Level.NOMINAL, (0.095, 10)),
        (FIVE_VALUES, Level.NOMINAL, (0.692, 12)),
        (WITH_GAPS, Level.NOMINAL, (0.691, 12)),
        (WITH_GAPS, Level.INTERVAL, (0.811, 12)),
    ],
)
def test_alpha_with_and_without_gaps(units: Any, level: Level, expected: tuple[float, int]) -> None:
    assert rounded(krippendorff_alpha(units, level)) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # Two diagnoses of the same people: Fleiss, "Statistical methods for rates and proportions", 13.1.
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], (0.676, 100)),
        # Cohen, "Weighted kappa" (1968), table 1, unweighted.
        ([[44, 7, 9], [5, 20, 5], [1, 3, 6]], (0.492, 100)),
        # Same agreement, other margins: the pair of examples of the encyclopaedia article "Cohen's kappa".
        ([[45, 15], [25, 15]], (0.13, 100)),
        ([[25, 35], [5, 35]], (0.259, 100)),
    ],
)
def test_kappa_of_published_tables(table: list[list[int]], expected: tuple[float, int]) -> None:
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    assert rounded(cohen_kappa(pairs)) == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30))
def test_weighted_kappa_is_the_concordance_of_the_two_readers(pairs: list[tuple[int, int]]) -> None:
    """With squared distances it is 2 cov / (var + var + (mean - mean)²): Fleiss and Cohen (1973)."""
    found = cohen_kappa(pairs, order=range(5))
    firsts, seconds = zip(*pairs, strict=True)
    apart = pvariance(firsts) + pvariance(seconds) + (fmean(firsts) - fmean(seconds)) ** 2
    assume(found.value is not None and apart > 0)
    together = fmean(one * other for one, other in pairs) - fmean(firsts) * fmean(seconds)
    assert found.value is not None and isclose(found.value, 2 * together / apart, abs_tol=1e-9)


def test_the_jackknife_of_a_mean_is_its_standard_error() -> None:
    values = Counter([0.1, 0.2, 0.2, 0.5, 0.6])
    found = jackknife_interval(values, lambda left: sum(v * n for v, n in left.items()) / left.total())
    # Standard error 0.0970 = 0.2168 / sqrt(5), 1.96 times it on either side of 0.32.
    assert found is not None and (round(found.low, 3), round(found.high, 3)) == (0.13, 0.51)


def test_there_is_no_interval_where_nothing_moves_or_one_unit_decides() -> None:
    assert krippendorff_alpha([(1, 1)] * 9 + [(2, 2)] * 9, Level.NOMINAL) == Figure(1.0, 18)
    assert krippendorff_alpha([(1, 1)] * 9 + [(1, 2)], Level.NOMINAL).interval is None


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=3), min_size=2, max_size=12))
def test_an_interval_holds_its_alpha(units: Any) -> None:
    found = krippendorff_alpha(units, Level.NOMINAL)
    if found.interval is not None and found.value is not None and found.value >= -1:
        assert found.interval.low <= found.value <= found.interval.high


def test_the_interval_of_a_median_lies_between_values() -> None:
    # Of 20 values the 6th and the 15th, as tables for the median give them.
    assert median_figure(list(range(1, 21))) == Figure(10.5, 20, Interval(6, 15))
    assert median_figure([7.0]) == Figure(7.0, 1, Interval(7.0, 7.0))
    assert median_figure([]) == Figure.none(0, NotEnough.NO_PAIRS)
