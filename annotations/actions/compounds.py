"""Claims that consist of others: making one a part of another, and taking it out again.

A claim has at most one whole; a part may have parts of its own.
"""

from typing import Final

from django.db import connection, transaction

from annotations.access import require
from annotations.actions.desk_bounds import require_together
from annotations.actions.recording import change, inputs_changed, locked, record_event
from annotations.actions.sealed_looks import seal_same_statement
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.models import Claim, User

_NAME: Final = "annotations.compounds"


@transaction.atomic
def add_part(*, claim_id: int, part_id: int, actor: User) -> Claim:
    """Makes one claim a part of another, whose status its parts then decide. Gives back the whole.

    Refuses `part-of-itself`, `part-of-another`, `part-circle` (it contains the whole) and `part-is-a-layer`
    (it asserts the whole, or is asserted by it). `take_part_out` undoes it.
    """
    take_turn()
    whole, part = _locked_pair(claim_id, part_id)
    for claim in (whole, part):
        require(actor, "claim.edit", claim)
        next_state(CLAIM, claim.state, "edit", noun="claim")
    if part.part_of_id == whole.pk:
        return whole
    require_together(whole.desk_id, part.desk_id)
    _require_separate(whole, part)
    _set_whole(part, whole, "claim.part_added", whole, actor)
    return whole


@transaction.atomic
def take_part_out(*, claim_id: int, actor: User) -> Claim:
    """Makes a part a claim by itself again. `add_part` undoes it."""
    take_turn()
    whole_id = Claim.objects.filter(pk=claim_id).values_list("part_of_id", flat=True).first()
    whole, part = _locked_pair(whole_id or claim_id, claim_id)
    require(actor, "claim.edit", part)
    if part.part_of_id is None:
        return part
    for claim in (whole, part):
        next_state(CLAIM, claim.state, "edit", noun="claim")
    _set_whole(part, None, "claim.part_taken_out", whole, actor)
    return part


def take_turn() -> None:
    """Who makes claims parts of others takes turns: four of them at once could close a circle that none of
    them sees. Nobody holds a row while waiting.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_NAME])


def _locked_pair(whole_id: int, part_id: int) -> tuple[Claim, Claim]:
    """Both, locked by rising ids as everywhere."""
    claims = {pk: locked(Claim, pk) for pk in sorted({whole_id, part_id})}
    return claims[whole_id], claims[part_id]


def _require_separate(whole: Claim, part: Claim) -> None:
    if whole.pk == part.pk:
        raise Invalid("A claim is no part of itself.", field="part_id", rule="part-of-itself")
    if part.part_of_id is not None:
        raise Conflict(
            f"This claim is a part of claim {part.part_of_id}. Take it out there first.",
            rule="part-of-another",
            details={"part_of": part.part_of_id},
        )
    if part.pk in _upwards(whole, "part_of"):
        raise Invalid("It contains this claim itself.", field="part_id", rule="part-circle")
    if part.pk in _upwards(whole, "asserts") or whole.pk in _upwards(part, "asserts"):
        raise Invalid(
            "One of them says that somebody says the other. That is a layer, not a part.",
            field="part_id",
            rule="part-is-a-layer",
        )


def _upwards(claim: Claim, relation: str) -> set[int]:
    """The claims met from one to the next along a relation, without the first."""
    met: set[int] = set()
    following: int | None = getattr(claim, f"{relation}_id")
    while following is not None and following not in met:
        met.add(following)
        following = Claim.objects.filter(pk=following).values_list(f"{relation}_id", flat=True).first()
    return met


def _set_whole(part: Claim, whole: Claim | None, verb: str, stream: Claim, actor: User) -> None:
    before, after = change(part, {"part_of_id": whole.pk if whole else None})
    if whole is not None:
        seal_same_statement(part, [whole.pk])
        seal_same_statement(whole, [part.pk])
    event = record_event(verb, part, stream=stream, actor=actor, before=before, after=after)
    inputs_changed([stream.pk], because=event)
