"""Second looks: passages read blind, and disputes between two readings."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.disputes import release_dispute, settle_dispute, take_dispute
from annotations.actions.presence import note_told
from annotations.actions.second_looks import answer_look, ask_for_look, assign_look, release_look, take_look
from annotations.api.endpoints import Creating, Item, Listing, Step
from annotations.api.filters import AnyOfFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.review import (
    AnswerInput,
    AssignLookInput,
    DisputeShape,
    LookAtLinkShape,
    LookHandedOnShape,
    PassageShape,
    SecondLookShape,
    SettleInput,
)
from annotations.domain.vocabulary import SecondLookState
from annotations.models import SecondLook
from annotations.queries.represented_looks import (
    disputes_to_settle,
    looks_at_links,
    looks_to_read,
    looks_to_take,
)
from annotations.queries.second_looks import settled_link

LOOKS = Reading("second look", SecondLookShape, looks_to_read)
UNREAD = Reading("second look", PassageShape, looks_to_take)
LINK_LOOKS = Reading("second look", LookAtLinkShape, looks_at_links)
HANDED_ON = Reading("second look", LookHandedOnShape, every(SecondLook))
DISPUTES = Reading("dispute", DisputeShape, disputes_to_settle)


class SecondLookFilters(filters.FilterSet):
    """Which of the passages that were given to you."""

    is_open = filters.BooleanFilter(help_text="Those that wait to be read.")


class DisputeFilters(filters.FilterSet):
    """Which disputes."""

    state = AnyOfFilter(choices=SecondLookState.choices)
    is_mine = filters.BooleanFilter(help_text="Those that you have taken.")


class SecondLooksView(Listing):
    """The passages that were given to you to read. While one waits, its claim is nowhere else to be found."""

    tag = "Second looks"
    summaries = {"GET": "List what you are asked to read"}
    access = {"GET": "workbench.read"}
    reading = LOOKS
    filterset_class = SecondLookFilters


class SecondLooksUnreadView(Listing):
    """The passages that nobody was found for."""

    tag = "Second looks"
    summaries = {"GET": "List what has no reader"}
    access = {"GET": "second_look.take"}
    reading = UNREAD


class SecondLookView(Item):
    """One passage that was given to you."""

    tag = "Second looks"
    summaries = {"GET": "Read a passage"}
    access = {"GET": "workbench.read"}
    reading = LOOKS


class SecondLookAnswerView(Step):
    """Says how you read the passage, once and for good."""

    tag = "Second looks"
    summaries = {"POST": "Answer a second look"}
    access = {"POST": "second_look.answer"}
    accepts = {"POST": AnswerInput}
    answers = LOOKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return answer_look(look_id=ids["pk"], **values, actor=self.person).pk


class SecondLookTakeView(Step):
    """Takes a passage that nobody was found for. Refused as `not-blind` where you have seen the link."""

    tag = "Second looks"
    summaries = {"POST": "Take a second look"}
    access = {"POST": "second_look.take"}
    answers = LOOKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return take_look(look_id=ids["pk"], actor=self.person).pk


class SecondLookReleaseView(Step):
    """Gives a passage back; somebody else reads it."""

    tag = "Second looks"
    summaries = {"POST": "Give a second look back"}
    access = {"POST": "second_look.release"}
    answers = HANDED_ON

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return release_look(look_id=ids["pk"], actor=self.person).pk


class SecondLookAssignView(Step):
    """Gives a passage that nobody was found for to somebody."""

    tag = "Second looks"
    summaries = {"POST": "Give a second look to somebody"}
    access = {"POST": "second_look.assign"}
    accepts = {"POST": AssignLookInput}
    answers = HANDED_ON

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return assign_look(look_id=ids["pk"], **values, actor=self.person).pk


class EvidenceLooksView(Listing, Creating):
    """The second readings of a link; POST asks for one."""

    tag = "Second looks"
    summaries = {"GET": "List the second looks at a link", "POST": "Ask for a second look"}
    access = {"GET": "workbench.read", "POST": "second_look.ask"}
    reading = answers = LINK_LOOKS

    def get(self, request: Request, **ids: int) -> Response:
        answer = super().get(request, **ids)
        note_told(actor=self.person, claim_ids={row["claim_id"] for row in answer.data["results"]})
        return answer

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(evidence=self.kwargs["pk"])

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return ask_for_look(evidence_id=ids["pk"], actor=self.person).pk


class DisputesView(Listing):
    """Disputes that you may settle, and those that were settled."""

    tag = "Second looks"
    summaries = {"GET": "List disputes"}
    access = {"GET": "workbench.read"}
    reading = DISPUTES
    filterset_class = DisputeFilters


class DisputeView(Item):
    """One dispute."""

    tag = "Second looks"
    summaries = {"GET": "Read a dispute"}
    access = {"GET": "workbench.read"}
    reading = DISPUTES

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        note_told(actor=self.person, evidence_ids=settled_link(pk))
        return answer


class DisputeTakeView(Step):
    """Takes a dispute, and shows both readings. Refused as `not-a-third-person` to who had a part in it."""

    tag = "Second looks"
    summaries = {"POST": "Take a dispute"}
    access = {"POST": "dispute.take"}
    answers = DISPUTES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return take_dispute(look_id=ids["pk"], actor=self.person).pk


class DisputeReleaseView(Step):
    """Gives a dispute back."""

    tag = "Second looks"
    summaries = {"POST": "Give a dispute back"}
    access = {"POST": "dispute.release"}
    answers = DISPUTES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return release_dispute(look_id=ids["pk"], actor=self.person).pk


class DisputeSettleView(Step):
    """Decides how the passage is read. The link takes the stance, or is rejected."""

    tag = "Second looks"
    summaries = {"POST": "Settle a dispute"}
    access = {"POST": "dispute.settle"}
    accepts = {"POST": SettleInput}
    answers = DISPUTES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return settle_dispute(look_id=ids["pk"], **values, actor=self.person).pk
