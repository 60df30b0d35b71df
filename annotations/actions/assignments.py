"""Who does what by when: giving out, taking, giving back, handing on and finishing work on a claim or an
article.

Several people may be given the same work by an editor; who takes it on their own takes what nobody else has.
The claim or article is locked first, so of two who take it at the same moment one gets it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from annotations.access import may, require
from annotations.actions.notices import tell
from annotations.actions.recording import change, locked, new_event, record_event, require_version
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.vocabulary import AssignmentEnd, ClaimState, NoticeKind
from annotations.domain.work.due import end_of_day
from annotations.models import Article, Assignment, Claim, Event, Notice, User
from annotations.queries.told import people_seeing
from annotations.queries.visibility import visible_articles, visible_claims

MOST_AT_ONCE: Final = 500
MOST_PEOPLE: Final = 10

Subject = Article | Claim


@dataclass(frozen=True, slots=True)
class Given:
    """What was given out at once: the new assignments, and how many were given out already."""

    assignments: list[Assignment]
    known: int


@transaction.atomic
def assign_work(
    *,
    claim_ids: Iterable[int] = (),
    article_ids: Iterable[int] = (),
    person_ids: Iterable[int],
    due_on: date | None = None,
    note: str = "",
    actor: User,
) -> Given:
    """Gives each of these claims and articles to each of these people, due at the end of a day on their own
    clock. Who has it already keeps it as it is. Each is told once, however much they were given.

    Refuses a withdrawn claim (`claim-is-withdrawn`), a person who may not work there
    (`assignee-without-access`), more than 500 things or 10 people (`too-many-rows`), and all with it.
    """
    subjects = _locked_subjects(claim_ids, article_ids, actor)
    _require_for_all("work.assign", subjects, actor)
    people = _people(person_ids)
    for person in people:
        _require_assignable(person, subjects)
    described = shaped(Assignment, {"note": note})
    made = _given_out(subjects, people, due_on, described["note"], actor)
    for person in people:
        _tell_assigned([one for one in made if one.person_id == person.pk], actor)
    return Given(made, len(subjects) * len(people) - len(made))


@transaction.atomic
def take_work(*, claim_id: int | None = None, article_id: int | None = None, actor: User) -> Assignment:
    """Takes what nobody else works on; who has it already keeps it.

    Refuses (`taken-already`) what somebody else has, with their name, a withdrawn claim, and anything but one
    claim or one article (`required`).
    """
    if (claim_id is None) == (article_id is None):
        raise Invalid("Name a claim or an article, one of the two.", rule="required")
    [subject] = _locked_subjects(_one(claim_id), _one(article_id), actor)
    require(actor, "work.take", subject)
    _require_standing([subject])
    held = list(_open_work(subject).select_related("person"))
    own = next((one for one in held if one.person_id == actor.pk), None)
    if own is not None:
        return own
    if held:
        raise Conflict(
            f"{held[0].person.display_name} has taken this since {held[0].assigned_at:%-d %B}. "
            "Ask them for it, or ask an editor to give it to you as well.",
            rule="taken-already",
            details={"assignment": held[0].pk, "person": held[0].person_id},
        )
    assignment = Assignment.objects.create(person=actor, assigned_by=actor, **_about(subject))
    record_event("work.taken", assignment, stream=subject, actor=actor, after={"person_id": actor.pk})
    return assignment


def finish_work(*, assignment_id: int, actor: User) -> Assignment:
    """Notes that the work is done."""
    return _end(assignment_id, "work.finish", AssignmentEnd.DONE, "work.finished", actor)


def release_work(*, assignment_id: int, actor: User) -> Assignment:
    """Gives the work back: nobody has it now, unless others were given it, too."""
    return _end(assignment_id, "work.release", AssignmentEnd.RELEASED, "work.released", actor)


@transaction.atomic
def hand_on_work(*, assignment_id: int, person_id: int, note: str = "", actor: User) -> Assignment:
    """Gives the work to somebody else, with the day on which it is due. Gives back their assignment.

    Refuses what ended (`work-has-ended`), who has it (`has-it-already`), and who may not work there
    (`assignee-without-access`).
    """
    assignment, subject = _locked_work(assignment_id, "work.release", actor)
    _require_open(assignment)
    [person] = _people([person_id])
    _require_assignable(person, [subject])
    if _open_work(subject).filter(person=person).exists():
        raise Conflict(f"{person.display_name} has this already.", field="person", rule="has-it-already")
    _ended(assignment, AssignmentEnd.REASSIGNED, actor)
    described = shaped(Assignment, {"note": note})
    values = {"due_at": assignment.due_at, "note": described["note"] or assignment.note}
    given = Assignment.objects.create(person=person, assigned_by=actor, **values, **_about(subject))
    told = {"from_id": assignment.person_id, "person_id": person.pk}
    record_event("work.handed_on", given, stream=subject, actor=actor, after=told)
    _tell_assigned([given], actor)
    return given


@transaction.atomic
def edit_work(
    *,
    assignment_id: int,
    values: Mapping[str, Any],
    expected_version: int | None = None,
    actor: User,
) -> Assignment:
    """Changes `due_on`, the day at whose end open work is due (None: none), or the `note` with it."""
    assignment, subject = _locked_work(assignment_id, "work.release", actor)
    require_version(assignment, expected_version)
    _require_open(assignment)
    said = dict(values)
    due = {"due_at": _due(said.pop("due_on"), assignment.person)} if "due_on" in said else {}
    described = shaped(Assignment, said, allowed={"note"})
    before, after = change(assignment, {**described, **due})
    if after:
        record_event("work.changed", assignment, stream=subject, actor=actor, before=before, after=after)
    return assignment


@transaction.atomic
def resume_work(*, assignment_id: int, actor: User) -> Assignment:
    """Takes back that work was finished or given back, as long as nobody else has taken it.

    Refuses what is open (`work-is-open`), what was handed on (`work-has-ended`), and what somebody else has
    (`taken-already`).
    """
    assignment, subject = _locked_work(assignment_id, "work.release", actor)
    if assignment.ended_at is None:
        raise Conflict("This work is open.", rule="work-is-open")
    if assignment.end == AssignmentEnd.REASSIGNED:
        raise Conflict("This was given to somebody else. Ask them for it.", rule="work-has-ended")
    _require_standing([subject])
    held = _open_work(subject).select_related("person").first()
    if held is not None and assignment.end == AssignmentEnd.RELEASED:
        raise Conflict(f"{held.person.display_name} has taken this meanwhile.", rule="taken-already")
    before, _ = change(assignment, {"ended_at": None, "ended_by": None, "end": ""})
    told = {"person_id": assignment.person_id}
    record_event(
        "work.resumed", assignment, stream=subject, actor=actor, before={"end": before["end"]}, after=told
    )
    return assignment


@transaction.atomic
def undo_assigning(*, assignment_ids: Sequence[int], actor: User) -> int:
    """Takes back what the person gave out with `assign_work`, as far as it is open still. How many."""
    found = Assignment.objects.filter(
        pk__in=assignment_ids[: MOST_AT_ONCE * MOST_PEOPLE], assigned_by=actor, ended_at__isnull=True
    )
    rows = list(
        found.select_for_update(of=("self",), no_key=True).order_by("pk").select_related("claim", "article")
    )
    _require_for_all("work.assign", [_subject(one) for one in rows], actor)
    now = timezone.now()
    events = []
    for one in rows:
        one.ended_at, one.ended_by, one.end = now, actor, AssignmentEnd.RELEASED
        one.version += 1
        told = {"person_id": one.person_id, "end": one.end}
        events.append(new_event("work.released", one, stream=_subject(one), actor=actor, after=told))
    Assignment.objects.bulk_update(rows, ["ended_at", "ended_by", "end", "version"], batch_size=500)
    Event.objects.bulk_create(events, batch_size=500)
    told_of = {"kind": NoticeKind.ASSIGNED, "detail__assignment__in": [one.pk for one in rows]}
    Notice.objects.filter(**told_of, read_at__isnull=True).delete()
    return len(rows)


def _locked_subjects(claim_ids: Iterable[int], article_ids: Iterable[int], actor: User) -> list[Subject]:
    """Articles before claims, each in the order of their ids, as everywhere. What is out of the person's
    sight is not there.
    """
    found: list[Subject] = []
    asked: list[tuple[QuerySet[Any], set[int]]] = [
        (visible_articles(actor), set(article_ids)),
        (visible_claims(actor), set(claim_ids)),
    ]
    for rows, wanted in asked:
        if len(wanted) > MOST_AT_ONCE:
            raise Invalid(f"At most {MOST_AT_ONCE} can be given out at once.", rule="too-many-rows")
        if not wanted:
            continue
        got = list(rows.filter(pk__in=wanted).select_for_update(of=("self",), no_key=True).order_by("pk"))
        if missing := sorted(wanted - {row.pk for row in got}):
            noun = rows.model._meta.verbose_name
            raise NotFound(f"There is no {noun} {missing[0]}.", details={"id": missing[0]})
        found += got
    if not found:
        raise Invalid("Name a claim or an article.", rule="required")
    return found


def _require_for_all(action: str, subjects: Iterable[Subject], actor: User) -> None:
    """The rule looks at nothing but the desk, so it is asked once for each."""
    for subject in {one.desk_id: one for one in subjects}.values():
        require(actor, action, subject)


def _people(person_ids: Iterable[int]) -> list[User]:
    wanted = sorted(set(person_ids))
    if not 1 <= len(wanted) <= MOST_PEOPLE:
        raise Invalid(f"Name one to {MOST_PEOPLE} people.", field="person", rule="people-out-of-range")
    found = list(User.objects.filter(pk__in=wanted).order_by("pk"))
    if len(found) < len(wanted):
        raise Invalid("There is no such person.", field="person", rule="unknown-person")
    return found


def _require_assignable(person: User, subjects: Sequence[Subject]) -> None:
    _require_standing(subjects)
    for desk_id, subject in {one.desk_id: one for one in subjects}.items():
        if not may(person, "work.take", subject) or not people_seeing(desk_id).filter(pk=person.pk).exists():
            where = f"“{subject.desk}”" if subject.desk else "the newsroom"
            raise Invalid(
                f"{person.display_name} does not review for {where}. Choose somebody who does.",
                field="person",
                rule="assignee-without-access",
                details={"person": person.pk},
            )


def _require_standing(subjects: Iterable[Subject]) -> None:
    for one in subjects:
        if isinstance(one, Claim) and one.state == ClaimState.WITHDRAWN:
            raise Conflict(
                f"Claim {one.pk} was withdrawn: nobody works on it.",
                rule="claim-is-withdrawn",
                details={"id": one.pk},
            )


def _given_out(
    subjects: Sequence[Subject], people: Sequence[User], due_on: date | None, note: str, actor: User
) -> list[Assignment]:
    claims = [one.pk for one in subjects if isinstance(one, Claim)]
    articles = [one.pk for one in subjects if isinstance(one, Article)]
    held = Assignment.objects.filter(person__in=people, ended_at__isnull=True)
    known = set(held.filter(claim__in=claims).values_list("person", "claim", "article"))
    known |= set(held.filter(article__in=articles).values_list("person", "claim", "article"))
    made, events = [], []
    for person in people:
        due_at = _due(due_on, person)
        for subject in subjects:
            one = Assignment(person=person, due_at=due_at, note=note, assigned_by=actor, **_about(subject))
            if (person.pk, one.claim_id, one.article_id) not in known:
                made.append(one)
    Assignment.objects.bulk_create(made, batch_size=500)
    for one in made:
        told = {"person_id": one.person_id, "due_at": one.due_at, "note": one.note}
        events.append(new_event("work.assigned", one, stream=_subject(one), actor=actor, after=told))
    Event.objects.bulk_create(events, batch_size=500)
    return made


def _tell_assigned(assignments: Sequence[Assignment], actor: User) -> None:
    """One notice, about the first of them, with how many there are."""
    if not assignments:
        return
    first = assignments[0]
    detail = {"assignment": first.pk, "count": len(assignments), "note": first.note}
    if first.due_at:
        detail["due_at"] = first.due_at.isoformat()
    tell([first.person_id], NoticeKind.ASSIGNED, detail=detail, actor=actor, **_about(_subject(first)))


def _due(day: date | None, person: User) -> Any:
    return end_of_day(day, person.time_zone) if day is not None else None


def _locked_work(assignment_id: int, action: str, actor: User) -> tuple[Assignment, Subject]:
    """What it is about is locked first, as everywhere."""
    found = Assignment.objects.filter(pk=assignment_id).values_list("claim_id", "article_id").first()
    if found is None:
        raise NotFound(f"There is no assignment {assignment_id}.", details={"id": assignment_id})
    [subject] = _locked_subjects(_one(found[0]), _one(found[1]), actor)
    assignment = locked(Assignment, assignment_id)
    require(actor, action, assignment)
    return assignment, subject


@transaction.atomic
def _end(assignment_id: int, action: str, end: AssignmentEnd, verb: str, actor: User) -> Assignment:
    assignment, subject = _locked_work(assignment_id, action, actor)
    if assignment.end == end:
        return assignment
    _require_open(assignment)
    _ended(assignment, end, actor)
    told = {"person_id": assignment.person_id, "end": end}
    record_event(verb, assignment, stream=subject, actor=actor, after=told)
    return assignment


def _ended(assignment: Assignment, end: AssignmentEnd, actor: User) -> None:
    change(assignment, {"ended_at": timezone.now(), "ended_by": actor, "end": end})


def _require_open(assignment: Assignment) -> None:
    if assignment.ended_at is not None:
        said = AssignmentEnd(assignment.end).label.lower()
        raise Conflict(f"This work has ended: {said}.", rule="work-has-ended")


def _open_work(subject: Subject) -> Any:
    return Assignment.objects.filter(**_about(subject), ended_at__isnull=True).order_by("assigned_at", "id")


def _about(subject: Subject) -> Mapping[str, Any]:
    return {"claim": subject} if isinstance(subject, Claim) else {"article": subject}


def _subject(assignment: Assignment) -> Subject:
    found = assignment.claim or assignment.article
    assert found is not None, "the database keeps an assignment about one thing"
    return found


def _one(pk: int | None) -> tuple[int, ...]:
    return () if pk is None else (pk,)
