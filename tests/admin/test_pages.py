"""Every page of the administrators' site: reachable, safe under the content security policy, and cheap."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from annotations.actions.publishers import add_bloc, grade_publisher, join_bloc, relate_publishers
from annotations.actions.sources import derive_source, relate_sources
from annotations.admin.base import ActionAdmin
from annotations.admin.site import site
from annotations.domain.vocabulary import ExportFormat, Role
from annotations.models import ClaimSet, Event, Export
from tests.factories import a_capture, a_person, a_publisher, a_source, a_token, the_administrator

pytestmark = pytest.mark.django_db

MODELS = sorted(model._meta.model_name or "" for model in site._registry)
READ_ONLY = {"event", "export", "derivation", "sourcerelation", "publisherrelation"}


def fill_register() -> None:
    """One row more of everything that has a page."""
    administrator = the_administrator()
    publisher, other = a_publisher(owner_id=a_publisher().pk), a_publisher()
    bloc = add_bloc(name=f"Side of {publisher}", dispute="The harbour", actor=administrator)
    join_bloc(publisher_id=publisher.pk, bloc_id=bloc.pk, actor=administrator)
    grade_publisher(publisher_id=publisher.pk, grade="B", reason="Record.", actor=administrator)
    relate_publishers(
        first_id=publisher.pk, second_id=other.pk, kind="independent", reason="x", actor=administrator
    )
    source, origin = a_source(publisher=publisher), a_source(publisher=other)
    derive_source(source_id=source.pk, origin_id=origin.pk, kind="cites", actor=administrator)
    relate_sources(first_id=source.pk, second_id=origin.pk, kind="same_work", reason="x", actor=administrator)
    a_capture(source=source)
    a_token(person=a_person())
    claim_set = ClaimSet.objects.create(name=f"Set {publisher}", created_by=administrator)
    Export.objects.create(
        claim_set=claim_set, format=ExportFormat.CSV, requested_by=a_person(role=Role.READER)
    )


def addresses() -> list[str]:
    """Every page there is for the rows that there are."""
    found = [reverse("admin:index"), reverse("admin:app_list", args=["annotations"])]
    found.append(reverse("admin:password_change"))
    for model, page in site._registry.items():
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("pk").last()
        assert row is not None, model
        found += [reverse(f"{names}_changelist"), reverse(f"{names}_change", args=[row.pk])]
        found.append(reverse(f"{names}_history", args=[row.pk]))
        assert isinstance(page, ActionAdmin)
        found += [reverse(f"{names}_{form.slug}", args=[row.pk]) for form in page.object_forms]
        if model._meta.model_name not in READ_ONLY:
            found.append(reverse(f"{names}_add"))
    return found


def assert_nothing_inline(html: str) -> None:
    """Nothing that the content security policy would have to forbid."""
    assert re.findall(r"<style\b", html) == []
    assert [tag for tag in re.findall(r"<script\b[^>]*>", html) if "src=" not in tag] == []
    assert re.findall(r"\s(?:style|on[a-z]+)=[\"']", html) == []
    assert re.findall(r"javascript:", html) == []
    assert [link for link in re.findall(r"(?:src|href)=\"([^\"]+)\"", html) if "//" in link] == []


def test_every_page_answers_and_holds_to_the_policy(administrator_client: Client) -> None:
    fill_register()
    pages = addresses()
    assert len(pages) == 53
    for address in pages:
        response = administrator_client.get(address)
        assert response.status_code == 200, address
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert_nothing_inline(response.content.decode())


QUERIES = {
    "apitoken": 4,
    "derivation": 4,
    "event": 4,
    "export": 4,
    "partybloc": 4,
    "partymembership": 4,
    "publisher": 4,
    "publisherrelation": 4,
    "source": 4,
    "sourcerelation": 4,
    "user": 4,
}


def test_every_list_is_counted() -> None:
    assert sorted(QUERIES) == MODELS


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_row_and_for_many(
    model: str, administrator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse(f"admin:annotations_{model}_changelist")
    for rounds in (1, 3):
        for _ in range(rounds):
            fill_register()
        with django_assert_num_queries(QUERIES[model]):
            assert administrator_client.get(address).status_code == 200


@pytest.mark.parametrize(("model", "queries"), [("publisher", 6), ("source", 8), ("user", 4)])
def test_a_row_costs_the_same_whatever_belongs_to_it(
    model: str,
    queries: int,
    administrator_client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill_register()
    administrator = the_administrator()
    publisher, source, person = a_publisher(), a_source(), a_person()
    row = {"publisher": publisher, "source": source, "user": person}[model]
    address = reverse(f"admin:annotations_{model}_change", args=[row.pk])
    administrator_client.get(address)
    for _ in range(3):
        other, bloc = a_source(), add_bloc(name=f"Side {a_source()}", dispute="x", actor=administrator)
        grade_publisher(
            publisher_id=publisher.pk, grade="B", reason=f"Because of {other}.", actor=administrator
        )
        join_bloc(publisher_id=publisher.pk, bloc_id=bloc.pk, actor=administrator)
        derive_source(source_id=source.pk, origin_id=other.pk, kind="cites", actor=administrator)
        derive_source(source_id=other.pk, origin_id=source.pk, kind="cites", actor=administrator)
        a_capture(source=source)
        a_token(person=person)
        with django_assert_num_queries(queries):
            assert administrator_client.get(address).status_code == 200


@pytest.mark.parametrize("model", ["publisher", "source", "user", "partybloc"])
def test_rows_are_found_by_typing(model: str, administrator_client: Client) -> None:
    fill_register()
    field = {
        "publisher": ("source", "publisher", "Gazette"),
        "source": ("derivation", "origin", "Report"),
        "user": ("apitoken", "person", "person-"),
        "partybloc": ("partymembership", "bloc", "harbour"),
    }[model]
    given = {"app_label": "annotations", "model_name": field[0], "field_name": field[1], "term": field[2]}
    found = administrator_client.get(reverse("admin:autocomplete"), given).json()["results"]
    assert found != []
    nothing = administrator_client.get(reverse("admin:autocomplete"), {**given, "term": "zzz"}).json()
    assert nothing["results"] == []


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.EDITOR])
def test_nobody_but_administrators(role: str, client: Client) -> None:
    client.force_login(a_person(role=role), backend="annotations.queries.sessions.PersonBackend")
    asked = client.get(reverse("admin:annotations_publisher_changelist"), follow=True)
    assert asked.status_code == 403


def test_strangers_are_sent_to_the_sign_in_and_back(client: Client) -> None:
    wanted = reverse("admin:annotations_publisher_changelist")
    first = client.get(wanted)
    second = client.get(first.headers["Location"])
    assert second.headers["Location"] == f"{reverse('sign-in')}?next={wanted}"


def test_an_administrator_who_asks_for_the_sign_in_is_in_already(administrator_client: Client) -> None:
    response = administrator_client.get(reverse("admin:login"))
    assert response.headers["Location"] == reverse("admin:index")


@pytest.mark.parametrize("model", MODELS)
def test_nothing_can_be_deleted(model: str, administrator_client: Client) -> None:
    fill_register()
    row = next(m for m in site._registry if m._meta.model_name == model)._default_manager.all()[:1].get()
    address = reverse(f"admin:annotations_{model}_delete", args=[row.pk])
    assert administrator_client.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", sorted(READ_ONLY))
def test_what_is_read_only_takes_nothing(model: str, administrator_client: Client) -> None:
    fill_register()
    row = next(m for m in site._registry if m._meta.model_name == model)._default_manager.all()[:1].get()
    before = Event.objects.count()
    for address in (
        reverse(f"admin:annotations_{model}_add"),
        reverse(f"admin:annotations_{model}_change", args=[row.pk]),
    ):
        assert administrator_client.post(address, {}).status_code == 403
    assert Event.objects.count() == before


def test_the_site_is_put_together_soundly() -> None:
    assert site.check(None) == []
