"""The whole history as rows that `domain.history_check` reads, in the order of stream and position."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from annotations.domain.history_check import Checked, check_history
from annotations.models import Event, HistorySeal, User
from annotations.queries.protection import with_those_withheld

AT_ONCE: Final = 5_000
ASKED: Final = "history.check_asked"
CHECKED: Final = "history.checked"
COLUMNS: Final = (
    "id",
    "stream",
    "position",
    "verb",
    "subject_type",
    "subject_id",
    "actor_id",
    "before",
    "after",
    "note",
    "at",
    "recorded_at",
    "content_sha256",
    "previous_hash",
    "chain_hash",
)


def check_stored_history() -> Checked:
    """Checks what the database holds. Time grows with the number of events, memory with that of streams."""
    return check_history(history_rows(), seal_rows())


@dataclass(frozen=True, slots=True)
class HistoryState:
    """How far the history is sealed, and what its last check came to."""

    events: int
    unsealed: int
    seal: HistorySeal | None
    checked: Event | None
    waiting: Event | None


def history_state() -> HistoryState:
    """What the page about the history shows."""
    seal = HistorySeal.objects.order_by("-number").first()
    sealed, last = (seal.events, seal.last_event_id) if seal else (0, 0)
    unsealed = Event.objects.filter(pk__gt=last).count()
    return HistoryState(sealed + unsealed, unsealed, seal, latest_check(), waiting_check())


def latest_check() -> Event | None:
    """How the last check ended."""
    return _of_seals().filter(verb=CHECKED).first()


def waiting_check() -> Event | None:
    """The check that somebody asked for and that has not ended yet."""
    latest = _of_seals().first()
    return latest if latest is not None and latest.verb == ASKED else None


def history_checks(person: User) -> QuerySet[Event]:
    """Checks that were asked for, and how checks ended."""
    return _of_seals().annotate(
        **{
            name: RawSQL(f"annotations_event.after->'{name}'", (), output_field=JSONField())
            for name in ("is_whole", "events", "streams", "seals", "broken", "remarks", "findings")
        }
    )


def _of_seals() -> QuerySet[Event]:
    """The latest first. Nothing else happens in the streams of seals."""
    return Event.objects.filter(subject_type="history_seal").select_related("actor").order_by("-id")


def history_rows(*, up_to: int | None = None) -> Iterator[dict[str, Any]]:
    """Every event with all it says, up to the one with this id."""
    events = Event.objects.filter(pk__lte=up_to) if up_to is not None else Event.objects.all()
    ordered = events.order_by("stream", "position").values_list(*COLUMNS)
    return map(history_row, ordered.iterator(chunk_size=AT_ONCE))


def rows_to_hand_out(*, up_to: int | None = None) -> Iterator[dict[str, Any]]:
    """The same for people outside: without the words that tell who a protected source is, and saying so."""
    events = Event.objects.filter(pk__lte=up_to) if up_to is not None else Event.objects.all()
    ordered = with_those_withheld(events).order_by("stream", "position")
    # Within a transaction the database hands the rows over as it finds them; otherwise it would lay all of
    # them aside first.
    with transaction.atomic():
        for *columns, is_masked in ordered.values_list(*COLUMNS, "is_masked").iterator(chunk_size=AT_ONCE):
            row = history_row(columns)
            if is_masked:
                row |= {"before": {}, "after": {}, "note": "", "withheld": True}
            yield row


def last_sealed_event() -> int | None:
    """The id up to which the history is sealed, and so complete; None where it was never sealed."""
    return HistorySeal.objects.order_by("-number").values_list("last_event_id", flat=True).first()


def seal_rows() -> list[dict[str, Any]]:
    """The seals, the first one first."""
    kept = ("number", "last_event_id", "events", "streams", "heads_sha256", "previous_sha256", "sha256")
    rows = HistorySeal.objects.order_by("number").values(*kept, "sealed_at")
    return [{**row, "sealed_at": _moment(row["sealed_at"])} for row in rows]


def history_row(columns: Any) -> dict[str, Any]:
    """An event, whose values come in the order of `COLUMNS`, as it is handed out."""
    row = dict(zip(COLUMNS, columns, strict=True))
    row["subject"] = f"{row.pop('subject_type')}:{row.pop('subject_id')}"
    row["actor"] = row.pop("actor_id")
    row["at"] = _moment(row["at"])
    row["recorded_at"] = _moment(row["recorded_at"]) if row["recorded_at"] else None
    return row


def _moment(at: datetime) -> str:
    """As it stands under the content hash: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
