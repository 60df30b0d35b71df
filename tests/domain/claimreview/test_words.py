"""Words for `claimReviewed`, and what words say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.claimreview import CLAIM_LENGTH_LIMIT, short_claim, states_verdict
from annotations.domain.claimreview.words import Leaning, denies, leaning

LONG = "The council of the harbour town decided in its last meeting of the year to close the old bridge"


@pytest.mark.parametrize(
    ("text", "written", "language", "short"),
    [
        ("The bridge was closed.", "", "en", "The bridge was closed."),
        ("The  bridge\nwas closed.", "", "en", "The bridge was closed."),
        (LONG, "The council closed the bridge.", "en", "The council closed the bridge."),
        ("The bridge was closed.", "x" * 75, "en", "The bridge was closed."),
        ("The bridge was closed.", "False: the bridge was closed.", "en", "The bridge was closed."),
        (LONG, "", "en", "The council of the harbour town decided in its last meeting of the year…"),
        (LONG, "", "en-GB", "The council of the harbour town decided in its last meeting of the year…"),
        (LONG, "", "de", None),
        (f"{LONG} unless it snows.", "", "en", None),
        (f"{LONG}, but it didn't.", "", "en", None),
        (
            "The engineers who looked at the bridge after the flood counted in it 2500 000 cracks.",
            "",
            "en",
            "The engineers who looked at the bridge after the flood counted in it…",
        ),
        ("False: the bridge was closed.", "", "en", None),
        ("x" * 80, "", "en", None),
        ("x" * 74, "", "de", "x" * 74),
        ("x" * 75, "", "de", None),
    ],
)
def test_the_short_claim_says_what_the_claim_says(
    text: str, written: str, language: str, short: str | None
) -> None:
    assert short_claim(text, written, language) == short


@given(st.text(), st.text())
def test_a_short_claim_is_never_too_long_nor_empty_nor_a_verdict(text: str, written: str) -> None:
    short = short_claim(text, written)
    if short is not None:
        assert 0 < len(short) < CLAIM_LENGTH_LIMIT
        assert not states_verdict(short)


@given(st.lists(st.sampled_from(["road", "bridge", "not", "closed", "12", "million", "was"]), min_size=12))
def test_a_shortened_claim_is_the_beginning_of_the_claim_and_drops_no_negation(words: list[str]) -> None:
    text = " ".join(words)
    short = short_claim(text)
    if short is not None and short != text:
        kept = short.removesuffix("…").split()
        assert words[: len(kept)] == kept
        assert "not" not in words[len(kept) :]


@pytest.mark.parametrize(
    "words",
    [
        "False: it rains",
        "FAKE — it rains",
        "Fact check: it rains",
        "Mostly false: x",
        "It rains – FALSE",
        "It rains (false).",
    ],
)
def test_a_verdict_in_front_or_behind_is_seen(words: str) -> None:
    assert states_verdict(words)


@pytest.mark.parametrize(
    "words", ["True Bay was flooded", "The claim is false: no", "Supported by the crown"]
)
def test_words_that_only_look_like_a_verdict_are_left_alone(words: str) -> None:
    assert not states_verdict(words)


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("No, the bridge was open", ""),
        ("It is not true that the bridge was closed", ""),
        ("There is no evidence that it rained", ""),
        ("The bridge was not closed.", "The bridge was closed."),
        ("The mayor didn't close the bridge", "The mayor did close the bridge"),
        ("The bridge was closed", "The bridge was never closed"),
    ],
)
def test_a_denial_is_seen(words: str, claim: str) -> None:
    assert denies(words, claim)


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("The bridge was not closed", "The bridge was not closed."),
        ("Nobody closed the bridge", ""),
        ("Not one bridge was closed", "Ten bridges stayed open"),
        ("", ""),
    ],
)
def test_a_claim_that_holds_a_negation_is_no_denial(words: str, claim: str) -> None:
    assert not denies(words, claim)


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("Supported", Leaning.TRUE),
        ("Mostly supported, missing context", Leaning.BETWEEN),
        ("Partly supported", Leaning.BETWEEN),
        ("Mostly refuted", Leaning.BETWEEN),
        ("Refuted", Leaning.FALSE),
        ("Not true", Leaning.FALSE),
        ("Unconfirmed, leans supported", Leaning.OPEN),
        ("Disputed", Leaning.OPEN),
        ("Not enough evidence", Leaning.OPEN),
        ("Misleading", None),
        ("Four pinocchios", None),
    ],
)
def test_words_of_ratings_go_one_way(words: str, way: Leaning | None) -> None:
    assert leaning(words) == way
