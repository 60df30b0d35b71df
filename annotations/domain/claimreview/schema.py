"""A JSON Schema (2020-12) of one ClaimReview: what of the rules can be said of a document by itself.

`$comment` names the rule that a part of the schema stands for. It is stricter than schema.org, which allows
nearly everything, and it is what this product writes.
"""

from typing import Any, Final

from annotations.domain.claimreview.shapes import CONTEXT
from annotations.domain.claimreview.words import CLAIM_LENGTH_LIMIT

SCHEMA_PATH: Final = "/schemas/claimreview.json"

Schema = dict[str, Any]

_WORDS: Final[Schema] = {"type": "string", "pattern": r"\S"}
_ADDRESS: Final[Schema] = {"type": "string", "pattern": r"^https?://[^\s]+$"}
_MOMENT: Final[Schema] = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$",
}
_DAY: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}"}


def _of_rule(code: str, schema: Schema) -> Schema:
    return {"$comment": code, **schema}


def _object(kind: Schema, properties: Schema, *required: str) -> Schema:
    found: Schema = {"type": "object", "properties": {"@type": kind, **properties}}
    return {**found, "required": [*required]} if required else found


_WORK: Final = _object(
    {"const": "CreativeWork"},
    {
        "url": _of_rule("appearances-glued", _ADDRESS),
        "archivedAt": _ADDRESS,
        "datePublished": _DAY,
        "publisher": {"type": "object", "properties": {"name": _WORDS}},
    },
    "@type",
)
_CLAIMANT: Final = _object(
    _of_rule("claimant-of-another-type", {"enum": ["Person", "Organization"]}),
    {"name": _of_rule("claimant-without-name", _WORDS), "sameAs": _ADDRESS},
    "name",
)
_CLAIM: Final = _object(
    _of_rule("item-is-creative-work", {"const": "Claim"}),
    {
        "text": _WORDS,
        "author": _CLAIMANT,
        "datePublished": _of_rule("date-unreadable", _DAY),
        "appearance": {"type": "array", "items": _WORK, "minItems": 1},
        "firstAppearance": _WORK,
    },
    "@type",
)
_RATING: Final[Schema] = {
    **_object(
        {"const": "Rating"},
        {
            "alternateName": _of_rule("rating-without-words", _WORDS),
            "ratingValue": _of_rule("rating-value-empty", {"type": "number"}),
            "bestRating": _of_rule("number-unreadable", {"type": "number"}),
            "worstRating": _of_rule("worst-below-one", {"type": "number", "minimum": 1}),
            "ratingExplanation": _WORDS,
        },
        "@type",
        "alternateName",
    ),
    "dependentRequired": {"ratingValue": ["bestRating", "worstRating"]},
}
_CORRECTION: Final = _object(
    {"const": "CorrectionComment"}, {"text": _WORDS, "datePublished": _MOMENT}, "@type", "text"
)

CLAIM_REVIEW_SCHEMA: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "ClaimReview",
    "description": "One ClaimReview as its consumers really read it.",
    "type": "object",
    "required": ["@context", "@type", "url", "claimReviewed", "inLanguage", "reviewRating"],
    "properties": {
        "@context": _of_rule("context-http", {"const": CONTEXT}),
        "@type": _of_rule("no-review", {"const": "ClaimReview"}),
        "@id": _ADDRESS,
        "url": _of_rule("url-with-fragment", {"type": "string", "pattern": r"^https?://[^\s#]+$"}),
        "claimReviewed": _of_rule("claim-too-long", {**_WORDS, "maxLength": CLAIM_LENGTH_LIMIT - 1}),
        "inLanguage": _of_rule("language-missing", _WORDS),
        "datePublished": _of_rule("date-without-zone", _MOMENT),
        "dateModified": _of_rule("date-without-zone", _MOMENT),
        "version": {"type": "integer", "minimum": 1},
        "correction": {"type": "array", "items": _CORRECTION, "minItems": 1},
        "expires": _MOMENT,
        "author": _object({"const": "Organization"}, {"name": _WORDS, "url": _ADDRESS}, "@type", "name"),
        "reviewRating": _RATING,
        "itemReviewed": _CLAIM,
        "citation": {"type": "array", "items": _WORK, "minItems": 1},
        "subjectOf": _WORK,
        "relatedMediaReview": _of_rule("related-media-review", {"not": {}}),
        "@graph": _of_rule("graph-at-root", {"not": {}}),
    },
}
