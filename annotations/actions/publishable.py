"""Whether what would be published can be read as data: the linter, before anybody is told."""

from annotations.domain.claimreview import refusal_words
from annotations.domain.errors import Conflict
from annotations.domain.publications import Said
from annotations.models import Claim
from annotations.queries.claim_reviews import review_to_be


def require_clean_review(claim: Claim, said: Said) -> None:
    """Refuses words whose ClaimReview could not be published (`claimreview-lint`), with the first fault and
    how it is mended; `lint_rule` of the details names the rule. A verdict on what has no rating needs none.
    """
    written = review_to_be(claim.pk, said)
    if words := refusal_words(written):
        raise Conflict(
            f"Who reads it as data could not read this. {words}",
            rule="claimreview-lint",
            details={"lint_rule": written.why_not},
        )
