"""What changed about the claims on somebody's screen, asked each second: one statement while nothing did.

The cursor is a digest of everything the answer depends on. While it is the same there is nothing to say;
when it differs, all of the claims are told, and the browser knows itself which of them are news to it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotations.models import Assessment, Highlight, User
from annotations.queries.claim_rows import shown_status
from annotations.queries.claims import SIGNED, claims_visible_to
from annotations.queries.overrides import OverrideBeside, with_override

MOST_CLAIMS = 2_000
_FIELDS = (
    "id",
    "status",
    "state",
    "version",
    "inputs_version",
    "assessed_version",
    "override_part",
    "current_assessment__assessment_id",
)


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """`cursor` to ask with next, and the claims as plain values; none when nothing changed."""

    cursor: str
    claims: list[dict[str, Any]]


def live_answer(
    person: User, *, ids: Sequence[int] = (), article_id: int | None = None, after: str = ""
) -> LiveAnswer:
    """The present statuses of these claims, or of all in an article, unless the cursor still holds."""
    visible = with_override(claims_visible_to(person), "annotations_claim.id")
    if article_id is not None:
        live = Highlight.objects.current().filter(revision__article=article_id)
        wanted = visible.filter(pk__in=live.values("claim"))
    else:
        wanted = visible.filter(pk__in=ids)
    rows = list(wanted.order_by("id").values_list(*_FIELDS)[:MOST_CLAIMS])
    cursor = hashlib.blake2b(repr(rows).encode(), digest_size=12).hexdigest()
    return LiveAnswer(cursor, [] if cursor == after else _told(rows))


def _told(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    assessments = Assessment.objects.filter(pk__in=[row[-1] for row in rows if row[-1] is not None])
    known = {
        pk: {"support": support, "opposition": opposition, "why": why or ""}
        for pk, support, opposition, why in assessments.values_list(
            "pk", "support", "opposition", "result__explanation"
        )
    }
    return [_claim(row, known.get(row[-1], {})) for row in rows]


def _claim(row: tuple[Any, ...], assessed: dict[str, Any]) -> dict[str, Any]:
    pk, status, state, version, inputs_version, assessed_version, override_part, assessment = row
    shown, label = shown_status(status, assessed_version)
    override = OverrideBeside.read(override_part)
    return {
        "id": pk,
        "status": status,
        "shown": shown,
        "status_label": str(label),
        "why": assessed.get("why", ""),
        "support": assessed.get("support"),
        "opposition": assessed.get("opposition"),
        "state": state,
        "is_signed": state in SIGNED,
        "overridden": override.words if override else "",
        "version": version,
        "is_due": assessed_version < inputs_version,
        "assessment": assessment,
    }
