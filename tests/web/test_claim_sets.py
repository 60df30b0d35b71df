"""Claim sets in the browser."""

from typing import Any

import pytest

from annotations.actions.claim_sets import create_claim_set
from annotations.domain.vocabulary import Role
from annotations.models import ClaimSet
from tests.factories import a_claim, a_person, an_article
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def test_the_filter_of_the_board_is_saved_under_a_name() -> None:
    person = a_person()
    asked = "/claim-sets/new/?status=REFUTED&status=MIXED&words=ferry"
    answer = visitor(person).post(asked, {"name": "Evening", "description": "For the desk."}, follow=True)
    saved = ClaimSet.objects.get()
    kept = (saved.name, saved.description, saved.criteria, saved.created_by)
    assert kept == ("Evening", "For the desk.", {"status": ["REFUTED", "MIXED"], "words": ["ferry"]}, person)
    assert toasts_of(answer) == [("Saved as “Evening”.", "")]


def test_saving_for_an_export_goes_on_to_the_export() -> None:
    answer = visitor().post("/claim-sets/new/?then=export", {"name": "Evening"})
    assert answer["Location"] == f"/exports/new/?claim_set={ClaimSet.objects.get().pk}"


def test_a_name_that_is_taken_is_refused_and_everything_typed_is_kept() -> None:
    create_claim_set(name="Evening", criteria={}, actor=a_person())
    answer = visitor().post("/claim-sets/new/", {"name": "evening", "description": "For the desk."})
    assert (answer.status_code, answer.context["form"]["description"].value()) == (422, "For the desk.")
    assert field_errors(answer) == {
        "__all__": ["There is a claim set of this name already. Choose another name."]
    }


def test_a_set_tells_its_filter_in_words() -> None:
    article, person = an_article(headline="The ferry"), a_person(display_name="Ines Marlow")
    criteria = {"article": [article.pk], "reviewer": [str(person.pk)], "status": ["REFUTED"], "signed": "yes"}
    made = create_claim_set(name="Evening", criteria=criteria, actor=person)
    answer = visitor().get(f"/claim-sets/{made.pk}/")
    assert answer.context["criteria"] == [
        ("Status", ["Refuted"]),
        ("Signed", ["yes"]),
        ("Article", ["The ferry"]),
        ("Reviewer", ["Ines Marlow"]),
    ]


def test_freezing_keeps_the_claims_of_now() -> None:
    person = a_person()
    claim = a_claim()
    live = create_claim_set(name="Evening", criteria={}, actor=person)
    client = visitor(person)
    answer = client.post(f"/claim-sets/{live.pk}/freeze/", {"name": "Evening of 3 May"}, follow=True)
    a_claim()
    frozen = ClaimSet.objects.get(name="Evening of 3 May")
    totals = [client.get(f"/claim-sets/{one.pk}/").context["total"] for one in (live, frozen)]
    assert (totals, toasts_of(answer)) == ([2, 1], [("Frozen as “Evening of 3 May”.", "")])
    assert claim.text in words_of(client.get(f"/claim-sets/{frozen.pk}/"))


def test_freezing_without_a_name_says_so() -> None:
    person = a_person()
    live = create_claim_set(name="Evening", criteria={}, actor=person)
    answer = visitor(person).post(f"/claim-sets/{live.pk}/freeze/", {"name": ""})
    assert (answer.status_code, field_errors(answer)) == (422, {"name": ["This field is required."]})


def test_an_edit_on_an_older_version_is_refused_and_kept() -> None:
    person = a_person()
    made = create_claim_set(name="Evening", criteria={}, actor=person)
    client = visitor(person)
    address = f"/claim-sets/{made.pk}/edit/"
    assert client.post(address, {"name": "Night", "version": "1"}).status_code == 302
    late = client.post(address, {"name": "Morning", "version": "1"})
    assert (late.status_code, late.context["form"]["name"].value()) == (409, "Morning")
    assert ClaimSet.objects.get().name == "Night"


def test_others_may_look_and_not_edit() -> None:
    made = create_claim_set(name="Evening", criteria={}, actor=a_person())
    client = visitor(role=Role.READER)
    page = client.get(f"/claim-sets/{made.pk}/")
    assert [page.context[name] for name in ("may_edit", "may_freeze", "may_export")] == [False, False, True]
    assert client.get(f"/claim-sets/{made.pk}/edit/").status_code == 403


@pytest.mark.parametrize("sets", [1, 5])
def test_the_list_costs_the_same_however_long_it_is(sets: int, django_assert_num_queries: Any) -> None:
    person = a_person()
    for number in range(sets):
        create_claim_set(name=f"Set {number}", criteria={}, actor=person)
    client = visitor(person)
    with django_assert_num_queries(4):
        client.get("/claim-sets/")
