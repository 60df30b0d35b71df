"""What no program means: whatever is sent to whichever list, the answer is a refusal that says so."""

import pytest
from django.test import Client

from annotations.domain.vocabulary import Role
from tests.api.calling import Program, checked
from tests.api.test_access import routes

pytestmark = pytest.mark.django_db

NOT_MEANT = (
    {"page_size": "0"},
    {"limit": "0"},
    {"page_size": "٣"},
    {"page_size": "9" * 5_000},
    {"cursor": "\x00"},
    {"fields": "id\x00"},
    {"x" * 10_000: "1"},
    {"words": "\x00"},
    {"q": "a" * 10_000},
)


def lists() -> list[str]:
    return [
        address
        for name, method, address in routes()
        if method == "GET" and "999999999" not in address and name not in ("index", "schema", "docs", "me")
    ]


@pytest.mark.parametrize("query", NOT_MEANT, ids=lambda query: next(iter(query.items()))[0][:10])
def test_no_list_takes_what_cannot_be_meant(query: dict[str, str]) -> None:
    client = Program(role=Role.ADMINISTRATOR).client
    wrong = [
        (address, status)
        for address in lists()
        if (status := checked(client.get(address, query)).status_code) >= 500
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("content_type", "status"),
    [("text/plain", 415), ("application/xml", 415), ("", 415), ("application/json; charset=utf-99", 400)],
)
def test_bodies_of_other_kinds_are_refused(content_type: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {Program().clear_text}"}
    answer = checked(Client(headers=headers).generic("POST", "/api/v1/claims", b"{}", content_type))
    assert answer.status_code == status


@pytest.mark.parametrize("number", ["1" * 400, "1e400", "-0", "1.5", '"٣"', "true", "[]"])
def test_ids_that_are_no_ids_are_refused(number: str) -> None:
    headers = {"Authorization": f"Bearer {Program().clear_text}"}
    body = b'{"text": "X.", "type": "event", "part_of_id": ' + number.encode() + b"}"
    answer = checked(Client(headers=headers).post("/api/v1/claims", body, "application/json"))
    assert answer.status_code == 400
