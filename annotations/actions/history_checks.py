"""Checking the whole history on demand and once a day; what came of it becomes part of the history.

Who asks leaves an event, `history.check_asked`, and the check ends with `history.checked`, both in the stream
of a seal. So a check that nobody did stands there to be done, and its outcome can be rewritten as little as
anything else.
"""

from typing import Any, Final

from django.db import connection, transaction

from annotations import jobs
from annotations.access import require
from annotations.actions.history import seal_history
from annotations.actions.recording import record_event
from annotations.domain.history_check import Checked
from annotations.models import Event, HistorySeal, User
from annotations.queries.history import check_stored_history, waiting_check

FINDINGS_KEPT: Final = 50
"""So many findings are kept in words; the others are counted."""
_TURN: Final = "SELECT pg_try_advisory_xact_lock(hashtextextended('history check', 0))"


def ask_for_check(*, actor: User) -> Event:
    """Asks for a check of everything; gives back the one that waits already where there is one."""
    require(actor, "history.seal")
    latest = _a_seal()
    with transaction.atomic():
        seal = HistorySeal.objects.select_for_update(no_key=True).get(pk=latest.pk)
        asked = waiting_check() or record_event("history.check_asked", seal, actor=actor)
        jobs.check_history()
    return asked


def check_history() -> Event | None:
    """Checks everything there is; None where somebody else is at it. Takes time in proportion to the number
    of events.

    One transaction holds the turn, so that it is given back whatever happens to the worker.
    """
    latest = _a_seal()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_TURN)
            [has_turn] = cursor.fetchone() or (False,)
        if not has_turn:
            return None
        return record_event("history.checked", latest, actor=None, after=_told(check_stored_history()))


def sweep_history_checks() -> int:
    """Asks again for the check that somebody waits for; gives back how many there are."""
    if waiting_check() is None:
        return 0
    jobs.check_history()
    return 1


def _a_seal() -> HistorySeal:
    """The latest seal; there is none before the first hour is over."""
    latest = HistorySeal.objects.order_by("-number").first() or seal_history()
    assert latest is not None, "somebody signed in, so something happened"
    return latest


def _told(found: Checked) -> dict[str, Any]:
    """The outcome as the event keeps it."""
    kept = [
        {"rule": one.rule, "words": one.words, "is_remark": one.is_remark}
        for one in sorted(found.findings, key=lambda one: one.is_remark)[:FINDINGS_KEPT]
    ]
    remarks = sum(one.is_remark for one in found.findings)
    return {
        "is_whole": found.is_whole,
        "events": found.events,
        "streams": found.streams,
        "seals": found.seals,
        "broken": len(found.findings) - remarks,
        "remarks": remarks,
        "findings": kept,
    }
