"""What rests on something: how much, which claims, and by which ways."""

from typing import Any

import pytest
from django.db import transaction

from annotations.actions.claim_sets import create_claim_set, freeze_claim_set
from annotations.actions.sources import derive_source, relate_sources
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import Status
from annotations.models import (
    Capture,
    Claim,
    Derivation,
    Evidence,
    Publisher,
    Reliance,
    Source,
    SourceRelation,
)
from annotations.queries.dependents import claims_resting_on_publishers, claims_resting_on_sources
from annotations.queries.resting import (
    RestingFilter,
    Thing,
    every_resting_claim,
    resting_articles,
    resting_claims,
    resting_exports,
    resting_on,
    resting_sets,
    thing,
)
from tests.actions.test_closure import World
from tests.factories import a_claim, a_publisher, a_source, an_article, some_evidence, the_administrator
from tests.register import a_claim_on, many_claims_on

pytestmark = pytest.mark.django_db

ALL = RestingFilter()


def told(asked: Thing, wanted: RestingFilter = ALL) -> dict[int, tuple[str, ...]]:
    return {claim.pk: ways for claim, ways in every_resting_claim(asked, wanted, the_administrator())}


def paths(asked: Thing) -> dict[int, tuple[str, ...]]:
    return {row.claim.id: row.paths for row in resting_claims(asked, ALL, 1, the_administrator()).rows}


def relate(first: Source, second: Source, kind: str) -> None:
    relate_sources(
        first_id=first.pk, second_id=second.pk, kind=kind, reason="Known.", actor=the_administrator()
    )


def derive(source: Source, origin: Source, kind: str = "cites") -> None:
    derive_source(source_id=source.pk, origin_id=origin.pk, kind=kind, actor=the_administrator())


def test_every_way_of_resting_is_told_with_its_steps() -> None:
    origin = a_source(title="The ministry's statement")
    wire, paper = a_source(title="The wire"), a_source(title="The paper")
    copy = a_source(title="The copy")
    derive(wire, origin, "quotes")
    derive(paper, wire, "republishes")
    relate(copy, origin, "same_work")
    direct, relying = a_claim_on(origin), a_claim_on(a_source(title="The blog"), relies_on=origin)
    derived, related = a_claim_on(paper), a_claim_on(copy)
    a_claim_on(a_source())
    asked = Thing("source", origin.pk)
    assert told(asked) == {
        related.pk: ("relation",),
        derived.pk: ("derivation",),
        relying.pk: ("reliance",),
        direct.pk: ("direct",),
    }
    assert paths(asked) == {
        related.pk: ("It links a passage of “The copy”, which is one work with “The ministry's statement”.",),
        derived.pk: (
            "It links a passage of “The paper”, which republishes “The wire”, "
            "which quotes “The ministry's statement”.",
        ),
        relying.pk: ("It links a passage of “The blog”, which relies on “The ministry's statement”.",),
        direct.pk: ("It links a passage of “The ministry's statement”.",),
    }
    assert told(asked, RestingFilter(way="derivation")) == {derived.pk: ("derivation",)}


def test_a_claim_may_rest_on_it_in_several_ways() -> None:
    origin, wire = a_source(title="The statement"), a_source(title="The wire")
    derive(wire, origin)
    claim = a_claim_on(origin)
    some_evidence(claim=claim, source=wire)
    asked = Thing("publisher", origin.publisher_id)
    assert told(asked) == {claim.pk: ("direct", "derivation")}
    assert paths(asked) == {
        claim.pk: (
            "It links a passage of “The statement”.",
            "It links a passage of “The wire”, which cites “The statement”.",
        )
    }


def test_what_rests_on_a_capture_links_a_passage_of_it() -> None:
    source = a_source(title="The statement")
    first, second = (some_evidence(claim=a_claim(), source=source) for _ in range(2))
    asked = Thing("capture", first.capture_id)
    assert told(asked) == {first.claim_id: ("direct",)}
    assert paths(asked) == {first.claim_id: ("It links a passage of “The statement”.",)}
    assert told(Thing("capture", second.capture_id)) == {second.claim_id: ("direct",)}


def test_how_much_rests_on_it_is_counted_with_what_people_made_of_it() -> None:
    person, source = the_administrator(), a_source()
    article = an_article(text="The ferry stopped.\n\nTwo boats remained.")
    claims = [a_claim(words=words, article=article) for words in ("ferry stopped", "Two boats")]
    for claim in claims:
        some_evidence(claim=claim, source=source)
    Claim.objects.filter(pk=claims[0].pk).update(state="published", status=Status.SUPPORTED)
    frozen = create_claim_set(name="All", criteria={}, actor=person)
    freeze_claim_set(claim_set_id=frozen.pk, name="All of May", actor=person)
    asked = Thing("source", source.pk)
    counted = resting_on(asked, the_administrator())
    assert (counted.claims, counted.direct, counted.derivation) == (2, 2, 0)
    assert (counted.published, counted.signed) == (1, 0)
    assert (counted.articles, counted.sets, counted.exports) == (1, 1, 0)
    assert counted.statuses == {Status.NOT_ENOUGH_EVIDENCE: 1, Status.SUPPORTED: 1}
    assert [(one.row, one.claims) for one in resting_articles(asked, 1, the_administrator()).rows] == [
        (article, 2)
    ]
    assert [one.claims for one in resting_sets(asked, 1, the_administrator()).rows] == [2]
    assert resting_exports(asked, 1, the_administrator()).rows == []


