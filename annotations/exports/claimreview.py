"""ClaimReview: a schema.org data feed of signed verdicts, for those who read fact-checks as data.

A review has one rating: of an override where there is one, explained with its words and with the day on which
it ends; else of what was signed. What was computed has no place in it, and stands in the other formats.

Only the strict part of schema.org is used, so that it is valid everywhere. What has no rating (opinions,
predictions not yet due), and a claim too long to be shortened without changing its meaning, is left out and
named in the manifest.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotations.domain.claimreview import BEST_RATING, WORST_RATING, short_claim
from annotations.domain.rendering import Format, LeftOut, Publication
from annotations.domain.verification import Rating, Standing, claim_review_rating, effective_status
from annotations.domain.vocabulary import AttributionMode, PublicationKind, PublisherKind, Status

CONTEXT = "https://schema.org"
PERSONS = frozenset({PublisherKind.EYEWITNESS})
# A party's official, an account, an unknown may be a person or an office: of these no type is claimed.
ORGANISATIONS = (
    frozenset(PublisherKind)
    - PERSONS
    - {
        PublisherKind.PARTY_OFFICIAL,
        PublisherKind.SOCIAL_ACCOUNT,
        PublisherKind.ANONYMOUS,
        PublisherKind.UNKNOWN,
    }
)
UNNAMED = (AttributionMode.ANONYMOUS, AttributionMode.HEDGED)


def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """One data feed, element by element."""
    head = {"@context": CONTEXT, "@type": "DataFeed", "name": f"Fact-checks of {publication.organisation}"}
    yield f'{_json(head)[:-1]}, "dataFeedElement": ['.encode()
    separator = "\n"
    for document in documents:
        review = review_of(json.loads(document), publication, left_out)
        if review is not None:
            yield f"{separator}{_json(_element(review))}".encode()
            separator = ",\n"
    yield b"\n]}\n"


def review_of(claim: dict[str, Any], publication: Publication, left_out: LeftOut) -> dict[str, Any] | None:
    """The ClaimReview of one exported claim, or None where there can be none."""
    verdicts, rating, words = claim["verdicts"], _rating(claim), _words(claim)
    override, published = claim["override"] or {}, claim.get("publication") or {}
    is_withdrawn = published.get("kind") == PublicationKind.WITHDRAWN
    if is_withdrawn or not verdicts or rating is None or words is None:
        left_out.add(_why_not(is_withdrawn, bool(verdicts), is_rated=rating is not None), claim["id"])
        return None
    # The sign-off is complete, and so the review is there, with the last signature; unless it was published.
    signed_at = verdicts[-1]["signed_at"]
    return {
        "@type": "ClaimReview",
        "url": f"{publication.address}{claim['path']}",
        "claimReviewed": words,
        "inLanguage": _language(claim),
        "datePublished": published.get("first_published_at") or signed_at,
        "dateModified": max(signed_at, override.get("approved_at", ""), published.get("published_at", "")),
        **_unless_empty("version", published.get("number")),
        **_unless_empty("correction", _corrections(published)),
        **_unless_empty("expires", override.get("expires_at")),
        "author": {"@type": "Organization", "name": publication.organisation, "url": publication.address},
        "reviewRating": _rating_object(rating, override.get("text") or verdicts[-1]["reason"]),
        "itemReviewed": _claim(claim, publication),
        **_unless_empty("citation", _citations(claim)),
    }


def _why_not(is_withdrawn: bool, is_signed: bool, *, is_rated: bool) -> str:
    """Why there is no review; words that are too long come last."""
    if is_withdrawn:
        return "withdrawn"
    if not is_signed:
        return "not-signed"
    return "needs-short-claim" if is_rated else "not-rated"


def _corrections(published: dict[str, Any]) -> list[dict[str, Any]]:
    """The public notes of what was changed since it was published first."""
    return [
        {"@type": "CorrectionComment", "text": each["note"], "datePublished": each["published_at"]}
        for each in published.get("corrections", ())
    ]


def _element(review: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "DataFeedItem",
        "dateCreated": review["datePublished"],
        "dateModified": review["dateModified"],
        "item": [review],
    }


def _words(claim: dict[str, Any]) -> str | None:
    written = [verdict["short_claim"] for verdict in claim["verdicts"] if verdict["short_claim"]]
    return short_claim(claim["text"], written[-1] if written else "", claim["language"])


def _rating(claim: dict[str, Any]) -> Rating | None:
    told = {name: Status(status) for name, status in claim["status"].items() if status}
    effective = effective_status(**told)
    if effective.standing is Standing.PROVISIONAL:
        return None
    flags = [verdict["context_flag"] for verdict in claim["verdicts"] if verdict["context_flag"]]
    return claim_review_rating(effective.status, flags)


def _rating_object(rating: Rating, reason: str) -> dict[str, Any]:
    numbers = (
        {}
        if rating.rating_value is None
        else {"ratingValue": rating.rating_value, "bestRating": BEST_RATING, "worstRating": WORST_RATING}
    )
    return {"@type": "Rating", "alternateName": rating.alternate_name, **numbers, "ratingExplanation": reason}


def _claim(claim: dict[str, Any], publication: Publication) -> dict[str, Any]:
    layer = _innermost_layer_around(claim)
    described: dict[str, Any] = {"@type": "Claim", "text": claim["text"]}
    if layer is not None and layer["asserter"] and layer["mode"] not in UNNAMED:
        described |= _unless_empty("author", _claimant(layer, publication))
        described |= _unless_empty("datePublished", layer["said_on"])
    return {**described, **_unless_empty("appearance", _appearances(claim, publication))}


def _innermost_layer_around(claim: dict[str, Any]) -> dict[str, Any] | None:
    """Who asserts this very claim. An attribution's own asserter is not its claimant."""
    return next((layer for layer in reversed(claim["attribution"]) if layer["asserts"] == claim["id"]), None)


