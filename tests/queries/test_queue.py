"""What waits for one person."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.assignments import assign_work, release_work, take_work
from annotations.actions.claims import withdraw_claim
from annotations.actions.comments import write_comment
from annotations.actions.exports import request_export
from annotations.actions.notices import read_all_notices
from annotations.actions.overrides import propose_override
from annotations.domain.vocabulary import ClaimState, ClaimType, Role, Stance, VerdictState
from annotations.models import Assignment, Claim, SecondLook, User, Verdict
from annotations.queries.notices import counts_for
from annotations.queries.queue import Queue, queue_of
from tests.exports.signed_claims import backed, everything, signed
from tests.factories import a_claim, a_person, an_article, assessed, some_evidence

pytestmark = pytest.mark.django_db


def waiting(person: User) -> dict[str, list[int]]:
    """The queue's claims by what they ask, without what is empty."""
    return {one.group.value: [line.id for line in one.lines] for one in queue_of(person).groups}


def test_nothing_waits_for_a_new_person() -> None:
    queue = queue_of(a_person())
    assert (queue, queue.is_empty) == (Queue(), True)


def test_a_claim_of_theirs_without_evidence_waits() -> None:
    claim = a_claim()
    assert [waiting(claim.created_by), waiting(a_person())] == [{"without_evidence": [claim.pk]}, {}]


def test_of_a_compound_claim_the_parts_wait_for_evidence() -> None:
    whole = a_claim()
    part = a_claim(part_of_id=whole.pk, actor=whole.created_by)
    assert waiting(whole.created_by) == {"without_evidence": [part.pk]}


def test_an_opinion_waits_for_no_evidence() -> None:
    claim = assessed(a_claim(type=ClaimType.OPINION))
    assert "without_evidence" not in waiting(claim.created_by)


def test_a_decided_claim_waits_for_the_signature_of_whoever_added_nothing() -> None:
    claim = a_claim()
    author = a_person()
    backed(claim, actor=author)
    assert [waiting(a_person()), waiting(author)] == [{"to_sign": [claim.pk]}, {"changed": [claim.pk]}]


def test_who_may_not_sign_is_not_asked_to() -> None:
    backed(a_claim())
    assert waiting(a_person(role=Role.READER)) == {}


def test_a_signature_that_no_longer_stands_comes_first_and_alone() -> None:
    claim = backed(a_claim())
    reviewer = signed(claim)[0].reviewer
    backed(claim, stance=Stance.CONTRADICTS)
    assert waiting(reviewer) == {"lapsed": [claim.pk]}


def test_an_export_under_way_is_shown_to_who_asked() -> None:
    person = a_person()
    export = request_export(claim_set_id=everything().pk, format="csv", actor=person)
    assert [one.pk for one in queue_of(person).exports] == [export.pk]


def test_work_comes_by_when_it_is_due_and_what_is_overdue_comes_first_of_all() -> None:
    person, editor = a_person(), a_person(role=Role.EDITOR)
    late, soon, later, article = a_claim(), a_claim(), a_claim(), an_article()
    for claim, days in ((later, 9), (late, -2), (soon, 1)):
        due_on = timezone.now().date() + timedelta(days=days)
        assign_work(claim_ids=[claim.pk], person_ids=[person.pk], due_on=due_on, note="Now.", actor=editor)
    take_work(article_id=article.pk, actor=person)
    queue = queue_of(person)
    assert [(one.group.value, one.total) for one in queue.groups] == [("overdue", 1), ("work", 3)]
    overdue, work = (group.lines for group in queue.groups)
    assert [(line.noun, line.id) for line in [*overdue, *work]] == [
        ("claim", late.pk),
        ("claim", soon.pk),
        ("claim", later.pk),
        ("article", article.pk),
    ]
    assert (overdue[0].who, overdue[0].note, work[-1].who) == (editor.display_name, "Now.", "")
    assert (overdue[0].row.text if overdue[0].row else "", work[-1].title) == (late.text, article.headline)
    release_work(assignment_id=Assignment.objects.get(article=article).pk, actor=person)
    assert queue_of(person).groups[1].total == 2


def test_a_passage_to_read_blind_says_nothing_of_its_claim() -> None:
    person, claim = a_person(), a_claim()
    take_work(claim_id=claim.pk, actor=person)
    assert waiting(person) == {"work": [claim.pk]}
    link = some_evidence(claim=claim)
    look = SecondLook.objects.create(
        evidence=link,
        why="SAMPLED",
        first_stance=link.stance,
        sealed_claims=[claim.pk],
        reader=person,
        taken_at=timezone.now(),
    )
    [group] = queue_of(person).groups
    [line] = group.lines
    assert (group.group, line.noun, line.id, line.title, line.row) == (
        "looks",
        "second_look",
        look.pk,
        "",
        None,
    )
    assert counts_for(person).work == 1


def test_a_comment_that_names_them_waits_until_they_have_read_it() -> None:
    person, claim = a_person(), a_claim()
    comment = write_comment(claim_id=claim.pk, text=f"@{person.username} look", actor=a_person())
    [group] = queue_of(person).groups
    assert [(line.id, line.comment_id, line.who) for line in group.lines] == [
        (claim.pk, comment.pk, comment.author.display_name)
    ]
    read_all_notices(actor=person)
    assert waiting(person) == {}


def test_what_is_published_without_a_signature_waits_for_editors() -> None:
    claim = backed(a_claim())
    signed(claim)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.PUBLISHED)
    Verdict.objects.update(
        state=VerdictState.LAPSED, ended_at=timezone.now(), end_reason="The status changed."
    )
    editor = a_person(role=Role.EDITOR)
    assert waiting(editor) == {"in_doubt": [claim.pk]}
    assert "in_doubt" not in waiting(a_person())


def test_an_override_waits_for_whoever_may_be_the_second_of_two() -> None:
    claim = backed(a_claim())
    proposer = a_person()
    propose_override(
        claim_id=claim.pk,
        assessment_id=claim.current_assessment.assessment_id,
        status="LEANS_SUPPORTED",
        reason_code="off_platform_evidence",
        text="The deed that settles it may be read at the office, but not copied.",
        actor=proposer,
    )
    assert waiting(a_person(role=Role.EDITOR))["overrides"] == [claim.pk]
    assert "overrides" not in waiting(a_person())
    assert "overrides" not in waiting(proposer)


@pytest.mark.parametrize("things", [1, 4])
def test_the_queue_costs_the_same_however_much_waits(things: int, django_assert_num_queries: Any) -> None:
    person, editor = a_person(), a_person(role=Role.EDITOR)
    for _ in range(things):
        backed(a_claim(actor=person))
        claim = a_claim(actor=person)
        assign_work(claim_ids=[claim.pk], person_ids=[person.pk], actor=editor)
        write_comment(claim_id=claim.pk, text=f"@{person.username}", actor=editor)
    with django_assert_num_queries(19):
        queue_of(person)


def test_evidence_alone_moves_a_claim_out_of_the_first_list() -> None:
    claim = a_claim()
    some_evidence(claim=claim)
    assert waiting(claim.created_by) == {}


def test_a_claim_whose_part_was_withdrawn_waits_for_evidence_again() -> None:
    whole = a_claim()
    part = a_claim(part_of_id=whole.pk, actor=whole.created_by)
    withdraw_claim(claim_id=part.pk, actor=whole.created_by)
    assert waiting(whole.created_by) == {"without_evidence": [whole.pk]}
