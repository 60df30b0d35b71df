"""Naming selections of claims: saving a filter, editing it, and freezing what it finds."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import (
    change,
    locked,
    plain,
    record_event,
    refusing_duplicates,
    require_version,
)
from annotations.domain.canonical import one_line
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.vocabulary import ClaimSetKind
from annotations.models import ClaimSet, User
from annotations.queries.claims import claims_matching
from annotations.queries.export_rows import as_sql

EDITABLE = frozenset({"name", "description", "criteria"})
NAME_LIMIT = 200
TAKEN = {"claim_set_name_is_unique": "There is a claim set of this name already. Choose another name."}


@transaction.atomic
def create_claim_set(
    *, name: str, criteria: Mapping[str, Any], description: str = "", actor: User
) -> ClaimSet:
    """Saves a filter of the claim board under a name. Refuses a criterion the board does not know
    (`Invalid`).
    """
    require(actor, "claim_set.create")
    values = _checked({"name": name, "criteria": criteria, "description": description}, actor)
    with refusing_duplicates(TAKEN):
        claim_set = ClaimSet.objects.create(created_by=actor, **values)
    record_event("claim_set.created", claim_set, actor=actor, after=values)
    return claim_set


@transaction.atomic
def edit_claim_set(
    *, claim_set_id: int, values: Mapping[str, Any], expected_version: int | None = None, actor: User
) -> ClaimSet:
    """Changes the name, the description or the filter; what a frozen set holds never changes
    (`claim-set-frozen`).
    """
    claim_set = locked(ClaimSet, claim_set_id)
    require(actor, "claim_set.edit", claim_set)
    require_version(claim_set, expected_version)
    if unknown := set(values) - EDITABLE:
        raise Invalid(f"A claim set has no editable {', '.join(sorted(unknown))}.", rule="unknown-field")
    if "criteria" in values:
        _require_live(claim_set, "Its filter stays as it was.")
    with refusing_duplicates(TAKEN):
        before, after = change(claim_set, _checked(values, actor))
    if after:
        record_event("claim_set.edited", claim_set, actor=actor, before=before, after=after)
    return claim_set


@transaction.atomic
def freeze_claim_set(*, claim_set_id: int, name: str, actor: User) -> ClaimSet:
    """Makes a new set of exactly the claims that the filter finds now, each with the assessment that holds
    now.
    """
    live = locked(ClaimSet, claim_set_id)
    require(actor, "claim_set.freeze", live)
    _require_live(live, "Make another one from its filter.")
    values = _checked({"name": name, "criteria": live.criteria, "description": live.description}, actor)
    with refusing_duplicates(TAKEN):
        frozen = ClaimSet.objects.create(
            created_by=actor, kind=ClaimSetKind.FROZEN, frozen_at=timezone.now(), **values
        )
    members = _store_members(frozen, actor)
    record_event(
        "claim_set.frozen", frozen, actor=actor, after={**values, "from": live.pk, "members": members}
    )
    return frozen


def _store_members(frozen: ClaimSet, actor: User) -> int:
    """The members in one statement, however many there are; how many there are."""
    matching, parameters = as_sql(claims_matching(frozen.criteria, actor))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO annotations_claimsetmember (claim_set_id, claim_id, assessment_id) "
            "SELECT %s, c.id, current.assessment_id FROM annotations_claim c "
            "LEFT JOIN annotations_currentassessment current ON current.claim_id = c.id "
            f"WHERE c.id IN ({matching}) ORDER BY c.id",
            [frozen.pk, *parameters],
        )
        return int(cursor.rowcount)


def _require_live(claim_set: ClaimSet, advice: str) -> None:
    if claim_set.kind == ClaimSetKind.FROZEN:
        raise Conflict(f"“{claim_set.name}” is frozen. {advice}", rule="claim-set-frozen")


def _checked(values: Mapping[str, Any], actor: User) -> dict[str, Any]:
    checked = dict(values)
    if "name" in checked:
        checked["name"] = _checked_name(checked["name"])
    if "description" in checked:
        checked["description"] = checked["description"].strip()
    if "criteria" in checked:
        # Asking is the check: the filter refuses what it does not know. Nothing is fetched here.
        claims_matching(checked["criteria"], actor)
        checked["criteria"] = plain(checked["criteria"])
    return checked


def _checked_name(name: str) -> str:
    cleaned = one_line(name)
    if not cleaned:
        raise Invalid("A claim set needs a name.", field="name", rule="required")
    if len(cleaned) > NAME_LIMIT:
        raise Invalid(f"A name has at most {NAME_LIMIT} characters.", field="name", rule="too-long")
    return cleaned
