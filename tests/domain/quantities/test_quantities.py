"""Figures in sentences, and what one says about another (1.7)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.numerals import number_in_words
from annotations.domain.quantities import Quantity, find_quantities, parse_quantity, suggest_stance


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "comparator"),
    [
        ("Dozens of soldiers", "24", "99", "soldiers", "order"),
        ("hundreds of northern soldiers", "200", "999", "soldiers", "order"),
        ("thousands of people", "2000", "9999", "people", "order"),
        ("tens of thousands of people", "20000", "99999", "people", "order"),
        ("over 20,000 killed", "20000", "30000", "killed", "over"),
        ("more than 40 tanks", "40", "60", "tanks", "over"),
        ("at least 12 people", "12", None, "people", "at_least"),
        ("30 or more guests", "30", None, "guests", "at_least"),
        ("up to 5,000 troops", "0", "5000", "troops", "up_to"),
        ("no more than 7 ships", "0", "7", "ships", "up_to"),
        ("not more than 7 ships", "0", "7", "ships", "up_to"),
        ("about 200 wounded", "180", "220", "wounded", "about"),
        ("nearly 200 wounded", "180", "200", "wounded", "about"),
        ("One million people", "950000", "1050000", "people", "about"),
        ("20,000 voters", "19000", "21000", "voters", "about"),
        ("20,450 voters", "20450", "20450", "voters", "exact"),
        ("28 soldiers", "28", "28", "soldiers", "exact"),
        ("twenty-eight soldiers", "28", "28", "soldiers", "exact"),
        ("two hundred and five men", "205", "205", "men", "exact"),
        ("a dozen eggs", "12", "12", "eggs", "exact"),
        ("half a dozen eggs", "6", "6", "eggs", "exact"),
        ("half a million people", "475000", "525000", "people", "about"),
        ("between 10 and 20 tanks", "10", "20", "tanks", "range"),
        ("10–20 tanks", "10", "20", "tanks", "range"),
        ("3 to 10 million voters", "3000000", "10000000", "voters", "range"),
        ("45.5 percent of voters", "45.5", "45.5", "percent", "exact"),
        ("12%", "12", "12", "percent", "exact"),
        ("$400 billion", "380000000000", "420000000000", "USD", "about"),
        ("£2.5m", "2375000", "2625000", "GBP", "about"),
    ],
)
def test_vectors(text: str, low: str, high: str | None, unit: str, comparator: str) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert (found.low, found.high) == (Decimal(low), None if high is None else Decimal(high))
    assert (found.unit, found.comparator) == (unit, comparator)


@pytest.mark.parametrize(
    "text",
    [
        "in 2011",
        "On Sept. 25",
        "the 21st century",
        "two weeks ago",
        "at 5 pm",
        "Resolution 822",
        "an S-300 battery",
        "a two-day war",
        "no one came",
        "one of them",
        "the second day",
        "",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert find_quantities(text) == ()


def test_figures_of_one_sentence_with_their_places() -> None:
    sentence = "They lost 31 sailors, bringing the total to 64, while 210 were hurt in 2019."
    found = find_quantities(sentence)
    assert [sentence[figure.start : figure.end] for figure in found] == ["31", "64", "210"]
    assert [figure.quantity.cumulative for figure in found] == [False, True, False]


def test_joined_figures_share_their_scale() -> None:
    found = find_quantities("states of 3 and 10 million")
    assert [figure.quantity.low for figure in found] == [Decimal(2850000), Decimal(9500000)]


def test_several_figures_are_not_one_and_other_languages_have_none() -> None:
    assert parse_quantity("3 cats and 4 dogs") is None
    assert find_quantities("28 Soldaten", language="de") == ()


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("zero", 0),
        ("nineteen", 19),
        ("ninety-nine", 99),
        ("three hundred and four", 304),
        ("two thousand five hundred", 2500),
        ("a million", 10**6),
        ("one million two hundred thousand and six", 1_200_006),
    ],
)
def test_number_words(words: str, number: int) -> None:
    assert number_in_words(words.removeprefix("a ")) == number


def test_words_without_a_number_are_refused() -> None:
    with pytest.raises(ValueError, match="no number words"):
        number_in_words("many")


def counted(low: int, high: int | None = None, **more: object) -> Quantity:
    return Quantity("", Decimal(low), Decimal(low if high is None else high), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        (counted(59), counted(59), ("corroborates", "full", "FIGURES_MEET")),
        (counted(100), counted(105), ("corroborates", "full", "FIGURES_MEET")),
        (counted(100), counted(106), ("contradicts", "partial", "FIGURES_NEARLY_MEET")),
        (counted(100), counted(110), ("contradicts", "partial", "FIGURES_NEARLY_MEET")),
        (counted(100), counted(111), ("contradicts", "full", "FIGURES_DIFFER")),
        (counted(100), counted(80), ("contradicts", "full", "FIGURES_DIFFER")),
        (counted(24, 99), counted(59), ("corroborates", "full", "FIGURES_MEET")),
        (counted(0), counted(1), ("contradicts", "full", "FIGURES_DIFFER")),
        (counted(28, unit="soldiers"), counted(28, unit="civilians"), ("context", "full", "DIFFERENT_SCOPE")),
        (counted(28, unit="soldiers"), counted(28), ("corroborates", "full", "FIGURES_MEET")),
        (
            counted(28, scope_where="north"),
            counted(28, scope_where="south"),
            ("context", "full", "DIFFERENT_SCOPE"),
        ),
    ],
)
def test_suggested_stance(claim: Quantity, evidence: Quantity, expected: tuple[str, str, str]) -> None:
    suggestion = suggest_stance(claim, evidence)
    assert (suggestion.stance, suggestion.coverage, suggestion.code.value) == expected


def test_a_later_count_above_does_not_contradict_an_earlier_one() -> None:
    claim = counted(59, cumulative=True, as_of=date(2020, 9, 28))
    later = counted(84, cumulative=True, as_of=date(2020, 10, 2))
    assert suggest_stance(claim, later).code.value == "LATER_CUMULATIVE_COUNT"
    assert suggest_stance(claim, later).stance == "context"
    assert suggest_stance(later, claim).stance == "contradicts"
    earlier = counted(84, cumulative=True, as_of=date(2020, 9, 27))
    assert suggest_stance(claim, earlier).stance == "contradicts"


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for figure in find_quantities(text):
        assert text[figure.start : figure.end] == figure.quantity.text
        assert figure.quantity.high is None or figure.quantity.low <= figure.quantity.high


@given(st.integers(0, 10**12))
def test_digits_are_read_as_written(number: int) -> None:
    found = parse_quantity(f"exactly {number:,} votes")
    assert found is not None and found.high is not None
    assert found.low <= number <= found.high
