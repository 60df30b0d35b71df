"""Asking for exports, cancelling and repeating them."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.recording import change, locked, record_event
from annotations.domain.errors import Invalid, TooMany
from annotations.domain.lifecycle import EXPORT, next_state
from annotations.domain.vocabulary import ExportFormat, ExportState
from annotations.gateways import files
from annotations.models import ClaimSet, Export, ExportSchedule, User
from annotations.queries.claim_sets import claim_set_by_id
from annotations.queries.exports import export_by_id, run_out, under_way

EXPIRED_AT_ONCE: Final = 200

_QUEUE: Final = "SELECT pg_advisory_xact_lock(hashtextextended('exports asked for', 0))"


class Asked(NamedTuple):
    """The export that was asked for, and whether it had been asked for before and still waits."""

    export: Export
    is_waiting_already: bool


def request_export(*, claim_set_id: int, format: str, include_unsigned: bool = False, actor: User) -> Export:
    """Asks for a claim set in a format (`ask_for_export`); gives back the export."""
    wanted = {"claim_set_id": claim_set_id, "format": format, "include_unsigned": include_unsigned}
    return ask_for_export(**wanted, actor=actor).export  # type: ignore[arg-type]


@transaction.atomic
def ask_for_export(
    *,
    claim_set_id: int,
    format: str,
    include_unsigned: bool = False,
    schedule: ExportSchedule | None = None,
    actor: User,
) -> Asked:
    """Asks for a claim set in a format. The row is the job; the message sent on commit only says that it is
    there.

    Who asks for what they have waiting already gets that one: it will be of a later moment than this. It is
    another one where a timetable asked for one of the two, since those are kept otherwise, and where the
    first is being made, since it may be of an earlier moment. Refuses with `TooMany` (`too-many-exports`)
    beyond what one person, or everybody together, may have waiting and under way.
    """
    require(actor, "export.request")
    claim_set_by_id(claim_set_id, actor)
    claim_set = locked(ClaimSet, claim_set_id, noun="claim set")
    checked_format(format, include_unsigned=include_unsigned)
    _wait_for_the_queue()
    wanted = {"claim_set": claim_set, "format": format, "include_unsigned": include_unsigned}
    waiting = Export.objects.filter(**wanted, schedule=schedule, state=ExportState.QUEUED, requested_by=actor)
    if (found := waiting.order_by("id").first()) is not None:
        return Asked(found, is_waiting_already=True)
    _require_room(actor)
    export = Export.objects.create(**wanted, schedule=schedule, requested_by=actor)
    record_event("export.requested", export, actor=actor, after={**wanted, "state": export.state})
    jobs.render_export(export.pk)
    return Asked(export, is_waiting_already=False)


@transaction.atomic
def cancel_export(*, export_id: int, actor: User) -> Export:
    """Stops an export that waits or runs; whoever renders it notices within a batch."""
    export = _of_their_own(export_id, actor)
    require(actor, "export.cancel", export)
    state = next_state(EXPORT, export.state, "cancel", noun="export")
    ended: dict[str, Any] = {
        "state": state,
        "leased_until": None,
        "manifest": {},
        "finished_at": timezone.now(),
    }
    before, after = change(export, ended)
    record_event("export.cancelled", export, actor=actor, before=before, after=after)
    return export


@transaction.atomic
def retry_export(*, export_id: int, actor: User) -> Export:
    """Asks again for an export that failed or was cancelled, with all attempts."""
    export = _of_their_own(export_id, actor)
    require(actor, "export.retry", export)
    state = next_state(EXPORT, export.state, "retry", noun="export")
    _wait_for_the_queue()
    _require_room(export.requested_by)
    before, after = change(
        export,
        {
            "state": state,
            "attempts": 0,
            "claims_done": 0,
            "claims_total": None,
            "error": "",
            "finished_at": None,
        },
    )
    record_event("export.retried", export, actor=actor, before=before, after=after)
    jobs.render_export(export.pk)
    return export


def expire_exports(*, now: datetime) -> int:
    """Drops the files that need not be kept any longer; what they were stays, with the checksum. How many."""
    due = list(run_out(now).order_by("pk").values_list("pk", flat=True)[:EXPIRED_AT_ONCE])
    return sum(_expire(export_id, now) for export_id in due)


def checked_format(format: str, *, include_unsigned: bool) -> None:
    """Refuses (`Invalid`) what is no format, and what cannot be had in it."""
    if format not in ExportFormat.values:
        raise Invalid(f"“{format}” is no format of export.", field="format", rule="unknown-format")
    if include_unsigned and format == ExportFormat.CLAIMREVIEW:
        raise Invalid(
            "ClaimReview is published as the newsroom's verdict, so it holds signed claims only. "
            "Choose NDJSON or CSV for the others.",
            field="include_unsigned",
            rule="claimreview-is-signed",
        )


@transaction.atomic
def _expire(export_id: int, now: datetime) -> bool:
    """The file goes first: after an interruption the row still names it, and the next sweep goes on. Who is
    fetching it gets the rest.
    """
    export = locked(Export, export_id)
    if not run_out(now).filter(pk=export_id).exists():
        return False
    files.delete(export.file_name)
    state = next_state(EXPORT, export.state, "expire", noun="export")
    before, after = change(export, {"state": state, "file_name": ""})
    record_event("export.expired", export, actor=None, before=before, after=after)
    return True


def _of_their_own(export_id: int, actor: User) -> Export:
    """Locked, if the person may know of it."""
    export_by_id(export_id, actor)
    return locked(Export, export_id)


def _wait_for_the_queue() -> None:
    """Those who ask at the same moment are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE)


def _require_room(person: User) -> None:
    own = under_way().filter(requested_by=person).count()
    if own >= settings.EXPORTS_OF_A_PERSON:
        raise _too_many(f"You have {own} exports that wait or are being made.")
    if under_way().count() >= settings.EXPORTS_TOGETHER:
        raise _too_many("There are as many exports waiting as can be made in good time.")


def _too_many(sentence: str) -> TooMany:
    return TooMany(f"{sentence} Wait until some are done, or stop some.", rule="too-many-exports")
