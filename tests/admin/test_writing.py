"""Writing through the administrators' site: every change is an action, every refusal stands in the form."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.actions.publishers import add_bloc, edit_publisher, relate_publishers
from annotations.actions.sources import derive_source
from annotations.domain.vocabulary import Role
from annotations.models import (
    ApiToken,
    Derivation,
    GradeChange,
    PartyMembership,
    Publisher,
    PublisherRelation,
    Source,
    User,
)
from annotations.queries.tokens import find_live_token
from tests.events import events_of
from tests.factories import PASSWORD, a_person, a_publisher, a_source, a_token, the_administrator
from tests.register import a_claim_on, changed_inputs

pytestmark = pytest.mark.django_db

PUBLISHER = {
    "name": "Marrow Bay Herald",
    "kind": "newspaper",
    "country": "de",
    "languages": "de, pt-BR",
    "homepage": "",
    "wikidata_id": "",
    "owner": "",
    "note": "Daily.",
}


def add(model: str) -> str:
    return reverse(f"admin:annotations_{model}_add")


def of(row: Any, page: str = "change") -> str:
    return reverse(f"admin:annotations_{row._meta.model_name}_{page}", args=[row.pk])


def errors_in(response: Any) -> dict[str, list[str]]:
    """What stands beside the fields of the form that came back."""
    assert response.status_code == 200
    context = response.context_data
    form = context["adminform"].form if "adminform" in context else context["form"]
    return {name: list(messages) for name, messages in form.errors.items()}


def test_registers_a_publisher_as_the_action_does(administrator_client: Client) -> None:
    response = administrator_client.post(add("publisher"), PUBLISHER)
    publisher = Publisher.objects.get()
    assert response.status_code == 302
    assert (publisher.country, publisher.languages) == ("DE", ["de", "pt-BR"])
    assert publisher.registered_by == the_administrator()
    assert [(verb, actor) for verb, actor, *_ in events_of(publisher)] == [
        ("publisher.registered", the_administrator().pk)
    ]
    assert not LogEntry.objects.exists()


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(administrator_client: Client) -> None:
    response = administrator_client.post(add("publisher"), {**PUBLISHER, "country": "Germany"})
    assert errors_in(response) == {"country": ["Ensure this value has at most 2 characters (it has 7)."]}
    response = administrator_client.post(add("publisher"), {**PUBLISHER, "homepage": "herald"})
    assert list(errors_in(response)) == ["homepage"]
    assert 'value="Marrow Bay Herald"' in response.content.decode()
    assert 'value="herald"' in response.content.decode()
    assert not Publisher.objects.exists()


def test_a_duplicate_is_refused_above_the_form(administrator_client: Client) -> None:
    a_publisher(name="marrow bay herald", country="DE")
    response = administrator_client.post(add("publisher"), PUBLISHER)
    assert errors_in(response) == {"__all__": ["This publisher is registered already."]}
    assert Publisher.objects.count() == 1


def test_edits_a_publisher_and_shows_its_history(administrator_client: Client) -> None:
    publisher = a_publisher(name="Herald")
    administrator_client.post(of(publisher), {**PUBLISHER, "expected_version": 1})
    publisher.refresh_from_db()
    assert (publisher.name, publisher.version) == ("Marrow Bay Herald", 2)
    history = administrator_client.get(of(publisher, "history")).content.decode()
    assert "publisher.edited" in history and "publisher.registered" in history
    assert "name: Herald" in history and "name: Marrow Bay Herald" in history


def test_what_changed_meanwhile_is_not_overwritten_unseen(administrator_client: Client) -> None:
    publisher = a_publisher(name="Herald")
    edit_publisher(publisher_id=publisher.pk, values={"note": "x"}, actor=the_administrator())
    sent = {**PUBLISHER, "expected_version": 1}
    response = administrator_client.post(of(publisher), sent)
    [[message]] = errors_in(response).values()
    assert "was changed meanwhile (version 2; yours is 1)" in message
    publisher.refresh_from_db()
    assert publisher.name == "Herald"

    html = response.content.decode()
    [version] = re.findall(r'name="expected_version" value="(\d+)"', html)
    assert 'value="Marrow Bay Herald"' in html
    administrator_client.post(of(publisher), {**sent, "expected_version": version})
    publisher.refresh_from_db()
    assert (publisher.name, publisher.version) == ("Marrow Bay Herald", 3)


def test_grades_after_showing_what_it_touches(administrator_client: Client) -> None:
    publisher = a_publisher()
    claim = a_claim_on(a_source(publisher=publisher))
    page = administrator_client.get(of(publisher, "grade")).content.decode()
    assert "1 claim rests on this" in page and claim.text in page
    refused = administrator_client.post(of(publisher, "grade"), {"grade": "C", "reason": " "})
    assert list(errors_in(refused)) == ["reason"]
    done = administrator_client.post(of(publisher, "grade"), {"grade": "C", "reason": "Short record."})
    assert done.headers["Location"] == of(publisher)
    assert list(GradeChange.objects.values_list("grade", "reason", "topic")) == [("C", "Short record.", "")]
    assert changed_inputs(claim) == [True]
    assert "Short record." in administrator_client.get(of(publisher)).content.decode()


def test_sides_are_joined_corrected_and_not_joined_twice(administrator_client: Client) -> None:
    publisher = a_publisher()
    administrator_client.post(add("partybloc"), {"name": "The company", "dispute": "The harbour"})
    bloc_id = add_bloc(name="The town", dispute="The harbour", actor=the_administrator()).pk
    sent = {"bloc": bloc_id, "starts_on": "2024-01-01", "ends_on": "", "reason": "Its office."}
    administrator_client.post(of(publisher, "join"), sent)
    refused = administrator_client.post(of(publisher, "join"), sent)
    assert errors_in(refused) == {
        "starts_on": [
            "On some of these days it is on record as speaking for this side already: 2024-01-01 to …. "
            "Correct those days instead."
        ]
    }
    membership = PartyMembership.objects.get()

    backwards = {"starts_on": "2024-01-01", "ends_on": "2023-01-01", "reason": "Sold."}
    refused = administrator_client.post(of(membership), backwards)
    assert errors_in(refused) == {"ends_on": ["The membership ends before it starts."]}
    administrator_client.post(of(membership), {**backwards, "ends_on": "2024-02-01"})
    membership.refresh_from_db()
    assert str(membership.ends_on) == "2024-02-01"

    again = {"publisher": a_publisher().pk, "bloc": bloc_id, "starts_on": "", "ends_on": "", "reason": ""}
    assert administrator_client.post(add("partymembership"), again).status_code == 302
    assert PartyMembership.objects.count() == 2


def test_relations_are_stated_and_dropped(administrator_client: Client) -> None:
    first, second = a_publisher(), a_publisher()
    sent = {"second": second.pk, "kind": "not_independent", "reason": "One newsroom."}
    administrator_client.post(of(first, "relate"), sent)
    relation = PublisherRelation.objects.get()
    refused = administrator_client.post(of(first, "relate"), {**sent, "second": first.pk})
    assert errors_in(refused) == {"second": ["A relation is between two publishers."]}
    done = administrator_client.post(of(relation, "drop"))
    assert done.headers["Location"] == reverse("admin:annotations_publisherrelation_changelist")
    assert not PublisherRelation.objects.exists()
    assert relate_publishers(
        first_id=first.pk, second_id=second.pk, kind="independent", reason="x", actor=the_administrator()
    )


def test_registers_and_edits_a_source(administrator_client: Client) -> None:
    sent = {
        "publisher": a_publisher().pk,
        "kind": "report",
        "title": "Harbour closed",
        "authors": "",
        "url": "https://herald.example/a",
        "published_on": "2024-05-01",
        "language": "en",
        "identifiers": '{"doi": "10.1000/1"}',
        "tags": "Ferry, harbour",
        "note": "",
    }
    assert administrator_client.post(add("source"), sent).status_code == 302
    source = Source.objects.get()
    assert (source.canonical_url, source.identifiers, source.tags) == (
        "https://herald.example/a",
        {"doi": "10.1000/1"},
        ["ferry", "harbour"],
    )
    refused = administrator_client.post(add("source"), {**sent, "title": "Again"})
    assert errors_in(refused) == {
        "identifiers": ["A source with this DOI is registered already: “Harbour closed”. Use that source."]
    }
    refused = administrator_client.post(add("source"), {**sent, "title": "Again", "identifiers": "{}"})
    assert errors_in(refused) == {
        "url": ["This address is registered already: “Harbour closed”. Use that source."]
    }
    changed = {**sent, "title": "Harbour reopened", "is_unreachable": "on", "expected_version": 1}
    assert administrator_client.post(of(source), changed).status_code == 302
    source.refresh_from_db()
    assert (source.title, source.is_unreachable, source.version) == ("Harbour reopened", True, 2)


def test_retracts_derives_and_drops(administrator_client: Client) -> None:
    wire, paper = a_source(), a_source()
    administrator_client.post(of(paper, "derive"), {"origin": wire.pk, "kind": "republishes", "reason": ""})
    claim = a_claim_on(paper)
    assert "1 claim rests on this" in administrator_client.get(of(wire, "state")).content.decode()
    administrator_client.post(of(wire, "state"), {"state": "retracted", "reason": "Invented."})
    wire.refresh_from_db()
    assert (wire.state, changed_inputs(claim)) == ("retracted", [True])
    with_itself = administrator_client.post(
        of(paper, "derive"), {"origin": paper.pk, "kind": "cites", "reason": ""}
    )
    assert errors_in(with_itself) == {"origin": ["Name two different sources."]}
    administrator_client.post(of(Derivation.objects.get(), "drop"))
    assert not Derivation.objects.exists()
    assert derive_source(source_id=paper.pk, origin_id=wire.pk, kind="cites", actor=the_administrator())


def test_makes_people_who_can_sign_in(administrator_client: Client) -> None:
    sent = {
        "username": "ada",
        "display_name": "Ada",
        "email": "",
        "role": "editor",
        "initial_password": "short",
    }
    refused = administrator_client.post(add("user"), sent)
    assert list(errors_in(refused)) == ["initial_password"]
    assert "short" not in re.findall(r'value="([^"]*)"', refused.content.decode())
    administrator_client.post(add("user"), {**sent, "initial_password": PASSWORD})
    ada = User.objects.get(username="ada")
    assert (ada.role, ada.check_password(PASSWORD)) == ("editor", True)
    duplicate = administrator_client.post(add("user"), {**sent, "username": "ADA", "initial_password": ""})
    assert errors_in(duplicate) == {"__all__": ["Somebody already signs in with this name."]}


def test_changes_roles_but_not_of_the_last_administrator(administrator_client: Client) -> None:
    person, administrator = a_person(role=Role.REVIEWER), the_administrator()
    sent = {"display_name": "Ada", "email": "ada@example.org", "role": "reader"}
    administrator_client.post(of(person), sent)
    person.refresh_from_db()
    assert (person.role, person.is_active, person.display_name) == ("reader", False, "Ada")
    refused = administrator_client.post(of(administrator), {**sent, "is_active": "on"})
    assert errors_in(refused) == {
        "role": [
            "First Administrator is the last administrator who may sign in. Make somebody else one first."
        ]
    }


def test_sets_a_password_for_somebody(administrator_client: Client) -> None:
    person = a_person(password=None)
    weak = administrator_client.post(of(person, "password"), {"new": "1029384756473"})
    assert list(errors_in(weak)) == ["new"]
    administrator_client.post(of(person, "password"), {"new": "a heron stands still"})
    person.refresh_from_db()
    assert person.check_password("a heron stands still")


def test_shows_a_new_token_once_and_keeps_it_from_caches(administrator_client: Client) -> None:
    person = a_person()
    day = timezone.now().date() + timedelta(days=30)
    sent = {"person": person.pk, "name": "Nightly", "scopes": ["read", "export"], "expires_on": day}
    response = administrator_client.post(add("apitoken"), sent)
    html = response.content.decode()
    [clear_text] = re.findall(r'value="(wb_[^"]+)"', html)
    token = find_live_token(clear_text)
    assert (token.person, token.scopes, token.expires_at.date()) == (person, ["read", "export"], day)
    assert "no-store" in response.headers["Cache-Control"]
    assert clear_text not in administrator_client.get(of(token)).content.decode()
    assert clear_text not in str(administrator_client.session.items())

    administrator_client.post(of(token, "revoke"))
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert 'data-form="revoke"' not in administrator_client.get(of(token)).content.decode()


def test_a_token_for_too_long_is_refused_beside_its_day(administrator_client: Client) -> None:
    day = timezone.now().date() + timedelta(days=400)
    sent = {"person": a_person().pk, "name": "Nightly", "scopes": ["read"], "expires_on": day}
    refused = administrator_client.post(add("apitoken"), sent)
    assert errors_in(refused) == {"expires_on": ["A token lives for a year at most."]}
    assert not ApiToken.objects.exists()


def test_what_was_issued_cannot_be_edited(administrator_client: Client) -> None:
    token, _ = a_token()
    assert administrator_client.post(of(token), {"name": "Other"}).status_code == 403


def test_changes_ones_own_password_and_stays_signed_in(administrator_client: Client) -> None:
    address = reverse("admin:password_change")
    new = "seven quiet lanterns"
    sent = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    refused = administrator_client.post(address, sent)
    assert list(errors_in(refused)) == ["old_password"]
    done = administrator_client.post(address, {**sent, "old_password": PASSWORD}, follow=True)
    assert done.status_code == 200
    assert the_administrator().check_password(new)
    assert [verb for verb, *_ in events_of(the_administrator())] == ["person.password_changed"]
    assert administrator_client.get(reverse("admin:index")).status_code == 200


def test_a_role_that_was_taken_meanwhile_ends_access_at_once(administrator_client: Client) -> None:
    User.objects.filter(pk=the_administrator().pk).update(role=Role.READER)
    assert administrator_client.post(add("publisher"), PUBLISHER).status_code == 302
    assert not Publisher.objects.exists()


def test_sources_are_found_as_they_are_typed_and_merged_ones_are_no_choice(
    administrator_client: Client,
) -> None:
    known = a_source(title="Harbour log", url="https://herald.example/a", identifiers={"doi": "10.1000/1"})
    merged = a_source(title="Harbour log, again")
    Source.objects.filter(pk=merged.pk).update(merged_into=known)

    def choices(term: str) -> list[str]:
        asked = {"app_label": "annotations", "model_name": "derivation", "field_name": "origin", "term": term}
        found = administrator_client.get("/admin/autocomplete/", asked).json()["results"]
        return [one["text"] for one in found]

    typed = ("harbour", "http://HERALD.example:80/a", "https://herald.example/a#top", "doi:10.1000/1", "boat")
    assert [choices(term) for term in typed] == [["Harbour log"], [], ["Harbour log"], ["Harbour log"], []]
    page = administrator_client.get("/admin/annotations/source/?q=harbour").content.decode()
    assert "Not visited yet" in page and "Harbour log, again" in page
