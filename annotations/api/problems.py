"""Every error of the API, as one kind of document (RFC 9457, `application/problem+json`).

`type` is the address of the rule's explanation, `rule` its short name for programs, `detail` a sentence for a
person, `field` the input it concerns, `errors` one entry for each wrong field. What a refusal carries besides
(the current version, the server's own words) stands beside them.
"""

import math
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import DataError, Error, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.idempotency import KeyReused
from annotations.api.explanations import RULE_OF_STATUS
from annotations.domain.errors import (
    Conflict,
    Gone,
    Invalid,
    NotAllowed,
    NotFound,
    Refusal,
    Stale,
    TooMany,
    Unavailable,
)

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
PROBLEMS_PATH = "/api/v1/problems/"
RETRY_SECONDS = 5
RETRY_WHEN_FULL_SECONDS = 30
DATABASE_IS_GONE = (OperationalError, InterfaceError, PoolTimeout)

STATUS_OF_REFUSAL: Mapping[type[Refusal], int] = {
    Invalid: 400,
    NotAllowed: 403,
    NotFound: 404,
    Gone: 410,
    Conflict: 409,
    Stale: 412,
    TooMany: 429,
    Unavailable: 503,
}


class PreconditionRequired(Refusal):
    """A change was sent without saying which version it was made on."""

    rule = "precondition-required"


class TooLarge(Refusal):
    """What was sent is longer than this address takes."""

    rule = "too-large"


STATUS_OF_API_REFUSAL: Mapping[type[Refusal], int] = {
    PreconditionRequired: 428,
    KeyReused: 422,
    TooLarge: 413,
}


def problem_handler(error: Exception, context: Mapping[str, Any]) -> Response:
    """Turns anything a view raises into a problem document; what nobody foresaw is logged and says so."""
    request: Request = context["request"]
    return as_response(problem_of(error), path=request.path, headers=_headers(error))


def problem_of(error: Exception) -> dict[str, Any]:
    """The members of the problem document for an exception, without `instance`."""
    if isinstance(error, Refusal):
        return _refused(error)
    if isinstance(error, exceptions.ValidationError):
        return _invalid_fields(error)
    if isinstance(error, exceptions.APIException):
        return _raised_by_framework(error)
    if isinstance(error, Error | PoolTimeout):
        return _database(error)
    return _other(error)


def problem(status: int, detail: str, *, rule: str | None = None, **members: Any) -> dict[str, Any]:
    """A problem document's members."""
    name = rule or RULE_OF_STATUS[status]
    return {
        "type": PROBLEMS_PATH + name,
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "rule": name,
        **{key: value for key, value in members.items() if value is not None},
    }


def as_response(members: Mapping[str, Any], *, path: str, headers: Mapping[str, str]) -> Response:
    """The document as an answer of a view."""
    return Response(
        speakable({**members, "instance": path}),
        status=members["status"],
        headers=dict(headers),
        content_type=MEDIA_TYPE,
    )


def as_plain_response(request: HttpRequest, members: Mapping[str, Any]) -> HttpResponse:
    """The document where no view was reached."""
    body = JSONRenderer().render({**members, "instance": request.path})
    return HttpResponse(body, status=members["status"], content_type=MEDIA_TYPE)


