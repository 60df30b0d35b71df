"""What waits for one person: their queue.

One list in groups, the group that matters most first, and in each what has waited longest (what falls due
first, what is of high risk first, where that is known). Every line says why it is there and since when.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.utils import timezone

from annotations.access import may
from annotations.domain.vocabulary import ExportState, NoticeKind
from annotations.models import Assignment, Claim, Export, Notice, Override, SecondLook, User
from annotations.queries.claim_rows import FIELDS, ClaimRow, claim_rows
from annotations.queries.exports import all_exports
from annotations.queries.notices import unread_notices
from annotations.queries.publications import published_in_doubt
from annotations.queries.queue_claims import (
    changed_lately,
    lapsed,
    signable,
    without_evidence,
)
from annotations.queries.queue_overrides import overrides_to_approve
from annotations.queries.second_looks import (
    disputes_open_to,
    looks_left_lying,
    looks_of,
    looks_without_reader,
)
from annotations.queries.waiting import WaitingLine, waiting_lines
from annotations.queries.work import open_assignments

SHOWN = 10
SHOWN_WHOLE = 500
"""How many lines of one group, and of a group that is shown by itself."""


class Group(StrEnum):
    """What asks something of a person, in the order in which it does."""

    OVERDUE = "overdue"
    LOOKS = "looks"
    DISPUTES = "disputes"
    WORK = "work"
    LAPSED = "lapsed"
    IN_DOUBT = "in_doubt"
    OVERRIDES = "overrides"
    UNREAD_LOOKS = "unread_looks"
    TO_SIGN = "to_sign"
    MENTIONS = "mentions"
    HIGHLIGHTS = "highlights"
    WITHOUT_EVIDENCE = "without_evidence"
    CHANGED = "changed"


OF_THEIR_OWN = (Group.OVERRIDES, Group.MENTIONS)
"""These ask for something else than to work on the claim."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One thing that waits. `noun` and `id` name what it is about; `row` is the claim where it is one,
    `highlight` a highlight whose words changed. `who` is the person behind it, `note` their words.
    """

    group: Group
    noun: str
    id: int
    since: datetime | None
    title: str = ""
    language: str = ""
    due_at: datetime | None = None
    who: str = ""
    note: str = ""
    row: ClaimRow | None = None
    highlight: WaitingLine | None = None
    comment_id: int | None = None
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """The first few lines of one group, and how many there are."""

    group: Group
    lines: list[QueueLine]
    total: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What asks something of the person, and the exports that are under way for them."""

    groups: list[QueueGroup] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.groups or self.exports)


def queue_of(person: User, *, most: int = SHOWN) -> Queue:
    """What waits for this person, each group with its first lines; a constant number of statements."""
    found = [
        *_work(person, most),
        *_looks(person, most),
        *_signatures(person, most),
        _mentions(person, most),
        *([_highlights(person)] if may(person, "highlight.decide") else []),
        _claims(Group.WITHOUT_EVIDENCE, without_evidence(person), "created_at", most),
    ]
    asked = [line.id for group in found for line in group.lines if line.noun == "claim"]
    found.append(
        _claims(Group.CHANGED, changed_lately(person).exclude(pk__in=asked), "status_changed_at", most)
    )
    running = all_exports().filter(requested_by=person, state__in=[ExportState.QUEUED, ExportState.RUNNING])
    order = list(Group)
    shown = _said_once(sorted(found, key=lambda one: order.index(one.group)))
    return Queue(groups=_with_rows(shown), exports=list(running[:SHOWN]))


def _said_once(groups: Sequence[QueueGroup]) -> list[QueueGroup]:
    """The groups without what stands in one further up already, as far as they ask for the same."""
    seen: set[tuple[str, int]] = set()
    found = []
    for group in groups:
        lines = [
            line for line in group.lines if group.group in OF_THEIR_OWN or (line.noun, line.id) not in seen
        ]
        seen |= {(line.noun, line.id) for line in lines}
        if lines:
            found.append(QueueGroup(group.group, lines, group.total - len(group.lines) + len(lines)))
    return found


def _with_rows(groups: Sequence[QueueGroup]) -> list[QueueGroup]:
    """The groups, each line about a claim with all that a line about a claim says."""
    wanted = {line.id for group in groups for line in group.lines if line.noun == "claim"}
    found = Claim.objects.filter(pk__in=wanted).values(*FIELDS)
    rows = {row.id: row for row in claim_rows(found)}
    return [
        replace(
            group,
            lines=[
                replace(line, row=rows[line.id]) if line.noun == "claim" else line for line in group.lines
            ],
        )
        for group in groups
    ]


def _counted(rows: QuerySet[Any], most: int) -> tuple[list[Any], int]:
    """The first rows and how many there are, in one statement."""
    first = list(rows.annotate(number_of_all=Window(Count("pk")))[:most])
    return first, first[0].number_of_all if first else 0


