"""The OpenAPI document: valid, complete, the same as the one that is kept, and readable as a page."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from annotations.api.examples import REQUESTS
from annotations.api.urls import urlpatterns
from tests.api.conformance import document

KEPT = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
OPEN = {"/api/v1/", "/api/v1/problems/{rule}"}


def written() -> str:
    out = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    return out.getvalue()


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, each) for path, item in document()["paths"].items() for method, each in item.items()
    ]


def test_the_kept_document_is_the_present_one() -> None:
    """After a change of the API: python manage.py spectacular --validate --file docs/openapi.yaml"""
    assert KEPT.read_text(encoding="utf-8") == written()


def test_every_operation_says_what_it_is_and_how_it_fails() -> None:
    for path, method, operation in operations():
        assert operation["summary"] and operation["description"] and operation["operationId"]
        answers = set(operation["responses"])
        assert answers & {"200", "201", "202", "204"}
        if path not in OPEN:
            assert {"401", "403", "429", "503"} <= answers
        if method in ("post", "patch"):
            assert {"400", "404", "409", "413", "415"} <= answers


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))


def test_creates_take_idempotency_keys_and_changes_take_tags() -> None:
    for _, method, operation in operations():
        headers = {each["name"] for each in operation.get("parameters", []) if each["in"] == "header"}
        expected = {"post": {"Idempotency-Key"}, "patch": {"If-Match"}}.get(method, headers)
        assert headers == expected


def test_every_request_with_a_body_has_an_example_that_would_be_taken() -> None:
    endpoints = {(name, method): view for name, method, view in endpoint_methods()}
    taking = {place for place, view in endpoints.items() if place[1] in view.accepts}
    assert set(REQUESTS) == taking
    for (name, method), body in REQUESTS.items():
        taken = endpoints[name, method].accepts[method](data=body, partial=method == "PATCH")
        assert taken.is_valid(), (name, taken.errors)


def endpoint_methods() -> Iterator[tuple[str, str, Any]]:
    for pattern in urlpatterns:
        view = getattr(pattern.callback, "cls", None)
        for method in getattr(view, "access", ()):
            yield str(pattern.name), method, view


def test_the_document_is_served_to_everybody() -> None:
    answer = Client().get("/api/v1/schema/")
    assert answer.status_code == 200
    assert yaml.safe_load(answer.content)["paths"].keys() == document()["paths"].keys()


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_the_operations_under_the_products_own_policy(live_workbench: Any, page: Any) -> None:
    complaints: list[str] = []
    addresses: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: addresses.append(request.url))
    answer = page.goto("/api/v1/docs/")
    policy = answer.headers["content-security-policy"]
    page.get_by_placeholder("Filter by tag").fill("Articles")
    page.get_by_role("button", name="Expand operation").wait_for()
    page.get_by_role("link", name="Articles").click()
    page.get_by_text("Import an article").click()
    page.get_by_text("Idempotency-Key").first.wait_for()
    assert "unsafe" not in policy
    assert [url for url in addresses if not url.startswith((live_workbench.address, "data:"))] == []
    assert complaints == []
