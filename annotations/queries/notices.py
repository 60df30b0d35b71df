"""What a person was told without having asked: how much is news, and the list.

A notice is shown only while what it is about may be seen: what somebody is reading blind tells nothing until
they have answered, and is there again afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.utils.dateparse import parse_datetime

from annotations.domain.vocabulary import NoticeKind, SecondLookState
from annotations.models import (
    Article,
    Assignment,
    Claim,
    Comment,
    Desk,
    Notice,
    Publisher,
    SecondLook,
    Source,
    User,
)
from annotations.queries.prepared import prepared
from annotations.queries.visibility import sees_everything, visible

PAGE_SIZE: Final = 50
SHOWN: Final = 5
"""How many of the claims that a notice names are shown with it."""

About = Article | Claim | Desk | Publisher | SecondLook | Source


@dataclass(frozen=True, slots=True)
class Reworded:
    """One claim that a notice names: its words before and after, and what changed."""

    claim_id: int
    claim: str
    language: str
    old: str
    new: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedNotice:
    """A notice with the claims it names; `number` is that of its revision, `who` the name of whoever did what
    it tells of, empty where nobody is named.
    """

    notice: Notice
    number: int | None
    claims: tuple[Reworded, ...]
    who: str = ""

    @property
    def about(self) -> About:
        """What it is about."""
        one = self.notice
        found = one.article or one.source or one.publisher or one.claim or one.second_look or one.desk
        assert found is not None, "the database keeps a notice about one thing"
        return found

    @property
    def because(self) -> tuple[str, ...]:
        """What was done to the register, a sentence each, the earliest first."""
        told = self.notice.detail.get("because", {})
        return tuple(f"{told[pk][:1].upper()}{told[pk][1:]}." for pk in sorted(told, key=int))

    @property
    def count(self) -> int:
        """How many highlights, claims or pieces of work it is about."""
        return int(self.notice.detail.get("count", 0))

    @property
    def more(self) -> int:
        """How many it is about that are not shown with it."""
        return self.count - len(self.claims)

    @property
    def comment(self) -> Comment | None:
        """What was said, as long as it is there."""
        comment = self.notice.comment
        return comment if comment is not None and comment.removed_at is None else None

    @property
    def due_at(self) -> datetime | None:
        """When the work that it is about was due when it was raised."""
        return parse_datetime(self.notice.detail.get("due_at", ""))


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One page of somebody's notices, latest first. `newer` and `older` are ids, None at an end."""

    notices: list[ListedNotice]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What the frame of every page says: how many notices are unread, and how much work is the person's."""

    unread: int
    work: int


def notices_of(person: User) -> QuerySet[Notice]:
    """The person's notices, as far as they may see now what these are about."""
    return visible(Notice.objects.filter(person=person.pk), person)


def unread_notices(person: User) -> QuerySet[Notice]:
    """Those that the person has not read."""
    return notices_of(person).filter(read_at__isnull=True)


def counts_for(person: User) -> Counts:
    """Unread notices; and work that is theirs to do: what they took or were given, passages to read blind,
    disputes that they took. One statement.
    """
    if sees_everything(person):
        with connection.cursor() as cursor:
            cursor.execute(*prepared(_counts_of_all, person.pk))
            row = cursor.fetchone()
    else:
        row = _counts(person.pk, unread_notices(person), visible(_open_work(person.pk), person)).first()
    unread, *work = row or (0,)
    return Counts(unread=unread or 0, work=sum(number or 0 for number in work))


def _counts_of_all(person_id: int) -> QuerySet[Any]:
    """For who is kept from nothing."""
    unread = Notice.objects.filter(person=person_id, read_at__isnull=True)
    return _counts(person_id, unread, _open_work(person_id))


def _counts(person_id: int, unread: QuerySet[Any], work: QuerySet[Any]) -> QuerySet[Any]:
    looks = SecondLook.objects.filter(reader=person_id, state=SecondLookState.OPEN)
    disputes = SecondLook.objects.filter(settler=person_id, state=SecondLookState.DISPUTED)
    counted = [_number_of(rows) for rows in (unread, work, looks, disputes)]
    return User.objects.filter(pk=person_id).values_list(*counted)


def _open_work(person_id: int) -> QuerySet[Assignment]:
    return Assignment.objects.filter(person=person_id, ended_at__isnull=True)


def _number_of(rows: QuerySet[Any]) -> Subquery:
    """One group for all rows: a count that is a value of its own."""
    same = rows.order_by().annotate(same=Value(1)).values("same")
    return Subquery(same.annotate(number=Count("pk")).values("number"), output_field=IntegerField())


def notice_page(
    person: User, *, before: int | None = None, after: int | None = None, is_unread: bool = False
) -> NoticePage:
    """The person's notices, or the unread ones, three statements a page."""
    found = _in_full(unread_notices(person) if is_unread else notices_of(person))
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("id")[: PAGE_SIZE + 1])
        more_newer, rows, more_older = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE][::-1], bool(rows)
    else:
        rest = found.filter(pk__lt=before) if before is not None else found
        rows = list(rest.order_by("-id")[: PAGE_SIZE + 1])
        more_newer, more_older, rows = before is not None, len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    return NoticePage(
        listed(rows, person),
        newer=rows[0].pk if rows and more_newer else None,
        older=rows[-1].pk if rows and more_older else None,
    )


def unread_in_full(person: User) -> QuerySet[Notice]:
    """The unread ones with everything that they say."""
    return _in_full(unread_notices(person))


def _in_full(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    about = ("article", "revision", "source", "publisher", "claim", "second_look", "desk")
    found = notices.select_related(*about, "comment__author")
    return found.defer("revision__text", "revision__blocks", "revision__words")


def listed(notices: list[Notice], person: User) -> list[ListedNotice]:
    """Notices with the claims and people that they name, as far as the person may see these."""
    named = {one["claim"] for notice in notices for one in notice.detail.get("claims", ())[:SHOWN]}
    rows = visible(Claim.objects.filter(pk__in=named), person).values_list("pk", "text", "language")
    claims = {pk: (text, language) for pk, text, language in rows}
    who = _names(notices)
    return [
        ListedNotice(
            notice,
            notice.revision.number if notice.revision is not None else None,
            _reworded(notice.detail, claims),
            who.get(_who(notice), ""),
        )
        for notice in notices
    ]


def _who(notice: Notice) -> int | None:
    """Whom it speaks of: who came to a desk, else whoever did what it tells of."""
    if notice.kind == NoticeKind.JOINED_DESK:
        return notice.detail.get("person")
    return notice.detail.get("by")


def _names(notices: list[Notice]) -> Mapping[int | None, str]:
    people = {pk for notice in notices if (pk := _who(notice)) is not None}
    return dict(User.objects.filter(pk__in=people).values_list("pk", "display_name")) if people else {}


def _reworded(detail: Mapping[str, Any], claims: Mapping[int, tuple[str, str]]) -> tuple[Reworded, ...]:
    return tuple(
        Reworded(one["claim"], *claims[one["claim"]], one["old"], one["new"], tuple(one.get("changes", ())))
        for one in detail.get("claims", ())[:SHOWN]
        if one["claim"] in claims
    )
