"""Questions about claim sets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.claim_sets import create_claim_set, freeze_claim_set
from annotations.domain.errors import NotFound
from annotations.queries.claim_sets import (
    claim_set_by_id,
    claim_sets_for,
    claims_in,
    frozen_beside,
    frozen_counts,
)
from tests.factories import a_claim, a_person

pytestmark = pytest.mark.django_db


def test_a_set_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        claim_set_by_id(0, a_person())


def test_a_live_set_finds_what_is_there_now_and_a_frozen_one_what_was_there_then() -> None:
    person = a_person()
    live = create_claim_set(name="Events", criteria={"type": "event"}, actor=person)
    first = a_claim()
    frozen = freeze_claim_set(claim_set_id=live.pk, name="Events then", actor=person)
    second, _ = a_claim(), a_claim(type="opinion")
    assert set(claims_in(live, person)) == {first, second}
    assert set(claims_in(frozen, person)) == {first}
    assert frozen_counts([live.pk, frozen.pk]) == {frozen.pk: 1}


def test_frozen_sets_of_the_same_filter_come_first_to_be_compared_with() -> None:
    person = a_person()
    live = create_claim_set(name="Events", criteria={"type": "event"}, actor=person)
    other = create_claim_set(name="All", criteria={}, actor=person)
    first, beside, second = (
        freeze_claim_set(claim_set_id=one.pk, name=name, actor=person)
        for one, name in ((live, "Events 1"), (other, "All 1"), (live, "Events 2"))
    )
    assert list(frozen_beside(first, person)) == [second, beside]


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_one_statement_whatever_its_length(number: int) -> None:
    person = a_person()
    for place in range(number):
        create_claim_set(name=f"Set {place}", criteria={}, actor=person)
    with CaptureQueriesContext(connection) as statements:
        listed = [(claim_set.name, claim_set.created_by.display_name) for claim_set in claim_sets_for(person)]
    assert (len(listed), len(statements)) == (number, 1)
