"""Turns between those who change the register and those who link claims to it.

A change of the register (a grade, an owner, a retraction, what rests on what) marks every claim that rests on
it. Which these are is a question over rows that others may just be writing: a link that is not committed yet
would not be found, its own assessment would still see the register as it was, and nobody would look again. So
changes of the register take turns, and no claim is linked meanwhile. Links do not wait for each other.

Both take their turn before they lock any row. Whoever waits for a turn holds nothing that others need.
"""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from django.db import connection

from annotations.actions.recording import locked
from annotations.domain.errors import Conflict
from annotations.models import Publisher, Source

Row = TypeVar("Row", Source, Publisher)

_NAME: Final = "annotations.register"


def hold_register() -> None:
    """The register does not change until this transaction ends. Others may hold it at the same time."""
    _take("pg_advisory_xact_lock_shared")


def change_register() -> None:
    """Until this transaction ends nobody else changes the register or links claims to it."""
    _take("pg_advisory_xact_lock")


def hold_name(name: str) -> None:
    """Until this transaction ends nobody else holds this name: of two who register the same, one waits."""
    hold_names([name])


def hold_names(names: Iterable[str]) -> None:
    """Holds several names, in one order for everybody: nobody waits in a circle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name",
            [sorted(f"{_NAME}:{name}" for name in names)],
        )


def standing(model: type[Row], pk: int) -> Row:
    """The source or publisher, locked. Refuses one that was merged into another (`merged-away`)."""
    row = locked(model, pk)
    refuse_merged_away(row)
    return row


def refuse_merged_away(row: Any, *, field: str | None = None) -> None:
    """Refuses to change, or to name, what was merged into another: that one is meant, its id is in the
    details.
    """
    if row.merged_into_id is not None:
        raise Conflict(
            f"“{row}” was merged into another {row._meta.verbose_name}, number {row.merged_into_id}. "
            "Use that one.",
            field=field,
            rule="merged-away",
            details={"id": row.merged_into_id},
        )


def _take(lock: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtextextended(%s, 0))", [_NAME])
