"""What readers were told about claims: publishing, correcting, withdrawing."""

from dataclasses import asdict
from typing import Any

from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.publications import begin_correction, publish_claim, unpublish_claim
from annotations.api.claims import CLAIMS
from annotations.api.endpoints import Creating, Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.publications import (
    BeginCorrectionInput,
    PreviewShape,
    PublicationShape,
    PublishInput,
    UnpublishInput,
)
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.vocabulary import PublicationKind, Status
from annotations.queries.claims import claim_for
from annotations.queries.publications import publications_in_full, was_published, what_would_be_said

PUBLICATIONS = Reading("publication", PublicationShape, publications_in_full)


class PublicationFilters(filters.FilterSet):
    """Which publications."""

    claim = IdFilter("claim_id")
    kind = AnyOfFilter(choices=PublicationKind.choices)
    status = AnyOfFilter(choices=Status.choices)
    is_latest = filters.BooleanFilter(help_text="Only what readers are told now.")
    since = filters.IsoDateTimeFilter("published_at", lookup_expr="gte", help_text="Published at or after.")


class PublicationsView(Listing):
    """What was said publicly, latest first: verdicts, corrections, and tombstones of what was withdrawn."""

    tag = "Publications"
    summaries = {"GET": "List publications"}
    access = {"GET": "workbench.read"}
    reading = PUBLICATIONS
    filterset_class = PublicationFilters


class PublicationView(Item):
    """One publication."""

    tag = "Publications"
    summaries = {"GET": "Read a publication"}
    access = {"GET": "workbench.read"}
    reading = PUBLICATIONS


class ClaimPublishView(Creating):
    """Publishes a signed claim; after an earlier publication, as a correction of it. Reading this address
    shows what readers would be told.
    """

    tag = "Publications"
    summaries = {"GET": "Preview a publication", "POST": "Publish a claim"}
    access = {"GET": "workbench.read", "POST": "claim.publish"}
    accepts = {"POST": PublishInput}
    answers, item_route = PUBLICATIONS, "publication"
    has_tag = False
    further_refusals = (409,)

    def get(self, request: Request, pk: int) -> Response:
        claim = claim_for(pk, self.person)
        is_correction = was_published(pk)
        next_state(CLAIM, claim.state, "correct" if is_correction else "publish", noun="claim")
        said = what_would_be_said(claim)
        assert said is not None, "a claim is signed by somebody"
        return Response({"claim_id": pk, "is_correction": is_correction, **asdict(said), "seen": said.seen})

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return publish_claim(claim_id=ids["pk"], **values, actor=self.person).pk

    def answer_of(self, method: str) -> Any:
        return PreviewShape if method == "GET" else super().answer_of(method)


class ClaimBeginCorrectionView(Step):
    """Opens a published claim for work again. Readers are told what was published until the correction."""

    tag = "Publications"
    summaries = {"POST": "Begin a correction"}
    access = {"POST": "claim.correct"}
    accepts = {"POST": BeginCorrectionInput}
    answers = CLAIMS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return begin_correction(claim_id=ids["pk"], **values, actor=self.person).pk


class ClaimUnpublishView(Creating):
    """Withdraws what was published and leaves a tombstone with the note."""

    tag = "Publications"
    summaries = {"POST": "Withdraw a publication"}
    access = {"POST": "claim.unpublish"}
    accepts = {"POST": UnpublishInput}
    answers, item_route = PUBLICATIONS, "publication"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return unpublish_claim(claim_id=ids["pk"], **values, actor=self.person).pk
