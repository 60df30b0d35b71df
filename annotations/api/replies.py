"""The right of reply: who was asked about a claim, and what they answered."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.replies import ask_for_reply, conclude_reply, postpone_reply, reopen_reply
from annotations.api.endpoints import Creating, Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.publications import (
    ReplyConcludeInput,
    ReplyInput,
    ReplyPostponeInput,
    ReplyShape,
)
from annotations.domain.vocabulary import ReplyOutcome
from annotations.queries.replies import replies_in_full

REPLIES = Reading("reply request", ReplyShape, replies_in_full)


class ReplyFilters(filters.FilterSet):
    """Which requests."""

    claim = IdFilter("claim_id")
    publisher = IdFilter("publisher_id")
    outcome = AnyOfFilter(choices=ReplyOutcome.choices)


class RepliesView(Listing, Creating):
    """Who was asked about a claim, and until when. Before that it is not published without a reason."""

    tag = "Publications"
    summaries = {"GET": "List requests for a reply", "POST": "Note who was asked"}
    access = {"GET": "workbench.read", "POST": "reply.ask"}
    accepts = {"POST": ReplyInput}
    reading, answers, item_route = REPLIES, REPLIES, "reply"
    filterset_class = ReplyFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return ask_for_reply(**values, actor=self.person).pk


class ReplyView(Item):
    """One request."""

    tag = "Publications"
    summaries = {"GET": "Read a request for a reply"}
    access = {"GET": "workbench.read"}
    reading = REPLIES


class ReplyConcludeView(Step):
    """Notes an answer, also after the deadline. `If-Match` is honoured."""

    tag = "Publications"
    further_refusals = (412,)
    summaries = {"POST": "Note an answer"}
    access = {"POST": "reply.conclude"}
    accepts = {"POST": ReplyConcludeInput}
    answers = REPLIES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        version = self.version(ids["pk"])
        return conclude_reply(reply_id=ids["pk"], **values, expected_version=version, actor=self.person).pk


class ReplyPostponeView(Step):
    """Gives them another deadline. `If-Match` is honoured."""

    tag = "Publications"
    further_refusals = (412,)
    summaries = {"POST": "Put a deadline off"}
    access = {"POST": "reply.ask"}
    accepts = {"POST": ReplyPostponeInput}
    answers = REPLIES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        version = self.version(ids["pk"])
        return postpone_reply(reply_id=ids["pk"], **values, expected_version=version, actor=self.person).pk


class ReplyReopenView(Step):
    """Takes an answer back that was noted by mistake."""

    tag = "Publications"
    summaries = {"POST": "Take an answer back"}
    access = {"POST": "reply.conclude"}
    answers = REPLIES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return reopen_reply(reply_id=ids["pk"], actor=self.person).pk
