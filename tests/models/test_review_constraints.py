"""The database itself refuses what desks, work, second looks and publications must never hold."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone

from annotations.models import (
    Assignment,
    Comment,
    CorrectionRequest,
    Desk,
    DeskMember,
    Following,
    GoldLink,
    Invitation,
    Mention,
    Presence,
    Publication,
    QualityFigures,
    ReplyRequest,
    ReviewRules,
    SecondLook,
)
from tests.factories import (
    a_claim,
    a_person,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db

MODELS: list[type[models.Model]] = [
    Assignment,
    Comment,
    CorrectionRequest,
    Desk,
    DeskMember,
    Following,
    GoldLink,
    Invitation,
    Mention,
    Presence,
    Publication,
    QualityFigures,
    ReplyRequest,
    ReviewRules,
    SecondLook,
]
NOW, DAY = timezone.now(), timedelta(days=1)


def desk(times: int = 1, **values: Any) -> Desk:
    made = [
        Desk.objects.create(**{"name": "Harbour" + "r" * number, "made_by": the_administrator(), **values})
        for number in range(times)
    ]
    return made[-1]


def member(times: int = 1, **values: Any) -> None:
    given = {"desk": desk(), "person": the_administrator(), "role": "reviewer", **values}
    for _ in range(times):
        DeskMember.objects.create(**given)


def invitation(times: int = 1, **values: Any) -> None:
    given = {
        "digest": "a" * 64,
        "invited_by": the_administrator(),
        "invited_at": NOW,
        "expires_at": NOW + DAY,
        **values,
    }
    for _ in range(times):
        Invitation.objects.create(**given)


def assignment(times: int = 1, **values: Any) -> None:
    given = {"person": the_administrator(), "assigned_by": the_administrator(), **values}
    for _ in range(times):
        Assignment.objects.create(**given)


def comment(**values: Any) -> Comment:
    given = {"author": the_administrator(), "text": "Look at the second page.", **values}
    return Comment.objects.create(**given)


def mention() -> None:
    said = comment(claim=a_claim())
    for _ in range(2):
        Mention.objects.create(comment=said, person=the_administrator())


def here(model: type[Following] | type[Presence], times: int = 1, **values: Any) -> None:
    given = {"person": the_administrator(), **values}
    for _ in range(times):
        model.objects.create(**given)


def rules(**values: Any) -> ReviewRules:
    given = {"number": 1, "reason": "To begin with.", "set_by": the_administrator(), **values}
    return ReviewRules.objects.create(**given)


def gold(**values: Any) -> GoldLink:
    given = {
        "claim_text": "The pier is closed.",
        "passage": "The pier was closed.",
        "source_title": "Notice",
        "stance": "corroborates",
        "reason": "Says so.",
        "made_by": the_administrator(),
        **values,
    }
    return GoldLink.objects.create(**given)


def look(times: int = 1, **values: Any) -> None:
    given: dict[str, Any] = {"why": "ASKED", "first_stance": "corroborates", **values}
    if "gold" not in given:
        given["evidence"] = some_evidence()
    if "reader" in given:
        given.setdefault("taken_at", NOW)
    if "stance" in given:
        given.setdefault("answered_at", NOW)
    for _ in range(times):
        SecondLook.objects.create(**given)


def a_disputed_look(**values: Any) -> None:
    look(**{"reader": a_person(), "stance": "contradicts", "state": "disputed", **values})


def first_looks_twice() -> None:
    person = a_person()
    look(reader=person, first_reviewer=person)


def settled_by_its_reader() -> None:
    person = a_person()
    a_disputed_look(reader=person, settler=person)


def given_the_same_gold_twice() -> None:
    look(2, gold=gold(), reader=a_person())


def publication(times: int = 1, **values: Any) -> Publication | None:
    claim = assessed(some_evidence().claim)
    given = {
        "claim": claim,
        "number": 1,
        "kind": "published",
        "text": claim.text,
        "status": claim.status,
        "computed_status": claim.status,
        "assessment": claim.current_assessment.assessment,
        "published_by": the_administrator(),
        **values,
    }
    made = None
    for _ in range(times):
        made = Publication.objects.create(**given)
    return made


def correction(**values: Any) -> None:
    given = {
        "article": an_article(),
        "sent_to": "The desk, by e-mail",
        "wording": "It was 40.",
        "asked_on": date(2026, 3, 2),
        "noted_by": the_administrator(),
        **values,
    }
    CorrectionRequest.objects.create(**given)


def reply(**values: Any) -> None:
    given = {
        "claim": a_claim(),
        "asked": "The harbour office",
        "question": "Is it closed?",
        "asked_at": NOW,
        "deadline_at": NOW + DAY,
        "noted_by": the_administrator(),
        **values,
    }
    ReplyRequest.objects.create(**given)


def figures() -> None:
    for _ in range(2):
        QualityFigures.objects.create(computed_on=date(2026, 3, 2), days=30, figures={})


OFFENCES: dict[str, Callable[[], object]] = {
    "desk_name_is_unique": lambda: (desk(name="Harbour"), desk(name="HARBOUR")),
    "desk_has_a_name": lambda: desk(name=""),
    "desk_visibility_is_known": lambda: desk(visibility="foggy"),
    "desk_member_is_there_once": lambda: member(2),
    "desk_member_role_is_known": lambda: member(role="administrator"),
    "desk_member_leaves_after_joining": lambda: member(left_at=NOW - DAY),
    "invitation_link_is_unique": lambda: invitation(2),
    "invitation_to_a_desk_says_the_role_there": lambda: invitation(desk=desk()),
    "invitation_roles_are_known": lambda: invitation(role="owner"),
    "invitation_expires_after_it_was_made": lambda: invitation(expires_at=NOW),
    "invitation_is_accepted_by_somebody_and_not_revoked": lambda: invitation(accepted_at=NOW),
    "assignment_is_of_an_article_or_a_claim": assignment,
    "assignment_of_an_article_is_open_once": lambda: assignment(2, article=an_article()),
    "assignment_of_a_claim_is_open_once": lambda: assignment(2, claim=a_claim()),
    "assignment_that_ended_says_how": lambda: assignment(claim=a_claim(), ended_at=NOW),
    "comment_is_on_an_article_or_a_claim": comment,
    "comment_on_evidence_is_on_its_claim": lambda: comment(article=an_article(), evidence=some_evidence()),
    "comment_says_something_or_was_removed": lambda: comment(claim=a_claim(), text=""),
    "mention_is_made_once": mention,
    "following_is_of_an_article_or_a_claim": lambda: here(Following),
    "following_of_an_article_is_said_once": lambda: here(Following, 2, article=an_article()),
    "following_of_a_claim_is_said_once": lambda: here(Following, 2, claim=a_claim()),
    "presence_is_at_an_article_or_a_claim": lambda: here(Presence),
    "presence_at_an_article_is_one_row": lambda: here(Presence, 2, article=an_article()),
    "presence_at_a_claim_is_one_row": lambda: here(Presence, 2, claim=a_claim()),
    "presence_is_last_seen_after_the_first": lambda: here(
        Presence, claim=a_claim(), last_seen_at=NOW - 2 * DAY, first_seen_at=NOW
    ),
    "review_rules_shares_are_percentages": lambda: rules(gold_percent=51),
    "review_rules_reasons_are_known": lambda: rules(asks_when=["MOOD"]),
    "review_rules_have_a_reason": lambda: rules(reason=""),
    "gold_link_is_whole": lambda: gold(reason=""),
    "gold_link_stance_is_known": lambda: gold(stance="shrugs"),
    "second_look_is_at_a_link_or_a_gold_link": lambda: look(gold=None, evidence=None),
    "second_look_is_one_at_a_time": lambda: look(2),
    "second_look_at_gold_is_given_once_to_a_person": given_the_same_gold_twice,
    "second_look_words_are_known": lambda: look(why="MOOD"),
    "second_look_is_taken_by_somebody_at_some_time": lambda: look(taken_at=NOW),
    "second_look_is_by_a_second_person": first_looks_twice,
    "second_look_is_settled_by_a_third_person": settled_by_its_reader,
    "second_look_state_is_what_the_two_read": lambda: look(
        reader=a_person(), stance="contradicts", state="agreed"
    ),
    "second_look_answered_says_when_and_by_whom": lambda: a_disputed_look(reader=None, taken_at=None),
    "second_look_settled_says_why": lambda: a_disputed_look(settler=a_person(), state="settled"),
    "second_look_cancelled_says_why": lambda: look(state="cancelled"),
    "publication_number_is_unique_in_its_claim": lambda: publication(2),
    "publication_after_the_first_has_a_public_note": lambda: publication(number=2, kind="corrected"),
    "publication_words_are_known": lambda: publication(status="TRUE"),
    "publication_has_a_claim": lambda: publication(text=""),
    "correction_request_is_whole": lambda: correction(wording=""),
    "correction_request_outcome_is_known": lambda: correction(outcome="lost", outcome_on=date(2026, 3, 3)),
    "correction_request_answered_says_when": lambda: correction(outcome="refused"),
    "correction_request_is_due_after_it_was_asked": lambda: correction(due_on=date(2026, 3, 1)),
    "correction_request_is_answered_after_it_was_asked": lambda: correction(
        outcome="refused", outcome_on=date(2026, 3, 1)
    ),
    "reply_request_is_whole": lambda: reply(asked=""),
    "reply_request_outcome_is_known": lambda: reply(outcome="lost"),
    "reply_request_leaves_time_to_answer": lambda: reply(deadline_at=NOW),
    "reply_request_answered_says_when": lambda: reply(outcome="declined"),
    "reply_request_answered_says_what": lambda: reply(outcome="answered", answered_at=NOW),
    "quality_figures_are_kept_once_a_day": figures,
}


def test_every_constraint_has_its_offence() -> None:
    declared = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert declared == set(OFFENCES)


@pytest.mark.parametrize("name", sorted(OFFENCES))
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        OFFENCES[name]()
    assert refused.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


@pytest.mark.parametrize(("made", "field"), [(publication, "text"), (rules, "reason")])
def test_what_was_told_and_ruled_is_never_changed_nor_deleted(
    made: Callable[[], models.Model], field: str
) -> None:
    row = made()
    rows = type(row)._default_manager.filter(pk=row.pk)
    for offend in (lambda: rows.update(**{field: "y"}), rows.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            offend()
    assert rows.get() == row
