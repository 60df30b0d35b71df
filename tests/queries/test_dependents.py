"""What rests on a source or a publisher."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from annotations.actions.publishers import edit_publisher, relate_publishers
from annotations.actions.sources import derive_source, relate_sources
from annotations.domain.vocabulary import EvidenceState
from annotations.models import Derivation
from annotations.queries.dependents import (
    claims_resting_on_publishers,
    claims_resting_on_sources,
    owners_of,
    publishers_bound_to,
    publishers_owned_by,
)
from tests.factories import a_publisher, a_source, the_administrator
from tests.register import a_bare_claim, a_claim_on

pytestmark = pytest.mark.django_db


def rests_on(source: object, origin: object) -> None:
    derive_source(
        source_id=source.pk,  # type: ignore[attr-defined]
        origin_id=origin.pk,  # type: ignore[attr-defined]
        kind="cites",
        actor=the_administrator(),
    )


def test_evidence_derivations_and_reliances_lead_to_a_source() -> None:
    ministry, wire, paper, other = (a_source() for _ in range(4))
    rests_on(wire, ministry)
    rests_on(paper, wire)
    direct, once, twice = a_claim_on(ministry), a_claim_on(wire), a_claim_on(paper)
    reliant = a_claim_on(other, relies_on=wire)
    a_claim_on(other)
    a_claim_on(paper, state=EvidenceState.WITHDRAWN)

    assert claims_resting_on_sources([ministry.pk]) == {direct.pk, once.pk, twice.pk, reliant.pk}
    assert claims_resting_on_sources([wire.pk]) == {once.pk, twice.pk, reliant.pk}
    assert claims_resting_on_sources([paper.pk]) == {twice.pk}
    assert claims_resting_on_sources([]) == set()


def test_two_sources_that_cite_each_other_do_not_loop() -> None:
    left, right = a_source(), a_source()
    rests_on(left, right)
    rests_on(right, left)
    both = {a_claim_on(left).pk, a_claim_on(right).pk}
    assert claims_resting_on_sources([left.pk]) == claims_resting_on_sources([right.pk]) == both


@pytest.mark.parametrize(
    ("kind", "reaches"), [("same_work", True), ("not_independent", True), ("distinct", False)]
)
def test_sources_that_are_one_origin_are_followed_both_ways(kind: str, reaches: bool) -> None:
    first, second = a_source(), a_source()
    relate_sources(
        first_id=second.pk, second_id=first.pk, kind=kind, reason="Same byline.", actor=the_administrator()
    )
    on_first, on_second = a_claim_on(first).pk, a_claim_on(second).pk
    assert claims_resting_on_sources([first.pk]) == ({on_first, on_second} if reaches else {on_first})
    assert claims_resting_on_sources([second.pk]) == ({on_first, on_second} if reaches else {on_second})


def test_a_publisher_counts_by_its_sources_and_by_whom_it_does_not_name() -> None:
    ministry, paper = a_publisher(), a_publisher()
    statement, report = a_source(publisher=ministry), a_source(publisher=paper)
    rests_on(report, statement)
    on_statement, on_report = a_claim_on(statement), a_claim_on(report)
    on_official = a_claim_on(a_source(publisher=ministry, is_anonymous=True))
    a_bare_claim(asserter_publisher=ministry)

    assert claims_resting_on_publishers([ministry.pk]) == {
        on_statement.pk,
        on_report.pk,
        on_official.pk,
    }
    assert claims_resting_on_publishers([paper.pk]) == {on_report.pk}


def test_owners_and_owned_are_followed_to_the_end() -> None:
    holding = a_publisher()
    house = a_publisher(owner_id=holding.pk)
    paper = a_publisher(owner_id=house.pk)
    a_publisher()
    assert publishers_owned_by([holding.pk]) == {holding.pk, house.pk, paper.pk}
    assert publishers_owned_by([paper.pk]) == {paper.pk}
    assert owners_of(paper.pk) == {house.pk, holding.pk}
    assert owners_of(holding.pk) == set()
    edit_publisher(publisher_id=house.pk, values={"owner_id": None}, actor=the_administrator())
    assert owners_of(paper.pk) == {house.pk}


def test_dependence_between_publishers_is_followed_step_by_step() -> None:
    left, middle, right, apart = (a_publisher() for _ in range(4))
    for pair, kind in (
        ((left, middle), "not_independent"),
        ((right, middle), "not_independent"),
        ((right, apart), "independent"),
    ):
        relate_publishers(
            first_id=pair[0].pk, second_id=pair[1].pk, kind=kind, reason="Known.", actor=the_administrator()
        )
    assert publishers_bound_to([left.pk]) == {left.pk, middle.pk, right.pk}
    assert publishers_bound_to([apart.pk]) == {apart.pk}


def test_one_query_however_long_the_chain(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sources = [a_source() for _ in range(6)]
    for source, origin in zip(sources[1:], sources, strict=False):
        rests_on(source, origin)
    claims = {a_claim_on(source).pk for source in sources}
    with django_assert_num_queries(1):
        assert claims_resting_on_sources([sources[0].pk]) == claims
    with django_assert_num_queries(1):
        assert claims_resting_on_publishers([sources[0].publisher_id]) == claims


EDGES = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda edge: edge[0] != edge[1]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edges=EDGES)
def test_the_walk_agrees_with_walking_by_hand(edges: set[tuple[int, int]]) -> None:
    sources = [a_source() for _ in range(5)]
    claims = [a_claim_on(source).pk for source in sources]
    Derivation.objects.bulk_create(
        Derivation(source=sources[a], origin=sources[b], kind="quotes", noted_by=the_administrator())
        for a, b in edges
    )
    for start, source in enumerate(sources):
        reached = {start}
        while more := {a for a, b in edges if b in reached} - reached:
            reached |= more
        assert claims_resting_on_sources([source.pk]) == {claims[index] for index in reached}
