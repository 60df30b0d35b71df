"""Telling people what they did not ask for: once, and only those who work on it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import locked
from annotations.domain.vocabulary import HighlightOutcome, HighlightState, NoticeKind, WordChange
from annotations.models import (
    Article,
    Claim,
    Comment,
    Desk,
    Highlight,
    Notice,
    Revision,
    SecondLook,
    User,
)
from annotations.queries.article_people import people_working_on
from annotations.queries.notices import unread_notices
from annotations.queries.told import people_concerned_by, people_to_tell

GRAVE = (WordChange.NUMBER, WordChange.NEGATION)
"""A changed figure or a "not" turns a claim into another one."""
NAMED = 50
"""How many claims a notice names; it counts them all."""
QUOTED_CHARACTERS = 300


def notify_of_changed_words(revision: Revision) -> None:
    """Tells those who work on the article that figures or negations under its claims are others now."""
    waiting = Highlight.objects.filter(
        revision=revision, outcome=HighlightOutcome.CHANGED, state=HighlightState.QUEUED
    ).order_by("start", "id")
    grave = [highlight for highlight in waiting if set(highlight.changes) & set(GRAVE)]
    if grave:
        detail = {"count": len(grave), "claims": [_changed(highlight) for highlight in grave[:NAMED]]}
        raise_notices(NoticeKind.WORDS_CHANGED, revision.article, revision=revision, detail=detail)


def notify_of_replaced_text(revision: Revision) -> None:
    """Tells those who work on the article, once, that nothing of it is left in its new text."""
    count = Highlight.objects.filter(revision=revision, state=HighlightState.QUEUED).count()
    raise_notices(NoticeKind.TEXT_REPLACED, revision.article, revision=revision, detail={"count": count})


def raise_notices(
    kind: NoticeKind, article: Article, *, revision: Revision | None = None, detail: dict[str, Any]
) -> None:
    """One notice for everybody who works on the article; who was told of this already is not told again."""
    Notice.objects.bulk_create(
        [
            Notice(person_id=pk, kind=kind, article=article, revision=revision, detail=detail)
            for pk in people_working_on(article.pk)
        ],
        ignore_conflicts=True,
    )


def tell(
    people: Iterable[int],
    kind: NoticeKind,
    *,
    article: Article | None = None,
    claim: Claim | None = None,
    second_look: SecondLook | None = None,
    desk: Desk | None = None,
    comment: Comment | None = None,
    detail: Mapping[str, Any] | None = None,
    actor: User | None = None,
) -> None:
    """One notice about one row for each of these people, by id. Left out are `actor`, who did it themselves
    and is named in it; those who muted the article or claim; and those who may not see what its desk owns.
    Who was told of the same and has not read it is not told again. Part of the action that it tells of.
    """
    wanted = set(people) - ({actor.pk} if actor else set())
    if not wanted:
        return
    desk_id = desk.pk if desk else getattr(claim or article, "desk_id", None)
    told = people_to_tell(wanted, claim=claim, article=article, desk_id=desk_id)
    rows = {"article": article, "claim": claim, "second_look": second_look, "desk": desk, "comment": comment}
    said = {**(detail or {}), **({"by": actor.pk} if actor else {})}
    Notice.objects.bulk_create(
        [Notice(person_id=pk, kind=kind, detail=said, **rows) for pk in told],
        ignore_conflicts=True,
    )


def tell_concerned(
    kind: NoticeKind,
    *,
    article: Article | None = None,
    claim: Claim | None = None,
    comment: Comment | None = None,
    named: Iterable[int] = (),
    detail: Mapping[str, Any] | None = None,
    actor: User | None = None,
) -> None:
    """Tells everybody whom the table of `domain.work.telling` names for this kind of notice about a claim or
    an article; `named` are those it is addressed to. Part of the action that it tells of.
    """
    people = people_concerned_by(kind, claim=claim, article=article, named=named)
    tell(people, kind, claim=claim, article=article, comment=comment, detail=detail, actor=actor)


@transaction.atomic
def read_notice(*, notice_id: int, actor: User) -> Notice:
    """Notes that the person has seen it; seeing it again changes nothing."""
    notice = locked(Notice, notice_id)
    require(actor, "notice.read", notice)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


def read_all_notices(*, actor: User) -> int:
    """Notes that the person has seen all that they may see now. Gives back how many were news."""
    return unread_notices(actor).update(read_at=timezone.now())


def _changed(highlight: Highlight) -> dict[str, Any]:
    return {
        "claim": highlight.claim_id,
        "highlight": highlight.pk,
        "old": highlight.sought[:QUOTED_CHARACTERS],
        "new": highlight.exact[:QUOTED_CHARACTERS],
        "changes": highlight.changes,
    }
