"""Suggestions that one source rests on another, and deciding them."""

from typing import Any

from django_filters import rest_framework as filters

from annotations.actions.suggestions import accept_suggestion, reject_suggestion, reopen_suggestion
from annotations.api.endpoints import Item, Listing, Step
from annotations.api.filters import AnyOfFilter, IdFilter
from annotations.api.shapes.base import Reading
from annotations.api.shapes.copying import (
    SuggestionAcceptInput,
    SuggestionRejectInput,
    SuggestionRowShape,
    SuggestionShape,
)
from annotations.domain.vocabulary import DerivationKind, SuggestionState
from annotations.queries.suggestions import suggestions_in_full

SUGGESTION_ROWS = Reading("suggestion", SuggestionRowShape, suggestions_in_full)
SUGGESTIONS = Reading("suggestion", SuggestionShape, suggestions_in_full)


class SuggestionFilters(filters.FilterSet):
    """Which suggestions."""

    state = AnyOfFilter(choices=SuggestionState.choices)
    kind = AnyOfFilter(choices=DerivationKind.choices)
    source = IdFilter("source_id")
    origin = IdFilter("origin_id")


class SuggestionsView(Listing):
    """What comparisons of new copies suggested, also what was decided. Nothing follows from an open one,
    except that links of the source that pass for own reporting count as not examined.
    """

    tag = "Suggestions"
    summaries = {"GET": "List suggestions"}
    access = {"GET": "workbench.read"}
    reading = SUGGESTION_ROWS
    filterset_class = SuggestionFilters


class SuggestionView(Item):
    """One suggestion with what each signal saw."""

    tag = "Suggestions"
    summaries = {"GET": "Read a suggestion"}
    access = {"GET": "workbench.read"}
    reading = SUGGESTIONS


class SuggestionAcceptView(Step):
    """Notes that the source rests on the origin."""

    tag = "Suggestions"
    summaries = {"POST": "Accept a suggestion"}
    access = {"POST": "derivation.decide"}
    accepts = {"POST": SuggestionAcceptInput}
    answers = SUGGESTIONS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return accept_suggestion(suggestion_id=ids["pk"], **values, actor=self.person).pk


class SuggestionRejectView(Step):
    """Notes that the source does not rest on the origin. The pair is not suggested again."""

    tag = "Suggestions"
    summaries = {"POST": "Reject a suggestion"}
    access = {"POST": "derivation.decide"}
    accepts = {"POST": SuggestionRejectInput}
    answers = SUGGESTIONS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return reject_suggestion(suggestion_id=ids["pk"], **values, actor=self.person).pk


class SuggestionReopenView(Step):
    """Takes a decision back; what was noted because of it is dropped."""

    tag = "Suggestions"
    summaries = {"POST": "Take back a decision about a suggestion"}
    access = {"POST": "derivation.decide"}
    answers = SUGGESTIONS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return reopen_suggestion(suggestion_id=ids["pk"], actor=self.person).pk
