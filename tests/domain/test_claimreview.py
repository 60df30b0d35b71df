"""Words for `claimReviewed`, and the rules of one ClaimReview object."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.claimreview import CLAIM_LENGTH_LIMIT, findings, short_claim, states_verdict

ADDRESS = "https://checks.example.org"
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
    "words", ["False: it rains", "FAKE — it rains", "Fact check: it rains", "Mostly false: x"]
)
def test_a_verdict_in_front_is_seen(words: str) -> None:
    assert states_verdict(words)


@pytest.mark.parametrize(
    "words", ["True Bay was flooded", "The claim is false: no", "Supported by the crown"]
)
def test_words_that_only_look_like_a_verdict_are_left_alone(words: str) -> None:
    assert not states_verdict(words)


def a_review() -> dict[str, Any]:
    """A review without fault."""
    return {
        "@type": "ClaimReview",
        "url": f"{ADDRESS}/claims/1/",
        "claimReviewed": "The bridge was closed.",
        "inLanguage": "en",
        "datePublished": "2020-10-02T08:00:00Z",
        "dateModified": "2020-10-02T08:00:00Z",
        "author": {"@type": "Organization", "name": "The Checkers", "url": ADDRESS},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Supported",
            "ratingValue": 5,
            "bestRating": 5,
            "worstRating": 1,
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Organization", "name": "The Gazette"},
            "datePublished": "2020-10-01",
            "appearance": [{"@type": "CreativeWork", "url": "https://gazette.example/bridge"}],
        },
    }


def test_a_review_without_fault_has_no_findings() -> None:
    assert findings(a_review(), ADDRESS) == []


def test_words_without_a_number_are_a_rating_too() -> None:
    review = a_review()
    review["reviewRating"] = {"@type": "Rating", "alternateName": "Unproven"}
    assert findings(review, ADDRESS) == []


FAULTS = [
    ("claim-missing", ("claimReviewed",), " "),
    ("claim-too-long", ("claimReviewed",), "x" * 75),
    ("verdict-in-claim", ("claimReviewed",), "False: the bridge was closed."),
    ("language-missing", ("inLanguage",), ""),
    ("rating-without-words", ("reviewRating", "alternateName"), " "),
    ("rating-not-in-numbers", ("reviewRating", "ratingValue"), "5"),
    ("rating-not-in-numbers", ("reviewRating", "ratingValue"), None),
    ("rating-not-in-numbers", ("reviewRating", "ratingValue"), True),
    ("rating-not-in-numbers", ("reviewRating", "bestRating"), None),
    ("rating-scale", ("reviewRating", "worstRating"), 0),
    ("rating-scale", ("reviewRating", "bestRating"), 10),
    ("rating-outside-scale", ("reviewRating", "ratingValue"), -1),
    ("rating-outside-scale", ("reviewRating", "ratingValue"), 6),
    ("url-missing", ("url",), ""),
    ("url-missing", ("url",), "/claims/1/"),
    ("url-on-another-host", ("url",), "https://elsewhere.example/claims/1/"),
    ("url-on-another-host", ("url",), "http://checks.example.org/claims/1/"),
    ("url-with-fragment", ("url",), f"{ADDRESS}/claims/1/#verdict"),
    ("date-without-zone", ("datePublished",), "2020-10-02T08:00:00"),
    ("date-without-zone", ("dateModified",), "2020-10-02"),
    ("modified-before-published", ("dateModified",), "2020-10-02T07:59:59Z"),
    ("claim-after-review", ("itemReviewed", "datePublished"), "2020-10-03"),
    ("item-is-not-a-claim", ("itemReviewed", "@type"), "CreativeWork"),
    ("reviewer-missing", ("author", "name"), ""),
    ("reviewer-missing", ("author", "@type"), "Person"),
    ("claimant-without-name", ("itemReviewed", "author", "name"), ""),
    ("claimant-of-another-type", ("itemReviewed", "author", "@type"), "NewsArticle"),
    ("claimant-is-the-reviewer", ("itemReviewed", "author", "name"), "The Checkers"),
    ("appearance-is-own-page", ("itemReviewed", "appearance"), [{"url": f"{ADDRESS}/articles/1/"}]),
]


@pytest.mark.parametrize(("rule", "path", "value"), FAULTS)
def test_each_fault_is_found_by_its_name_and_alone(rule: str, path: tuple[str, ...], value: Any) -> None:
    review = deepcopy(a_review())
    place = review
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    assert findings(review, ADDRESS) == [rule]
