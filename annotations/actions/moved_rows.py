"""Letting rows point to another row, and exactly back again.

A merge of two rows of the register moves what points to one of them over to the other. Where that would state
something twice, or a row of itself, the row is taken out. Everything is written down: of a moved row the
columns before and after, of a removed one the whole row as the database itself reads it, so that taking the
merge back restores both to the last microsecond. Rows that somebody changed meanwhile are left as they are.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from annotations.models import Reliance

Row = type[models.Model]

PART_OF: Final[Mapping[Row, str]] = {Reliance: "evidence"}
"""Rows that are part of a versioned one: who edited that meanwhile has spoken of them too."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was moved, in order: `{"table", "ids", "before", "after"}`; and removed: `{"table", "row"}`."""

    moved: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)

    def move(self, model: Row, column: str, old: int, new: int | None) -> None:
        """Every row of the table that has `old` in this column gets `new`."""
        rows = model._default_manager.filter(**{column: old})
        self.note(model, rows.order_by("pk").values_list("pk", flat=True), {column: old}, {column: new})

    def note(
        self,
        model: Row,
        ids: Iterable[int],
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        *,
        by_itself: Sequence[str] = (),
    ) -> None:
        """These rows, which have `before` in these columns, get `after`. `by_itself` are columns that change
        without anybody's doing: what they hold then keeps no row from being taken back.
        """
        entry = _entry(model, ids, before, after)
        if by_itself:
            entry["by_itself"] = list(by_itself)
        if entry["ids"] and entry["before"] != entry["after"]:
            _point(entry, "before", "after")
            self.moved.append(entry)

    def remove(self, row: models.Model) -> None:
        """Takes a row out that nothing points to."""
        table = row._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH gone AS (DELETE FROM {table} WHERE id = %s RETURNING *)"
                " SELECT to_jsonb(gone)::text FROM gone",
                [row.pk],
            )
            entry = {"table": table, "row": cursor.fetchone()[0]}
        if type(row) in PART_OF:
            whole = getattr(row, PART_OF[type(row)])
            entry["part_of"] = {"table": whole._meta.db_table, "id": whole.pk, "version": whole.version}
        self.removed.append(entry)


def move_pairs(ledger: Ledger, model: Row, ends: tuple[str, str], old: int, new: int) -> None:
    """Rows that join two things, of which one is `old` and becomes `new`; what would be of one thing, or is
    there already, is taken out.

    `ends` are the two columns. Where the table keeps the smaller id first, both are put in order.
    """
    first, second = ends
    touched = model._default_manager.filter(models.Q(**{first: old}) | models.Q(**{second: old}))
    for row in touched.order_by("pk"):
        before = {first: getattr(row, first), second: getattr(row, second)}
        after = {column: new if value == old else value for column, value in before.items()}
        if first == "first_id":
            after = dict(zip(ends, sorted(after.values()), strict=True))
        move_row(ledger, row, before, after, says_nothing=after[first] == after[second])


def move_row(
    ledger: Ledger,
    row: models.Model,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    says_nothing: bool = False,
) -> None:
    """Moves one row, or takes it out where the database says that the same stands there already."""
    if says_nothing:
        ledger.remove(row)
        return
    try:
        with transaction.atomic():
            ledger.note(type(row), [row.pk], before, after)
    except IntegrityError:
        ledger.remove(row)


def take_back(moved: list[dict[str, Any]], removed: list[dict[str, Any]]) -> int:
    """Puts back what was taken out, then moves back what is still where it was moved to, last first. Gives
    back how many rows stay as they are, because somebody stated or changed the same meanwhile.
    """
    # In this order: a row may have been moved before it was taken out.
    left_out = sum(not _put_back(entry) for entry in reversed(removed))
    return left_out + sum(_move_back(entry) for entry in reversed(moved))


def _entry(
    model: Row, ids: Iterable[int], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    return {"table": model._meta.db_table, "ids": list(ids), "before": dict(before), "after": dict(after)}


def _point(entry: Mapping[str, Any], here: str, there: str) -> None:
    """Sets the columns of these rows from what they hold `here` to what they shall hold `there`."""
    with connection.cursor() as cursor:
        cursor.execute(*_pointing(entry, entry["ids"], here, there))


def _pointing(
    entry: Mapping[str, Any], ids: Sequence[int], here: str, there: str
) -> tuple[str, Sequence[Any]]:
    known = entry.get("by_itself", ())
    held = {column: value for column, value in entry[here].items() if column not in known}
    wanted = entry[there]
    settings = ", ".join(f"{column} = %s" for column in wanted)
    conditions = " AND ".join(f"{column} IS NOT DISTINCT FROM %s" for column in held)
    statement = f"UPDATE {entry['table']} SET {settings} WHERE {_key(entry)} = ANY(%s) AND {conditions}"
    return statement, [*wanted.values(), list(ids), *held.values()]


def _key(entry: Mapping[str, Any]) -> str:
    return _model(entry["table"])._meta.pk.column


def _model(table: str) -> Any:
    return next(model for model in apps.get_models() if model._meta.db_table == table)


def _move_back(entry: Mapping[str, Any]) -> int:
    """All rows at once, or where that cannot be, each that can. How many stay."""
    if _attempt(*_pointing(entry, entry["ids"], "after", "before")):
        return 0
    return sum(not _attempt(*_pointing(entry, [pk], "after", "before")) for pk in entry["ids"])


def _put_back(entry: Mapping[str, Any]) -> bool:
    table = entry["table"]
    if "part_of" in entry and not _is_as_it_was(**entry["part_of"]):
        return False
    return _attempt(
        f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, %s::jsonb)).*",
        [_without_gone(table, entry["row"])],
    )


def _is_as_it_was(*, table: str, id: int, version: int) -> bool:
    return bool(_model(table)._base_manager.filter(pk=id, version=version).exists())


def _without_gone(table: str, row: str) -> str:
    """What the row pointed to and need not point to is left out where it is gone: had the row stood there
    meanwhile, it would have been let go of as well.
    """
    held = json.loads(row)
    gone = {
        column.column: None
        for column in _model(table)._meta.concrete_fields
        if column.null and column.is_relation and held.get(column.column) is not None
        if not column.related_model._base_manager.filter(pk=held[column.column]).exists()
    }
    return json.dumps(held | gone) if gone else row


def _attempt(statement: str, values: Sequence[Any]) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            # References are otherwise looked at when all is done, and then nothing can be left out.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError:
        return False
    return True
