"""The one filter of claims."""

import pytest

from annotations.actions.claims import withdraw_claim
from annotations.domain.errors import Invalid, NotFound
from annotations.queries.claims import CRITERIA, claim_for, claims_matching
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db


def found(**criteria: object) -> list[str]:
    return list(claims_matching(criteria, the_administrator()).order_by("id").values_list("text", flat=True))


def test_each_criterion_finds_exactly_its_claims() -> None:
    ferry, harbour = an_article(text="Boats left."), an_article(text="Cranes fell.")
    author, wire = a_person(), a_publisher(kind="wire")
    boats = a_claim(article=ferry, words="Boats left", type="quantity", actor=author)
    a_claim(article=harbour, words="Cranes fell", risk="high")
    gone = a_claim(text="Nothing happened.")
    withdraw_claim(claim_id=gone.pk, actor=the_administrator())
    some_evidence(claim=boats, source=a_source(publisher=wire))
    assert found() == ["Boats left", "Cranes fell"]
    assert found(type="quantity") == ["Boats left"]
    assert found(type=["quantity", "event"]) == ["Boats left", "Cranes fell"]
    assert found(article=harbour.pk) == ["Cranes fell"]
    assert found(publisher=wire.pk) == ["Boats left"]
    assert found(reviewer=author.pk) == ["Boats left"]
    assert found(risk="high") == ["Cranes fell"]
    assert found(state="withdrawn") == ["Nothing happened."]
    assert found(state="in_review", type="quantity") == ["Boats left"]
    assert found(words="cranes") == ["Cranes fell"]
    assert found(words="boats -left") == []
    assert found(signed="yes") == []
    assert found(signed="no", status="NOT_ENOUGH_EVIDENCE", since="2020-01-01") == [
        "Boats left",
        "Cranes fell",
    ]
    assert found(until="2020-01-01") == []
    assert found(type="", status=[]) == ["Boats left", "Cranes fell"]


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("colour", "red", "unknown-filter"),
        ("status", "TRUE", "unknown-filter-value"),
        ("article", "1; drop", "unknown-filter-value"),
        ("since", "yesterday", "unknown-filter-value"),
        ("signed", "maybe", "unknown-filter-value"),
    ],
)
def test_what_is_not_known_is_refused_by_name(name: str, value: str, rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        found(**{name: value})
    assert (refusal.value.field, refusal.value.rule) == (name, rule)


def test_every_criterion_is_known_by_name() -> None:
    assert {
        "article",
        "desk",
        "notice",
        "publisher",
        "reviewer",
        "risk",
        "signed",
        "signed_since",
        "signed_until",
        "since",
        "state",
        "status",
        "topic",
        "type",
        "until",
        "words",
    } == CRITERIA


def test_a_claim_that_is_not_there_is_said_to_be_not_there() -> None:
    with pytest.raises(NotFound):
        claim_for(987_654, the_administrator())
