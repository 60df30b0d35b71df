"""The ClaimReview of a claim, as it is told and as it would be after publishing."""

from dataclasses import asdict

from django.utils import timezone

from annotations.domain.claimreview import WrittenReview, claim_review_of
from annotations.domain.publications import Said
from annotations.domain.vocabulary import PublicationKind
from annotations.queries.claim_documents import document_now, document_told
from annotations.queries.organisation import publisher_in_force


def review_told(claim_id: int) -> WrittenReview:
    """The review that the claim's public page carries; of what was not published, as it would be."""
    return claim_review_of(document_told(claim_id), publisher_in_force())


def review_to_be(claim_id: int, said: Said) -> WrittenReview:
    """The review as it would be if these words were published now for the first time."""
    now = timezone.now().isoformat(timespec="microseconds").replace("+00:00", "Z")
    moments = {"published_at": now, "first_published_at": now}
    publication = {
        **asdict(said),
        **moments,
        "number": 1,
        "kind": PublicationKind.PUBLISHED,
        "corrections": [],
    }
    return claim_review_of({**document_now(claim_id), "publication": publication}, publisher_in_force())
