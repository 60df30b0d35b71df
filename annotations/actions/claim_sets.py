"""Naming selections of claims: saving a filter, editing it, and freezing what it finds."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from annotations.access import require, require_somewhere
from annotations.actions.recording import (
    change,
    locked,
    plain,
    record_event,
    refusing_duplicates,
    require_version,
)
from annotations.domain.canonical import one_line
from annotations.domain.errors import Conflict, Invalid, NotFound
from annotations.domain.vocabulary import Audience, ClaimSetKind
from annotations.models import ClaimSet, User
from annotations.queries.claim_sets import claim_set_by_id
from annotations.queries.claims import claims_matching
from annotations.queries.desks import desk_for
from annotations.queries.export_rows import as_sql
from annotations.queries.visibility import visible_articles

EDITABLE = frozenset({"name", "description", "criteria", "audience", "desk_id"})
NAME_LIMIT = 200
TAKEN = {"claim_set_name_is_unique": "There is a claim set of this name already. Choose another name."}


@transaction.atomic
def create_claim_set(
    *,
    name: str,
    criteria: Mapping[str, Any],
    description: str = "",
    audience: str = Audience.NEWSROOM,
    desk_id: int | None = None,
    actor: User,
) -> ClaimSet:
    """Saves a filter of the claim board under a name, for the newsroom, a desk or the actor alone. Refuses a
    criterion the board does not know (`Invalid`).
    """
    require_somewhere(actor, "claim_set.create")
    told = {"audience": audience, "desk_id": desk_id}
    values = _checked({"name": name, "criteria": criteria, "description": description, **told}, actor)
    with refusing_duplicates(TAKEN):
        claim_set = ClaimSet.objects.create(created_by=actor, **values)
    record_event("claim_set.created", claim_set, actor=actor, after=values)
    return claim_set


@transaction.atomic
def edit_claim_set(
    *, claim_set_id: int, values: Mapping[str, Any], expected_version: int | None = None, actor: User
) -> ClaimSet:
    """Changes the name, the description, for whom it is, or the filter; what a frozen set holds never changes
    (`claim-set-frozen`). Only whoever made a set can keep it to themselves (`audience-not-yours`).
    """
    claim_set = _for_them(claim_set_id, actor)
    require(actor, "claim_set.edit", claim_set)
    require_version(claim_set, expected_version)
    if unknown := set(values) - EDITABLE:
        raise Invalid(f"A claim set has no editable {', '.join(sorted(unknown))}.", rule="unknown-field")
    if "criteria" in values:
        _require_live(claim_set, "Its filter stays as it was.")
    if {"audience", "desk_id"} & set(values):
        told = {"audience": claim_set.audience, "desk_id": claim_set.desk_id} | dict(values)
        values = {**told, "desk_id": told["desk_id"] if told["audience"] == Audience.DESK else None}
        if told["audience"] == Audience.OWN and claim_set.created_by_id != actor.pk:
            message = "Only whoever made a set can keep it to themselves."
            raise Invalid(message, field="audience", rule="audience-not-yours")
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
    live = _for_them(claim_set_id, actor)
    require(actor, "claim_set.freeze", live)
    _require_live(live, "Make another one from its filter.")
    values = _checked({"name": name, "criteria": live.criteria, "description": live.description}, actor)
    values |= {"audience": live.audience, "desk_id": live.desk_id}
    with refusing_duplicates(TAKEN):
        frozen = ClaimSet.objects.create(
            created_by=actor, kind=ClaimSetKind.FROZEN, frozen_at=timezone.now(), **values
        )
    members = _store_members(frozen, actor)
    record_event(
        "claim_set.frozen", frozen, actor=actor, after={**values, "from": live.pk, "members": members}
    )
    return frozen


@transaction.atomic
def set_of_article(*, article_id: int, actor: User) -> ClaimSet:
    """The actor's own set of the claims in an article: made the first time, and given back from then on."""
    article = visible_articles(actor).filter(pk=article_id).first()
    if article is None:
        raise NotFound(f"There is no article {article_id}.", details={"id": article_id})
    criteria = {"article": [str(article.pk)]}
    own = ClaimSet.objects.filter(created_by=actor, kind=ClaimSetKind.LIVE, criteria=criteria)
    found = own.exclude(audience=Audience.DESK).order_by("id").first()
    if found is not None:
        return found
    name = f"{article.headline[:100]} (article {article.pk}, {actor.display_name[:60]})"
    return create_claim_set(name=name, criteria=criteria, audience=Audience.OWN, actor=actor)


def _for_them(claim_set_id: int, actor: User) -> ClaimSet:
    """Locked, if it is for them. Refuses with `NotFound`."""
    claim_set_by_id(claim_set_id, actor)
    return locked(ClaimSet, claim_set_id)


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
    if "audience" in checked:
        _check_audience(checked["audience"], checked["desk_id"], actor)
    return checked


def _check_audience(audience: str, desk_id: int | None, actor: User) -> None:
    """A set is for a desk at which the actor works, or for no desk."""
    if audience not in Audience.values:
        raise Invalid(f"“{audience}” is no audience.", field="audience", rule="unknown-audience")
    if (audience == Audience.DESK) != (desk_id is not None):
        message = "A set for the people of a desk names the desk, and no other does."
        raise Invalid(message, field="desk_id", rule="audience-and-desk")
    require(actor, "claim_set.create", None if desk_id is None else desk_for(desk_id, actor))


def _checked_name(name: str) -> str:
    cleaned = one_line(name)
    if not cleaned:
        raise Invalid("A claim set needs a name.", field="name", rule="required")
    if len(cleaned) > NAME_LIMIT:
        raise Invalid(f"A name has at most {NAME_LIMIT} characters.", field="name", rule="too-long")
    return cleaned