def _work(person: User, most: int) -> list[QueueGroup]:
    """What they took or were given, overdue or not, what is due first at the top."""
    own = open_assignments(person).filter(person=person).select_related("claim", "article", "assigned_by")
    ordered = own.order_by(F("due_at").asc(nulls_last=True), "assigned_at", "id")
    now = timezone.now()
    late, late_total = _counted(ordered.filter(due_at__lt=now), most)
    rest, rest_total = _counted(ordered.exclude(due_at__lt=now), most)
    return [
        QueueGroup(Group.OVERDUE, [_assigned(Group.OVERDUE, one, person) for one in late], late_total),
        QueueGroup(Group.WORK, [_assigned(Group.WORK, one, person) for one in rest], rest_total),
    ]


def _assigned(group: Group, one: Assignment, person: User) -> QueueLine:
    about = one.claim or one.article
    assert about is not None, "the database keeps an assignment about one thing"
    return QueueLine(
        group=group,
        noun="claim" if one.claim_id else "article",
        id=about.pk,
        since=one.assigned_at,
        title=str(about),
        language=about.language,
        due_at=one.due_at,
        who="" if one.assigned_by_id == person.pk else one.assigned_by.display_name,
        note=one.note,
    )


def _looks(person: User, most: int) -> list[QueueGroup]:
    """Passages to read blind and disputes to settle. Nothing is said of what they are about."""
    looks, looks_total = _counted(looks_of(person), most)
    disputes, disputes_total = _counted(disputes_open_to(person), most)
    assigns = may(person, "second_look.assign")
    unread, unread_total = _counted(_unread(person), most) if assigns else ([], 0)
    return [
        QueueGroup(Group.LOOKS, [_look(Group.LOOKS, one, one.asked_at) for one in looks], looks_total),
        QueueGroup(Group.DISPUTES, [_dispute(one, person) for one in disputes], disputes_total),
        QueueGroup(
            Group.UNREAD_LOOKS, [_look(Group.UNREAD_LOOKS, one, one.asked_at) for one in unread], unread_total
        ),
    ]


def _unread(person: User) -> QuerySet[SecondLook]:
    """What an editor finds a reader for."""
    both = Q(pk__in=looks_without_reader(person).values("pk")) | Q(
        pk__in=looks_left_lying(person).values("pk")
    )
    return SecondLook.objects.filter(both).order_by("asked_at", "id")


def _look(group: Group, one: SecondLook, since: datetime | None) -> QueueLine:
    return QueueLine(group=group, noun="second_look", id=one.pk, since=since)


def _dispute(one: SecondLook, person: User) -> QueueLine:
    is_taken = one.settler_id == person.pk
    return QueueLine(Group.DISPUTES, "dispute", one.pk, one.answered_at, is_taken=is_taken)


def _signatures(person: User, most: int) -> list[QueueGroup]:
    proposed, proposed_total = _counted(overrides_to_approve(person), most)
    return [
        _claims(Group.LAPSED, lapsed(person), "ended_at", most),
        _claims(Group.IN_DOUBT, published_in_doubt(person), "ended_at", most),
        QueueGroup(Group.OVERRIDES, [_override(one) for one in proposed], proposed_total),
        _signable(person, most),
    ]


def _override(one: Override) -> QueueLine:
    return QueueLine(
        Group.OVERRIDES,
        "claim",
        one.claim_id,
        one.proposed_at,
        who=one.proposed_by.display_name,
        note=one.text,
    )


def _signable(person: User, most: int) -> QueueGroup:
    found = signable(person)
    lines = [QueueLine(Group.TO_SIGN, "claim", pk, since) for pk, since in found[:most]]
    return QueueGroup(Group.TO_SIGN, lines, len(found))


def _claims(group: Group, claims: QuerySet[Claim], since: str, most: int) -> QueueGroup:
    counted = claims.annotate(number_of_all=Window(Count("pk")))
    rows = list(counted.values_list("pk", since, "number_of_all")[:most])
    return QueueGroup(
        group, [QueueLine(group, "claim", pk, at) for pk, at, _ in rows], rows[0][2] if rows else 0
    )


def _mentions(person: User, most: int) -> QueueGroup:
    """Comments that name them and that they have not read, the earliest first."""
    notices = unread_notices(person).filter(kind=NoticeKind.MENTIONED, comment__removed_at__isnull=True)
    related = notices.select_related("claim", "article", "comment__author")
    rows, total = _counted(related.order_by("raised_at", "id"), most)
    return QueueGroup(Group.MENTIONS, [_mention(one) for one in rows], total)


def _mention(one: Notice) -> QueueLine:
    about = one.claim or one.article
    assert about is not None and one.comment is not None, "a mention stands in a comment on something"
    return QueueLine(
        Group.MENTIONS,
        "claim" if one.claim_id else "article",
        about.pk,
        one.raised_at,
        title=str(about),
        language=about.language,
        who=one.comment.author.display_name,
        note=one.comment.text,
        comment_id=one.comment_id,
    )


def _highlights(person: User) -> QueueGroup:
    lines, total = waiting_lines(person)
    return QueueGroup(
        Group.HIGHLIGHTS,
        [
            QueueLine(
                Group.HIGHLIGHTS,
                "highlight",
                one.id,
                one.since,
                title=one.claim,
                language=one.language,
                highlight=one,
            )
            for one in lines
        ],
        total,
    )


def lines_of(queue: Queue) -> Iterable[QueueLine]:
    """Every line, in order."""
    return (line for group in queue.groups for line in group.lines)