def speakable(value: Any) -> Any:
    """The same without halves of characters, which what was sent may hold and no answer can."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, Mapping):
        return {speakable(name): speakable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [speakable(part) for part in value]
    return value


def _refused(refusal: Refusal) -> dict[str, Any]:
    kinds = {**STATUS_OF_API_REFUSAL, **STATUS_OF_REFUSAL}
    status = next(kinds[kind] for kind in type(refusal).__mro__ if kind in kinds)
    reserved = {"type", "title", "status", "detail", "rule", "field", "instance"}
    details = {key: value for key, value in refusal.details.items() if key not in reserved}
    return problem(status, refusal.message, rule=refusal.rule, field=refusal.field, **details)


def _invalid_fields(error: exceptions.ValidationError) -> dict[str, Any]:
    errors = list(_field_errors(error.get_full_details(), ""))
    first = errors[0]
    detail = first["detail"] if len(errors) == 1 else f"{len(errors)} inputs cannot be used; see `errors`."
    return problem(400, detail, rule="invalid", field=first["field"] or None, errors=errors)


def _field_errors(details: Any, field: str) -> Iterator[dict[str, str]]:
    """One entry for each message of a tree of messages; `field` is a path such as `quantities.0.low`."""
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        yield {"field": field, "rule": str(details["code"]), "detail": str(details["message"])}
    elif isinstance(details, Mapping):
        for name, below in details.items():
            part = "" if name == "non_field_errors" else str(name)
            yield from _field_errors(below, ".".join(filter(None, (field, part))))
    else:
        for number, below in enumerate(details):
            is_message = set(below) == {"message", "code"}
            yield from _field_errors(below, field if is_message else f"{field}.{number}".lstrip("."))


def _raised_by_framework(error: exceptions.APIException) -> dict[str, Any]:
    rule = RULE_OF_STATUS.get(error.status_code, "refused")
    detail = str(error.detail)
    if isinstance(error, exceptions.AuthenticationFailed):
        code = str(error.get_codes())
        rule = rule if code == "authentication_failed" else code
    elif isinstance(error, exceptions.NotAuthenticated):
        detail = "Send a token as “Authorization: Bearer wb_…”, or sign in."
    elif isinstance(error, exceptions.ParseError):
        rule = "unreadable"
    elif isinstance(error, exceptions.PermissionDenied) and detail.startswith("CSRF Failed"):
        rule, detail = (
            "csrf-failed",
            "Send the page's CSRF token in the header X-CSRFToken. Reload the page if need be.",
        )
    return problem(error.status_code, detail, rule=rule)


def _database(error: Exception) -> dict[str, Any]:
    if _is_too_long_for_an_index(error):
        return problem(400, "A value is longer or larger than can be stored.", rule="out-of-range")
    if isinstance(error, DATABASE_IS_GONE):
        log.error("database_unavailable", reason=str(error))
        return problem(503, "The database does not answer. Try again in a moment.")
    if isinstance(error, IntegrityError):
        return _broken_constraint(error)
    if isinstance(error, DataError):
        return problem(400, "A value is longer or larger than can be stored.", rule="out-of-range")
    return _other(error)


def _is_too_long_for_an_index(error: Exception) -> bool:
    """Django calls this operational, as if it might go better later."""
    return str(getattr(error.__cause__, "sqlstate", None)).startswith("54")


def _broken_constraint(error: IntegrityError) -> dict[str, Any]:
    """What no action put in better words: the constraint's name is a sentence."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "constraint"
    log.warning("constraint_refused", constraint=name)
    if name.endswith("_fk") or "_fk_" in name:
        return problem(400, "It names something that is not there. Check the ids.", rule="reference-unknown")
    return problem(409, f"This does not hold: {name.replace('_', ' ')}.", rule=name.replace("_", "-"))


def _other(error: Exception) -> dict[str, Any]:
    if isinstance(error, Http404):
        return problem(404, "There is nothing at this address.")
    if isinstance(error, RequestDataTooBig | TooManyFilesSent):
        return problem(413, "What was sent is too large.")
    if isinstance(error, PermissionDenied):
        return problem(403, str(error) or "You may not do this.")
    if isinstance(error, SuspiciousOperation):
        return problem(400, "The request cannot be read.", rule="unreadable")
    log.error("api_failed", exc_info=error)
    return problem(500, "Something went wrong on our side; it was logged. Trying again may help.")


def _headers(error: Exception) -> dict[str, str]:
    headers: dict[str, str] = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(max(1, math.ceil(error.wait)))  # type: ignore[attr-defined]
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(RETRY_WHEN_FULL_SECONDS)
    if isinstance(error, (*DATABASE_IS_GONE, Unavailable)) and not _is_too_long_for_an_index(error):
        headers["Retry-After"] = str(RETRY_SECONDS)
    if isinstance(error, Stale) and "etag" in error.details:
        headers["ETag"] = str(error.details["etag"])
    return headers
