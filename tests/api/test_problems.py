"""Every error is a problem document that says what happened and what to do."""

import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg.errors import ProgramLimitExceeded
from rest_framework.exceptions import APIException

from annotations.api.explanations import EXPLANATION_OF_OTHERS, EXPLANATIONS
from annotations.api.problems import problem_handler
from annotations.domain.errors import Unavailable
from annotations.models import Claim
from tests.api.calling import Program, problem_of
from tests.factories import a_capture, a_claim, an_article

pytestmark = pytest.mark.django_db


def raw(program: Program, address: str, body: bytes, content_type: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {program.clear_text}"}
    return Client(headers=headers).post(f"/api/v1/{address}", body, content_type)


def test_a_problem_document_in_full() -> None:
    answer = Program().get("claims/999999")
    assert answer.json() == {
        "type": "/api/v1/problems/not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no claim 999999.",
        "rule": "not-found",
        "instance": "/api/v1/claims/999999",
        "id": 999999,
    }


def test_each_wrong_field_is_named() -> None:
    body = {
        "text": "",
        "type": "rumour",
        "colour": "blue",
        "quantities": [{"text": "ten", "low": "x"}],
        "time": {},
    }
    answer = Program().post("claims", body)
    assert problem_of(answer) == (400, "invalid", "colour")
    answer = Program().post("claims", {name: value for name, value in body.items() if name != "colour"})
    assert [(error["field"], error["rule"]) for error in answer.json()["errors"]] == [
        ("text", "blank"),
        ("type", "invalid_choice"),
        ("time.text", "required"),
        ("quantities.0.low", "invalid"),
    ]


def test_a_change_names_parts_as_a_whole() -> None:
    claim = a_claim()
    answer = Program().patch(f"claims/{claim.pk}", {"time": {}}, headers={"If-Match": "*"})
    assert problem_of(answer) == (400, "invalid", "time.text")


@pytest.mark.parametrize("body", [b"{", b"[1,", b"\xff\xfe", b'{"text": NaN}', b"nonsense"])
def test_a_body_that_is_not_json_is_refused(body: bytes) -> None:
    assert problem_of(raw(Program(), "claims", body))[:2] == (400, "unreadable")


@pytest.mark.parametrize("address", ["claims", "articles", "sources", "annotation-imports"])
def test_a_body_that_is_nested_without_end_is_refused(address: str) -> None:
    body = b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    assert problem_of(raw(Program(), address, body))[:2] == (400, "too-deep")


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null"])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    assert problem_of(raw(Program(), "claims", body))[0] == 400


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "x" * 4001])
def test_a_text_that_cannot_be_stored_is_refused(text: str) -> None:
    answer = Program().post("claims", {"text": text, "type": "event"})
    assert problem_of(answer) == (400, "invalid", "text")


@pytest.mark.parametrize(
    "criteria",
    [
        {"words": "a\x00b"},
        {"colour": "blue"},
        {"status": "TRUE"},
        {"words": {"a": [{}]}},
        {"article": "\ud800"},
    ],
)
def test_criteria_that_cannot_be_meant_are_refused(criteria: dict[str, Any]) -> None:
    assert problem_of(Program().post("claim-sets", {"name": "Set", "criteria": criteria}))[0] == 400


@pytest.mark.parametrize(
    ("method", "address", "status", "rule"),
    [
        ("get", "/api/v1/nothing", 404, "not-found"),
        ("post", "/api/v1/claims/12/nothing", 404, "not-found"),
        ("get", "/api/v1/claims/abc", 404, "not-found"),
        ("get", "/api/v1/claims/99999999999999999999999", 404, "not-found"),
        ("get", "/api/v2/claims", 404, "not-found"),
        ("get", "/api/", 404, "not-found"),
        ("delete", "/api/v1/claims/12", 405, "method-not-allowed"),
        ("put", "/api/v1/claims", 405, "method-not-allowed"),
        ("options", "/api/v1/claims", 405, "method-not-allowed"),
    ],
)
def test_addresses_and_methods_that_are_none(method: str, address: str, status: int, rule: str) -> None:
    answer = getattr(Program().client, method)(address)
    assert problem_of(answer)[:2] == (status, rule)
    assert status != 405 or "GET" in answer["Allow"]


def test_only_json_is_spoken() -> None:
    answer = Program().get("claims", headers={"Accept": "text/csv"})
    assert problem_of(answer) == (406, "not-acceptable", None)


def test_the_slash_at_the_end_may_be_there_or_not() -> None:
    program = Program()
    body = {"text": "The ferry was late.", "type": "event"}
    assert program.client.post("/api/v1/claims/", body, "application/json").status_code == 201
    assert program.client.get("/api/v1/claims/").json()["results"][0]["text"] == "The ferry was late."
    assert program.client.get("/api/v1/schema").status_code == 200


def test_a_body_that_is_too_long_is_not_read() -> None:
    answer = raw(Program(), "claims", b'"' + b"x" * (3 * 1024 * 1024) + b'"')
    assert (problem_of(answer), answer.json()["limit"]) == ((413, "too-large", None), 2 * 1024 * 1024)


def test_words_that_differ_come_with_the_right_ones() -> None:
    article = an_article(text="The ferry was late.")
    place = {"article_id": article.pk, "start": 4, "end": 9, "exact": "tram!"}
    answer = Program().post(f"claims/{a_claim().pk}/highlights", place)
    assert (problem_of(answer)[:2], answer.json()["found"]) == ((409, "words-differ"), "ferry")


