"""Holds an answer of the API against the OpenAPI document: status, media type, every member of the body."""

import functools
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import jsonschema
from drf_spectacular.generators import SchemaGenerator

# Answered by what stands before any endpoint, or for addresses that are none.
UNDOCUMENTED = frozenset({405, 500})


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document, as `manage.py spectacular` writes it."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


def meant(answer: dict[str, Any]) -> dict[str, Any]:
    """What the document says of an answer, where it says it: a refusal is told once for all."""
    if "$ref" not in answer:
        return answer
    shared: dict[str, Any] = document()["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return shared


def check(answer: Any) -> None:
    """Fails where the answer is not one that the document announces."""
    route = answer.wsgi_request.resolver_match
    if answer.status_code in UNDOCUMENTED or route is None or route.url_name in ("nowhere", "docs", "schema"):
        return
    path = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route.route).replace("{pk}", "{id}")
    method = "get" if answer.wsgi_request.method == "HEAD" else answer.wsgi_request.method.lower()
    announced = document()["paths"][path][method]["responses"]
    assert str(answer.status_code) in announced, f"{method} {path}: {answer.status_code} {answer.content!r}"
    content = meant(announced[str(answer.status_code)]).get("content")
    if content is None or answer.wsgi_request.method == "HEAD":
        assert answer.content == b""
        return
    media_type = answer["Content-Type"].partition(";")[0]
    assert media_type in content, f"{method} {path}: {media_type}"
    if media_type.endswith("json") and content[media_type]["schema"] != {
        "type": "string",
        "format": "binary",
    }:
        is_chosen = answer.status_code == 200 and "fields" in answer.wsgi_request.GET
        _validator(path, method, answer.status_code, media_type, is_chosen).validate(answer.json())


@functools.cache
def _validator(
    path: str, method: str, status: int, media_type: str, is_chosen: bool
) -> jsonschema.Draft202012Validator:
    """Where `fields` chose some members, none of the others is required."""
    answer = meant(document()["paths"][path][method]["responses"][str(status)])
    left_out = ("nullable", "readOnly", "required") if is_chosen else ("nullable", "readOnly")
    schema = _closed(answer["content"][media_type]["schema"], left_out)
    parts = document()["components"]["schemas"].items()
    components = {name: _closed(part, left_out) for name, part in parts}
    components["Problem"]["additionalProperties"] = True
    return jsonschema.Draft202012Validator(
        {**schema, "components": {"schemas": components}}, format_checker=_formats()
    )


def _formats() -> jsonschema.FormatChecker:
    """The formats that answers use; the library itself leaves some of them unchecked."""
    formats = jsonschema.FormatChecker(["date", "email"])
    formats.checks("date-time", ValueError)(
        lambda text: text is None or bool(datetime.fromisoformat(text).tzinfo)
    )
    formats.checks("uri")(lambda text: text is None or urlsplit(text).scheme in ("http", "https"))
    return formats


def _closed(schema: Any, left_out: tuple[str, ...]) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable` spelt out, and no members but those that are named."""
    if isinstance(schema, list):
        return [_closed(part, left_out) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _closed(part, left_out) for name, part in schema.items() if name not in left_out}
    if isinstance(plain.get("properties"), dict):
        plain.setdefault("additionalProperties", False)
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") is True else plain
