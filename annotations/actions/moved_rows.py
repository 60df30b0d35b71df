"""Letting rows point to another row, and exactly back again.

A merge of two rows of the register moves what points to one of them over to the other. Where that would state
something twice, or a row of itself, the row is taken out. Everything is written down: of a moved row the
columns before and after, of a removed one the whole row as the database itself reads it, so that taking the
merge back restores both to the last microsecond. Rows that somebody changed meanwhile are left as they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, models, transaction

Row = type[models.Model]


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
        self, model: Row, ids: Iterable[int], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """These rows, which have `before` in these columns, get `after`."""
        entry = _entry(model, ids, before, after)
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
            self.removed.append({"table": table, "row": cursor.fetchone()[0]})


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
    back how many of the removed rows somebody had stated anew meanwhile, which stay out.
    """
    # In this order: a row may have been moved before it was taken out.
    left_out = sum(not _put_back(entry) for entry in reversed(removed))
    for entry in reversed(moved):
        _point(entry, "after", "before")
    return left_out


def _entry(
    model: Row, ids: Iterable[int], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    return {"table": model._meta.db_table, "ids": list(ids), "before": dict(before), "after": dict(after)}


def _point(entry: Mapping[str, Any], here: str, there: str) -> None:
    """Sets the columns of these rows from what they hold `here` to what they shall hold `there`."""
    held, wanted = entry[here], entry[there]
    settings = ", ".join(f"{column} = %s" for column in wanted)
    conditions = " AND ".join(f"{column} IS NOT DISTINCT FROM %s" for column in held)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {entry['table']} SET {settings} WHERE id = ANY(%s) AND {conditions}",
            [*wanted.values(), entry["ids"], *held.values()],
        )


def _put_back(entry: Mapping[str, Any]) -> bool:
    table = entry["table"]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, %s::jsonb)).*",
                [entry["row"]],
            )
    except IntegrityError:
        return False
    return True
