"""Work: given out, taken, handed on, given back, finished; by one, by many, and by two at once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from annotations.actions.assignments import (
    assign_work,
    edit_work,
    finish_work,
    hand_on_work,
    release_work,
    resume_work,
    take_work,
    undo_assigning,
)
from annotations.actions.claims import withdraw_claim
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from annotations.domain.vocabulary import AssignmentEnd, NoticeKind, Role
from annotations.models import Assignment, Claim, Notice, SecondLook, User
from tests.actions.test_at_once import not_yet_committed
from tests.desks import a_desk
from tests.events import events_of
from tests.factories import a_claim, a_person, an_article, some_evidence

pytestmark = pytest.mark.django_db

MAY = date(2026, 5, 4)


def an_editor() -> User:
    return a_person(role=Role.EDITOR)


def in_zone(zone: str) -> User:
    person = a_person()
    User.objects.filter(pk=person.pk).update(time_zone=zone)
    return User.objects.get(pk=person.pk)


def refused(kind: type[Exception], act: Callable[[], Any]) -> tuple[str, str | None]:
    """Rule and field of the refusal."""
    with pytest.raises(kind) as refusal:
        act()
    found: Any = refusal.value
    return found.rule, found.field


def told(person: User) -> list[tuple[str, int | None, int | None]]:
    rows = Notice.objects.filter(person=person).order_by("id")
    return list(rows.values_list("kind", "claim", "article"))


def test_what_is_given_out_is_due_at_the_end_of_a_day_on_each_ones_own_clock() -> None:
    claim, editor = a_claim(), an_editor()
    berlin, kolkata = in_zone("Europe/Berlin"), in_zone("Asia/Kolkata")
    people = [berlin.pk, kolkata.pk]
    # The night in which clocks go back in Berlin.
    given = assign_work(
        claim_ids=[claim.pk], person_ids=people, due_on=date(2026, 10, 25), note=" Find it. ", actor=editor
    )
    assert given.known == 0
    assert [(one.person_id, one.due_at, one.note) for one in given.assignments] == [
        (berlin.pk, datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), "Find it."),
        (kolkata.pk, datetime(2026, 10, 25, 18, 29, 59, tzinfo=UTC), "Find it."),
    ]
    assert [event[:2] for event in events_of(claim)][-2:] == [("work.assigned", editor.pk)] * 2
    assert told(berlin) == [(NoticeKind.ASSIGNED, claim.pk, None)]


def test_many_are_given_at_once_and_told_of_once() -> None:
    claims, article = [a_claim() for _ in range(3)], an_article()
    editor, person = an_editor(), a_person()
    assign_work(claim_ids=[claims[0].pk], person_ids=[person.pk], actor=editor)
    Notice.objects.all().delete()
    given = assign_work(
        claim_ids=[one.pk for one in claims], article_ids=[article.pk], person_ids=[person.pk], actor=editor
    )
    assert (len(given.assignments), given.known) == (3, 1)
    [notice] = Notice.objects.filter(person=person)
    assert (notice.kind, notice.detail["count"], notice.detail["by"]) == ("assigned", 3, editor.pk)
    ids = [one.pk for one in given.assignments]
    assert undo_assigning(assignment_ids=ids, actor=editor) == 3
    assert Assignment.objects.filter(ended_at__isnull=True).count() == 1
    assert not Notice.objects.filter(person=person).exists()
    assert undo_assigning(assignment_ids=ids, actor=editor) == 0


@pytest.mark.parametrize("number", [2, 12])
def test_giving_out_costs_the_same_however_much_it_is(number: int, django_assert_num_queries: Any) -> None:
    claims, editor, person = [a_claim().pk for _ in range(number)], an_editor(), a_person()
    with django_assert_num_queries(11):
        assign_work(claim_ids=claims, person_ids=[person.pk], due_on=MAY, actor=editor)


def test_who_gave_it_to_themselves_is_not_told() -> None:
    claim, editor = a_claim(), an_editor()
    assign_work(claim_ids=[claim.pk], person_ids=[editor.pk], actor=editor)
    assert told(editor) == []


def test_what_cannot_be_given_out_is_refused_and_nothing_of_it_is_done() -> None:
    claim, gone = a_claim(), a_claim()
    withdraw_claim(claim_id=gone.pk, actor=gone.created_by)
    editor, person, reader = an_editor(), a_person(), a_person(role=Role.READER)

    def giving(**given: Any) -> Callable[[], Any]:
        values: dict[str, Any] = {
            "claim_ids": [claim.pk],
            "person_ids": [person.pk],
            "actor": editor,
            **given,
        }
        return lambda: assign_work(**values)

    assert refused(NotAllowed, giving(actor=person))[0] == "work.assign"
    assert refused(Conflict, giving(claim_ids=[claim.pk, gone.pk]))[0] == "claim-is-withdrawn"
    assert refused(Invalid, giving(person_ids=[reader.pk])) == ("assignee-without-access", "person")
    assert refused(Invalid, giving(person_ids=[])) == ("people-out-of-range", "person")
    assert refused(Invalid, giving(person_ids=[10**9])) == ("unknown-person", "person")
    assert refused(Invalid, giving(claim_ids=range(1, 600)))[0] == "too-many-rows"
    assert refused(Invalid, giving(claim_ids=[]))[0] == "required"
    assert refused(NotFound, giving(claim_ids=[claim.pk, 10**9]))[0] == "not-found"
    assert refused(Invalid, giving(note="x" * 301)) == ("too-long", "note")
    assert not Assignment.objects.exists()


def test_at_a_desk_its_own_editors_give_work_to_its_own_people() -> None:
    reviewer, editor, stranger = a_person(), a_person(), an_editor()
    desk = a_desk(reviewer)
    desk.members.create(person=editor, role=Role.EDITOR)
    claim = a_claim()
    Claim.objects.filter(pk=claim.pk).update(desk=desk)
    values: dict[str, Any] = {"claim_ids": [claim.pk], "person_ids": [reviewer.pk]}
    assert refused(NotFound, lambda: assign_work(**values, actor=stranger))[0] == "not-found"
    given = assign_work(**values, actor=editor)
    assert [one.person_id for one in given.assignments] == [reviewer.pk]
    others = {**values, "person_ids": [stranger.pk]}
    assert refused(Invalid, lambda: assign_work(**others, actor=editor))[0] == "assignee-without-access"


def test_who_takes_work_has_it_alone() -> None:
    claim, first, second = a_claim(), a_person(), a_person()
    work = take_work(claim_id=claim.pk, actor=first)
    assert take_work(claim_id=claim.pk, actor=first).pk == work.pk
    with pytest.raises(Conflict) as refusal:
        take_work(claim_id=claim.pk, actor=second)
    assert (refusal.value.rule, refusal.value.details) == (
        "taken-already",
        {"assignment": work.pk, "person": first.pk},
    )
    assert first.display_name in refusal.value.message
    release_work(assignment_id=work.pk, actor=first)
    assert take_work(claim_id=claim.pk, actor=second).person_id == second.pk
    assert refused(NotAllowed, lambda: take_work(claim_id=a_claim().pk, actor=a_person(role=Role.READER)))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_the_same_moment_one_gets_it() -> None:
    claim, first, second = a_claim(), a_person(), a_person()
    taking = not_yet_committed(lambda: take_work(claim_id=claim.pk, actor=first))
    with taking, pytest.raises(Conflict) as refusal:
        take_work(claim_id=claim.pk, actor=second)
    assert refusal.value.rule == "taken-already"
    assert list(Assignment.objects.values_list("person", flat=True)) == [first.pk]


def test_what_one_reads_blind_is_not_there_to_be_taken() -> None:
    claim, person = a_claim(), a_person()
    link = some_evidence(claim=claim)
    SecondLook.objects.create(
        evidence=link,
        why="SAMPLED",
        first_stance=link.stance,
        sealed_claims=[claim.pk],
        reader=person,
        taken_at=datetime.now(UTC),
    )
    assert refused(NotFound, lambda: take_work(claim_id=claim.pk, actor=person))[0] == "not-found"


def test_work_ends_once_and_may_be_taken_up_again() -> None:
    article, person, editor = an_article(), a_person(), an_editor()
    work = take_work(article_id=article.pk, actor=person)
    assert refused(NotAllowed, lambda: finish_work(assignment_id=work.pk, actor=a_person()))
    done = finish_work(assignment_id=work.pk, actor=person)
    assert (done.end, done.ended_by_id) == (AssignmentEnd.DONE, person.pk)
    assert finish_work(assignment_id=work.pk, actor=editor).ended_by_id == person.pk
    assert refused(Conflict, lambda: release_work(assignment_id=work.pk, actor=person))[0] == "work-has-ended"
    assert resume_work(assignment_id=work.pk, actor=person).ended_at is None
    assert refused(Conflict, lambda: resume_work(assignment_id=work.pk, actor=person))[0] == "work-is-open"
    release_work(assignment_id=work.pk, actor=editor)
    take_work(article_id=article.pk, actor=editor)
    assert refused(Conflict, lambda: resume_work(assignment_id=work.pk, actor=person))[0] == "taken-already"
    verbs = [event[0] for event in events_of(article)][1:]
    assert verbs == ["work.taken", "work.finished", "work.resumed", "work.released", "work.taken"]


def test_work_is_handed_on_with_its_due_day() -> None:
    claim, editor, first, second = a_claim(), an_editor(), a_person(), a_person()
    [work] = assign_work(
        claim_ids=[claim.pk], person_ids=[first.pk], due_on=MAY, note="The log.", actor=editor
    ).assignments
    given = hand_on_work(assignment_id=work.pk, person_id=second.pk, actor=first)
    assert (given.person_id, given.assigned_by_id, given.due_at, given.note) == (
        second.pk,
        first.pk,
        work.due_at,
        "The log.",
    )
    work.refresh_from_db()
    assert (work.end, work.ended_by_id) == (AssignmentEnd.REASSIGNED, first.pk)
    assert told(second) == [(NoticeKind.ASSIGNED, claim.pk, None)]

    def handing_on(to: User, pk: int = given.pk) -> Callable[[], Any]:
        return lambda: hand_on_work(assignment_id=pk, person_id=to.pk, actor=editor)

    assert refused(Conflict, handing_on(second)) == ("has-it-already", "person")
    assert refused(Conflict, handing_on(a_person(), work.pk))[0] == "work-has-ended"
    assert refused(Invalid, handing_on(a_person(role=Role.READER)))[0] == "assignee-without-access"


def test_the_due_day_is_changed_by_who_saw_the_present_one() -> None:
    person = in_zone("Asia/Kolkata")
    work = take_work(claim_id=a_claim().pk, actor=person)
    changed = edit_work(assignment_id=work.pk, values={"due_on": MAY}, expected_version=1, actor=person)
    assert (changed.due_at, changed.version) == (datetime(2026, 5, 4, 18, 29, 59, tzinfo=UTC), 2)
    again: dict[str, Any] = {
        "assignment_id": work.pk,
        "values": {"due_on": None, "note": "Later."},
        "actor": person,
    }
    with pytest.raises(Stale):
        edit_work(**again, expected_version=1)
    assert edit_work(**again).due_at is None
