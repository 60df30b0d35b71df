"""Signing in and out, profile and password, as people meet them."""

import pytest
from django.test import Client

from annotations.domain.vocabulary import Role
from tests.factories import PASSWORD, a_person
from tests.web.visitors import field_errors, visitor, words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["ines", "INES", "Ines"])
def test_the_name_is_the_same_whatever_its_case(client: Client, name: str) -> None:
    a_person(username="Ines")
    answer = client.post("/sign-in/", {"username": name, "password": PASSWORD, "next": "/claims/"})
    assert (answer.status_code, answer["Location"]) == (302, "/claims/")


def test_a_wrong_password_keeps_the_name(client: Client) -> None:
    a_person(username="ines")
    answer = client.post("/sign-in/", {"username": "ines", "password": "wrong"})
    assert (answer.status_code, answer.context["form"]["username"].value()) == (422, "ines")
    assert "Name and password do not match." in words_of(answer)


def test_five_failures_lock_the_name_out_and_say_for_how_long(client: Client) -> None:
    a_person(username="ines")
    answers = [client.post("/sign-in/", {"username": "ines", "password": "wrong"}) for _ in range(5)]
    right = client.post("/sign-in/", {"username": "ines", "password": PASSWORD})
    assert [answer.status_code for answer in (*answers, right)] == [422, 422, 422, 422, 429, 429]
    assert "Too many tries" in words_of(right)
    assert "has to wait 15 minutes" in words_of(right)


def test_somebody_else_is_not_locked_out(client: Client) -> None:
    a_person(username="ines"), a_person(username="piet")
    for _ in range(5):
        client.post("/sign-in/", {"username": "ines", "password": "wrong"})
    assert client.post("/sign-in/", {"username": "piet", "password": PASSWORD}).status_code == 302


def test_who_may_no_longer_sign_in_does_not(client: Client) -> None:
    person = a_person(username="ines")
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert client.post("/sign-in/", {"username": "ines", "password": PASSWORD}).status_code == 422


def test_signing_out_ends_the_session() -> None:
    client = visitor()
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


def test_signing_out_by_a_mere_link_is_not_possible() -> None:
    assert visitor().get("/sign-out/").status_code == 405


def test_the_profile_changes_what_belongs_to_oneself() -> None:
    person = a_person()
    sent = {
        "display_name": "Ines Marlow",
        "email": "ines@courier.example",
        "time_zone": "Europe/Berlin",
        "theme": "dark",
        "role": Role.ADMINISTRATOR,
    }
    assert visitor(person).post("/profile/", sent).status_code == 302
    person.refresh_from_db()
    kept = (person.display_name, person.email, person.time_zone, person.theme, person.role)
    assert kept == ("Ines Marlow", "ines@courier.example", "Europe/Berlin", "dark", Role.REVIEWER)


def test_an_unknown_time_zone_is_refused_beside_its_field_and_the_rest_is_kept() -> None:
    sent = {"display_name": "Ines Marlow", "email": "", "time_zone": "Mars/Olympus", "theme": "auto"}
    answer = visitor().post("/profile/", sent)
    assert (answer.status_code, answer.context["form"]["display_name"].value()) == (422, "Ines Marlow")
    assert field_errors(answer) == {
        "time_zone": ["“Mars/Olympus” is no time zone. Choose one such as Europe/Berlin."]
    }


def test_the_theme_of_a_person_stands_in_every_page() -> None:
    person = a_person()
    client = visitor(person)
    assert client.post("/profile/theme/", {"theme": "dark", "next": "/claims/"})["Location"] == "/claims/"
    assert 'data-theme-of-person="dark"' in client.get("/claims/").content.decode()


def test_an_unknown_theme_is_refused() -> None:
    assert visitor().post("/profile/theme/", {"theme": "neon"}).status_code == 422


def test_the_password_changes_and_this_session_goes_on() -> None:
    person = a_person()
    here, elsewhere = visitor(person), visitor(person)
    new = "lantern over the old quay"
    assert here.post("/profile/password/", {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert [here.get("/").status_code, elsewhere.get("/").status_code] == [200, 302]
    person.refresh_from_db()
    assert person.check_password(new)


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "words"),
    [
        (
            "wrong",
            "lantern over the quay",
            "lantern over the quay",
            "old",
            "This is not your present password.",
        ),
        (PASSWORD, "lantern over the quay", "lantern over a quay", "again", "The two new passwords differ."),
        (PASSWORD, "qwe-17", "qwe-17", "new", "This password is too short."),
    ],
)
def test_a_password_is_refused_beside_its_field(
    old: str, new: str, again: str, field: str, words: str
) -> None:
    answer = visitor().post("/profile/password/", {"old": old, "new": new, "again": again})
    assert answer.status_code == 422
    assert field_errors(answer)[field][0].startswith(words)
    assert new not in answer.content.decode()
