"""The histories of claims that leave the building, as rows that `domain.history_check` reads.

A history is handed out whole, for its hashes hold only together. But not every word in it is for people
outside: of what tells who a protected source is or what it said, of signatures and readings that are sealed
for whoever asks, and of the newsroom's own talk and sharing of work, only the hashes are given, and the row
says that it is withheld.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Exists, OuterRef, Q, When

from annotations.domain.event_kinds import EventKind, kind_of
from annotations.models import Event, Evidence, User
from annotations.queries.history import COLUMNS, history_row
from annotations.queries.protection import with_those_withheld
from annotations.queries.sealing import event_is_sealed

CLAIMS_AT_ONCE: Final = 500
ROWS_AT_ONCE: Final = 1_000
INTERNAL: Final = frozenset({EventKind.TALK, EventKind.WORK, EventKind.REVIEW})
_JSON: Final = frozenset({"before", "after"})
_WITHHOLDING: Final = ("is_masked", "is_sealed", "is_protected")
# What is written down of a protected source's passages stays with those who work on the claim.
_OF_PROTECTED: Final = Case(
    When(
        Q(subject_type="evidence")
        & Exists(Evidence.objects.filter(pk=OuterRef("subject_id"), source__is_protected=True)),
        then=True,
    ),
    default=False,
)


class ClaimHistories:
    """Every event of these claims, in the order of stream and position, over a connection that may stand at
    an earlier moment (`export_rows.Snapshot`). Asked anew each time it is gone through.
    """

    def __init__(self, connection: BaseDatabaseWrapper, claim_ids: Sequence[int], person: User) -> None:
        self.connection, self.person = connection, person
        self.streams = sorted(f"claim:{claim_id}" for claim_id in claim_ids)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for start in range(0, len(self.streams), CLAIMS_AT_ONCE):
            yield from self._of(self.streams[start : start + CLAIMS_AT_ONCE])

    def _of(self, streams: list[str]) -> Iterator[dict[str, Any]]:
        events = with_those_withheld(Event.objects.filter(stream__in=streams))
        asked = events.annotate(is_sealed=event_is_sealed(self.person), is_protected=_OF_PROTECTED)
        question, parameters = asked.values_list(*COLUMNS, *_WITHHOLDING).query.sql_with_params()
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(
                f'SELECT * FROM ({question}) told ORDER BY stream COLLATE "C", position', parameters
            )
            while found := cursor.fetchmany(ROWS_AT_ONCE):
                yield from map(_told, found)


def _told(found: Sequence[Any]) -> dict[str, Any]:
    columns, withholding = found[: len(COLUMNS)], found[len(COLUMNS) :]
    row = history_row(columns)
    if any(withholding) or kind_of(row["verb"]) in INTERNAL:
        return row | {"before": {}, "after": {}, "note": "", "actor": None, "withheld": True}
    # A statement run as it is gives JSON as text.
    return row | {name: json.loads(row[name]) for name in _JSON}
