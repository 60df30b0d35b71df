"""Agreement, against published worked examples to three decimals, and what must hold of any readings."""

from itertools import permutations
from math import isclose
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.agreement import (
    Figure,
    Interval,
    Level,
    NotEnough,
    Opposition,
    cohen_kappa,
    flat_opposition,
    krippendorff_alpha,
    raw_agreement,
    wilson_interval,
)

# Four observers, twelve units, some not seen by all: Krippendorff, "Computing Krippendorff's
# alpha-reliability" (2011), example C.
C = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
# Three reviewers read seven passages: contradicts -1, context 0, corroborates 1.
STANCES = """
1 0 1 . -1 1 .
1 0 . 1 -1 0 .
1 1 1 1 -1 . .
"""


def units(table: str) -> list[list[int]]:
    rows = [line.split() for line in table.strip().splitlines()]
    return [[int(value) for value in column if value != "."] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(
    ("table", "level", "expected"),
    [
        (C, Level.NOMINAL, 0.743),
        (C, Level.ORDINAL, 0.815),
        (C, Level.INTERVAL, 0.849),
        (STANCES, Level.NOMINAL, 0.556),
        (STANCES, Level.ORDINAL, 0.689),
    ],
)
def test_alpha_is_that_of_the_published_examples(table: str, level: Level, expected: float) -> None:
    found = krippendorff_alpha(units(table), level, order=(-1, 0, 1, 2, 3, 4, 5))
    assert found.value is not None and round(found.value, 3) == expected


def test_there_is_no_alpha_where_nothing_was_read_twice() -> None:
    assert krippendorff_alpha([["a"], ["b"], []], Level.NOMINAL) == Figure.none(0, NotEnough.NO_PAIRS)


def test_there_is_no_alpha_where_everybody_said_the_same() -> None:
    assert krippendorff_alpha([["a", "a"], ["a", "a"]], Level.NOMINAL) == Figure.none(2, NotEnough.ONE_VALUE)


VALUES = st.sampled_from([1, 2, 3, 4])
UNITS = st.lists(st.lists(VALUES, max_size=4), max_size=8)


@given(UNITS, st.sampled_from(Level), st.randoms(use_true_random=False))
def test_alpha_depends_on_no_order_of_units_or_readers(given_units: Any, level: Level, chance: Any) -> None:
    shuffled = [chance.sample(unit, len(unit)) for unit in chance.sample(given_units, len(given_units))]
    one, other = (krippendorff_alpha(each, level, order=(1, 2, 3, 4)) for each in (given_units, shuffled))
    assert (one.count, one.missing) == (other.count, other.missing)
    assert one.value is other.value is None or isclose(one.value, other.value, abs_tol=1e-9)  # type: ignore[arg-type]


@given(UNITS, st.sampled_from(Level))
def test_alpha_is_one_exactly_where_no_two_readings_differ(given_units: Any, level: Level) -> None:
    found = krippendorff_alpha(given_units, level, order=(1, 2, 3, 4))
    if found.value is not None:
        differ = any(one != other for unit in given_units for one, other in permutations(unit, 2))
        assert found.value <= 1 + 1e-9
        assert isclose(found.value, 1) is not differ


def test_ordinal_alpha_cares_only_for_the_order() -> None:
    stretched = [[{1: 1, 2: 50, 3: 51, 4: 900, 5: 901}[value] for value in unit] for unit in units(C)]
    one = krippendorff_alpha(units(C), Level.ORDINAL, order=(1, 2, 3, 4, 5))
    assert krippendorff_alpha(stretched, Level.ORDINAL, order=(1, 50, 51, 900, 901)) == one


def test_kappa_of_a_square_counted_by_hand() -> None:
    pairs = [pair for pair, count in {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}.items()
             for _ in range(count)]  # fmt: skip
    found = cohen_kappa(pairs)
    assert (found.count, round(found.value or 0, 3)) == (50, 0.4)


def test_weighted_kappa_forgives_neighbours() -> None:
    pairs = [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D"), ("A", "B"), ("C", "D"), ("B", "C"), ("D", "C")]
    plain, weighted = cohen_kappa(pairs), cohen_kappa(pairs, order="ABCD")
    assert plain.value is not None and weighted.value is not None and weighted.value > plain.value


def test_kappa_needs_two_values_and_a_pair() -> None:
    assert cohen_kappa([]) == Figure.none(0, NotEnough.NO_PAIRS)
    assert cohen_kappa([(1, 1), (1, 1)]) == Figure.none(2, NotEnough.ONE_VALUE)


def test_agreement_and_opposition_are_shares() -> None:
    pairs = [("for", "for"), ("for", "against"), ("against", "for"), ("for", "context")]
    assert raw_agreement(pairs).value == 0.25
    assert flat_opposition(pairs, Opposition("for", "against")).value == 0.5
    assert raw_agreement([]) == Figure.none(0, NotEnough.NO_PAIRS)


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    # Newcombe (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_that_newcombe_tabulated(
    hits: int, count: int, low: float, high: float
) -> None:
    found = wilson_interval(hits, count)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 500).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_a_wilson_interval_holds_the_share_and_mirrors(drawn: tuple[int, int]) -> None:
    hits, count = drawn
    found, mirrored = wilson_interval(hits, count), wilson_interval(count - hits, count)
    assert 0 <= found.low <= hits / count + 1e-12 and hits / count - 1e-12 <= found.high <= 1
    assert isclose(found.low, 1 - mirrored.high, abs_tol=1e-9)
    assert isinstance(found, Interval)
