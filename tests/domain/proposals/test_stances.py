"""What the figures of a passage suggest about those of a claim."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from annotations.domain.proposals import figure_suggestions
from annotations.domain.quantities import Quantity


def figure(low: int, unit: str = "boats", **given: Any) -> Quantity:
    return Quantity(text=str(low), low=Decimal(low), high=Decimal(low), unit=unit, **given)


def told(figures: list[Quantity], passage: str, **given: Any) -> list[tuple[str, str, str, str]]:
    found = figure_suggestions(figures, passage, **given)
    return [
        (one.claimed.text, one.found.text, one.suggestion.stance, one.suggestion.code.value) for one in found
    ]


@pytest.mark.parametrize(
    ("figures", "passage", "expected"),
    [
        ([figure(40)], "The log counts 41 boats.", [("40", "41", "corroborates", "FIGURES_MEET")]),
        ([figure(40)], "The log counts 90 boats.", [("40", "90", "contradicts", "FIGURES_DIFFER")]),
        ([figure(40)], "40 crews came with 12 boats.", [("40", "12", "contradicts", "FIGURES_DIFFER")]),
        ([figure(40)], "The log counts 40 crews.", [("40", "40", "context", "DIFFERENT_SCOPE")]),
        ([figure(40)], "40 crews, 12 dogs.", []),
        ([figure(40, unit="")], "There were 40 boats.", [("40", "40", "corroborates", "FIGURES_MEET")]),
        (
            [figure(28), figure(59)],
            "By now 60 boats are lost.",
            [("59", "60", "corroborates", "FIGURES_MEET")],
        ),
        ([figure(40)], "Nothing is counted.", []),
        ([figure(40)], "No boats are lost.", [("40", "No boats", "contradicts", "FIGURES_DIFFER")]),
        ([figure(40)], "No crews are lost.", []),
        (
            [figure(2)],
            "Two of the three boats sank.",
            [("2", "Two of the three", "corroborates", "FIGURES_MEET")],
        ),
    ],
)
def test_a_figure_is_compared_with_the_one_that_speaks_of_the_same(
    figures: list[Quantity], passage: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(figures, passage) == expected


def test_a_later_count_of_a_running_total_is_context_and_an_earlier_one_contradicts() -> None:
    figures, passage = [figure(59, cumulative=True)], "84 boats are lost."
    days = {"claimed_on": date(2020, 9, 28), "counted_on": date(2020, 10, 2)}
    assert told(figures, passage, **days) == [("59", "84", "context", "LATER_CUMULATIVE_COUNT")]
    days["counted_on"] = date(2020, 9, 27)
    assert told(figures, passage, **days) == [("59", "84", "contradicts", "FIGURES_DIFFER")]
