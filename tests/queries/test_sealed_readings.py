"""Who read a passage in dispute is told to nobody else, also before somebody settles it."""

from typing import Any

import pytest

from annotations.actions.disputes import settle_dispute, take_dispute
from annotations.domain.vocabulary import Role
from annotations.models import SecondLook, User
from annotations.queries.claim_pages import read_claim
from annotations.queries.represented import events_in_full, evidence_in_full
from annotations.queries.timelines import Subject, Wanted, read_timeline
from tests.actions.test_disputes import a_dispute
from tests.factories import a_person, the_administrator

pytestmark = pytest.mark.django_db

TELLING = {"evidence.attached", "second_look.answered"}


def told(look: SecondLook, person: User) -> dict[str, Any]:
    """Who made, judged and read the link, wherever it is told."""
    assert look.evidence is not None
    claim = look.evidence.claim_id
    subject = Subject(f"claim:{claim}")
    shown = read_timeline(subject, Wanted(), person)
    rows: Any = events_in_full(person).filter(stream=subject.stream, verb__in=TELLING)
    [group] = [group for group in read_claim(claim, person).evidence if group.lines]
    links: Any = evidence_in_full(person)
    parts = links.values_list("shown_attached_by", "shown_changed_by")
    people = {"history": {event.actor for event in shown.events if event.verb in TELLING}}
    return {
        **people,
        "choices": dict(shown.people),
        "programs": set(rows.values_list("shown_actor_id", flat=True)),
        "stances": {event.after.get("stance") for event in shown.events if event.verb in TELLING}
        | {after.get("stance") for after in rows.values_list("shown_after", flat=True)},
        "page": group.lines[0].who,
        "link": set(parts),
    }


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.EDITOR, Role.READER, Role.ADMINISTRATOR])
def test_nobody_who_may_settle_reads_whose_readings_they_are(role: Role) -> None:
    look = a_dispute(a_person(), a_person())
    found = told(look, a_person(role=role))
    admin = the_administrator()
    assert found == {
        "history": {None},
        "choices": {admin.pk: admin.display_name},
        "programs": {None},
        "stances": {None},
        "page": "",
        "link": {(None, None)},
    }


def test_what_somebody_did_is_not_told_by_their_own_history_either() -> None:
    look = a_dispute(a_person(), a_person())
    assert look.reader is not None
    subject = Subject(f"user:{look.reader.pk}", person_id=look.reader.pk)
    verbs = [event.verb for event in read_timeline(subject, Wanted(), the_administrator()).events]
    assert verbs == ["person.created"]


def test_everybody_knows_once_it_is_settled() -> None:
    first, second = a_person(), a_person()
    look = a_dispute(first, second)
    third = a_person()
    take_dispute(look_id=look.pk, actor=third)
    settle_dispute(look_id=look.pk, stance=look.first_stance, reason="It says so.", actor=third)
    found = told(look, a_person(role=Role.READER))
    assert (found["history"], found["programs"]) == ({first, second}, {first.pk, second.pk})
    assert (found["page"], found["link"]) == (first.display_name, {(first.pk, first.pk)})