def _claimant(layer: dict[str, Any], publication: Publication) -> dict[str, Any] | None:
    publisher = layer["publisher"] or {}
    name = publisher.get("name") or layer["asserter"]
    if name == publication.organisation:
        return None
    kind = publisher.get("kind")
    typed = (
        {"@type": "Person" if kind in PERSONS else "Organization"} if kind in PERSONS | ORGANISATIONS else {}
    )
    same = publisher.get("wikidata_id")
    return {
        **typed,
        "name": name,
        **_unless_empty("sameAs", same and f"https://www.wikidata.org/wiki/{same}"),
    }


def _appearances(claim: dict[str, Any], publication: Publication) -> list[dict[str, Any]]:
    """The articles in which it stands, each once. A page of the service itself is no appearance."""
    places = {
        place["url"]: {
            "@type": "CreativeWork",
            "url": place["url"],
            "headline": place["headline"],
            **_unless_empty("datePublished", place["published_on"]),
        }
        for place in claim["highlights"]
        if place["url"] and not place["url"].startswith(publication.address)
    }
    return list(places.values())


def _citations(claim: dict[str, Any]) -> list[dict[str, Any]]:
    sources = {
        link["source"]["id"]: link["source"]
        for link in claim["evidence"]
        if not link["protected"] and link["source"]["url"]
    }
    return [
        {
            "@type": "CreativeWork",
            "name": source["title"],
            "url": source["url"],
            **_unless_empty("datePublished", source["published_on"]),
            "publisher": {"name": source["publisher"]["name"]},
        }
        for source in sources.values()
    ]


def _language(claim: dict[str, Any]) -> str:
    known = [claim["language"], *(place["language"] for place in claim["highlights"])]
    return next((language for language in known if language != "und"), "und")


def _unless_empty(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}


def _json(value: dict[str, Any]) -> str:
    """JSON that may stand inside a page's script element as it is."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


FORMAT = Format(media_type="application/ld+json", suffix=".jsonld", render=render)
