"""`Idempotency-Key`: a create request that may safely be sent twice."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.idempotency import Answer, answer_once, earlier_answer
from annotations.models import User

Prepared = TypeVar("Prepared")


def answered_once(
    request: Request,
    person: User,
    prepare: Callable[[], Prepared],
    produce: Callable[[Prepared], Answer],
) -> Response:
    """The answer to a create request; with an idempotency key, at most one for each key.

    `prepare` reads what takes long (a page of the web, a file) before any transaction is open.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return as_response(produce(prepare()))
    fingerprint = _fingerprint(request)
    answer = earlier_answer(key=key, request_sha256=fingerprint, actor=person)
    if answer is None:
        prepared = prepare()
        answer = answer_once(
            key=key,
            request_sha256=fingerprint,
            produce=lambda: storable(produce(prepared)),
            actor=person,
        )
    return as_response(answer)


def storable(answer: Answer) -> Answer:
    """The same answer in plain JSON values."""
    return Answer(answer.status, json.loads(JSONRenderer().render(answer.body)), answer.headers)


def as_response(answer: Answer) -> Response:
    """The answer as HTTP."""
    repeated = {"Idempotency-Replayed": "true"} if answer.is_repeated else {}
    return Response(answer.body, status=answer.status, headers={**answer.headers, **repeated})


def _fingerprint(request: Request) -> str:
    """One hash for one meaning: neither white space nor the boundary of a form between the parts counts."""
    sent = request.data
    content = {name: _plain(value) for name, value in _pairs(sent)} if isinstance(sent, Mapping) else sent
    text = json.dumps([request.method, request.path, content], sort_keys=True)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _pairs(sent: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(sent.lists()) if hasattr(sent, "lists") else list(sent.items())


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, UploadedFile):
        digest = hashlib.file_digest(value, "sha256").hexdigest()
        value.seek(0)
        return [value.name, digest]
    return value
