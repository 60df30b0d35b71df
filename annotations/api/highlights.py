"""Highlights: where claims stand, and what people decide when the words there changed."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.highlight_decisions import (
    confirm_highlight,
    reselect_highlight,
    restore_all,
    retire_all,
    undo_decision,
)
from annotations.actions.highlights import restore_highlight, retire_highlight
from annotations.api.endpoints import Item, Listing, Reporting, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.assignments import ChangedShape
from annotations.api.shapes.base import Reading
from annotations.api.shapes.highlights import ConfirmInput, HighlightShape, ReselectInput
from annotations.domain.vocabulary import HighlightOutcome, HighlightState
from annotations.queries.represented import highlights_in_full

HIGHLIGHTS = Reading("highlight", HighlightShape, highlights_in_full)


class HighlightFilters(filters.FilterSet):
    """Which highlights."""

    claim = IdFilter("claim_id")
    revision = IdFilter("revision_id")
    article = IdFilter("revision__article_id")
    state = AnyOfFilter(choices=HighlightState.choices)
    outcome = AnyOfFilter(choices=HighlightOutcome.choices)
    is_current = filters.BooleanFilter()


class HighlightsView(Listing):
    """Where claims occur. Those that wait for a decision have the state `queued`."""

    tag = "Highlights"
    summaries = {"GET": "List highlights"}
    access = {"GET": "workbench.read"}
    reading = HIGHLIGHTS
    filterset_class = HighlightFilters


class HighlightView(Item):
    """One highlight."""

    tag = "Highlights"
    summaries = {"GET": "Read a highlight"}
    access = {"GET": "workbench.read"}
    reading = HIGHLIGHTS


class HighlightRetireView(Step):
    """Takes the mark off the page; the row stays, and no later text gets one. `If-Match` is honoured."""

    tag = "Highlights"
    further_refusals = (412,)
    summaries = {"POST": "Retire a highlight"}
    access = {"POST": "highlight.retire"}
    answers = HIGHLIGHTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        version = self.version(ids["pk"])
        return retire_highlight(highlight_id=ids["pk"], expected_version=version, actor=self.person).pk


class HighlightRestoreView(Step):
    """Brings a retired mark back."""

    tag = "Highlights"
    summaries = {"POST": "Restore a highlight"}
    access = {"POST": "highlight.retire"}
    answers = HIGHLIGHTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return restore_highlight(highlight_id=ids["pk"], actor=self.person).pk


class HighlightConfirmView(Step):
    """The claim stands on the words that were found. `If-Match` is honoured."""

    tag = "Highlights"
    further_refusals = (412,)
    summaries = {"POST": "Confirm a highlight"}
    access = {"POST": "highlight.decide"}
    accepts = {"POST": ConfirmInput}
    answers = HIGHLIGHTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        version = self.version(ids["pk"])
        return confirm_highlight(
            highlight_id=ids["pk"], **values, expected_version=version, actor=self.person
        ).pk


class HighlightReselectView(Step):
    """The claim stands on other words of the same text. `If-Match` is honoured."""

    tag = "Highlights"
    further_refusals = (412,)
    summaries = {"POST": "Select a highlight's words again"}
    access = {"POST": "highlight.decide"}
    accepts = {"POST": ReselectInput}
    answers = HIGHLIGHTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        version = self.version(ids["pk"])
        return reselect_highlight(
            highlight_id=ids["pk"], **values, expected_version=version, actor=self.person
        ).pk


class HighlightRequeueView(Step):
    """Takes back the last decision: the highlight waits, or stands, as it did before."""

    tag = "Highlights"
    summaries = {"POST": "Undo a decision about a highlight"}
    access = {"POST": "highlight.decide"}
    answers = HIGHLIGHTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return undo_decision(highlight_id=ids["pk"], actor=self.person).pk


class RevisionRetireView(Reporting):
    """Retires every highlight that waits for a decision in this text, as one decision."""

    tag = "Highlights"
    summaries = {"POST": "Retire all highlights that wait"}
    access = {"POST": "highlight.decide"}
    answer_shape = ChangedShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        return {"changed": retire_all(revision_id=ids["pk"], actor=self.person)}


class RevisionRestoreView(Reporting):
    """Takes that back: they wait again, unless something was decided about them since."""

    tag = "Highlights"
    summaries = {"POST": "Undo that all were retired"}
    access = {"POST": "highlight.decide"}
    answer_shape = ChangedShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        return {"changed": restore_all(revision_id=ids["pk"], actor=self.person)}
