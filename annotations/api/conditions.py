"""Entity tags: what a client knows about a row, so that a change never overwrites what it did not see.

A tag is `"<version>-<digest>"`. The digest covers the whole representation and answers `If-None-Match`: a
claim's status moves without anybody editing the claim. The version counts edits and answers `If-Match`: a
status computed meanwhile does not refuse an edit. Rows that nobody edits have version 0. A page of a list has
a weak tag, of its bytes.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.problems import PreconditionRequired
from annotations.domain.errors import Stale

TAG = re.compile(r'(W/)?"([0-9]{1,9})(?:-[0-9a-f]{16})?"')


def tag_of(row: Mapping[str, Any]) -> str:
    """The strong entity tag of a representation."""
    digest = hashlib.sha256(JSONRenderer().render(row)).hexdigest()[:16]
    return f'"{row.get("version", 0)}-{digest}"'


def read_answer(request: Request, row: Mapping[str, Any]) -> Response:
    """The row with its tag, or 304 when the client has it already."""
    tag = tag_of(row)
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return Response(status=304, headers={"ETag": tag})
    return Response(row, headers={"ETag": tag})


def with_weak_tag(request: Request, answer: Response) -> Response:
    """A page of a list with a tag of its bytes, or 304 when the client has these already. The tag is weak: it
    says nothing of the versions of the rows, and no change is conditional on it.
    """
    answer.add_post_render_callback(lambda rendered: _tagged(request, rendered))
    return answer


def _tagged(request: Request, rendered: HttpResponse) -> HttpResponse | None:
    tag = hashlib.sha256(rendered.content).hexdigest()[:32]
    rendered["ETag"] = f'W/"{tag}"'
    if f'"{tag}"' not in _tags(request.headers.get("If-None-Match", "")):
        return None
    unchanged = HttpResponse(status=304, headers=dict(rendered.items()))
    for name in ("Content-Type", "Content-Length"):
        unchanged.headers.pop(name, None)
    return unchanged


def _tags(header: str) -> list[str]:
    """The tags of a header, weak marks dropped: for reading, a weak match is enough (RFC 9110, 13.1.2)."""
    return [word.strip().removeprefix("W/") for word in header.split(",")]


def expected_version(request: Request, row: Mapping[str, Any], *, is_required: bool) -> int | None:
    """The version a change was made on, by `If-Match`. `*` and no header at all mean: whichever it is.

    Refuses with `PreconditionRequired` where one has to be given, and with `Stale` when none of those given
    is the present one.
    """
    header = request.headers.get("If-Match")
    if header is None and is_required:
        raise PreconditionRequired(
            "Send If-Match with the ETag you read, so that nothing is overwritten unseen."
        )
    if header is None or header.strip() == "*":
        return None
    present = int(row["version"])
    if present not in versions_in(header):
        raise Stale(
            f"This was changed meanwhile (version {present}). Look at the present state, then decide again.",
            details=current_state(row),
        )
    return present


def current_state(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a stale change is answered with: the row as it is, with its tag."""
    return {"version": row["version"], "etag": tag_of(row), "current": row}


def versions_in(header: str) -> set[int]:
    """The versions that an `If-Match` names. Weak tags never match a change (RFC 9110, 13.1.1)."""
    matches = (TAG.fullmatch(word.strip()) for word in header.split(","))
    return {int(match[2]) for match in matches if match and not match[1]}
