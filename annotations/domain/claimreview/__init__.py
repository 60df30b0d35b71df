"""ClaimReview markup: its rules, the words for it, and what is written of an exported claim."""

from annotations.domain.claimreview.linting import Linted, lint, lint_text
from annotations.domain.claimreview.reading import CarryingPage
from annotations.domain.claimreview.rule import Finding, Rule, Severity
from annotations.domain.claimreview.rules import RULES
from annotations.domain.claimreview.shapes import CONTEXT
from annotations.domain.claimreview.told import Told, told_of
from annotations.domain.claimreview.words import CLAIM_LENGTH_LIMIT, short_claim, states_verdict
from annotations.domain.claimreview.writing import (
    WrittenReview,
    check_address,
    claim_review_of,
    companion_address,
    language_of,
    rating_object,
    refusal_words,
    scale_findings,
)

__all__ = [
    "CLAIM_LENGTH_LIMIT",
    "CONTEXT",
    "RULES",
    "CarryingPage",
    "Finding",
    "Linted",
    "Rule",
    "Severity",
    "Told",
    "WrittenReview",
    "check_address",
    "claim_review_of",
    "companion_address",
    "language_of",
    "lint",
    "lint_text",
    "rating_object",
    "refusal_words",
    "scale_findings",
    "short_claim",
    "states_verdict",
    "told_of",
]
