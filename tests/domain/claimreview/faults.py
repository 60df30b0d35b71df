"""For every rule of the linter markup that breaks it and nothing else, and its neighbour that breaks none."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from annotations.domain.claimreview import CarryingPage

ADDRESS = "https://checks.example"
URL = f"{ADDRESS}/checks/claims/1/"
NOWHERE = CarryingPage()
HERE = CarryingPage(address=URL)


def a_review(**given: Any) -> dict[str, Any]:
    """A review without fault; `given` changes properties, inner ones as `reviewRating__alternateName`. A
    property given as `...` is left out.
    """
    review: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": URL,
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
    return changed(review, given)


def changed(review: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The review with other values."""
    copy = deepcopy(review)
    for name, value in given.items():
        *way, last = (step.replace("at_", "@") for step in name.split("__"))
        place = copy
        for step in way:
            place = place[step]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return copy


def feed(*reviews: Any, **given: Any) -> dict[str, Any]:
    """Reviews as a feed."""
    elements = [{"@type": "DataFeedItem", "item": [review]} for review in reviews]
    return {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": elements, **given}


def another(number: int, **given: Any) -> dict[str, Any]:
    """The review of another claim."""
    words = f"Bridge {number} was closed."
    return a_review(url=f"{ADDRESS}/checks/claims/{number}/", claimReviewed=words, **given)


@dataclass(frozen=True)
class Case:
    """A rule's fault and the neighbour that keeps the rule. Text is what somebody pasted."""

    fault: Any
    neighbour: Any
    page: CarryingPage = HERE
    neighbours_page: CarryingPage | None = None


def rated(**given: Any) -> dict[str, Any]:
    """A review with another rating."""
    return a_review(reviewRating={"@type": "Rating", **given})


def scored(words: str, value: Any, worst: Any = 1, best: Any = 5) -> dict[str, Any]:
    """A review rated with words and a number."""
    return rated(alternateName=words, ratingValue=value, worstRating=worst, bestRating=best)


def claimed(**given: Any) -> dict[str, Any]:
    """A review of another claim object."""
    return a_review(itemReviewed={"@type": "Claim", **given})


def seen_at(**given: Any) -> CarryingPage:
    """The page of the review, as it was found."""
    return CarryingPage(address=URL, **given)


SHORT, LONG = "The council closed the bridge.", "The council " + "of the harbour town " * 3 + "closed it."
CHANGED_AT = "2020-10-05T08:00:00Z"
REFUTED = {"reviewRating__alternateName": "Refuted", "reviewRating__ratingValue": 1}
CORRECTION = {"@type": "CorrectionComment", "text": "It was open all day."}
BEFORE = CarryingPage(address=URL, previous=a_review())
TWO = feed(a_review(), another(2))
GONE = {"@type": "DataFeedItem", "dateDeleted": CHANGED_AT, "item": [{"url": f"{ADDRESS}/checks/claims/2/"}]}
WIRE = "https://wire.example"
SCRIPT = '<script type="application/ld+json">{"@context": "https://schema.org"'

CASES: dict[str, Case] = {
    # The document
    "json-broken": Case('{"claimReviewed": "He said "no""}', a_review(claimReviewed='He said "no"')),
    "json-closes-script": Case(
        '{"@context": "https://schema.org", "@type": "ClaimReview", "url": "' + URL + '", "claimReviewed": '
        '"</script>", "inLanguage": "en", "datePublished": "2020-10-02T08:00:00Z", "author": {"name": "A"}, '
        '"reviewRating": {"alternateName": "Refuted"}, "itemReviewed": {"@type": "Claim"}}',
        a_review(claimReviewed="</script>"),
    ),
    "json-escaped-for-html": Case(
        a_review(claimReviewed="He said &quot;no&quot;"), a_review(claimReviewed='He said "no" & left')
    ),
    "json-template-leftover": Case(
        a_review(claimReviewed="{{ claim.text }}"), a_review(claimReviewed="Braces { and } are used.")
    ),
    "no-review": Case({"@context": "https://schema.org", "@type": "Article"}, a_review()),
    "context-missing": Case(a_review(at_context=...), a_review(at_context="https://schema.org/")),
    "context-http": Case(a_review(at_context="http://schema.org"), a_review()),
    "context-foreign": Case(
        a_review(at_context=["https://schema.org", {"stance": "https://x.example/stance"}]),
        a_review(at_context=["https://schema.org"]),
    ),
    "graph-at-root": Case(
        {"@context": "https://schema.org", "@graph": [a_review(at_context=...)]}, [a_review()]
    ),
    "microdata-form": Case(
        a_review(itemReviewed={"type": ["https://schema.org/Claim"], "properties": {"name": ["It rained"]}}),
        a_review(itemReviewed={"@type": "https://schema.org/Claim", "name": "It rained"}),
    ),
    # The rating
    "rating-missing": Case(a_review(reviewRating=...), rated(alternateName="Supported")),
    "rating-without-words": Case(
        a_review(reviewRating__alternateName=" "), a_review(reviewRating__alternateName="Upheld")
    ),
    "rating-value-empty": Case(a_review(reviewRating__ratingValue=""), rated(alternateName="Supported")),
    "rating-without-bounds": Case(
        a_review(reviewRating__bestRating=...), scored("Supported", 100, worst=1, best=100)
    ),
    "worst-below-one": Case(scored("Refuted", 0, worst=0), scored("Refuted", 1, worst=1)),
    "worst-not-below-best": Case(scored("Upheld", 3, worst=3, best=3), scored("Upheld", 3, worst=3, best=4)),
    "rating-outside-bounds": Case(scored("Supported", 6), scored("Supported", 6, best=6)),
    "rating-sentinel": Case(scored("Not rated", -1), rated(alternateName="Not rated")),
    "rating-inverted": Case(scored("False", 5), scored("False", 1)),
    "bounds-observed": Case(scored("Half true", 3, worst=1, best=3), scored("Half true", 3, worst=1, best=5)),
    "number-with-comma": Case(scored("Upheld", "3,5"), scored("Upheld", 3.5)),
    "number-in-foreign-digits": Case(scored("Upheld", "٣"), scored("Upheld", 3)),
    "number-as-text": Case(scored("Upheld", "3"), scored("Upheld", 3)),
    "number-unreadable": Case(scored("Upheld", 3, best="five stars"), scored("Upheld", 3, best=5)),
    "unrated-with-number": Case(scored("Not enough evidence", 3), rated(alternateName="Not enough evidence")),
    # The claim
    "claim-missing": Case(a_review(claimReviewed=" "), a_review(claimReviewed="It rained.")),
    "claim-too-long": Case(
        a_review(claimReviewed="x" * 75), a_review(claimReviewed="x" * 74, itemReviewed__text="x" * 3_000)
    ),
    "verdict-in-claim": Case(
        a_review(claimReviewed="False: the bridge was closed."),
        a_review(claimReviewed="The false bridge was closed."),
    ),
    "claim-negated": Case(
        a_review(claimReviewed="The bridge was not closed.", itemReviewed__text="The bridge was closed."),
        a_review(claimReviewed="The bridge was not closed.", itemReviewed__text="The bridge was not closed."),
    ),
    "location-as-claim-name": Case(
        a_review(itemReviewed__name="Oslo", itemReviewed__contentLocation={"name": "Oslo"}),
        a_review(itemReviewed__name="Oslo flooded", itemReviewed__contentLocation={"name": "Oslo"}),
    ),
    "language-missing": Case(a_review(inLanguage=...), a_review(inLanguage="de-AT")),
    "language-unknown": Case(a_review(inLanguage="und"), a_review(inLanguage={"alternateName": "en"})),
    # The claim as an object
    "item-missing": Case(a_review(itemReviewed=...), claimed()),
    "item-is-creative-work": Case(a_review(itemReviewed__at_type="CreativeWork"), a_review()),
    "item-of-another-type": Case(a_review(itemReviewed="It rained"), claimed(text="It rained")),
    # Who
    "reviewer-missing": Case(a_review(author={"@type": "Organization"}), a_review(author={"url": ADDRESS})),
    "claimant-is-the-reviewer": Case(
        a_review(itemReviewed__author={"name": "The Checkers"}),
        a_review(itemReviewed__author={"name": "Eve"}),
    ),
    "authors-swapped": Case(
        a_review(author__url=WIRE, itemReviewed__author={"name": "The Checked", "url": ADDRESS}),
        a_review(author__url=ADDRESS, itemReviewed__author={"name": "The Checked", "url": WIRE}),
    ),
    "organisation-as-person": Case(
        a_review(itemReviewed__author={"@type": "Person", "name": "Ministry of Works"}),
        a_review(itemReviewed__author={"@type": "Person", "name": "Minna Works"}),
    ),
    "claimant-invented": Case(
        a_review(itemReviewed__author={"@type": "Person", "name": "Social media users"}),
        a_review(itemReviewed__author=...),
    ),
    "claimant-without-name": Case(
        a_review(itemReviewed__author={"@type": "Person"}), a_review(itemReviewed__author="Ada Byron")
    ),
    "claimant-of-another-type": Case(
        a_review(itemReviewed__author={"@type": "NewsArticle", "name": "Ada Byron"}),
        a_review(itemReviewed__author={"@type": "Person", "name": "Ada Byron"}),
    ),
    # Addresses
    "url-missing": Case(a_review(url="/checks/claims/1/"), a_review()),
    "url-on-another-host": Case(a_review(url=f"{WIRE}/checks/claims/1/"), a_review()),
    "url-shortened": Case(a_review(url="https://bit.ly/3xYzAbC"), a_review()),
    "url-redirects": Case(
        a_review(),
        a_review(),
        page=seen_at(redirects_to=f"{ADDRESS}/1/"),
        neighbours_page=seen_at(redirects_to=URL),
    ),
    "url-not-canonical": Case(a_review(url=f"{URL}?utm_source=feed"), a_review()),
    "url-with-fragment": Case(a_review(url=f"{URL}#verdict"), a_review()),
    "review-repeated": Case(feed(a_review(), a_review()), TWO),
    "review-on-list-page": Case(
        a_review(), a_review(), page=CarryingPage(address=f"{ADDRESS}/checks/"), neighbours_page=HERE
    ),
    "appearances-glued": Case(
        a_review(itemReviewed__appearance=f"{WIRE}/1, {WIRE}/2"),
        a_review(itemReviewed__appearance=[{"url": f"{WIRE}/1"}, {"url": f"{WIRE}/2"}]),
    ),
    "appearance-is-own-page": Case(
        a_review(itemReviewed__appearance=[{"url": URL}]),
        a_review(itemReviewed__firstAppearance={"url": f"{WIRE}/1"}),
    ),
    "archive-as-url": Case(
        a_review(itemReviewed__appearance=[{"url": f"https://web.archive.org/web/2020/{WIRE}/1"}]),
        a_review(
            itemReviewed__appearance=[
                {"url": f"{WIRE}/1", "archivedAt": f"https://web.archive.org/web/2020/{WIRE}/1"}
            ]
        ),
    ),
    "page-private": Case(a_review(), a_review(), page=seen_at(is_private=True), neighbours_page=HERE),
    # Days
    "date-missing": Case(
        a_review(datePublished=..., dateModified=...), a_review(datePublished="2020-10-02T08:00:00+02:00")
    ),
    "date-without-zone": Case(
        a_review(dateModified="2020-10-02T08:00:00"), a_review(dateModified="2020-10-02T08:00:00.5Z")
    ),
    "date-unreadable": Case(
        a_review(itemReviewed__datePublished="last week"), a_review(itemReviewed__datePublished="2020-10-02")
    ),
    "claim-after-review": Case(
        a_review(itemReviewed__datePublished="2020-10-03"), a_review(itemReviewed__datePublished="2020-10-02")
    ),
    "modified-before-published": Case(
        a_review(dateModified="2020-10-02T07:59:59Z"), a_review(dateModified="2020-10-02T08:00:00Z")
    ),
    # What became of it
    "differs-from-page": Case(
        a_review(),
        a_review(),
        page=seen_at(visible_text="The bridge was closed. Refuted."),
        neighbours_page=seen_at(visible_text="The bridge\n was closed. Supported."),
    ),
    "changed-without-date": Case(
        a_review(**REFUTED, correction=CORRECTION),
        a_review(**REFUTED, correction=CORRECTION, dateModified=CHANGED_AT),
        page=BEFORE,
    ),
    "changed-without-correction": Case(
        a_review(**REFUTED, dateModified=CHANGED_AT), a_review(dateModified=CHANGED_AT), page=BEFORE
    ),
    "withdrawn-without-tombstone": Case(
        feed(a_review()),
        feed(a_review(), dataFeedElement=[*feed(a_review())["dataFeedElement"], GONE]),
        page=CarryingPage(address=f"{ADDRESS}/feed", previous=TWO),
    ),
    "related-media-review": Case(a_review(relatedMediaReview={}), a_review(associatedMediaReview={})),
}
