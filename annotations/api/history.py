"""What happened to an object."""

from django.core.validators import RegexValidator
from django_filters import rest_framework as filters

from annotations.api.endpoints import Listing
from annotations.api.pagination import PositionPagination
from annotations.api.shapes.base import Reading
from annotations.api.shapes.history import EventShape
from annotations.queries.represented import HISTORIES, events_in_full

EVENTS = Reading("event", EventShape, events_in_full)
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
