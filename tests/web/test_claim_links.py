"""The links of a claim: some of them on its page, all of them page by page; and layers folded away."""

from datetime import date
from typing import Any

import pytest

from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claims import edit_claim
from annotations.domain.vocabulary import PassageCheck, Sourcing
from annotations.models import Claim, Evidence, TimeScope
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    assessed,
    some_evidence,
    the_administrator,
)
from tests.web.test_claim_page import statements
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def a_claim_with_many_links(number: int) -> Claim:
    """A claim with so many corroborating links of one wire, one of which counts, and one that contradicts."""
    claim, person = a_claim(), the_administrator()
    capture = a_capture(source=a_source(publisher=a_publisher(kind="wire")), text="x" * 900)
    Evidence.objects.bulk_create(
        Evidence(
            claim=claim,
            source=capture.source,
            capture=capture,
            passage="xx",
            start=n,
            end=n + 2,
            passage_check=PassageCheck.EXACT,
            stance="corroborates",
            sourcing=Sourcing.OWN,
            credibility="4" if n < number - 1 else "2",
            attached_by=person,
            changed_by=person,
        )
        for n in range(number)
    )
    some_evidence(claim=claim, stance="contradicts", sourcing="own")
    return assessed(claim)


def shown(answer: Any) -> list[list[int]]:
    """Ids of the links on a page, by stance."""
    return [[line.evidence.pk for line in group.lines] for group in answer.context["found"].groups]


def test_the_page_shows_the_first_links_of_each_stance_what_counts_first() -> None:
    claim = a_claim_with_many_links(120)
    ids = list(claim.evidence.order_by("id").values_list("pk", flat=True))
    client = visitor()
    answer = client.get(f"/claims/{claim.pk}/")
    reading = answer.context["reading"]
    assert [[line.evidence.pk for line in group.lines] for group in reading.evidence] == [
        [ids[119], *ids[:49]],
        [ids[120]],
    ]
    page = words_of(answer)
    assert "70 more links" in page
    assert reading.links_total == 121
    assert (
        f'href="/claims/{claim.pk}/links/?at={ids[118]}#evidence-{ids[118]}"' not in answer.content.decode()
    )
    assert "What became of all of them, link by link" in page


def test_all_links_stand_on_pages_of_their_own() -> None:
    claim = a_claim_with_many_links(120)
    ids = list(claim.evidence.order_by("id").values_list("pk", flat=True))
    client, here = visitor(), f"/claims/{claim.pk}/links/"
    assert [
        shown(client.get(here)),
        shown(client.get(f"{here}?page=3")),
        shown(client.get(f"{here}?stance=contradicts")),
        shown(client.get(f"{here}?stance=context")),
        shown(client.get(f"{here}?at={ids[60]}")),
        shown(client.get(f"{here}?at={ids[120]}")),
        shown(client.get(f"{here}?page=99")),
    ] == [
        [[ids[119], *ids[:49]]],
        [ids[99:119]],
        [[ids[120]]],
        [],
        [ids[49:99]],
        [[ids[120]]],
        [],
    ]
    page = words_of(client.get(here))
    assert "Corroborates 120 Contradicts 1 Context 0" in page
    assert "1 to 50 of 120" in page


def test_a_claim_without_links_has_a_page_that_says_so() -> None:
    page = words_of(visitor().get(f"/claims/{assessed(a_claim()).pk}/links/"))
    assert "No passage is linked yet." in page


def test_a_page_of_links_costs_the_same_with_one_link_and_with_two_hundred() -> None:
    person = a_person()
    counted = [statements(f"/claims/{a_claim_with_many_links(n).pk}/links/", person) for n in (1, 200)]
    assert counted == [11, 11]


def test_four_eyes_are_kept_by_links_that_are_not_shown() -> None:
    claim, person = a_claim_with_many_links(60), a_person()
    Evidence.objects.filter(claim=claim, stance="contradicts").update(changed_by=person)
    reading = visitor(person).get(f"/claims/{claim.pk}/").context["reading"]
    assert reading.sign_off.refusal.value == "four-eyes"


def test_layers_that_nobody_needs_to_check_are_folded_but_for_the_one_that_is_read() -> None:
    layers = [AttributionLayer(asserter=name) for name in ("The Gazette", "a spokesman", "the harbour")]
    content = a_claim(words="Two boats remained", attributions=layers)
    harbour = content.asserted_by.get()
    spokesman = harbour.asserted_by.get()
    for layer in (harbour, spokesman):
        edit_claim(claim_id=layer.pk, values={"is_worth_checking": False}, actor=the_administrator())
    page = visitor().get(f"/claims/{content.pk}/")
    runs = [(is_folded, [one.pk for one in run]) for is_folded, run in page.context["reading"].runs]
    gazette = spokesman.asserted_by.get()
    assert runs == [(False, [gazette.pk]), (True, [spokesman.pk, harbour.pk]), (False, [content.pk])]
    assert "2 layers not worth checking" in words_of(page)
    assert f'href="/claims/{harbour.pk}/"' in page.content.decode()
    read = words_of(visitor().get(f"/claims/{harbour.pk}/"))
    assert "1 layer not worth checking" in read
    panel = words_of(visitor().get(f"/claims/{content.pk}/panel/"))
    assert "2 layers not worth checking" in panel


@pytest.mark.parametrize(("day", "is_told"), [(date(2026, 11, 16), True), (date(2026, 11, 17), False)])
def test_a_source_older_than_what_it_is_to_prove_is_marked(day: date, is_told: bool) -> None:
    claim = a_claim()
    TimeScope.objects.create(
        claim=claim, text="on 17 November", starts_on=date(2026, 11, 17), granularity="day"
    )
    some_evidence(claim=claim, source=a_source(published_on=day))
    answer = visitor().get(f"/claims/{claim.pk}/")
    assert ("Published before the time the claim speaks of" in words_of(answer)) is is_told
