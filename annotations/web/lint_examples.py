"""Markup to try the linter with: one that passes, and frequent mistakes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

ADDRESS: Final = "https://checks.example/checks/claims/1/"


@dataclass(frozen=True, slots=True)
class Example:
    """Markup with the address of its page."""

    label: Any
    markup: str
    address: str = ADDRESS


def _review(**given: Any) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": ADDRESS,
        "claimReviewed": "The bridge was closed on 4 May.",
        "inLanguage": "en",
        "datePublished": "2026-05-06T09:00:00Z",
        "dateModified": "2026-05-06T09:00:00Z",
        "author": {"@type": "Organization", "name": "The Checkers", "url": "https://checks.example"},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Refuted",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Ida Lind"},
            "datePublished": "2026-05-05",
            "appearance": [{"@type": "CreativeWork", "url": "https://news.example/bridge"}],
        },
        **given,
    }


def _written(review: Mapping[str, Any]) -> str:
    return json.dumps(review, indent=2, ensure_ascii=False)


_SCORED = {"@type": "Rating", "bestRating": 5, "worstRating": 1}
_OLD = {"@type": "CreativeWork", "author": {"@type": "Person", "name": "Facebook posts"}}

EXAMPLES: Final[Mapping[str, Example]] = {
    "clean": Example(_("Without fault"), _written(_review())),
    "inverted": Example(
        _("Turned round"),
        _written(_review(reviewRating={**_SCORED, "alternateName": "False", "ratingValue": 5})),
    ),
    "unrated": Example(
        _("A number for nothing"),
        _written(_review(reviewRating={**_SCORED, "alternateName": "Not enough evidence", "ratingValue": 3})),
    ),
    "old": Example(
        _("An old form"),
        _written(
            _review(
                **{"@context": "http://schema.org"},
                claimReviewed="False: the bridge was closed on 4 May.",
                itemReviewed=_OLD,
            )
        ),
    ),
    "template": Example(
        _("Made by a template"), '{\n  "@type": "ClaimReview",\n  "claimReviewed": "He said "no""\n}'
    ),
}
