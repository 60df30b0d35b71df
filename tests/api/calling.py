"""Programs that call the API in tests."""

from collections.abc import Mapping
from typing import Any

from django.test import Client

from annotations.domain.vocabulary import Role, Scope
from annotations.models import User
from tests.api.conformance import check
from tests.factories import a_person, a_token


class Program:
    """A program with a token of a person. Every answer is held against the OpenAPI document."""

    def __init__(self, person: User | None = None, *, role: str = Role.REVIEWER, scopes: Any = None) -> None:
        self.person = person or a_person(role=role)
        self.token, self.clear_text = a_token(person=self.person, scopes=scopes or Scope.values)
        self.client = Client(headers={"Authorization": f"Bearer {self.clear_text}"})

    def get(self, address: str, headers: Mapping[str, str] | None = None, **query: Any) -> Any:
        return checked(self.client.get(f"/api/v1/{address}", query, headers=headers))

    def post(self, address: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        sent = {} if body is None else body
        return checked(self.client.post(f"/api/v1/{address}", sent, "application/json", headers=headers))

    def patch(self, address: str, body: Any, headers: Mapping[str, str] | None = None) -> Any:
        return checked(self.client.patch(f"/api/v1/{address}", body, "application/json", headers=headers))

    def delete(self, address: str) -> Any:
        return checked(self.client.delete(f"/api/v1/{address}"))

    def upload(self, address: str, form: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
        return checked(self.client.post(f"/api/v1/{address}", form, headers=headers))


def checked(answer: Any) -> Any:
    """The answer, after it was held against the OpenAPI document."""
    check(answer)
    return answer


def made(answer: Any, status: int = 201) -> dict[str, Any]:
    """What a request made; says what came instead when it made nothing."""
    assert answer.status_code == status, answer.content
    body: dict[str, Any] = answer.json()
    return body


def problem_of(answer: Any) -> tuple[int, str, str | None]:
    """Status, rule and field of a problem document, whose fixed members are checked on the way."""
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json", answer.content
    assert (body["status"], body["type"]) == (answer.status_code, f"/api/v1/problems/{body['rule']}")
    assert body["instance"] == answer.wsgi_request.path and body["title"] and body["detail"]
    return answer.status_code, body["rule"], body.get("field")
