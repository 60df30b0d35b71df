"""A create request that is sent twice is done once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from annotations.actions.idempotency import forget_answers
from annotations.models import Article, Claim, Event, IdempotencyKey, Publisher
from tests.api.calling import Program, problem_of

KEY = {"Idempotency-Key": "import-2026-05-04/17"}
CLAIM = {"text": "The ferry was late.", "type": "event"}


@pytest.mark.django_db
def test_the_same_request_again_is_answered_again_and_not_done_again() -> None:
    program = Program()
    first, second = (program.post("claims", CLAIM, headers=KEY) for _ in range(2))
    assert (second.status_code, second.json()) == (201, first.json())
    assert [second[name] for name in ("Location", "ETag")] == [first[name] for name in ("Location", "ETag")]
    assert ("Idempotency-Replayed" in first, second["Idempotency-Replayed"]) == (False, "true")
    assert (Claim.objects.count(), Event.objects.filter(verb="claim.created").count()) == (1, 1)


@pytest.mark.django_db
def test_the_order_of_members_does_not_make_another_request() -> None:
    program = Program()
    program.post("claims", CLAIM, headers=KEY)
    again = program.post("claims", dict(reversed(CLAIM.items())), headers=KEY)
    assert again["Idempotency-Replayed"] == "true"


@pytest.mark.django_db
def test_the_same_key_with_another_request_is_refused() -> None:
    program = Program()
    program.post("claims", CLAIM, headers=KEY)
    other_body = program.post("claims", {**CLAIM, "text": "The ferry was early."}, headers=KEY)
    other_address = program.post("publishers", {"name": "X", "kind": "wire"}, headers=KEY)
    expected = (422, "idempotency-key-reused", None)
    assert (problem_of(other_body), problem_of(other_address)) == (expected, expected)
    assert (Claim.objects.count(), Publisher.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_keys_belong_to_people() -> None:
    first = Program().post("claims", CLAIM, headers=KEY)
    second = Program().post("claims", CLAIM, headers=KEY)
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.django_db
def test_a_refused_request_leaves_the_key_for_the_corrected_one() -> None:
    program = Program()
    body = {"name": "The Lantern", "kind": "newspaper", "owner_id": 999}
    refused = program.post("publishers", body, headers=KEY)
    passed = program.post("publishers", {**body, "owner_id": None}, headers=KEY)
    assert (refused.status_code, passed.status_code) == (400, 201)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_a_length(key: str) -> None:
    answer = Program().post("claims", CLAIM, headers={"Idempotency-Key": key})
    assert problem_of(answer) == (400, "idempotency-key-invalid", None)


@pytest.mark.django_db
def test_an_uploaded_file_counts_by_its_content_not_by_the_form_around_it() -> None:
    program = Program()
    for _ in range(2):
        file = SimpleUploadedFile("ferry.txt", b"The ferry was late.", "text/plain")
        answer = program.upload("articles", {"file": file, "headline": "Ferry"}, headers=KEY)
    assert (answer["Idempotency-Replayed"], Article.objects.count()) == ("true", 1)
    other = SimpleUploadedFile("ferry.txt", b"The ferry was early.", "text/plain")
    refused = program.upload("articles", {"file": other, "headline": "Ferry"}, headers=KEY)
    assert problem_of(refused)[:2] == (422, "idempotency-key-reused")


@pytest.mark.django_db
def test_steps_take_keys_too() -> None:
    program = Program()
    claim = program.post("claims", CLAIM).json()
    first, second = (program.post(f"claims/{claim['id']}/withdraw", headers=KEY) for _ in range(2))
    assert (first.json(), second["Idempotency-Replayed"]) == (second.json(), "true")


@pytest.mark.django_db
def test_old_keys_are_forgotten() -> None:
    program = Program()
    program.post("claims", CLAIM, headers=KEY)
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(days=8))
    program.post("claims", CLAIM, headers={"Idempotency-Key": "newer"})
    assert forget_answers(before=timezone.now() - timedelta(days=7)) == 1
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["newer"]


@pytest.mark.django_db(transaction=True)
def test_duplicates_at_the_same_moment_make_one_row_and_get_one_answer() -> None:
    program, at_once = Program(), threading.Barrier(6)

    def send(_: int) -> Any:
        at_once.wait()
        try:
            return program.post("claims", CLAIM, headers=KEY)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(send, range(6)))
    assert [answer.status_code for answer in answers] == [201] * 6
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert sum("Idempotency-Replayed" in answer for answer in answers) == 5
    assert Claim.objects.count() == 1