def test_filters_are_by_status_and_by_signature() -> None:
    source = a_source()
    claims = many_claims_on(source, 3)
    Claim.objects.filter(pk=claims[1].pk).update(status=Status.REFUTED)
    asked = Thing("source", source.pk)
    assert list(told(asked, RestingFilter(statuses=("REFUTED",)))) == [claims[1].pk]
    assert told(asked, RestingFilter(is_signed=True)) == {}
    for wrong in ({"way": "by luck"}, {"statuses": ("TRUE",)}):
        with pytest.raises(Invalid):
            RestingFilter(**wrong)


def test_lists_go_on_after_fifty() -> None:
    source = a_source()
    claims = many_claims_on(source, 53)
    asked = Thing("source", source.pk)
    first, second = (
        resting_claims(asked, ALL, 1, the_administrator()),
        resting_claims(asked, ALL, 2, the_administrator()),
    )
    assert [row.claim.id for row in first.rows] == [claim.pk for claim in reversed(claims[3:])]
    assert (first.has_more, second.has_more) == (True, False)
    assert [row.claim.id for row in second.rows] == [claim.pk for claim in reversed(claims[:3])]


@pytest.mark.parametrize("claims", [1, 20])
def test_the_number_of_statements_does_not_grow(claims: int, django_assert_num_queries: Any) -> None:
    source, person = a_source(), the_administrator()
    derived = a_source()
    derive(derived, source)
    many_claims_on(derived, claims)
    asked = Thing("publisher", source.publisher_id)
    with django_assert_num_queries(4):
        assert resting_on(asked, person).derivation == claims
    with django_assert_num_queries(13):
        assert len(resting_claims(asked, ALL, 1, person).rows) == claims


def test_what_is_not_there_is_refused() -> None:
    for noun in ("publisher", "source", "capture"):
        with pytest.raises(NotFound):
            thing(noun, 999)


def by_hand(seeds: set[int]) -> dict[int, set[str]]:
    """The ways, found by walking every path from every claim."""
    edges: dict[int, set[tuple[int, str]]] = {}
    for source, origin in Derivation.objects.values_list("source_id", "origin_id"):
        edges.setdefault(source, set()).add((origin, "derivation"))
    for one, other in SourceRelation.objects.exclude(kind="distinct").values_list("first_id", "second_id"):
        edges.setdefault(one, set()).add((other, "relation"))
        edges.setdefault(other, set()).add((one, "relation"))
    found: dict[int, set[str]] = {}
    links = Evidence.objects.exclude(state="withdrawn").exclude(claim__state="withdrawn")
    starts = [(claim, source, "direct") for claim, source in links.values_list("claim_id", "source_id")]
    reliances = Reliance.objects.filter(evidence__in=links).values_list("evidence__claim_id", "source_id")
    starts += [(claim, source, "reliance") for claim, source in reliances]
    for claim, start, way in starts:
        for kind in walked(start, seeds, edges):
            found.setdefault(claim, set()).add(kind or way)
    return found


def walked(start: int, seeds: set[int], edges: dict[int, set[tuple[int, str]]]) -> set[str]:
    """The kinds of all ways from here to a seed: empty where it is one, else by its most doubtful step."""
    if start in seeds:
        return {""}
    kinds: set[str] = set()
    met, waiting = {(start, "")}, [(start, "")]
    while waiting:
        here, kind = waiting.pop()
        for other, step in edges.get(here, ()):
            reached = (other, "relation" if "relation" in (kind, step) else "derivation")
            if other in seeds:
                kinds.add(reached[1])
            elif reached not in met:
                met.add(reached)
                waiting.append(reached)
    return kinds


@pytest.mark.parametrize("seed", range(8))
def test_they_are_the_claims_that_walking_every_path_finds(seed: int) -> None:
    with transaction.atomic():
        World(seed)
        for source in Source.objects.all():
            found = {pk: set(ways) for pk, ways in told(Thing("source", source.pk)).items()}
            assert found == by_hand({source.pk})
            assert found.keys() == claims_resting_on_sources([source.pk])
        for publisher in Publisher.objects.all():
            published = Source.objects.filter(publisher=publisher)
            found = {pk: set(ways) for pk, ways in told(Thing("publisher", publisher.pk)).items()}
            assert found == by_hand(set(published.values_list("pk", flat=True)))
            assert found.keys() == claims_resting_on_publishers([publisher.pk])
        transaction.set_rollback(True)


def test_the_paths_of_a_page_are_not_empty() -> None:
    with transaction.atomic():
        World(3)
        for source in Source.objects.all():
            assert all(
                row.paths
                for row in resting_claims(Thing("source", source.pk), ALL, 1, the_administrator()).rows
            )
        for capture in Capture.objects.all():
            assert all(
                row.paths
                for row in resting_claims(Thing("capture", capture.pk), ALL, 1, the_administrator()).rows
            )
        transaction.set_rollback(True)


def test_somebody_unnamed_rests_on_the_publisher_they_belong_to() -> None:
    publisher = a_publisher()
    a_claim_on(a_source(publisher=publisher, is_anonymous=True))
    assert resting_on(Thing("publisher", publisher.pk), the_administrator()).claims == 1
