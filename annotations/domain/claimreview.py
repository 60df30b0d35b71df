"""Rules of ClaimReview markup, as its consumers really read it.

`short_claim` finds words for `claimReviewed`; `findings` says what is wrong with one review, for the rules
that concern what this product emits.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

WORST_RATING, BEST_RATING = 1, 5
CLAIM_LENGTH_LIMIT = 75
"""`claimReviewed` stays under this many characters."""

ELLIPSIS = "…"

# Words that turn round, narrow or hang the meaning of what stands before them: where one of these would
# fall off the end, the rest no longer says what the claim says, and no short form is better than a wrong
# one.
_TURNING = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|except|excluding|unless|until|if|only|but|although|"
    r"though|however|despite|instead|rather|than|because|allegedly|reportedly|or|whether|denied|denies|false|"
    r"falsely|untrue|cannot|hardly|barely|rarely)\b|n['’]t\b",
    re.IGNORECASE,
)
# The verdict in front of the claim ("False: …", "Fact check: …"), in the words this product and its peers
# use.
_VERDICT = re.compile(
    r"^\W*(?:fact[ -]?check(?:ed)?|(?:mostly |partly |half[ -]?)?(?:true|false|supported|refuted)|fake|hoax|"
    r"debunked|misleading|unproven|disputed|unconfirmed|verified)\s*[:\-–—!]",
    re.IGNORECASE,
)


def short_claim(text: str, written: str = "", language: str = "und") -> str | None:
    """Words for `claimReviewed`: those a reviewer has written, else the claim, else its beginning up to a
    word's edge.

    None when neither fits and a shortened claim could mean something else: then a person has to write one.
    What turns a meaning round is known here for English alone, so a claim in another language is never
    shortened.
    """
    for candidate in (written, text):
        words = " ".join(candidate.split())
        if words and len(words) < CLAIM_LENGTH_LIMIT and not states_verdict(words):
            return words
    if states_verdict(text) or language.split("-")[0].lower() not in ("en", "und"):
        return None
    return _shortened(" ".join(text.split()))


def states_verdict(words: str) -> bool:
    """Whether the words begin with a verdict on themselves."""
    return _VERDICT.match(words) is not None


def _shortened(text: str) -> str | None:
    room = CLAIM_LENGTH_LIMIT - 1 - len(ELLIPSIS)
    edge = text.rfind(" ", 0, room + 1)
    if edge <= 0 or _TURNING.search(text[edge:]):
        return None
    kept = text[:edge]
    # A figure at the end would be read without its unit or its "million".
    while kept and any(character.isdigit() for character in kept.rpartition(" ")[2]):
        kept = kept.rpartition(" ")[0]
    kept = kept.rstrip(" ,;:–—-(\"“'‘")
    return f"{kept}{ELLIPSIS}" if kept else None


def findings(review: Mapping[str, Any], address: str) -> list[str]:
    """The rules one ClaimReview object breaks, by name; an empty list when it is clean.

    `address` is where the service is published: the review's `url` must lie there.
    """
    return [*_claim(review), *_rating(review), *_url(review, address), *_dates(review), *_claimant(review)]


def _claim(review: Mapping[str, Any]) -> Iterator[str]:
    claim = review.get("claimReviewed")
    if not isinstance(claim, str) or not claim.strip():
        yield "claim-missing"
        return
    if len(claim) >= CLAIM_LENGTH_LIMIT:
        yield "claim-too-long"
    if states_verdict(claim):
        yield "verdict-in-claim"
    if not review.get("inLanguage"):
        yield "language-missing"


def _rating(review: Mapping[str, Any]) -> Iterator[str]:
    rating = review.get("reviewRating") or {}
    if not str(rating.get("alternateName") or "").strip():
        yield "rating-without-words"
    if "ratingValue" not in rating:
        return
    worst, value, best = (rating.get(name) for name in ("worstRating", "ratingValue", "bestRating"))
    # `type` and not `isinstance`: true and false are whole numbers too.
    if not (type(worst) is int and type(value) is int and type(best) is int):
        yield "rating-not-in-numbers"
        return
    if (worst, best) != (WORST_RATING, BEST_RATING):
        yield "rating-scale"
    elif not worst <= value <= best:
        yield "rating-outside-scale"


def _url(review: Mapping[str, Any], address: str) -> Iterator[str]:
    url, home = urlsplit(str(review.get("url") or "")), urlsplit(address)
    if not url.path or not url.netloc:
        yield "url-missing"
    elif (url.scheme, url.netloc) != (home.scheme, home.netloc):
        yield "url-on-another-host"
    if url.fragment:
        yield "url-with-fragment"


def _dates(review: Mapping[str, Any]) -> Iterator[str]:
    published, modified = (_moment(review.get(name)) for name in ("datePublished", "dateModified"))
    if published is None or modified is None or published.tzinfo is None or modified.tzinfo is None:
        yield "date-without-zone"
        return
    if modified < published:
        yield "modified-before-published"
    claimed = (review.get("itemReviewed") or {}).get("datePublished")
    if claimed and date.fromisoformat(claimed[:10]) > published.date():
        yield "claim-after-review"


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None


def _claimant(review: Mapping[str, Any]) -> Iterator[str]:
    item, reviewer = review.get("itemReviewed") or {}, review.get("author") or {}
    if item.get("@type") != "Claim":
        yield "item-is-not-a-claim"
    if not reviewer.get("name") or reviewer.get("@type") != "Organization":
        yield "reviewer-missing"
    claimant = item.get("author")
    if claimant is None:
        return
    if not claimant.get("name"):
        yield "claimant-without-name"
    if claimant.get("@type", "Person") not in ("Person", "Organization"):
        yield "claimant-of-another-type"
    if claimant.get("name") == reviewer.get("name"):
        yield "claimant-is-the-reviewer"
    if any(
        str(place.get("url", "")).startswith(str(reviewer.get("url"))) for place in item.get("appearance", [])
    ):
        yield "appearance-is-own-page"
