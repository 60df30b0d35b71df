"""What every action shares: one event row for what it did, edits that refuse to overwrite, and asking for
jobs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models.expressions import RawSQL
from django.utils import timezone
from structlog.contextvars import get_contextvars

from annotations import jobs
from annotations.domain.errors import Conflict, NotFound, Stale
from annotations.domain.history import content_sha256
from annotations.models import Claim, Event, Recomputation, User

Row = TypeVar("Row", bound=models.Model)

FEW: Final = 20
"""So many claims have a job each, in the queue of what people wait for; more of them are one job."""

_UNDONE: ContextVar[int | None] = ContextVar("undone", default=None)

CAUSES_KEPT: Final = 20
"""How many of the latest causes of a due assessment are remembered."""


def record_event(
    verb: str,
    subject: models.Model,
    *,
    stream: models.Model | None = None,
    actor: User | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Event:
    """Adds the one event row of an action. `stream` is the object whose history it belongs to, by default
    itself.
    """
    event = new_event(verb, subject, stream=stream, actor=actor, before=before, after=after, note=note)
    event.save(force_insert=True)
    return event


def new_event(
    verb: str,
    subject: models.Model,
    *,
    stream: models.Model | None = None,
    actor: User | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Event:
    """The row of an event that is still to be added, for actions that add many at once."""
    at = timezone.now()
    old, new = plain(before or {}), plain(after or {})
    if (undone := _UNDONE.get()) is not None:
        new["undoes"] = undone
    stream_name = name_of(stream or subject)
    return Event(
        stream=stream_name,
        verb=verb,
        subject_type=type_name(subject),
        subject_id=subject.pk,
        actor=actor,
        before=old,
        after=new,
        note=note,
        request_id=str(get_contextvars().get("request_id") or "")[:64],
        at=at,
        content_sha256=content_sha256(
            stream=stream_name,
            verb=verb,
            subject=name_of(subject),
            actor_id=actor.pk if actor else None,
            before=old,
            after=new,
            note=note,
            at=at,
        ),
    )


@contextmanager
def naming_undone(event: Event) -> Iterator[None]:
    """Until it ends, every event that is recorded names this one as what it takes back."""
    token = _UNDONE.set(event.pk)
    try:
        yield
    finally:
        _UNDONE.reset(token)


def type_name(row: models.Model) -> str:
    """The noun of a row in snake case: `claim_set`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(row).__name__).lower()


def name_of(row: models.Model) -> str:
    """A row's name in the history: `claim:12`."""
    return f"{type_name(row)}:{row.pk}"


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON can hold them."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


def locked(model: type[Row], pk: int, *, noun: str | None = None) -> Row:
    """The row, locked until the transaction ends; refuses with `NotFound`.

    Rows that point to it may still be added: they do not change it, and nothing here is deleted.
    """
    row = model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if row is None:
        raise NotFound(f"There is no {noun or model._meta.verbose_name} {pk}.", details={"id": pk})
    return row


def require_version(row: Any, expected: int | None) -> None:
    """Refuses an edit that was made on an older version than the present one. None means the caller did
    not say.
    """
    if expected is None or row.version == expected:
        return
    raise Stale(
        f"This {row._meta.verbose_name} was changed meanwhile (version {row.version}; yours is {expected}). "
        "Look at the present state, then decide again.",
        details={"version": row.version},
    )


def change(row: models.Model, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Sets what differs, raises the version if the row has one, saves; gives back the old and the new values.

    Nothing is written when nothing differs.
    """
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not differing:
        return {}, {}
    before = {name: getattr(row, name) for name in differing}
    for name, value in differing.items():
        setattr(row, name, value)
    touch(row, written=differing)
    return plain(before), plain(differing)


def touch(row: Any, *, written: Iterable[str] = ()) -> None:
    """Saves the fields, with a higher version and the time of the change where the row keeps these."""
    kept = {field.name for field in row._meta.concrete_fields} & {"version", "changed_at"}
    if "version" in kept:
        row.version += 1
    if "changed_at" in kept:
        row.changed_at = timezone.now()
    row.save(update_fields=[*written, *sorted(kept)])


@contextmanager
def refusing_duplicates(constraint_messages: Mapping[str, str]) -> Any:
    """Turns the database's refusal of a duplicate into a `Conflict` with the sentence given for the
    constraint.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as failure:
        name = getattr(getattr(failure.__cause__, "diag", None), "constraint_name", None) or ""
        if name in constraint_messages:
            raise Conflict(constraint_messages[name], rule=name.replace("_", "-")) from failure
        raise


def inputs_changed(claim_ids: Iterable[int], *, because: Event | None = None) -> Recomputation | None:
    """Marks claims as due for assessment, in the same transaction as the change, and asks for the jobs: one
    for each of a few claims, a single one with a row of its own for many.

    `because` is the event of the change; it will stand in the history of each claim whose status it moves.
    Many claims are locked in the order of their ids, as everywhere, so that nobody waits in a circle.
    """
    ids = sorted(set(claim_ids))
    if not ids:
        return None
    mark_due(ids, because=because)
    if len(ids) <= FEW:
        jobs.assess_claims(ids)
        return None
    return recompute(ids, because=because)


def mark_due(claim_ids: Sequence[int], *, because: Event | None = None) -> None:
    """Marks these claims, given in rising order, as due, and asks for nothing."""
    if len(claim_ids) > 1:
        rows = Claim.objects.select_for_update(no_key=True).filter(pk__in=claim_ids)
        list(rows.order_by("pk").values_list("pk"))
    if claim_ids:
        Claim.objects.filter(pk__in=claim_ids).update(**_due_again(because))


def recompute(claim_ids: Sequence[int], *, because: Event | None) -> Recomputation:
    """Asks for one job that brings the statuses of these claims, given in rising order, up to date."""
    row = Recomputation.objects.create(
        caused_by=because,
        requested_by=because.actor if because else None,
        claim_ids=list(claim_ids),
        total=len(claim_ids),
        counts_before=counts_by_status(claim_ids),
    )
    jobs.recompute(row.pk)
    return row


def counts_by_status(claim_ids: Sequence[int]) -> dict[str, int]:
    """How many of these claims have which status."""
    statuses = Claim.objects.filter(pk__in=claim_ids).values_list("status")
    return dict(statuses.annotate(models.Count("pk")).order_by("status"))


def _due_again(because: Event | None) -> dict[str, Any]:
    raised: dict[str, Any] = {"inputs_version": models.F("inputs_version") + 1}
    if because is None:
        return raised
    latest = "array_append(due_because[cardinality(due_because) - %s:], %s::bigint)"
    return {**raised, "due_because": RawSQL(latest, [CAUSES_KEPT - 2, because.pk])}
