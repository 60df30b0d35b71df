"""Statements about two rows of one table of the register, whose order has no meaning: stated once, and taken
back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from annotations.access import require
from annotations.actions.desk_bounds import require_together
from annotations.actions.recording import inputs_changed, locked, record_event, type_name
from annotations.actions.register import change_register, standing
from annotations.actions.shapes import shaped
from annotations.domain.errors import Conflict, Invalid
from annotations.models import User


@dataclass(frozen=True, slots=True)
class Pairing:
    """One kind of statement: its table, that of the two rows, who may make it, what is said where both are
    one, and on which claims it bears.
    """

    relation: type[models.Model]
    end: Any
    access: str
    of_one: str
    concerned: Callable[[Any], set[int]]


@transaction.atomic
def state_relation(
    pairing: Pairing, *, first_id: int, second_id: int, kind: str, reason: str, actor: User
) -> Any:
    """States what holds between two rows; stored with the smaller id first.

    The same statement again changes nothing; another one about the same two is refused until the first is
    dropped.
    """
    if first_id == second_id:
        raise Invalid(pairing.of_one, field="second", rule="relation-of-one")
    change_register()
    low, high = sorted((first_id, second_id))
    first, second = standing(pairing.end, low), standing(pairing.end, high)
    for end in (first, second):
        require(actor, pairing.access, end)
    require_together(getattr(first, "desk_id", None), getattr(second, "desk_id", None), field="second")
    described = shaped(pairing.relation, {"kind": kind, "reason": reason})
    relations = pairing.relation._default_manager
    stated = relations.filter(first=first, second=second).first()
    if stated is not None:
        return require_same_kind(stated, described["kind"])
    relation = relations.create(first=first, second=second, noted_by=actor, **described)
    after = {**described, "first": low, "second": high}
    event = record_event(f"{type_name(relation)}.stated", relation, stream=first, actor=actor, after=after)
    inputs_changed(pairing.concerned(relation), because=event)
    return relation


@transaction.atomic
def drop_relation(pairing: Pairing, *, relation_id: int, reason: str, actor: User) -> None:
    """Takes a statement back; the history keeps it."""
    change_register()
    relation: Any = locked(pairing.relation, relation_id)
    for end in (relation.first, relation.second):
        require(actor, pairing.access, end)
    concerned = pairing.concerned(relation)
    said = {"kind": relation.kind, "reason": relation.reason}
    said |= {"first": relation.first_id, "second": relation.second_id}
    pairing.relation._default_manager.filter(pk=relation.pk).delete()
    verb = f"{type_name(relation)}.dropped"
    event = record_event(verb, relation, stream=relation.first, actor=actor, before=said, note=reason)
    inputs_changed(concerned, because=event)


def require_same_kind(stated: Any, kind: str) -> Any:
    """The statement that is on record, where the same is said again; another one is refused."""
    if stated.kind == kind:
        return stated
    raise Conflict(
        f"These two are on record as “{stated.get_kind_display()}”. Drop that statement first.",
        field="kind",
        rule=f"{type_name(stated)}-is-stated-once".replace("_", "-"),
        details={"id": stated.pk, "kind": stated.kind},
    )
