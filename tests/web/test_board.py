"""The claim board in the browser: its whole state in the address."""

from typing import Any

import pytest

from annotations.actions.claim_sets import create_claim_set
from annotations.domain.vocabulary import ClaimType, Role
from tests.exports.signed_claims import a_signed_claim, backed
from tests.factories import a_claim, a_person, an_article
from tests.overridden import an_override, override_words
from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def rows(response: Any) -> list[str]:
    return [row.text for row in response.context["rows"]]


def test_every_claim_stands_on_the_board_latest_change_first() -> None:
    first, second = a_claim(), a_claim()
    assert rows(visitor().get("/claims/")) == [second.text, first.text]


def test_an_override_stands_beside_the_computed_status() -> None:
    plain, overridden = a_signed_claim(), a_signed_claim()
    override = an_override(overridden, status="REFUTED")
    found = {
        row.id: (row.shown, row.standing, row.override) for row in visitor().get("/claims/").context["rows"]
    }
    assert found[plain.pk] == ("SUPPORTED", "SIGNED", None)
    assert found[overridden.pk][:2] == ("SUPPORTED", "SIGNED")
    words = words_of(visitor().get("/claims/"))
    assert f"Supported {override_words(override, 'Refuted')} Signed" in words
    assert words.count("Overridden") == 1


def test_filters_order_and_place_stand_in_the_address() -> None:
    claims = [a_claim(type=ClaimType.QUANTITY) for _ in range(52)]
    a_claim()
    client = visitor()
    first = client.get("/claims/?type=quantity&sort=added")
    second = client.get(first.context["pages"]["next"])
    back = client.get(second.context["pages"]["previous"])
    assert rows(first) == [claim.text for claim in claims[:50]] == rows(back)
    assert rows(second) == [claim.text for claim in claims[50:]]
    assert first.context["pages"]["words"] == "50 of 52 claims"
    assert "type=quantity&sort=added&after=" in first.context["pages"]["next"]


def test_a_status_is_switched_on_and_off_and_begins_at_the_first_page() -> None:
    a_claim()
    asked = "/claims/?type=event&after=2020-01-01T00:00:00%2B00:00~1&status=REFUTED"
    addresses = {facet.value: address for facet, address in visitor().get(asked).context["statuses"]}
    assert addresses["REFUTED"] == "/claims/?type=event"
    assert addresses["MIXED"] == "/claims/?type=event&status=REFUTED&status=MIXED"


@pytest.mark.parametrize(
    ("asked", "turned"),
    [
        ("/claims/", {"Status": "status", "Type": "type", "Changed": "changed"}),
        ("/claims/?sort=status", {"Status": "-status", "Type": "type", "Changed": "-changed"}),
        ("/claims/?sort=-type", {"Status": "status", "Type": "type", "Changed": "-changed"}),
    ],
)
def test_a_head_turns_the_order_round(asked: str, turned: dict[str, str]) -> None:
    columns = visitor().get(asked).context["columns"]
    assert {
        str(one["label"]): one["address"].partition("sort=")[2] for one in columns if one["address"]
    } == turned


def test_a_filter_nobody_knows_is_said_and_nothing_is_shown_for_it() -> None:
    a_claim()
    answer = visitor().get("/claims/?colour=red")
    assert (answer.status_code, rows(answer)) == (422, [])
    assert "Claims cannot be filtered by “colour”." in words_of(answer)


@pytest.mark.parametrize(
    "asked", ["after=x", "sort=colour", "since=yesterday", "article=one", "status=GREEN", "signed=maybe"]
)
def test_values_that_make_no_sense_are_answered_not_broken(asked: str) -> None:
    assert visitor().get(f"/claims/?{asked}").status_code == 422


def test_what_is_signed_says_so() -> None:
    a_signed_claim()
    assert "Signed" in words_of(visitor().get("/claims/?signed=yes"))


def test_an_empty_board_teaches_and_an_empty_filter_leads_back() -> None:
    client = visitor()
    assert "No claims yet" in words_of(client.get("/claims/"))
    assert "No claim fits this filter" in words_of(client.get("/claims/?words=zebra"))


def test_a_saved_filter_becomes_a_view_of_whoever_saved_it() -> None:
    person = a_person()
    create_claim_set(name="Refuted", criteria={"status": ["REFUTED"]}, actor=person)
    views = {
        view["name"]: (view["address"], view["is_current"]) for view in _views(person, "?status=REFUTED")
    }
    assert views["Refuted"] == ("/claims/?status=REFUTED", True)
    assert "Refuted" not in {view["name"] for view in _views(a_person(), "")}


def test_a_reader_is_offered_nothing_to_save() -> None:
    pages = [words_of(visitor(role=role).get("/claims/")) for role in (Role.READER, Role.REVIEWER)]
    assert ["Save as claim set" in page for page in pages] == [False, True]


def test_articles_are_found_by_their_headline_in_the_menu() -> None:
    wanted = an_article(headline="The ferry and the mayor")
    an_article(headline="The mill")
    answer = visitor().get("/claims/choices/article/", {"find": "ferry"})
    assert [(one.value, one.label) for one in answer.context["options"]] == [
        (str(wanted.pk), "The ferry and the mayor")
    ]
    assert visitor().get("/claims/choices/colour/").status_code == 404


@pytest.mark.parametrize("claims", [1, 5])
def test_the_page_costs_the_same_however_many_rows_it_has(
    claims: int, django_assert_num_queries: Any
) -> None:
    for _ in range(claims):
        backed(a_claim(article=an_article(text="The ferry stopped."), words="The ferry stopped"))
    client = visitor()
    with django_assert_num_queries(13):
        assert len(rows(client.get("/claims/"))) == claims


def _views(person: Any, query: str) -> list[dict[str, Any]]:
    views: list[dict[str, Any]] = visitor(person).get(f"/claims/{query}").context["views"]
    return views
