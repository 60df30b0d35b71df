"""Speaking the annotation protocol with a running server, over HTTP and nothing else."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from annotations.domain.vocabulary import Scope
from annotations.models import User
from tests.factories import a_person, a_token

CONTAINER = "/annotations/"
JSON_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
PAGE = "https://harbour.example/ferry"
TEXT = "The ferry made 28 crossings on Monday.\n\nNobody was hurt, the office said."


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    def header(self, name: str) -> str:
        """All values of a header, as one."""
        return ", ".join(self.headers.get_all(name, []))

    def listed(self, name: str) -> set[str]:
        """The values of a header that is a list."""
        return {part.strip() for part in self.header(name).split(",") if part.strip()}

    @property
    def document(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.content)

    @property
    def problem(self) -> tuple[int, str]:
        """Status and rule of a problem document."""
        assert self.header("Content-Type") == "application/problem+json", self.content
        return self.status, self.document["rule"]


class Wire:
    """A program somewhere on the web with a token of a person (or none)."""

    def __init__(self, address: str, person: User | None = None, *, scopes: Any = None) -> None:
        self.address = address
        self.person = person or a_person()
        self.token = a_token(person=self.person, scopes=scopes or Scope.values)[1]

    def ask(
        self,
        method: str,
        place: str = CONTAINER,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        is_known: bool = True,
    ) -> Answer:
        """Sends one request; `place` is a path or a whole address."""
        parts = urlsplit(place)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent: dict[str, str] = {"Authorization": f"Bearer {self.token}"} if is_known else {}
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        if content is not None:
            sent["Content-Type"] = JSON_LD
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request(method, target, content, {**sent, **(headers or {})})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, place: str = CONTAINER, **headers: str) -> Answer:
        return self.ask("GET", place, headers=named(headers))

    def post(self, document: Any, place: str = CONTAINER, **headers: str) -> Answer:
        return self.ask("POST", place, document, named(headers))

    def put(self, place: str, document: Any, **headers: str) -> Answer:
        return self.ask("PUT", place, document, named(headers))

    def delete(self, place: str, **headers: str) -> Answer:
        return self.ask("DELETE", place, headers=named(headers))

    def made(self, document: Any, **headers: str) -> str:
        """The address of an annotation that was just sent in."""
        answer = self.post(document, **headers)
        assert answer.status == 201, answer.content
        return answer.header("Location")


def named(headers: Mapping[str, str]) -> dict[str, str]:
    """`If_Match` as `If-Match`."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def an_annotation(exact: str = "", *, source: str = PAGE, **given: Any) -> dict[str, Any]:
    """An annotation of the page, or of words of it."""
    quote = {"type": "TextQuoteSelector", "exact": exact}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "Look again."},
        "target": {"source": source, "selector": quote} if exact else source,
        **given,
    }
