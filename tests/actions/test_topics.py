"""Grades on a topic: they count for claims of that topic, and for nothing else."""

import pytest

from annotations.actions.assessments import assess_claims
from annotations.actions.claims import edit_claim
from annotations.actions.publishers import grade_publisher
from annotations.domain.vocabulary import Status
from annotations.models import Claim, GradeChange, Publisher
from annotations.queries.topics import graded_topics, known_topics
from tests.factories import a_claim, a_publisher, a_source, some_evidence, the_administrator
from tests.register import changed_inputs

pytestmark = pytest.mark.django_db


def graded(publisher: Publisher, grade: str, topic: str = "") -> GradeChange:
    return grade_publisher(
        publisher_id=publisher.pk, grade=grade, topic=topic, reason="Known.", actor=the_administrator()
    )


def a_claim_on(*publishers: Publisher, topic: str = "") -> Claim:
    claim = a_claim(topic=topic)
    for publisher in publishers:
        some_evidence(claim=claim, source=a_source(publisher=publisher), sourcing="own")
    claim.refresh_from_db()
    return claim


def statuses(*claims: Claim) -> list[str]:
    assess_claims(claim_ids=[claim.pk for claim in claims])
    found = dict(Claim.objects.values_list("pk", "status"))
    return [found[claim.pk] for claim in claims]


def test_the_grade_of_its_topic_counts_for_a_claim_and_else_the_overall_grade() -> None:
    first, second = a_publisher(), a_publisher()
    for publisher in (first, second):
        graded(publisher, "B")
    graded(first, "E", "health")
    of_topic, of_another, of_none = (a_claim_on(first, second, topic=one) for one in ("health", "sea", ""))
    assert statuses(of_topic, of_another, of_none) == [
        Status.LEANS_SUPPORTED,
        Status.SUPPORTED,
        Status.SUPPORTED,
    ]


def test_a_grade_of_a_topic_touches_the_claims_of_that_topic_alone() -> None:
    publisher = a_publisher()
    of_topic, of_none = a_claim_on(publisher, topic="health"), a_claim_on(publisher)
    elsewhere = a_claim_on(a_publisher(), topic="health")
    graded(publisher, "B", "health")
    assert changed_inputs(of_topic, of_none, elsewhere) == [True, False, False]


def test_an_overall_grade_leaves_claims_alone_whose_topic_has_its_own() -> None:
    publisher = a_publisher()
    graded(publisher, "B", "health")
    of_topic, of_another = a_claim_on(publisher, topic="health"), a_claim_on(publisher, topic="sea")
    graded(publisher, "E")
    assert changed_inputs(of_topic, of_another) == [False, True]


def test_a_first_grade_of_a_topic_that_is_the_overall_one_touches_nothing() -> None:
    publisher = a_publisher()
    graded(publisher, "B")
    claim = a_claim_on(publisher, topic="health")
    graded(publisher, "B", "health")
    assert changed_inputs(claim) == [False]


def test_a_claim_that_gets_a_topic_is_computed_again() -> None:
    publisher = a_publisher()
    graded(publisher, "A")
    graded(publisher, "E", "health")
    claim = a_claim_on(publisher)
    assert statuses(claim) == [Status.LEANS_SUPPORTED]
    edit_claim(claim_id=claim.pk, values={"topic": "health"}, actor=the_administrator())
    assert statuses(claim) == [Status.NOT_ENOUGH_EVIDENCE]


def test_a_topic_is_written_as_it_is_known() -> None:
    publisher = a_publisher()
    assert graded(publisher, "B", "Public  health").topic == "Public health"
    assert a_claim(topic="  public health ").topic == "Public health"
    assert graded(publisher, "C", "PUBLIC HEALTH").topic == "Public health"
    a_claim(topic="Sea")
    assert (graded_topics(), known_topics(the_administrator())) == (
        ["Public health"],
        ["Public health", "Sea"],
    )
