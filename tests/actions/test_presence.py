"""Noting that somebody looks: first, last, and not too often; and what they want to hear of."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.following import follow
from annotations.actions.presence import note_presence
from annotations.domain.errors import Invalid, NotFound
from annotations.models import Following, Presence
from annotations.queries.presence import onlookers
from tests.factories import a_claim, a_person, an_article

pytestmark = pytest.mark.django_db


def moved_back(seconds: int) -> None:
    """As if all looks had been so long ago."""
    ago = timezone.now() - timedelta(seconds=seconds)
    Presence.objects.update(first_seen_at=ago, last_seen_at=ago)


def test_the_first_look_stays_and_the_last_moves_at_most_each_twenty_seconds() -> None:
    claim, person = a_claim(), a_person()
    note_presence(actor=person, claim_id=claim.pk)
    first = Presence.objects.get()
    assert first.first_seen_at == first.last_seen_at
    note_presence(actor=person, claim_id=claim.pk)
    assert Presence.objects.get().last_seen_at == first.last_seen_at
    moved_back(21)
    begun = Presence.objects.get().first_seen_at
    note_presence(actor=person, claim_id=claim.pk)
    later = Presence.objects.get()
    assert later.first_seen_at == begun < later.last_seen_at


def test_a_clock_that_goes_back_changes_nothing() -> None:
    claim, person = a_claim(), a_person()
    note_presence(actor=person, claim_id=claim.pk)
    ahead = timezone.now() + timedelta(hours=1)
    Presence.objects.update(first_seen_at=ahead, last_seen_at=ahead)
    note_presence(actor=person, claim_id=claim.pk)
    assert Presence.objects.get().last_seen_at == ahead


def test_a_look_costs_one_statement(django_assert_num_queries: Any) -> None:
    article, person = an_article(), a_person()
    for _ in range(2):
        with django_assert_num_queries(1):
            note_presence(actor=person, article_id=article.pk)
    assert Presence.objects.count() == 1


def test_who_looked_within_the_minute_is_here() -> None:
    article, person, other = an_article(), a_person(), a_person(display_name="Ines de la Cruz")
    for one in (person, other):
        note_presence(actor=one, article_id=article.pk)
    assert [(one.id, one.initials) for one in onlookers(person, article_id=article.pk)] == [(other.pk, "IC")]
    moved_back(61)
    assert onlookers(person, article_id=article.pk) == []


def test_people_say_what_they_want_to_hear_of() -> None:
    claim, person = a_claim(), a_person()
    follow(claim_id=claim.pk, wish="watch", actor=person)
    follow(claim_id=claim.pk, wish="watch", actor=person)
    assert Following.objects.values_list("claim", "is_muted").get() == (claim.pk, False)
    follow(claim_id=claim.pk, wish="mute", actor=person)
    assert Following.objects.get().is_muted
    assert follow(claim_id=claim.pk, wish="nothing", actor=person) is None
    assert not Following.objects.exists()
    with pytest.raises(Invalid):
        follow(claim_id=claim.pk, wish="perhaps", actor=person)
    with pytest.raises(NotFound):
        follow(article_id=10**9, wish="watch", actor=person)
