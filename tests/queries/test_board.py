"""The claim board: pages by position, facets that heed each other, the same cost everywhere."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import ClaimType, Stance, Status
from annotations.models import Claim, User
from annotations.queries.board import SORTS, board_facets, board_page, choices, people_to_choose
from annotations.queries.claims import claims_matching
from tests.exports.signed_claims import backed
from tests.factories import a_claim, a_person, a_publisher, an_article, some_evidence, the_administrator

pytestmark = pytest.mark.django_db

ORDERS = [*SORTS, *(f"-{name}" for name in SORTS)]
STATUSES = [Status.SUPPORTED, Status.REFUTED, Status.NOT_ENOUGH_EVIDENCE]
TYPES = [ClaimType.EVENT, ClaimType.QUANTITY]


@pytest.fixture
def crowd(db: None) -> User:
    """Claims with many equal values, so that order hangs on the tie-breaker."""
    person = User.objects.create_user("crowd", display_name="Crowd")
    first = Claim.objects.create(text="One.", type=ClaimType.EVENT, created_by=person)
    Claim.objects.bulk_create(
        Claim(
            text=f"Claim {number}.",
            type=TYPES[number % 2],
            status=STATUSES[number % 3],
            changed_at=first.changed_at,
            created_by=person,
        )
        for number in range(22)
    )
    return person


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.sampled_from(ORDERS), size=st.integers(1, 25), status=st.sampled_from([None, *STATUSES]))
def test_pages_forwards_hold_every_claim_once_and_backwards_the_same(
    crowd: User, order: str, size: int, status: str | None
) -> None:
    criteria = {"status": status} if status else {}
    page = board_page(criteria, crowd, sort=order, size=size)
    assert page.before == ""
    pages = [page]
    while page.after:
        page = board_page(criteria, crowd, sort=order, size=size, after=page.after)
        pages.append(page)
    ids = [row.id for page in pages for row in page.rows]
    assert sorted(ids) == sorted(claims_matching(criteria, crowd).values_list("pk", flat=True))
    assert len(set(ids)) == len(ids)
    back = pages[-1]
    for expected in reversed(pages[:-1]):
        back = board_page(criteria, crowd, sort=order, size=size, before=back.before)
        assert [row.id for row in back.rows] == [row.id for row in expected.rows]


@pytest.mark.parametrize("order", ORDERS)
def test_few_of_many_come_in_the_same_order(crowd: User, order: str) -> None:
    walked, gathered = (board_page({}, crowd, sort=order, total=total) for total in (None, 23))
    assert walked == gathered


@pytest.mark.parametrize("position", ["x", "~", "1~2~3", "2026~x", "99999999999999999999999999~1", "1~1"])
def test_a_place_nobody_gave_out_is_refused(position: str) -> None:
    with pytest.raises(Invalid) as refusal:
        board_page({}, a_person(), after=position)
    assert refusal.value.rule == "unknown-position"


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        board_page({}, a_person(), sort="colour")
    assert (refusal.value.field, refusal.value.rule) == ("sort", "unknown-sort")


def test_a_row_says_everything_a_line_shows() -> None:
    article = an_article(headline="The ferry", text="The ferry stopped.")
    claim = backed(a_claim(article=article, words="The ferry stopped"))
    some_evidence(claim=claim, stance=Stance.CONTRADICTS)
    row = board_page({}, claim.created_by).rows[0]
    told = (
        row.id,
        row.text,
        row.type_label,
        row.is_due,
        row.standing,
        row.supporting,
        row.opposing,
        row.article,
    )
    assert told == (claim.pk, claim.text, "Event", True, "", 1, 1, "The ferry")


def test_each_facet_heeds_all_filters_but_its_own() -> None:
    for kind, count in ((ClaimType.EVENT, 2), (ClaimType.QUANTITY, 1)):
        for _ in range(count):
            a_claim(type=kind)
    backed(a_claim(type=ClaimType.EVENT))
    chosen = {"type": ["event"], "status": ["NOT_ENOUGH_EVIDENCE"]}
    facets = board_facets(chosen, a_person())
    statuses = {facet.value: facet.count for facet in facets.statuses if facet.count}
    types = {facet.value: facet.count for facet in facets.types}
    decided = Claim.objects.exclude(status=Status.NOT_ENOUGH_EVIDENCE).get().status
    assert (facets.total, statuses, types) == (
        2,
        {"NOT_ENOUGH_EVIDENCE": 2, decided: 1},
        {"event": 2, "quantity": 1},
    )


def test_what_is_chosen_stays_to_be_seen_among_the_choices() -> None:
    chosen = a_publisher(name="Aurora")
    for number in range(15):
        a_publisher(name=f"Borealis {number}")
    offered = choices("publisher", "boreal", [str(chosen.pk)], the_administrator())
    assert (offered[0].label, offered[0].is_chosen, len(offered)) == ("Aurora", True, 13)


def test_somebody_who_left_can_still_be_chosen() -> None:
    gone = a_person(display_name="Gone")
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    assert ["Gone" in [one.label for one in people_to_choose(chosen)] for chosen in ([], [str(gone.pk)])] == [
        False,
        True,
    ]


@pytest.mark.parametrize("claims", [1, 3])
def test_the_board_costs_the_same_for_one_claim_and_for_many(
    claims: int, django_assert_num_queries: Any
) -> None:
    for _ in range(claims):
        some_evidence()
    person = a_person()
    with django_assert_num_queries(5):
        assert len(board_page({}, person).rows) == claims
    with django_assert_num_queries(1):
        board_facets({}, person)
