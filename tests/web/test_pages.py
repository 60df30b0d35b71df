"""What every page does before and after its own work."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.domain.vocabulary import Role
from annotations.web.checks.urls import CHECKS
from annotations.web.pages import EVERYBODY, SIGNED_IN
from annotations.web.urls import urlpatterns
from tests.factories import a_person
from tests.web.visitors import toasts_of, visitor

pytestmark = pytest.mark.django_db

OPEN = {
    "sign-in",
    "sign-out",
    "help-keys",
    "evidence-context",
    "claimreview-schema",
    "live-claims",
    "come-in",
    "download",
    "article-presence",
    "claim-presence",
}


OPEN |= {str(pattern.name) for pattern in CHECKS}


def test_every_address_says_for_whom_it_is() -> None:
    audiences = {pattern.name: getattr(pattern.callback, "audience", None) for pattern in urlpatterns}
    expected = {name: EVERYBODY if name in OPEN else SIGNED_IN for name in audiences}
    assert audiences == expected


def test_who_is_not_signed_in_is_asked_to_and_then_comes_back(client: Client) -> None:
    answer = client.get("/claims/?status=REFUTED")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fclaims%2F%3Fstatus%3DREFUTED")


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/articles/3/?claim=4"}
    answer = client.get("/claims/", headers=headers)
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Farticles%2F3%2F%3Fclaim%3D4"


def test_a_form_that_could_not_be_sent_comes_back_to_the_page_that_holds_it(client: Client) -> None:
    answer = client.post("/profile/", {"display_name": "Anna"})
    assert answer["Location"] == "/sign-in/?next=%2Fprofile%2F"


@pytest.mark.parametrize(("display_name", "receipt"), [("Anna", "workbench.draft.1.profile"), ("", None)])
def test_the_browser_learns_when_what_it_keeps_has_arrived(display_name: str, receipt: str | None) -> None:
    sent = {"display_name": display_name, "time_zone": "UTC", "theme": "auto"}
    answer = visitor().post("/profile/", {**sent, "kept-as": "workbench.draft.1.profile"})
    cookie = answer.cookies.get("kept")
    assert (cookie.value if cookie else None) == receipt


def test_a_receipt_holds_nothing_but_a_name() -> None:
    sent = {"display_name": "Anna", "time_zone": "UTC", "theme": "auto", "kept-as": "a; b=c"}
    assert "kept" not in visitor().post("/profile/", sent).cookies


def test_a_refusal_is_a_page_with_its_sentence() -> None:
    answer = visitor().get("/claim-sets/999/")
    assert (answer.status_code, answer.context["message"]) == (404, "There is no claim set 999.")
    assert "There is no claim set 999." in answer.content.decode()


def test_a_refusal_of_a_part_of_a_page_is_a_toast() -> None:
    answer = visitor().post("/profile/tokens/999/revoke/", headers={"HX-Request": "true"})
    told: dict[str, Any] = json.loads(answer["HX-Trigger"])
    assert (answer.status_code, answer["HX-Reswap"]) == (404, "none")
    assert told == {"workbench:toast": {"words": "There is no API token 999.", "undo": "", "refusal": True}}


def test_what_is_not_allowed_says_what_it_needs() -> None:
    answer = visitor(role=Role.READER).get("/claim-sets/new/")
    assert answer.status_code == 403
    assert "This needs: reviewer." in answer.context["message"]


def test_times_are_those_of_the_person() -> None:
    berlin, person = a_person(), a_person()
    berlin.time_zone = "Asia/Tokyo"
    berlin.save(update_fields=["time_zone"])
    answers = [visitor(one).get("/claims/?since=2026-01-01&until=bad") for one in (berlin, person)]
    assert [answer.status_code for answer in answers] == [422, 422]


def test_pages_are_never_kept_by_a_cache() -> None:
    assert "no-store" in visitor().get(reverse("claims"))["Cache-Control"]


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(elsewhere: str) -> None:
    assert visitor().get("/sign-in/", {"next": elsewhere})["Location"] == "/"


def test_a_toast_waits_for_the_next_page() -> None:
    client = visitor()
    answer = client.post(
        "/profile/", {"display_name": "Anna", "time_zone": "UTC", "theme": "dark"}, follow=True
    )
    assert toasts_of(answer) == [("Saved.", "")]


PAGES = [
    "/",
    "/claims/",
    "/claim-sets/",
    "/exports/",
    "/exports/new/",
    "/search/?words=x",
    "/profile/",
    "/profile/password/",
    "/profile/tokens/",
    "/help/keys/",
    "/organisation/",
    "/lint/",
    "/lint/?example=old",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", Role.values)
def test_everybody_can_open_every_general_page(address: str, role: str) -> None:
    assert visitor(role=role).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_pages_hold_no_inline_script_or_style(address: str) -> None:
    markup = visitor().get(address).content.decode()
    assert [
        found
        for found in ("<script>", "<style", " style=", " onclick", "hx-on", "javascript:")
        if found in markup
    ] == []
