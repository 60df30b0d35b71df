"""One's own tokens through the API, and how many requests each may send."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from annotations.domain.vocabulary import Role, Scope
from annotations.models import ApiToken, IdempotencyKey
from tests.api.calling import Program, made, problem_of
from tests.factories import a_token

pytestmark = pytest.mark.django_db


def wished(**other: Any) -> dict[str, Any]:
    ends = (timezone.now() + timedelta(hours=1)).isoformat()
    return {"name": "Nightly copy", "scopes": ["read"], "expires_at": ends, **other}


def test_a_program_issues_a_token_that_works() -> None:
    program = Program()
    answer = program.post("tokens", wished(), headers={"Idempotency-Key": "nightly"})
    issued = made(answer)
    assert answer["Cache-Control"] == "no-store" and IdempotencyKey.objects.count() == 0
    with_it = Client(headers={"Authorization": f"Bearer {issued['clear_text']}"})
    assert with_it.get("/api/v1/me").json()["token"]["name"] == "Nightly copy"
    assert [row["name"] for row in program.get("tokens").json()["results"]] == [
        "Nightly copy",
        program.token.name,
    ]
    assert "digest" not in issued["token"] and issued["clear_text"] not in str(program.get("tokens").json())


@pytest.mark.parametrize(
    ("beyond", "field"),
    [
        ({"scopes": ["read", "export"]}, "scopes"),
        ({"expires_at": (timezone.now() + timedelta(days=300)).isoformat()}, "expires_at"),
        ({"requests_per_minute": 11}, "requests_per_minute"),
        ({}, "requests_per_minute"),
    ],
)
def test_what_it_issues_reaches_no_further_than_itself(beyond: dict[str, Any], field: str) -> None:
    program = Program(scopes=[Scope.READ, Scope.WRITE], role=Role.ADMINISTRATOR)
    ApiToken.objects.filter(pk=program.token.pk).update(requests_per_minute=10)
    within = {} if field == "requests_per_minute" else {"requests_per_minute": 10}
    answer = program.post("tokens", wished(**within, **beyond))
    assert problem_of(answer) == (403, "token-reaches-too-far", field)
    assert made(program.post("tokens", wished(requests_per_minute=10)))["token"]["requests_per_minute"] == 10


def test_more_requests_than_others_are_granted_by_administrators(settings: LazySettings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 50
    answer = Program().post("tokens", wished(requests_per_minute=51))
    assert problem_of(answer) == (400, "too-many-requests-wished", "requests_per_minute")


def test_a_token_is_revoked_also_by_itself() -> None:
    program = Program()
    other = a_token(person=program.person)[0]
    assert program.post(f"tokens/{other.pk}/revoke").json()["revoked_at"] is not None
    assert program.post(f"tokens/{program.token.pk}/revoke").status_code == 200
    assert problem_of(program.get("me")) == (401, "token-revoked", None)


def test_tokens_of_others_are_not_there() -> None:
    program, other = Program(role=Role.ADMINISTRATOR), a_token()[0]
    assert problem_of(program.get(f"tokens/{other.pk}"))[:2] == (404, "not-found")
    assert problem_of(program.post(f"tokens/{other.pk}/revoke"))[:2] == (404, "not-found")
    assert ApiToken.objects.get(pk=other.pk).revoked_at is None


@pytest.fixture
def empty_cache() -> None:
    cache.clear()


def allowance(answer: Any) -> tuple[str, str, str]:
    """The policy, whose it is, and how many requests are left."""
    policy, left = answer["RateLimit-Policy"], answer["RateLimit"]
    name, remaining, resets = left.split(";")
    assert 1 <= int(resets.removeprefix("t=")) <= 60
    return policy, name, remaining


@pytest.mark.usefixtures("empty_cache")
def test_a_person_has_so_many_requests_however_many_programs(settings: LazySettings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 3
    first = Program()
    second = Program(first.person)
    answers = [first.get("me"), second.get("me"), second.get("me"), first.get("me")]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [allowance(answer) for answer in answers] == [
        ('"person";q=3;w=60', '"person"', f"r={left}") for left in (2, 1, 0, 0)
    ]
    assert problem_of(answers[3]) == (429, "too-many-requests", None)
    assert 1 <= int(answers[3]["Retry-After"]) <= 60


@pytest.mark.usefixtures("empty_cache")
def test_a_token_with_a_number_of_its_own_is_counted_by_itself(settings: LazySettings) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1
    program = Program()
    ApiToken.objects.filter(pk=program.token.pk).update(requests_per_minute=2)
    assert Program(program.person).get("me").status_code == 200
    assert [program.get("me").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.usefixtures("empty_cache")
def test_whoever_is_unknown_is_counted_by_address(settings: LazySettings) -> None:
    settings.API_REQUESTS_PER_MINUTE_ANONYMOUS = 1
    answers = [Client().get("/api/v1/problems/stale") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert allowance(answers[0]) == ('"address";q=1;w=60', '"address"', "r=0")
