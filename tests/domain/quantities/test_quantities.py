"""Figures in sentences, and what one says about another (1.7)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.numerals import number_in_words
from annotations.domain.quantities import (
    Quantity,
    as_written,
    find_none,
    find_quantities,
    parse_quantity,
    suggest_stance,
)


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
        ("fewer than 7 ships", "0", "7", "ships", "up_to"),
        ("below 7 ships", "0", "7", "ships", "up_to"),
        ("not over 7 ships", "0", "7", "ships", "up_to"),
        ("7 or less ships", "0", "7", "ships", "up_to"),
        ("not under 7 ships", "7", None, "ships", "at_least"),
        ("two of the three pumps", "2", "2", "pumps", "exact"),
        ("one of the three pumps", "1", "1", "pumps", "exact"),
        ("at least nine out of 12 wells", "9", None, "wells", "at_least"),
        ("40 percent of the 300 homes", "40", "40", "percent", "exact"),
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


def said(text: str) -> Quantity:
    found = parse_quantity(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("at least 40", "fewer than 40", ("contradicts", "full", "BOUND_EXCLUDES")),
        ("at least 40", "under 40", ("contradicts", "full", "BOUND_EXCLUDES")),
        ("at most 40", "more than 40", ("contradicts", "full", "BOUND_EXCLUDES")),
        ("at most 40", "at least 40", ("corroborates", "partial", "FIGURES_OVERLAP")),
        ("at least 40", "38", ("contradicts", "partial", "BOUND_EXCLUDES")),
        ("at least 40", "30", ("contradicts", "full", "FIGURES_DIFFER")),
        ("at least 40", "40", ("corroborates", "full", "FIGURES_MEET")),
        ("more than 40", "40", ("contradicts", "partial", "BOUND_EXCLUDES")),
        ("fewer than 40", "40", ("contradicts", "partial", "BOUND_EXCLUDES")),
        ("up to 40", "40", ("corroborates", "full", "FIGURES_MEET")),
        ("up to 40", "41", ("contradicts", "partial", "BOUND_EXCLUDES")),
        ("between 10 and 20", "21", ("contradicts", "partial", "BOUND_EXCLUDES")),
        ("at least 40", "dozens", ("corroborates", "partial", "FIGURES_OVERLAP")),
        ("dozens", "at least 40", ("corroborates", "partial", "FIGURES_OVERLAP")),
        ("dozens", "101", ("corroborates", "full", "FIGURES_MEET")),
        ("dozens", "hundreds", ("contradicts", "full", "FIGURES_DIFFER")),
        ("more than 35", "40", ("corroborates", "full", "FIGURES_MEET")),
        ("more than 35", "at least 40", ("corroborates", "full", "FIGURES_MEET")),
        ("at least 35", "more than 35", ("corroborates", "full", "FIGURES_MEET")),
        ("more than 35", "at least 35", ("corroborates", "partial", "FIGURES_OVERLAP")),
        ("more than 35", "90", ("corroborates", "partial", "FIGURES_OVERLAP")),
        ("at least 40", "more than 35", ("corroborates", "partial", "FIGURES_OVERLAP")),
        ("40", "about 40", ("corroborates", "full", "FIGURES_MEET")),
        ("40", "up to 500", ("corroborates", "partial", "FIGURES_OVERLAP")),
        ("two of the three pumps", "three pumps", ("contradicts", "full", "FIGURES_DIFFER")),
    ],
)
def test_a_stated_bound_holds_and_a_usual_one_gives_way(
    claim: str, passage: str, expected: tuple[str, str, str]
) -> None:
    suggestion = suggest_stance(said(claim), said(passage))
    assert (suggestion.stance, suggestion.coverage, suggestion.code.value) == expected


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("No boats left.", ["No boats"]),
        ("None of the old boats left, not a single boat.", ["None of the old boats", "not a single boat"]),
        ("No more than 4 boats, no fewer boats, no doubt boats.", []),
        ("No crews left.", []),
    ],
)
def test_none_of_what_is_counted_is_zero(sentence: str, words: list[str]) -> None:
    found = find_none(sentence, "boats")
    assert [sentence[one.start : one.end] for one in found] == words
    assert {(one.quantity.low, one.quantity.high) for one in found} <= {(Decimal(0), Decimal(0))}
    assert find_none(sentence, "boats", "de") == find_none(sentence, "") == ()


@pytest.mark.parametrize(
    ("text", "comparator", "language", "words"),
    [
        ("At least 40", "at_least", "en", "At least 40"),
        ("40", "at_least", "en", "at least 40"),
        ("forty", "over", "en", "over forty"),
        ("20,000", "about", "en", "20,000"),
        ("dozens", "order", "en", "dozens"),
        ("mindestens 40", "at_least", "de", "mindestens 40"),
        ("40", "up_to", "de", "up to 40"),
        ("28", "exact", "und", "28"),
    ],
)
def test_a_figure_is_put_in_the_words_of_its_text(
    text: str, comparator: str, language: str, words: str
) -> None:
    assert as_written(text, comparator, language) == words


NUMBERS = st.integers(1, 5000)
FIGURES = st.one_of(
    st.builds(
        "{} {:,}".format,
        st.sampled_from(
            ["exactly", "about", "nearly", "over", "more than", "at least", "up to", "fewer than", "under"]
        ),
        NUMBERS,
    ),
    st.builds(lambda a, b: f"between {min(a, b):,} and {max(a, b):,}", NUMBERS, NUMBERS),
    st.sampled_from(["dozens", "hundreds", "thousands"]),
)


@given(FIGURES, FIGURES)
def test_whichever_is_the_claim_figures_meet_or_not(one: str, other: str) -> None:
    assert suggest_stance(said(one), said(other)).stance == suggest_stance(said(other), said(one)).stance, (
        one,
        other,
    )


@given(FIGURES, NUMBERS)
def test_an_exact_figure_is_in_a_range_or_beyond_its_stated_bound(text: str, number: int) -> None:
    figure, exact = said(text), counted(number)
    stance = suggest_stance(figure, exact).stance
    reaches = number > figure.low or (number == figure.low and not figure.excludes_low)
    keeps = (
        figure.high is None or number < figure.high or (number == figure.high and not figure.excludes_high)
    )
    if reaches and keeps:
        assert stance == "corroborates"
    if (figure.states_low and not reaches) or (figure.states_high and not keeps):
        assert stance == "contradicts"


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


@pytest.mark.parametrize(
    ("figure", "is_read"),
    [
        ("9" * 40, False),
        ("1" + "0" * 24, False),
        (f"over {7 * 10**23}", False),
        (f"at least {10**24}", False),
        ("9" * 24, True),
        ("999 trillion", True),
    ],
)
def test_what_nobody_can_have_counted_is_no_figure(figure: str, is_read: bool) -> None:
    assert bool(find_quantities(f"They counted {figure} boats and 3 ferries sank.")[1:]) is is_read
