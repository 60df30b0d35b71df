"""The linter: each rule finds its fault and no other, and nothing makes it raise."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.claimreview import RULES, CarryingPage, Finding, Severity, lint, lint_text
from tests.domain.claimreview.faults import (
    ADDRESS,
    CASES,
    HERE,
    SCRIPT,
    TWO,
    URL,
    Case,
    a_review,
    another,
    feed,
    rated,
    scored,
)


def codes(markup: Any, page: CarryingPage = HERE) -> list[str]:
    """The rules that are broken; text is taken as pasted."""
    linted = lint_text(markup, page) if isinstance(markup, str) else lint(markup, page)
    return [finding.code for finding in linted.findings]


def test_every_rule_has_its_case_and_every_case_its_rule() -> None:
    assert list(CASES) == list(RULES)


@pytest.mark.parametrize(("code", "case"), CASES.items(), ids=list(CASES))
def test_each_fault_is_found_by_its_rule_and_by_no_other(code: str, case: Case) -> None:
    assert codes(case.fault, case.page) == [code]


@pytest.mark.parametrize(("code", "case"), CASES.items(), ids=list(CASES))
def test_its_neighbour_keeps_every_rule(code: str, case: Case) -> None:
    assert codes(case.neighbour, case.neighbours_page or case.page) == []


@pytest.mark.parametrize(("code", "case"), CASES.items(), ids=list(CASES))
def test_a_neighbour_pasted_as_text_keeps_every_rule_too(code: str, case: Case) -> None:
    text = json.dumps(case.neighbour).replace("<", "\\u003c")
    assert codes(text, case.neighbours_page or case.page) == []


def test_a_finding_names_the_value_the_place_and_the_way_out() -> None:
    assert lint(feed(scored("False", 5)), HERE).findings == (
        Finding(
            "rating-inverted",
            Severity.REFUSE,
            "$.dataFeedElement[0].item[0].reviewRating.ratingValue",
            "“False” lies at the wrong end of the scale: nearer bestRating is truer.",
            "Turn the numbers round, so that the truest verdict is bestRating.",
        ),
    )


def test_advice_keeps_nothing_from_being_published() -> None:
    linted = lint(a_review(inLanguage="und"), HERE)
    assert (linted.reviews, linted.is_publishable, linted.refusals) == (1, True, ())
    assert not lint({}, HERE).is_publishable
    assert not lint(a_review(url=""), HERE).is_publishable


@pytest.mark.parametrize(
    ("code", "markup"),
    [
        ("verdict-in-claim", a_review(claimReviewed="The bridge was closed (false)")),
        ("claim-negated", a_review(claimReviewed="No, the bridge was not closed")),
        ("rating-inverted", scored("True", 1)),
        ("rating-value-empty", a_review(reviewRating__ratingValue=None)),
        ("rating-without-bounds", a_review(reviewRating__worstRating=...)),
        ("worst-not-below-best", scored("Upheld", 3, worst=5, best=1)),
        ("number-unreadable", scored("Upheld", True)),
        ("number-unreadable", scored("Upheld", float("nan"))),
        ("number-unreadable", scored("Upheld", [1, 2])),
        ("number-with-comma", scored("Upheld", 3, best="5,0")),
        ("organisation-as-person", a_review(author={"@type": "Person", "name": "A", "logo": "x"})),
        ("location-as-claim-name", a_review(itemReviewed__name="Norway")),
        ("item-is-creative-work", a_review(itemReviewed__at_type=["NewsArticle"])),
        ("item-of-another-type", a_review(itemReviewed={"name": "It rained"})),
        ("microdata-form", {**a_review(), "properties": {}}),
        ("archive-as-url", a_review(citation=[{"url": "https://archive.ph/AbCd"}])),
        ("archive-as-url", a_review(url="https://archive.ph/AbCd")),
        ("url-missing", a_review(url="https://exa mple/1")),
        ("date-unreadable", a_review(datePublished=20201002, dateModified=...)),
        ("date-without-zone", a_review(dateModified="2020-10-02")),
        ("related-media-review", a_review(itemReviewed__relatedMediaReview=[])),
        ("review-on-list-page", {"@context": "https://schema.org", "@type": "ItemList", "x": a_review()}),
        ("bounds-observed", feed(a_review(), another(2, reviewRating__bestRating=7))),
    ],
)
def test_a_rule_has_other_ways_of_being_broken(code: str, markup: Any) -> None:
    assert codes(markup) == [code]


def test_each_of_several_claimants_is_judged() -> None:
    claimants = [{"name": "Ada"}, {"name": "Anonymous"}]
    found = lint(a_review(itemReviewed__author=claimants), HERE).findings
    assert [(one.code, one.path) for one in found] == [("claimant-invented", "$.itemReviewed.author[1]")]


def test_reviews_are_found_wherever_they_stand() -> None:
    assert [lint(shape, HERE).reviews for shape in (a_review(), [a_review(), another(2)], TWO)] == [1, 2, 2]
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "review": [a_review(at_context=...)]}
    assert codes(article) == []
    assert codes(a_review(at_type=["ClaimReview", "Review"], reviewRating=[a_review()["reviewRating"]])) == []


def a_page(*blocks: Any, words: str = "The bridge was closed. Supported.", head: str = "") -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{json.dumps(block).replace("<", chr(92) + "u003c")}</script>'
        for block in blocks
    )
    return f"<!doctype html><head><title>x</title>{head}{scripts}</head><body><p>{words}</p></body>"


def test_a_whole_page_is_read_with_its_words_and_its_canonical_address() -> None:
    assert codes(a_page(a_review())) == []
    assert codes(a_page(a_review(), words="It was open. Refuted.")) == ["differs-from-page"] * 2
    canonical = f'<link rel="canonical" href="{ADDRESS}/1/">'
    assert codes(a_page(a_review(), head=canonical)) == ["url-not-canonical"]
    organisation = {"@context": "https://schema.org", "@type": "Organization"}
    assert codes(a_page(organisation, a_review())) == []


def test_what_is_broken_in_a_page_is_named() -> None:
    assert codes(f"{SCRIPT}</script>") == ["json-broken"]
    assert codes('<div itemscope itemtype="https://schema.org/ClaimReview"></div>') == ["microdata-form"]
    assert codes("<p>nothing</p>") == ["no-review"]


@pytest.mark.parametrize("text", ["", "[" * 100_000, "9" * 5_000, "{", "nul", "\ud800"])
def test_text_that_is_no_json_is_one_finding(text: str) -> None:
    assert codes(text) in (["json-broken"], ["no-review"])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(URL),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_NAMES = """
    @context @type url claimReviewed reviewRating itemReviewed author inLanguage datePublished dateModified
    citation correction appearance ratingValue bestRating worstRating alternateName dataFeedElement item
    properties"""
NAMES = _NAMES.split()
reviewlike = st.recursive(
    anything | st.just("ClaimReview") | st.just("Claim"),
    lambda inner: st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)


@given(reviewlike, reviewlike, st.booleans())
def test_nothing_makes_it_raise(document: Any, previous: Any, is_private: bool) -> None:
    page = CarryingPage(address=URL, previous=previous, is_private=is_private, visible_text="The bridge")
    for shape in (document, {"@type": "ClaimReview", "x": document}):
        for finding in lint(shape, page).findings:
            assert finding.code in RULES
            assert finding.message.encode() and finding.path.encode()


@given(st.sampled_from(NAMES[2:]), anything, st.sampled_from(["", "reviewRating", "itemReviewed", "author"]))
def test_any_value_anywhere_in_a_review_is_judged_and_never_raises(
    name: str, value: Any, inside: str
) -> None:
    path = f"{inside}__{name}" if inside else name
    assert lint(a_review(**{path: value}), HERE).reviews == 1


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert isinstance(lint_text(text).findings, tuple)
    assert isinstance(lint_text(f"<{text}").findings, tuple)


def test_words_alone_are_a_rating() -> None:
    assert codes(rated(alternateName="Unproven")) == []
