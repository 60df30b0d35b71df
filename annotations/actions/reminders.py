"""Telling people of work that is due within the day: once for each due time."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from annotations.actions.notices import tell
from annotations.domain.vocabulary import NoticeKind
from annotations.models import Assignment, Notice
from annotations.queries.work import due_soon


@transaction.atomic
def remind_of_due_work(*, now: datetime) -> int:
    """Tells whoever has open work that is due within a day, unless they were told of that very time. How many
    were told.
    """
    # Locked, so that two turns at once tell once.
    found = list(due_soon(now).select_for_update(of=("self",), no_key=True))
    told = _told_already(found)
    new = [one for one in found if (one.pk, _due(one)) not in told]
    for one in new:
        about = {"claim": one.claim} if one.claim_id is not None else {"article": one.article}
        tell(
            [one.person_id],
            NoticeKind.DUE_SOON,
            detail={"assignment": one.pk, "due_at": _due(one)},
            **about,
        )
    return len(new)


def _told_already(assignments: Sequence[Assignment]) -> set[tuple[int, str]]:
    ids = [one.pk for one in assignments]
    rows = Notice.objects.filter(kind=NoticeKind.DUE_SOON, detail__assignment__in=ids)
    return set(rows.values_list("detail__assignment", "detail__due_at"))


def _due(assignment: Assignment) -> str:
    assert assignment.due_at is not None, "only what is due is asked for"
    return assignment.due_at.isoformat()
