"""Merging on the pages: finding the other, side by side, what follows, and the way back."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from annotations.actions.assessments import assess_claims
from annotations.actions.merges import merge_publishers, merge_sources
from annotations.actions.protection import register_protected_source
from annotations.actions.publishers import grade_publisher
from annotations.actions.sources import change_source_state
from annotations.domain.vocabulary import Role
from annotations.models import (
    Claim,
    Evidence,
    Publisher,
    PublisherMerge,
    Source,
    SourceMerge,
)
from tests.factories import (
    a_capture,
    a_claim,
    a_publisher,
    a_source,
    some_evidence,
    the_administrator,
)
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db

WHY = {"reason": "The printed and the online edition."}


@pytest.fixture
def administrator() -> Client:
    return visitor(the_administrator())


def merged(client: Client, address: str) -> Any:
    """Looks at what would follow, merges with that in sight, and lands on the page of the merge."""
    seen = client.get(address).context["impact"]["impact"].digest
    return client.post(address, {**WHY, "seen": seen}, follow=True)


def two_sources() -> tuple[Source, Source]:
    outlet = a_publisher(name="The Heron")
    first = a_source(title="Locks of the canal", publisher=outlet, published_on=date(2026, 3, 1))
    second = a_source(title="Locks of the Canal, printed", publisher=outlet, published_on=date(2026, 3, 2))
    return first, second


def test_the_other_one_is_found_by_typing_and_what_looks_like_it_is_offered(administrator: Client) -> None:
    first, second = two_sources()
    page = administrator.get(f"/sources/{first.pk}/merge/")
    assert [row.pk for row in page.context["found"]] == [second.pk]
    other = a_source(title="Weirs")
    found = administrator.get(f"/sources/{first.pk}/merge/?words=weir")
    assert [row.pk for row in found.context["found"]] == [other.pk]
    assert f'href="?with={other.pk}"' in found.content.decode()


def test_both_stand_side_by_side_with_what_differs_what_moves_and_what_follows(administrator: Client) -> None:
    first, second = two_sources()
    some_evidence(source=second)
    page = administrator.get(f"/sources/{first.pk}/merge/?with={second.pk}")
    fields = {str(field["label"]): field["differs"] for field in page.context["fields"]}
    assert {name for name, differs in fields.items() if differs} == {"Title", "Published"}
    words = words_of(page)
    assert "2 fields differ." in words
    assert "1 linked passage" in words and "1 copy, which stays with it and is listed here" in words
    assert f"/sources/{second.pk}/merge/?with={first.pk}" in page.content.decode()
    assert page.context["impact"]["impact"].total == 1


def test_two_become_one_and_two_again(administrator: Client) -> None:
    first, second = two_sources()
    link = some_evidence(source=second)
    answer = merged(administrator, f"/sources/{first.pk}/merge/?with={second.pk}")
    merge = SourceMerge.objects.get()
    assert answer.redirect_chain == [(f"/merges/sources/{merge.pk}/", 302)]
    assert Evidence.objects.get(pk=link.pk).source_id == first.pk
    assert "Two became one" in words_of(answer) and "1 linked passage" in words_of(answer)
    back = administrator.post(f"/merges/sources/{merge.pk}/undo/", follow=True)
    assert Evidence.objects.get(pk=link.pk).source_id == second.pk
    assert "They are two again" in words_of(back)
    assert b"/undo/" not in back.content


def test_other_consequences_than_those_seen_are_shown_anew(administrator: Client) -> None:
    first, second = two_sources()
    address = f"/sources/{first.pk}/merge/?with={second.pk}"
    seen = administrator.get(address).context["impact"]["impact"].digest
    some_evidence(source=second)
    answer = administrator.post(address, {**WHY, "seen": seen})
    assert (answer.status_code, SourceMerge.objects.count()) == (409, 0)
    assert "Something changed while you looked" in words_of(answer)
    assert answer.context["form"]["reason"].value() == WHY["reason"]


def test_without_a_reason_nothing_is_merged(administrator: Client) -> None:
    first, second = two_sources()
    answer = administrator.post(f"/sources/{first.pk}/merge/?with={second.pk}", {"seen": "x"})
    assert (answer.status_code, SourceMerge.objects.count()) == (422, 0)
    assert field_errors(answer) == {"reason": ["Say why, so that others can follow."]}


def test_statuses_that_would_move_are_shown_before(administrator: Client) -> None:
    outlets = [a_publisher(name=name) for name in ("North", "South")]
    claim = a_claim()
    for outlet in outlets:
        grade_publisher(publisher_id=outlet.pk, grade="B", reason="Known.", actor=the_administrator())
        some_evidence(claim=claim, source=a_source(publisher=outlet), sourcing="own")
    assess_claims(claim_ids=[claim.pk])
    page = administrator.get(f"/publishers/{outlets[0].pk}/merge/?with={outlets[1].pk}")
    assert page.context["impact"]["moved"] == 1
    merged(administrator, f"/publishers/{outlets[0].pk}/merge/?with={outlets[1].pk}")
    assess_claims(claim_ids=[claim.pk])
    assert Claim.objects.get(pk=claim.pk).status == "LEANS_SUPPORTED"


def two_houses_on_one_claim() -> tuple[Publisher, Publisher, Claim]:
    """Two outlets whose reports together support a claim, merged into one."""
    outlets = [a_publisher(name=name) for name in ("North", "South")]
    claim = a_claim()
    for outlet in outlets:
        grade_publisher(publisher_id=outlet.pk, grade="B", reason="Known.", actor=the_administrator())
        some_evidence(claim=claim, source=a_source(publisher=outlet), sourcing="own")
    kept, absorbed = outlets
    merge_publishers(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="One.", actor=the_administrator())
    assess_claims(claim_ids=[claim.pk])
    return kept, absorbed, claim


def test_a_merge_whose_end_moves_statuses_is_taken_back_with_that_in_sight(administrator: Client) -> None:
    _, _, claim = two_houses_on_one_claim()
    merge = PublisherMerge.objects.get()
    address = f"/merges/publishers/{merge.pk}/undo/"
    asked = administrator.post(address)
    assert (asked.status_code, PublisherMerge.objects.get().undone_at) == (200, None)
    assert asked.context["impact"]["moved"] == 1
    assert claim.text in words_of(asked)
    assert field_errors(asked) == {}
    assert administrator.get(address).context["impact"]["impact"] == asked.context["impact"]["impact"]
    seen = asked.context["impact"]["impact"].digest
    without = administrator.post(address, {"seen": seen, "reason": ""})
    assert (without.status_code, field_errors(without)) == (
        422,
        {"reason": ["Say why, so that others can follow."]},
    )
    back = administrator.post(address, {"seen": seen, "reason": "Two houses."}, follow=True)
    assert back.redirect_chain == [(f"/merges/publishers/{merge.pk}/", 302)]
    assess_claims(claim_ids=[claim.pk])
    assert Claim.objects.get(pk=claim.pk).status == "SUPPORTED"
    assert administrator.get(address)["Location"] == f"/merges/publishers/{merge.pk}/"


def test_a_merge_is_taken_back_only_with_the_consequences_that_were_seen(administrator: Client) -> None:
    kept, _, _ = two_houses_on_one_claim()
    address = f"/merges/publishers/{PublisherMerge.objects.get().pk}/undo/"
    seen = administrator.get(address).context["impact"]["impact"].digest
    other = a_claim()
    some_evidence(claim=other, source=Source.objects.filter(publisher=kept).latest("pk"), sourcing="own")
    answer = administrator.post(address, {"seen": seen, "reason": "Two houses."})
    assert (answer.status_code, PublisherMerge.objects.get().undone_at) == (409, None)
    assert "Something changed while you looked" in words_of(answer)
    assert answer.context["form"]["reason"].value() == "Two houses."


def test_what_was_merged_away_leads_to_what_was_kept(administrator: Client) -> None:
    first, second = two_sources()
    merge_sources(kept_id=first.pk, absorbed_id=second.pk, reason="One.", actor=the_administrator())
    page = administrator.get(f"/sources/{second.pk}/", follow=True)
    assert page.redirect_chain == [(f"/sources/{first.pk}/", 302)]
    assert toasts_of(page) == [("“Locks of the Canal, printed” was merged into this one.", "")]
    assert "Merged into it Locks of the Canal, printed" in words_of(page)
    assert "First Administrator merged another source into it" in words_of(page)


def test_a_publisher_that_was_merged_away_leads_to_the_kept_one(administrator: Client) -> None:
    kept, absorbed = a_publisher(name="The Heron"), a_publisher(name="Heron, The")
    merge_publishers(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="One.", actor=the_administrator())
    page = administrator.get(f"/publishers/{absorbed.pk}/", follow=True)
    assert page.redirect_chain == [(f"/publishers/{kept.pk}/", 302)]
    assert "Merged into it Heron, The" in words_of(page)


def test_nothing_is_changed_on_pages_of_what_was_merged_away(administrator: Client) -> None:
    first, second = two_sources()
    kept, absorbed = a_publisher(name="The Egret"), a_publisher(name="Egret, The")
    actor = the_administrator()
    merge_sources(kept_id=first.pk, absorbed_id=second.pk, reason="One.", actor=actor)
    merge_publishers(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="One.", actor=actor)
    led = {
        address: administrator.get(address)["Location"]
        for address in (
            f"/sources/{second.pk}/edit/",
            f"/sources/{second.pk}/state/",
            f"/sources/{second.pk}/origins/new/",
            f"/sources/{second.pk}/merge/?with={first.pk}",
            f"/publishers/{absorbed.pk}/edit/",
            f"/publishers/{absorbed.pk}/grade/",
        )
    }
    assert set(led.values()) == {f"/sources/{first.pk}/", f"/publishers/{kept.pk}/"}


def test_merges_are_listed_and_a_later_one_lies_on_top(administrator: Client) -> None:
    first, second = two_sources()
    third = a_source(title="Canal")
    actor = the_administrator()
    early = merge_sources(kept_id=second.pk, absorbed_id=third.pk, reason="One.", actor=actor)
    merge_sources(kept_id=first.pk, absorbed_id=second.pk, reason="One.", actor=actor)
    page = administrator.get("/merges/")
    assert [(one.pk, undo) for one, undo in page.context["rows"]] == [(early.pk + 1, True), (early.pk, False)]
    covered = words_of(administrator.get(f"/merges/sources/{early.pk}/"))
    assert "A later merge lies on top of this one" in covered
    assert administrator.get("/merges/?of=publishers").context["rows"] == []
    assert administrator.get("/merges/?of=x").status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_lists_cost_the_same_however_long_they_are(
    number: int, administrator: Client, django_assert_num_queries: Any
) -> None:
    outlet = a_publisher()
    for at in range(number):
        kept, absorbed = a_source(), a_source()
        merge_sources(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="x", actor=the_administrator())
        a_source(
            publisher=outlet, title="The very same report of the harbour", published_on=date(2026, 1, at + 1)
        )
    for address, statements in (("/merges/", 4), ("/sources/duplicates/", 4 if number == 1 else 5)):
        with django_assert_num_queries(statements):
            administrator.get(address)


def test_only_administrators_merge() -> None:
    first, second = two_sources()
    reviewer = visitor(role=Role.REVIEWER)
    assert reviewer.get(f"/sources/{first.pk}/merge/?with={second.pk}").status_code == 403
    assert reviewer.get(f"/publishers/{first.publisher_id}/merge/").status_code == 403
    assert "/merge/" not in reviewer.get(f"/sources/{first.pk}/").content.decode()


def test_what_is_protected_is_not_merged(administrator: Client) -> None:
    source = register_protected_source(title="The pilot", actor=the_administrator())
    for address in (f"/sources/{source.pk}/merge/", f"/publishers/{source.publisher_id}/merge/"):
        answer = administrator.get(address)
        assert answer.status_code == 422
        assert "What is protected is not merged" in words_of(answer)
    assert "/merge/" not in administrator.get(f"/sources/{source.pk}/").content.decode()


def pairs(client: Client) -> list[tuple[int, int, str]]:
    rows = client.get("/sources/duplicates/").context["found"].rows
    return [(one.first.pk, one.second.pk, one.sign) for one in rows]


def test_likely_duplicates_by_title_day_and_identifier(administrator: Client) -> None:
    first, second = two_sources()
    a_source(title=first.title, published_on=first.published_on)  # by another publisher
    a_source(title=first.title, publisher=first.publisher, published_on=date(2026, 5, 1))  # much later
    doi = [a_source(title=f"Paper {n}") for n in range(2)]
    Source.objects.filter(pk__in=[one.pk for one in doi]).update(identifiers={"doi": "10.1000/182"})
    assert pairs(administrator) == [
        (doi[0].pk, doi[1].pk, "identifier"),
        (first.pk, second.pk, "title"),
    ]
    merge_sources(kept_id=first.pk, absorbed_id=second.pk, reason="One.", actor=the_administrator())
    assert pairs(administrator) == [(doi[0].pk, doi[1].pk, "identifier")]


def test_what_cannot_be_merged_is_said_before_anybody_decides(administrator: Client) -> None:
    first, second = two_sources()
    change_source_state(source_id=first.pk, state="retracted", reason="Invented.", actor=the_administrator())
    page = administrator.get(f"/sources/{first.pk}/merge/?with={second.pk}")
    assert (page.status_code, page.context["impact"]) == (422, None)
    words = words_of(page)
    assert ("These two cannot be merged" in words, "Merge them" in words) == (True, False)


def test_nothing_is_merged_with_itself_and_the_way_on_stays_in_the_register(administrator: Client) -> None:
    first, _ = two_sources()
    page = administrator.get(f"/sources/{first.pk}/merge/?with={first.pk}")
    assert page.status_code == 422
    assert "That is the same one" in words_of(page)
    assert f'href="/sources/{first.pk}/"' in page.content.decode()


def test_a_series_is_no_flood_of_duplicates(administrator: Client) -> None:
    office, day = a_publisher(name="Office"), date(2026, 5, 1)
    series = [
        a_source(title=f"Measurement {year} at the canal", publisher=office, published_on=day)
        for year in (1972, 1999)
    ]
    again = a_source(title="Measurement 1999 at the Canal.", publisher=office, published_on=day)
    assert pairs(administrator) == [(series[1].pk, again.pk, "title")]
    asked = {"title": "Measurement 1972 at the canal", "publisher": "Office", "published_on": "2026-05-02"}
    alike = administrator.get("/sources/alike/", asked).context["alike"]
    assert [one.source for one in alike] == [series[0]]


def test_the_language_is_told_in_words(administrator: Client) -> None:
    first, second = two_sources()
    page = administrator.get(f"/sources/{first.pk}/merge/?with={second.pk}")
    line = next(one for one in page.context["fields"] if one["label"] == "Language")
    assert (line["kept"], line["absorbed"]) == ("Not known", "Not known")


def test_what_was_merged_away_is_in_no_list(administrator: Client) -> None:
    first, second = two_sources()
    kept, absorbed = a_publisher(name="Osprey One"), a_publisher(name="Osprey Two")
    a_capture(source=second)
    actor = the_administrator()
    merge_sources(kept_id=first.pk, absorbed_id=second.pk, reason="One.", actor=actor)
    merge_publishers(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="One.", actor=actor)
    for address in (
        "/sources/?words=printed",
        "/sources/choices/?origin_words=printed",
        "/search/?words=printed",
        "/publishers/?words=Osprey+Two",
        "/publishers/options/?publisher=Osprey+T",
        f"/claims/{a_claim().pk}/evidence/sources/?words=printed",
        "/api/v1/sources?words=printed",
        "/api/v1/publishers?words=Two",
        "/admin/autocomplete/?app_label=annotations&model_name=derivation&field_name=origin&term=printed",
        "/admin/autocomplete/?app_label=annotations&model_name=source&field_name=publisher&term=Two",
    ):
        text = administrator.get(address).content.decode()
        assert (
            address,
            "Canal, printed" in text,
            "Osprey Two" in text.replace('value="Osprey Two"', ""),
        ) == (
            address,
            False,
            False,
        )
    assert (Publisher.objects.count(), PublisherMerge.objects.count()) == (3, 1)
