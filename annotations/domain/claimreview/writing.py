"""The ClaimReview of an exported claim, the same for its page, for the API and for a feed.

It says what readers are told: the last publication, else what was signed. A review has one rating: of an
override where there is one, explained with its words; else of what was signed. What was computed has no place
in it; that stands in the companion to which `subjectOf` leads.

Only the strict part of schema.org is used, so that it is valid everywhere. What has no rating (opinions,
predictions not yet due), and what the linter refuses, is not written; the reason is given instead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from annotations.domain.claimreview.itemised import citations, item_reviewed, unless_empty
from annotations.domain.claimreview.linting import lint
from annotations.domain.claimreview.reading import CarryingPage
from annotations.domain.claimreview.rule import Finding
from annotations.domain.claimreview.shapes import CONTEXT
from annotations.domain.claimreview.told import Told, told_of
from annotations.domain.claimreview.words import short_claim
from annotations.domain.rendering import Publication
from annotations.domain.verification import Rating, RatingScale, claim_review_rating

UNDETERMINED: Final = "und"
COMPANION_TYPE: Final = "application/ld+json"

WITHDRAWN: Final = "withdrawn"
NOT_SIGNED: Final = "not-signed"
NOT_RATED: Final = "not-rated"
NEEDS_SHORT_CLAIM: Final = "needs-short-claim"


@dataclass(frozen=True, slots=True)
class WrittenReview:
    """The review with its context, or why there is none: `withdrawn`, `not-signed`, `not-rated`,
    `needs-short-claim`, or the rule of the linter that it breaks. `findings` are the linter's, all of them.
    """

    review: dict[str, Any] | None
    why_not: str = ""
    findings: tuple[Finding, ...] = ()


def check_address(claim_id: int, address: str) -> str:
    """The public page of a claim's full check; `address` is the service's, without a final slash."""
    return f"{address}/checks/claims/{claim_id}/"


def companion_address(claim_id: int, address: str) -> str:
    """Where the evidence of a published check is read by programs."""
    return f"{check_address(claim_id, address)}evidence.jsonld"


def claim_review_of(claim: Mapping[str, Any], publication: Publication) -> WrittenReview:
    """The ClaimReview of one export document, linted."""
    told = told_of(claim)
    if told is None or told.is_withdrawn:
        return WrittenReview(None, NOT_SIGNED if told is None else WITHDRAWN)
    rating = claim_review_rating(told.status.status, told.context_flags, publication.scale)
    if rating is None:
        return WrittenReview(None, NOT_RATED)
    words = short_claim(told.text, told.short_claim, claim["language"])
    if words is None:
        return WrittenReview(None, NEEDS_SHORT_CLAIM)
    review = _review(claim, told, words, rating, publication)
    linted = lint(review, CarryingPage(address=review["url"]))
    if linted.refusals:
        return WrittenReview(None, linted.refusals[0].code, linted.findings)
    return WrittenReview(review, findings=linted.findings)


def refusal_words(written: WrittenReview) -> str:
    """Why a review that should be there is not, with how it is mended; empty where there is one, and where
    none belongs.
    """
    if written.why_not == NEEDS_SHORT_CLAIM:
        return "The claim has 75 characters or more. Sign it with a short form of fewer."
    return next(
        (f"{each.message} {each.fix}" for each in written.findings if each.code == written.why_not), ""
    )


def rating_object(rating: Rating, scale: RatingScale, reason: str = "") -> dict[str, Any]:
    """A rating as it is written."""
    numbers = (
        {}
        if rating.rating_value is None
        else {"ratingValue": rating.rating_value, "bestRating": scale.best, "worstRating": scale.worst}
    )
    explained = unless_empty("ratingExplanation", reason)
    return {"@type": "Rating", "alternateName": rating.alternate_name, **numbers, **explained}


def scale_findings(scale: RatingScale) -> tuple[tuple[str, Finding], ...]:
    """What the linter has against the ratings of a scale: each case with a finding."""
    path = "$.reviewRating"
    return tuple(
        (case.value, finding)
        for case, rating in scale.ratings.items()
        for finding in lint({"@type": "ClaimReview", "reviewRating": rating_object(rating, scale)}).findings
        if finding.path.startswith(path)
    )


def _review(
    claim: Mapping[str, Any], told: Told, words: str, rating: Rating, publication: Publication
) -> dict[str, Any]:
    url = check_address(claim["id"], publication.address)
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": f"{url}#review",
        "url": url,
        "claimReviewed": words,
        "inLanguage": language_of(claim),
        "datePublished": told.first_at,
        "dateModified": told.last_at,
        **unless_empty("version", told.number),
        **unless_empty("correction", _corrections(told.corrections)),
        **unless_empty("expires", told.expires_at),
        "author": {
            "@type": "Organization",
            "name": publication.organisation,
            "url": publication.home or publication.address,
        },
        "reviewRating": rating_object(rating, publication.scale, told.reason),
        "itemReviewed": item_reviewed(claim, told, publication),
        **unless_empty("citation", citations(told.links)),
        "subjectOf": {
            "@type": "CreativeWork",
            "@id": companion_address(claim["id"], publication.address),
            "url": companion_address(claim["id"], publication.address),
            "encodingFormat": COMPANION_TYPE,
        },
    }


def _corrections(told: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The public notes of what was changed since it was published first."""
    return [
        {"@type": "CorrectionComment", "text": each["note"], "datePublished": each["published_at"]}
        for each in told
    ]


def language_of(claim: Mapping[str, Any]) -> str:
    """The claim's language, else that of an article in which it stands."""
    known = [claim["language"], *(place["language"] for place in claim["highlights"])]
    return next((language for language in known if language != UNDETERMINED), UNDETERMINED)
