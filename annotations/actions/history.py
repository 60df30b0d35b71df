"""Sealing the history: one hash over the ends of all streams, so that what is cut off there is noticed."""

from typing import Final

from django.db import connection, transaction

from annotations.access import require
from annotations.domain.history_check import START, head, heads_hash, sha256
from annotations.models import HistorySeal, User

_WAIT: Final = "5s"
"""So long others may keep an unfinished event; then the next round seals."""

_HEADS: Final = """
    SELECT DISTINCT ON (stream) stream, position, chain_hash, count(*) OVER ()
    FROM annotations_event WHERE id > %s AND id <= %s ORDER BY stream, position DESC
"""


def seal_history(*, actor: User | None = None) -> HistorySeal | None:
    """Seals all events there are. Nothing happens where none came since the last seal.

    Raises `OperationalError` where somebody keeps an unfinished event for longer than a few seconds; the next
    round seals then.
    """
    if actor is not None:
        require(actor, "history.seal")
    last_event_id = _last_event()
    return _sealed(last_event_id) if last_event_id is not None else None


@transaction.atomic
def _last_event() -> int | None:
    """The last event of which it is sure that all before it are there: for this moment nobody can add one.

    Numbers are given out before transactions end, so that without this an earlier one could come later.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_WAIT}'")
        cursor.execute("LOCK TABLE annotations_event IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT max(id) FROM annotations_event")
        found = cursor.fetchone()
    return found[0] if found else None


@transaction.atomic
def _sealed(last_event_id: int) -> HistorySeal | None:
    """Events are never changed, so this may take its time; who seals at the same moment waits."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE annotations_historyseal IN SHARE ROW EXCLUSIVE MODE")
        last = HistorySeal.objects.order_by("-number").first()
        if last is not None and last.last_event_id >= last_event_id:
            return None
        cursor.execute(_HEADS, [last.last_event_id if last else 0, last_event_id])
        rows = cursor.fetchall()
    previous = last.sha256 if last else START
    sealed = heads_hash(head(stream, position, chain_hash) for stream, position, chain_hash, _ in rows)
    return HistorySeal.objects.create(
        number=last.number + 1 if last else 1,
        last_event_id=last_event_id,
        events=rows[0][-1],
        streams=len(rows),
        heads_sha256=sealed,
        previous_sha256=previous,
        sha256=sha256(previous + sealed),
    )
