"""Answers that tell how links are judged: whoever gets one is no longer asked to read these links blind."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.presence import note_told
from annotations.api.endpoints import Item, Listing


class TellingList(Listing):
    """Rows with a `claim_id`. Who narrows them to one thing reads them; who fetches all that there is, mostly
    a program that keeps a copy, does not.
    """

    told_by: ClassVar[tuple[str, ...]] = ("claim",)

    def get(self, request: Request, **ids: int) -> Response:
        answer = super().get(request, **ids)
        if any(name in request.query_params for name in self.told_by):
            note_told(actor=self.person, claim_ids={row["claim_id"] for row in answer.data["results"]})
        return answer


class TellingItem(Item):
    """One row with a `claim_id`. Whoever has it as it is (304) was told before."""

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        if answer.data:
            note_told(actor=self.person, claim_ids=[answer.data["claim_id"]])
        return answer
