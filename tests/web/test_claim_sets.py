"""Claim sets in the browser."""

from typing import Any

import pytest

from annotations.actions.claim_sets import create_claim_set
from annotations.domain.vocabulary import Role
from annotations.models import ClaimSet
from tests.api.calling import Program
from tests.desks import a_desk
from tests.factories import a_claim, a_person, an_article
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def test_the_filter_of_the_board_is_saved_under_a_name() -> None:
    person = a_person()
    asked = "/claim-sets/new/?status=REFUTED&status=MIXED&words=ferry"
    answer = visitor(person).post(
        asked, {"name": "Evening", "description": "For the desk.", "audience": "newsroom"}, follow=True
    )
    saved = ClaimSet.objects.get()
    kept = (saved.name, saved.description, saved.criteria, saved.created_by)
    assert kept == ("Evening", "For the desk.", {"status": ["REFUTED", "MIXED"], "words": ["ferry"]}, person)
    assert toasts_of(answer) == [("Saved as “Evening”.", "")]


def test_saving_for_an_export_goes_on_to_the_export() -> None:
    answer = visitor().post("/claim-sets/new/?then=export", {"name": "Evening", "audience": "own"})
    assert answer["Location"] == f"/exports/new/?claim_set={ClaimSet.objects.get().pk}"


def test_a_name_that_is_taken_is_refused_and_everything_typed_is_kept() -> None:
    create_claim_set(name="Evening", criteria={}, actor=a_person())
    answer = visitor().post(
        "/claim-sets/new/", {"name": "evening", "description": "For the desk.", "audience": "newsroom"}
    )
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
    assert client.post(address, {"name": "Night", "version": "1", "audience": "newsroom"}).status_code == 302
    late = client.post(address, {"name": "Morning", "version": "1", "audience": "newsroom"})
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


def test_a_set_is_saved_for_a_desk_of_ones_own() -> None:
    person = a_person()
    desk = a_desk(person)
    client = visitor(person)
    page = client.get("/claim-sets/new/")
    assert [value for value, _ in page.context["form"].fields["audience"].choices] == [
        "newsroom",
        f"desk-{desk.pk}",
        "own",
    ]
    client.post("/claim-sets/new/", {"name": "Evening", "audience": f"desk-{desk.pk}"})
    saved = ClaimSet.objects.get()
    assert (saved.audience, saved.desk) == ("desk", desk)
    client.post(f"/claim-sets/{saved.pk}/edit/", {"name": "Evening", "audience": "own", "version": "1"})
    saved.refresh_from_db()
    assert (saved.audience, saved.desk) == ("own", None)
    assert "Only mine" in words_of(client.get("/claim-sets/"))


def test_a_dossier_of_an_article_takes_the_same_set_each_time() -> None:
    person, article = a_person(), an_article(headline="Boats in May")
    client = visitor(person)
    assert "Export a dossier" in words_of(client.get(f"/articles/{article.pk}/"))
    answers = [client.post(f"/articles/{article.pk}/dossier/") for _ in range(2)]
    made = ClaimSet.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/exports/new/?claim_set={made.pk}&format=html"}
    assert (made.audience, made.criteria) == ("own", {"article": [str(article.pk)]})
    form = client.get(answers[0]["Location"]).context["form"]
    assert (form["claim_set"].value(), form["format"].value()) == (str(made.pk), "html")
    assert Program(person).post(f"articles/{article.pk}/claim-set").json()["id"] == made.pk
    other = visitor().post(f"/articles/{article.pk}/dossier/")
    assert (ClaimSet.objects.count(), other.status_code) == (2, 302)
    assert visitor(role=Role.READER).post(f"/articles/{article.pk}/dossier/").status_code == 403
