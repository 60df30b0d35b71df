"""Rules that need more than the review: the page's words, what stood there before, and the other reviews."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotations.domain.claimreview.moments import moment_of
from annotations.domain.claimreview.reading import (
    CarryingPage,
    Faults,
    FoundReview,
    many,
    object_of,
    reviews_in,
    text_of,
)
from annotations.domain.claimreview.rule import Fault
from annotations.domain.claimreview.words import ELLIPSIS

_SPACE = re.compile(r"\s+")


def page_faults(found: FoundReview, page: CarryingPage) -> Faults:
    """Where the markup says other words than the page."""
    if page.visible_text is None:
        return
    visible = _plain(page.visible_text)
    verdict = text_of(object_of(found.review.get("reviewRating")).get("alternateName"))
    claim = text_of(found.review.get("claimReviewed"))
    for words, path in ((claim, "claimReviewed"), (verdict, "reviewRating.alternateName")):
        if words and _plain(words.removesuffix(ELLIPSIS)) not in visible:
            yield Fault("differs-from-page", f"{found.path}.{path}", words)


def history_faults(document: Any, reviews: Sequence[FoundReview], page: CarryingPage) -> Faults:
    """Verdicts that changed without saying so, and checks that are gone without a trace."""
    before = {found.url: found for found in reviews_in(page.previous) if found.url}
    for found in reviews:
        if found.url in before and _verdict(found) != _verdict(before[found.url]):
            yield from _change_faults(found, before[found.url])
    present = {found.url for found in reviews} | set(_tombstones(document))
    for url in before:
        if url not in present:
            yield Fault("withdrawn-without-tombstone", "$", url)


def repeated(reviews: Sequence[FoundReview]) -> Faults:
    """Reviews that occur twice."""
    seen: set[tuple[str, str]] = set()
    for found in reviews:
        known = (found.url, text_of(found.review.get("claimReviewed")))
        if known in seen and any(known):
            yield Fault("review-repeated", found.path, found.url or known[1])
        seen.add(known)


def _change_faults(found: FoundReview, before: FoundReview) -> Faults:
    was = _verdict(before)[0]
    earlier = _last_touched(before)
    later = moment_of(found.review.get("dateModified"))
    if later is None or (earlier is not None and later <= earlier):
        yield Fault("changed-without-date", f"{found.path}.dateModified", was)
    corrections, known = many(found.review.get("correction")), many(before.review.get("correction"))
    if len(corrections) <= len(known):
        yield Fault("changed-without-correction", found.path, was)


def _last_touched(found: FoundReview) -> Any:
    return moment_of(found.review.get("dateModified")) or moment_of(found.review.get("datePublished"))


def _verdict(found: FoundReview) -> tuple[str, Any]:
    rating = object_of(found.review.get("reviewRating"))
    return text_of(rating.get("alternateName")), str(rating.get("ratingValue"))[:40]


def _tombstones(document: Any) -> Iterator[str]:
    """The addresses that a feed calls deleted."""
    if not isinstance(document, Mapping):
        return
    for element in many(document.get("dataFeedElement")):
        if text_of(object_of(element).get("dateDeleted")):
            yield text_of(object_of(object_of(element).get("item")).get("url"))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip().casefold()
