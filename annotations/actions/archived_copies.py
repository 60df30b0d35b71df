"""Copies of sources in the public web archive: looked for, asked for, and noted.

A question to the archive is a row before it is a job, as a visit is: making a copy takes the archive a minute
or two, and nobody waits for that on a page. What came of it stays in the row.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.recording import locked, record_event
from annotations.actions.register import standing
from annotations.domain.errors import Invalid, Refusal
from annotations.domain.vocabulary import VisitState
from annotations.gateways import wayback
from annotations.gateways.wayback import CopyInArchive, find_copy, save_copy
from annotations.models import ArchivedCopy, ArchiveRequest, Source, User
from annotations.queries.visits import due_archive_requests

LEASE: Final = timedelta(minutes=5)
"""For how long one question keeps other workers away; longer than the archive may take."""
MOST_ATTEMPTS: Final = 3
"""Of one question, when the archive has no time or workers die over it."""
ASKED_AGAIN_AFTER: Final = timedelta(minutes=5)
"""When the archive has no time just now; twice as long the next time."""
PASSING: Final = frozenset({"archive-busy", "archive-unreachable", "archive-timed-out", "archive-bad-status"})
"""Refusals of the archive that may be over in some minutes."""
PROBLEM_LENGTH: Final = 500

NOT_THERE: Final = "The web archive has no copy."
NOT_ASKED: Final = "The web archive could not be asked. Try again later, or look there yourself."
NO_ADDRESS: Final = "The address of the source was changed or taken away before the archive was asked."


@transaction.atomic
def ask_archive(*, source_id: int, saves: bool, actor: User) -> ArchiveRequest:
    """Has the public web archive asked about the source's address, in the background: for its newest copy, or
    to make one now (`saves`). A question that waits already is given back, and waits no longer.

    Refuses `source-has-no-address`, and `archive-off` where the archive may not be asked.
    """
    source = locked(Source, source_id)
    require(actor, "source.visit", source)
    _require_public_address(source)
    wayback.require_on()
    waiting = ArchiveRequest.objects.filter(source=source, finished_at__isnull=True).first()
    if waiting is not None:
        return _hastened(waiting, saves)
    request = ArchiveRequest.objects.create(source=source, url=source.url, saves=saves, requested_by=actor)
    jobs.ask_archive(request.pk)
    return request


def answer_archive_request(*, request_id: int, **web: Any) -> ArchiveRequest | None:
    """The job: asks the archive and notes the copy it names. None where there was nothing to do. `web` is for
    the fetcher (see `fetch`).
    """
    request = _begin(request_id)
    if request is None:
        return None
    if request.attempts > MOST_ATTEMPTS:
        return _end(request.pk, VisitState.FAILED, NOT_ASKED)
    if request.source.is_protected or request.source.url != request.url:
        return _end(request.pk, VisitState.FAILED, NO_ADDRESS)
    try:
        copy = (save_copy if request.saves else find_copy)(request.url, **web)
        return _noted(request, copy)
    except Refusal as refusal:
        return _refused(request, refusal)


def sweep_archive_requests(*, limit: int = 50) -> int:
    """Asks again for every question that waits. Gives back how many."""
    ids = list(due_archive_requests(timezone.now()).values_list("pk", flat=True)[:limit])
    with transaction.atomic():
        for request_id in ids:
            jobs.ask_archive(request_id)
    return len(ids)


def _require_public_address(source: Source) -> None:
    if not source.url or source.is_protected:
        raise Invalid(
            "This source has no address. Give it one first.", field="url", rule="source-has-no-address"
        )


def _hastened(request: ArchiveRequest, saves: bool) -> ArchiveRequest:
    """What waits is due now; to make a copy is more than to look for one."""
    queued = ArchiveRequest.objects.filter(pk=request.pk, state=VisitState.QUEUED)
    if queued.update(not_before=timezone.now(), saves=saves or request.saves):
        request.refresh_from_db()
        jobs.ask_archive(request.pk)
    return request


def _begin(request_id: int) -> ArchiveRequest | None:
    """Takes the question, so that no other worker asks it at the same time."""
    now = timezone.now()
    taken = due_archive_requests(now).filter(pk=request_id)
    if not taken.update(state=VisitState.RUNNING, leased_until=now + LEASE):
        return None
    request = ArchiveRequest.objects.select_related("source").get(pk=request_id)
    request.attempts += 1
    request.save(update_fields=["attempts"])
    return request


@transaction.atomic
def _noted(request: ArchiveRequest, copy: CopyInArchive | None) -> ArchiveRequest | None:
    source = standing(Source, request.source_id)
    if source.url != request.url:
        return _end(request.pk, VisitState.FAILED, NO_ADDRESS)
    if copy is None:
        return _end(request.pk, VisitState.DONE, NOT_THERE)
    noted, is_new = ArchivedCopy.objects.get_or_create(
        source=source,
        url=copy.url,
        defaults={"archived_at": copy.archived_at, "noted_by_id": request.requested_by_id},
    )
    if is_new:
        after = {"url": copy.url, "archived_at": copy.archived_at}
        record_event(
            "source.archived_copy_noted", noted, stream=source, actor=request.requested_by, after=after
        )
    return _end(request.pk, VisitState.DONE, "")


def _refused(request: ArchiveRequest, refusal: Refusal) -> ArchiveRequest | None:
    if refusal.rule not in PASSING or request.attempts >= MOST_ATTEMPTS:
        return _end(request.pk, VisitState.FAILED, refusal.message, refusal.rule)
    at = timezone.now() + ASKED_AGAIN_AFTER * 2 ** (request.attempts - 1)
    return _written(request.pk, VisitState.QUEUED, refusal.message, refusal.rule, not_before=at)


def _end(request_id: int, state: VisitState, problem: str, rule: str = "") -> ArchiveRequest | None:
    return _written(request_id, state, problem, rule, finished_at=timezone.now())


def _written(
    request_id: int, state: VisitState, problem: str, rule: str, **moments: datetime
) -> ArchiveRequest | None:
    """None where the question ended meanwhile, or its source is to leave no trace."""
    open_one = ArchiveRequest.objects.filter(pk=request_id, finished_at__isnull=True)
    values = {"state": state, "problem": problem[:PROBLEM_LENGTH], "rule": rule, "leased_until": None}
    if not open_one.update(**values, **moments):
        return None
    return ArchiveRequest.objects.filter(pk=request_id).first()
