"""Work on a claim or an article: who does it, who is here, and what the person asking may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations.access import may
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ClaimState, Role
from annotations.domain.work.due import SOON
from annotations.domain.work.presence import initials
from annotations.models import Article, Assignment, Claim, DeskMember, Following, User
from annotations.queries.visibility import visible

SHOWN = 20


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One open assignment, with what the person asking may do about it."""

    assignment: Assignment
    is_own: bool
    may_end: bool
    is_overdue: bool

    @property
    def initials(self) -> str:
        """The letters that stand for the face of whoever does it."""
        return initials(self.assignment.person.display_name)


@dataclass(frozen=True, slots=True)
class WorkOn:
    """Who works on one claim or article; `named` says which of the two. `wish`: watch, mute or nothing."""

    named: str
    id: int
    lines: list[WorkLine]
    wish: str
    may_take: bool
    may_assign: bool
    may_comment: bool

    @property
    def own(self) -> WorkLine | None:
        """The person's own work on it."""
        return next((line for line in self.lines if line.is_own), None)


def open_assignments(person: User) -> QuerySet[Assignment]:
    """Work that has not ended, as far as the person may see what it is on."""
    return visible(Assignment.objects.filter(ended_at__isnull=True), person)


def assignments_in_full(person: User) -> QuerySet[Assignment]:
    """All work, open and ended, as far as the person may see what it is on."""
    return visible(Assignment.objects.all(), person)


def followings_in_full(person: User) -> QuerySet[Following]:
    """What the person watches and has muted, as far as they may see it now."""
    return visible(Following.objects.filter(person=person.pk), person)


def work_on(subject: Claim | Article, person: User) -> WorkOn:
    """Everything a page shows of it: two statements, and one more for what a desk owns."""
    named = "claim" if isinstance(subject, Claim) else "article"
    held = Assignment.objects.filter(**{named: subject.pk}, ended_at__isnull=True)
    rows = list(held.select_related("person", "assigned_by").order_by("assigned_at", "id")[:SHOWN])
    followed = Following.objects.filter(person=person.pk, **{named: subject.pk})
    is_muted = followed.values_list("is_muted", flat=True).first()
    may_review, may_edit = may(person, "work.take", subject), may(person, "work.assign", subject)
    is_withdrawn = isinstance(subject, Claim) and subject.state == ClaimState.WITHDRAWN
    return WorkOn(
        named=named,
        id=subject.pk,
        lines=[_line(row, person, is_editor=may_edit) for row in rows],
        wish={None: "nothing", True: "mute", False: "watch"}[is_muted],
        may_take=may_review and not rows and not is_withdrawn,
        may_assign=may_edit and not is_withdrawn,
        may_comment=may_review,
    )


def _line(assignment: Assignment, person: User, *, is_editor: bool) -> WorkLine:
    is_own = assignment.person_id == person.pk
    return WorkLine(
        assignment=assignment,
        is_own=is_own,
        may_end=is_own or is_editor,
        is_overdue=assignment.due_at is not None and assignment.due_at < timezone.now(),
    )


def assignable_people(subjects: Sequence[Claim | Article]) -> list[User]:
    """Everybody who may be given work on all of these, by name; one statement."""
    people = User.objects.filter(is_active=True).order_by("display_name", "id")
    for desk_id in {one.desk_id for one in subjects}:
        people = people.filter(_reviews_at(desk_id))
    return list(people)


def _reviews_at(desk_id: int | None) -> Q:
    """Who reviews there; the rule itself is `work.take` in `access.TABLE`, and the action asks that."""
    working = [Role.REVIEWER, Role.EDITOR]
    if desk_id is None:
        return Q(role__in=[*working, Role.ADMINISTRATOR])
    members = DeskMember.objects.filter(desk=desk_id, left_at__isnull=True, role__in=working)
    return Q(role=Role.ADMINISTRATOR) | Q(pk__in=members.values("person"))


def due_soon(now: datetime) -> QuerySet[Assignment]:
    """Open work that is due within the day and not yet overdue, the most urgent first."""
    due = Q(due_at__gt=now, due_at__lte=now + SOON)
    rows = Assignment.objects.filter(due, ended_at__isnull=True, person__is_active=True)
    return rows.select_related("claim", "article", "person").order_by("due_at", "id")


def assignment_for(assignment_id: int, person: User) -> Assignment:
    """One piece of work. Refuses with `NotFound`."""
    rows = visible(Assignment.objects.filter(pk=assignment_id), person)
    related = ("person", "claim__desk", "article__desk", "assigned_by")
    found = rows.select_related(*related).first()
    if found is None:
        raise NotFound(f"There is no assignment {assignment_id}.", details={"id": assignment_id})
    return found


def held_by(subjects: Sequence[Claim | Article], person_ids: Sequence[int]) -> set[tuple[int, str, int]]:
    """Which of these people have which of these already, as person, noun and id; one statement."""
    claims = [one.pk for one in subjects if isinstance(one, Claim)]
    articles = [one.pk for one in subjects if isinstance(one, Article)]
    held = Assignment.objects.filter(person__in=person_ids, ended_at__isnull=True)
    rows = held.filter(Q(claim__in=claims) | Q(article__in=articles))
    return {
        (person, "claim" if claim else "article", claim or article)
        for person, claim, article in rows.values_list("person", "claim", "article")
    }
