"""ClaimReview of one claim, its evidence companion, and the linter."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.conditions import read_answer
from annotations.api.endpoints import Endpoint
from annotations.api.shapes.claim_reviews import ClaimReviewShape, CompanionShape, LintedShape, LintInput
from annotations.domain.claimreview import CarryingPage, Linted, lint, lint_text, refusal_words
from annotations.domain.errors import NotFound
from annotations.exports.evidence import companion_of
from annotations.queries.claim_documents import document_told
from annotations.queries.claim_reviews import review_told
from annotations.queries.claims import claim_for
from annotations.queries.organisation import publisher_in_force

WHY_NOT = {
    "withdrawn": "What was published of this claim was withdrawn.",
    "not-signed": "Nobody has signed a verdict on this claim yet.",
    "not-rated": "A claim of this type has no rating.",
}


class ClaimReviewView(Endpoint):
    """The ClaimReview of a claim: the one that its public page carries, of what was published last; of what
    was not published, as it would be. There is none of what has no rating or does not pass the linter.
    """

    tag = "ClaimReview"
    summaries = {"GET": "Read a claim's ClaimReview"}
    access = {"GET": "workbench.read"}
    answer_shape = ClaimReviewShape
    further_refusals = (404,)

    def get(self, request: Request, pk: int) -> Response:
        claim_for(pk, self.person)
        written = review_told(pk)
        if written.review is None:
            why = WHY_NOT.get(written.why_not) or refusal_words(written)
            raise NotFound(
                f"There is no ClaimReview of this claim. {why}",
                rule="no-claimreview",
                details={"reason": written.why_not},
            )
        return read_answer(request, written.review)


class ClaimEvidenceCompanionView(Endpoint):
    """What schema.org has no words for: stances, passages, grades, agreement and reasons, as JSON-LD with a
    context of its own. The ClaimReview leads to it by `subjectOf`.
    """

    tag = "ClaimReview"
    summaries = {"GET": "Read a claim's evidence companion"}
    access = {"GET": "workbench.read"}
    answer_shape = CompanionShape
    further_refusals = (404,)

    def get(self, request: Request, pk: int) -> Response:
        claim_for(pk, self.person)
        return read_answer(request, companion_of(document_told(pk), publisher_in_force()))


class LintView(Endpoint):
    """Judges ClaimReview markup by every rule, each finding with its place and how it is mended. Nothing is
    kept.
    """

    tag = "ClaimReview"
    summaries = {"POST": "Lint ClaimReview markup"}
    access = {"POST": "claimreview.lint"}
    accepts = {"POST": LintInput}
    answer_shape, has_tag = LintedShape, False

    def post(self, request: Request) -> Response:
        values = self.checked(request)
        markup = values.pop("markup")
        page = CarryingPage(**values)
        linted = lint_text(markup, page) if isinstance(markup, str) else lint(markup, page)
        return Response(_described(linted))


def _described(linted: Linted) -> dict[str, Any]:
    return {
        "reviews": linted.reviews,
        "is_publishable": linted.is_publishable,
        "findings": [
            {
                "rule": finding.code,
                "severity": finding.severity.value,
                "path": finding.path,
                "message": finding.message,
                "fix": finding.fix,
            }
            for finding in linted.findings
        ],
    }
