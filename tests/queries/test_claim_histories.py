"""The histories of claims that leave the building."""

import pytest
from django.db import connection

from annotations.actions.comments import write_comment
from annotations.domain.history_check import check_history
from annotations.models import Source, User
from annotations.queries.claim_histories import ClaimHistories
from tests.exports.signed_claims import a_signed_claim, backed, signed
from tests.factories import a_claim, a_person, a_source, some_evidence

pytestmark = pytest.mark.django_db


def told(*claim_ids: int, person: User | None = None) -> list[dict[str, object]]:
    return list(ClaimHistories(connection, claim_ids, person or a_person()))


def test_they_are_whole_and_of_these_claims_only() -> None:
    claims = [a_signed_claim() for _ in range(3)]
    a_signed_claim()
    rows = told(*(claim.pk for claim in claims))
    checked = check_history(rows)
    assert (checked.is_whole, checked.streams, checked.withheld) == (True, 3, 0)
    assert [row["stream"] for row in rows] == sorted(str(row["stream"]) for row in rows)


def test_what_the_newsroom_says_among_itself_stays_there() -> None:
    claim, person = a_signed_claim(), a_person()
    write_comment(claim_id=claim.pk, text="Zebedee thinks otherwise.", actor=person)
    rows = told(claim.pk)
    assert check_history(rows).is_whole and "Zebedee" not in str(rows)
    (row,) = [row for row in rows if row.get("withheld")]
    assert (row["verb"], row["actor"], row["after"]) == ("comment.written", None, {})


def test_a_signature_that_is_sealed_for_whoever_asks_is_withheld() -> None:
    claim = backed(a_claim(risk="high", risk_reason="It names a person."))
    signed(claim, people=1, reason="Zebedee saw it.")
    reviewer = a_person()
    assert "Zebedee" not in str(told(claim.pk, person=reviewer))
    assert check_history(told(claim.pk, person=reviewer)).is_whole


def test_of_a_protected_source_not_even_its_words_are_told() -> None:
    source = a_source()
    claim = a_claim()
    some_evidence(claim=claim, source=source, note="Zebedee said so.")
    assert "Zebedee" in str(told(claim.pk))
    Source.objects.filter(pk=source.pk).update(is_protected=True)
    assert check_history(told(claim.pk)).is_whole and "Zebedee" not in str(told(claim.pk))


def test_without_claims_there_is_nothing() -> None:
    assert told() == []
