"""What waits for one person."""

from typing import Any

import pytest

from annotations.actions.claims import withdraw_claim
from annotations.actions.exports import request_export
from annotations.domain.vocabulary import ClaimType, Stance
from annotations.models import User
from annotations.queries.queue import Queue, queue_of
from tests.exports.signed_claims import backed, everything, signed
from tests.factories import a_claim, a_person, assessed, some_evidence

pytestmark = pytest.mark.django_db


def waiting(person: User) -> dict[str, list[int]]:
    """The queue's claims by what they ask, without what is empty."""
    queue = queue_of(person, may_sign=True)
    groups = ("lapsed", "to_sign", "without_evidence", "changed")
    return {name: ids for name in groups if (ids := [row.id for row in getattr(queue, name)])}


def test_nothing_waits_for_a_new_person() -> None:
    queue = queue_of(a_person(), may_sign=True)
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
    assert queue_of(a_person(), may_sign=False).is_empty


def test_a_signature_that_no_longer_stands_comes_first_and_alone() -> None:
    claim = backed(a_claim())
    reviewer = signed(claim)[0].reviewer
    backed(claim, stance=Stance.CONTRADICTS)
    assert waiting(reviewer) == {"lapsed": [claim.pk]}


def test_an_export_under_way_is_shown_to_who_asked() -> None:
    person = a_person()
    export = request_export(claim_set_id=everything().pk, format="csv", actor=person)
    assert [one.pk for one in queue_of(person, may_sign=True).exports] == [export.pk]


@pytest.mark.parametrize("claims", [1, 4])
def test_the_queue_costs_the_same_however_much_waits(claims: int, django_assert_num_queries: Any) -> None:
    person = a_person()
    for _ in range(claims):
        backed(a_claim(actor=person))
        a_claim(actor=person)
    with django_assert_num_queries(11):
        queue_of(person, may_sign=True)


def test_evidence_alone_moves_a_claim_out_of_the_first_list() -> None:
    claim = a_claim()
    some_evidence(claim=claim)
    assert waiting(claim.created_by) == {}


def test_a_claim_whose_part_was_withdrawn_waits_for_evidence_again() -> None:
    whole = a_claim()
    part = a_claim(part_of_id=whole.pk, actor=whole.created_by)
    withdraw_claim(claim_id=part.pk, actor=whole.created_by)
    assert waiting(whole.created_by) == {"without_evidence": [whole.pk]}
