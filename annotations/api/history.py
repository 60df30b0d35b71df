"""What happened to an object."""

from typing import Any

from django.core.validators import RegexValidator
from django.http import StreamingHttpResponse
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import access as rules
from annotations.actions.history_checks import ask_for_check
from annotations.actions.presence import note_told
from annotations.actions.undoing import undo_event, undo_last
from annotations.api.endpoints import Creating, Endpoint, Listing, Step
from annotations.api.pagination import PositionPagination
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.history import EventShape, HistoryCheckShape, HistorySealShape, StreamInput
from annotations.exports.history_bundle import MEDIA_TYPE, bundle_name, bundle_parts
from annotations.models import HistorySeal
from annotations.queries.history import history_checks, last_sealed_event, rows_to_hand_out, seal_rows
from annotations.queries.represented import HISTORIES, events_in_full, own_events

EVENTS = Reading("event", EventShape, events_in_full)
OWN_EVENTS = Reading("event", EventShape, own_events)
SEALS = Reading("history seal", HistorySealShape, every(HistorySeal))
CHECKS = Reading("history check", HistoryCheckShape, history_checks)
KNOWN_STREAMS = RegexValidator(
    rf"\A({'|'.join(HISTORIES)}):[1-9][0-9]{{0,17}}\Z",
    f"Name an object as noun:id, for example claim:12. Nouns are {', '.join(HISTORIES)}.",
    "unknown-stream",
)


class HistoryFilters(filters.FilterSet):
    """Whose history."""

    stream = filters.CharFilter(
        required=True,
        max_length=80,
        validators=[KNOWN_STREAMS],
        help_text=f"The object as noun:id, for example claim:12. Nouns are {', '.join(HISTORIES)}.",
    )


class HistoryView(Listing):
    """What happened to one object and to what belongs to it (a claim's evidence, a source's captures), latest
    first. The events of an object form a chain: `chain_hash` is the SHA-256 of `previous_hash` and
    `content_sha256`, one after the other as lower-case hexadecimal.
    """

    tag = "History"
    summaries = {"GET": "List what happened"}
    access = {"GET": "workbench.read"}
    reading = EVENTS
    pagination_class = PositionPagination
    filterset_class = HistoryFilters

    def get(self, request: Request, **ids: int) -> Response:
        answer = super().get(request, **ids)
        noun, _, number = request.query_params["stream"].partition(":")
        if noun == "claim" and answer.data["results"]:
            note_told(actor=self.person, claim_ids=[int(number)])
        return answer


class EventUndoView(Step):
    """Takes back what an event tells of, by the ordinary inverse of what was done, and answers with the event
    of that. Its `after` names in `undoes` the event that was taken back. What something newer stands in the
    way of (`newer-first`) is taken back after that; `event` is the id of the newer one.
    """

    tag = "History"
    summaries = {"POST": "Take back what an event tells of"}
    access = {"POST": "event.undo"}
    answers = OWN_EVENTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return undo_event(event_id=ids["pk"], actor=self.person).pk


class EventUndoLastView(Step):
    """Takes back one's own last step in a history, if it was one of the last day."""

    tag = "History"
    summaries = {"POST": "Take back one's last step"}
    access = {"POST": "event.undo"}
    accepts = {"POST": StreamInput}
    answers = OWN_EVENTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return undo_last(stream=values["stream"], actor=self.person).pk


class HistorySealsView(Listing):
    """Seals of the whole history, latest first: `sha256` is the SHA-256 of `previous_sha256` and
    `heads_sha256`, which covers the last hash of every stream at that moment.
    """

    tag = "History"
    summaries = {"GET": "List seals of the history"}
    access = {"GET": "history.export"}
    reading = SEALS


class HistoryChecksView(Listing, Creating):
    """Checks of the whole history, latest first: those that were asked for (`history.check_asked`), and how
    each ended (`history.checked`). A check that waits is not asked for twice.
    """

    tag = "History"
    summaries = {"GET": "List checks of the history", "POST": "Ask for a check of the history"}
    access = {"GET": "history.export", "POST": "history.seal"}
    reading, answers = CHECKS, CHECKS
    answer_status = 202

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return ask_for_check(actor=self.person).pk


class HistoryBundleView(Endpoint):
    """A ZIP with every event up to the last seal, the seals, and a script that checks them with nothing but
    Python. Words that would tell who a protected source is are withheld, and the rows say so.
    """

    tag = "History"
    summaries = {"GET": "Fetch the whole history with the script that checks it"}
    access = {"GET": "history.export"}
    file_media_types = (MEDIA_TYPE,)

    def get(self, request: Request) -> StreamingHttpResponse:
        rules.require(self.person, "history.export")
        name = bundle_name(timezone.now())
        return StreamingHttpResponse(
            bundle_parts(rows_to_hand_out(up_to=last_sealed_event()), seal_rows()),
            content_type=MEDIA_TYPE,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )
