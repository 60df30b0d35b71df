"""What people see when something goes wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg_pool import PoolTimeout

from tests.web.visitors import visitor, words_of

pytestmark = pytest.mark.django_db


def gone(*_: object) -> object:
    raise OperationalError("the connection is lost")


def no_connection_free(*_: object) -> object:
    raise PoolTimeout("couldn't get a connection")


def broken(*_: object) -> object:
    raise RuntimeError("a fault of ours")


@pytest.mark.parametrize("failure", [gone, no_connection_free])
def test_a_database_that_is_gone_is_said_and_looked_for(failure: Callable[..., object]) -> None:
    client = visitor()
    with connection.execute_wrapper(failure):
        client.raise_request_exception = False
        answer = client.get("/claims/?status=REFUTED")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert "The database does not answer." in words_of(answer)
    assert 'data-return="/claims/?status=REFUTED"' in answer.content.decode()


def test_a_fault_of_ours_says_so_and_does_not_look_again() -> None:
    client = visitor()
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        answer = client.get("/claims/")
    assert (answer.status_code, "data-return" in answer.content.decode()) == (500, False)
    assert "This is our fault" in words_of(answer)


@pytest.mark.parametrize(("failure", "status"), [(gone, 503), (broken, 500)])
def test_programs_get_a_problem_document(failure: Callable[..., object], status: int) -> None:
    client = visitor()
    client.raise_request_exception = False
    with connection.execute_wrapper(failure):
        answer = client.get("/api/v1/claims/")
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, answer["Content-Type"], document["status"]) == (
        status,
        "application/problem+json",
        status,
    )


def test_an_address_without_a_page_says_so(client: Client) -> None:
    answer = client.get("/nothing/at/all/")
    assert (answer.status_code, "There is nothing here" in words_of(answer)) == (404, True)


def test_a_form_from_before_signing_in_again_can_be_opened_again() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"username": "ines"})
    assert answer.status_code == 403
    assert "What you typed is kept in this browser." in words_of(answer)
    assert 'href="/sign-in/"' in answer.content.decode()


def test_the_pages_for_trouble_ask_the_database_nothing(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/nothing/at/all/")