@pytest.mark.parametrize(("start", "end"), [(0, 999), (5, 5), (9, 4), (2_147_483_647, 2_147_483_647)])
def test_places_outside_the_text_are_refused(start: int, end: int) -> None:
    place = {"article_id": an_article().pk, "start": start, "end": end, "exact": "ferry"}
    assert problem_of(Program().post(f"claims/{a_claim().pk}/highlights", place))[0] == 400


def test_offsets_of_browsers_are_converted() -> None:
    article = an_article(text="👩‍🚀🚢 The ferry was late.")
    text = article.revisions.get().text
    start = len(text[: text.index("ferry")].encode("utf-16-le")) // 2
    place = {"article_id": article.pk, "start": start, "end": start + 5, "exact": "ferry", "unit": "utf16"}
    made = Program().post(f"claims/{a_claim().pk}/highlights", place).json()
    assert (made["start"], made["end"], made["exact"]) == (
        text.index("ferry"),
        text.index("ferry") + 5,
        "ferry",
    )


def test_a_passage_that_is_not_there_is_refused() -> None:
    body = {
        "claim_id": a_claim().pk,
        "capture_id": a_capture(text="The bridge was closed.").pk,
        "passage": "The bridge was open.",
        "stance": "contradicts",
    }
    answer = Program().post("evidence", body)
    assert problem_of(answer) == (400, "passage-not-in-capture", "passage")


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("claims", {"text": "X.", "type": "event", "part_of_id": 999999}),
        ("claims", {"text": "X.", "type": "event", "interests": {"favours": [999999]}}),
        (
            "claims",
            {"text": "X.", "type": "event", "attributions": [{"asserter": "A", "publisher_id": 999999}]},
        ),
        ("articles", {"text": "X.", "publisher_id": 999999}),
        ("sources", {"title": "X", "publisher_id": 999999}),
        ("publishers", {"name": "X", "kind": "wire", "owner_id": 999999}),
        ("captures", {"text": "X.", "source_id": 999999}),
        ("evidence", {"claim_id": 999999, "capture_id": 1, "passage": "X", "stance": "context"}),
        ("verdicts", {"claim_id": 999999, "assessment_id": 1, "reason": "X"}),
        ("exports", {"claim_set_id": 999999, "format": "csv"}),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_naming_what_is_not_there_is_refused(address: str, body: dict[str, Any]) -> None:
    assert problem_of(Program().post(address, body))[0] in (400, 404)


def test_a_batch_is_all_or_nothing_and_says_which_rows_were_refused() -> None:
    program = Program()
    good = {"text": "The ferry was late.", "type": "event"}
    split = {**good, "time": {"text": "May", "starts_on": "2026-05-02", "ends_on": "2026-05-01"}}
    answer = program.post("claims/batch", {"claims": [good, split, good, split]})
    assert problem_of(answer) == (400, "batch-refused", None)
    assert [(error["row"], error["rule"]) for error in answer.json()["errors"]] == [
        (1, "time-order"),
        (3, "time-order"),
    ]
    assert Claim.objects.count() == 0
    made = program.post("claims/batch", {"claims": [good] * 100}).json()["ids"]
    assert list(Claim.objects.order_by("id").values_list("pk", flat=True)) == made
    assert problem_of(program.post("claims/batch", {"claims": [good] * 101}))[2] == "claims"
    assert problem_of(program.post("claims/batch", {"claims": []}))[2] == "claims"


@pytest.mark.parametrize(
    ("error", "status", "rule", "retries"),
    [
        (OperationalError("server closed the connection"), 503, "unavailable", True),
        (Unavailable("example.org does not answer.", rule="fetch-timed-out"), 503, "fetch-timed-out", True),
        (RuntimeError("unforeseen"), 500, "server-error", False),
        (APIException(), 500, "server-error", False),
    ],
)
def test_what_goes_wrong_on_our_side(error: Exception, status: int, rule: str, retries: bool) -> None:
    request: Any = type("Asked", (), {"path": "/api/v1/claims"})()
    answer = problem_handler(error, {"request": request})
    assert (answer.status_code, answer.data["rule"], "Retry-After" in answer.headers) == (
        status,
        rule,
        retries,
    )
    assert "unforeseen" not in str(answer.data)


def test_what_fits_no_index_will_not_fit_later() -> None:
    error = OperationalError("index row size 5728 exceeds btree maximum 2704")
    error.__cause__ = ProgramLimitExceeded()
    request: Any = type("Asked", (), {"path": "/api/v1/claims"})()
    answer = problem_handler(error, {"request": request})
    assert (answer.status_code, answer.data["rule"], "Retry-After" in answer.headers) == (
        400,
        "out-of-range",
        False,
    )


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_gone() -> None:
    program = Program()
    connection.close()
    address = {name: connection.settings_dict[name] for name in ("HOST", "PORT")}
    connection.settings_dict.update(HOST="127.0.0.1", PORT="1")
    try:
        answers = [program.get("claims"), program.post("claims", {"text": "X.", "type": "event"})]
    finally:
        connection.close()
        connection.settings_dict.update(address)
    for answer in answers:
        assert (problem_of(answer), answer["Retry-After"]) == ((503, "unavailable", None), "5")


def test_every_rule_can_be_looked_up() -> None:
    program = Program()
    for rule, explanation in {**EXPLANATIONS, "any-other": EXPLANATION_OF_OTHERS}.items():
        assert re.fullmatch(r"[a-z0-9-]+", rule)
        assert program.get(f"problems/{rule}").json() == {"rule": rule, "explanation": explanation}
