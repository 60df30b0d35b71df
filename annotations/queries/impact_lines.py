"""What a preview shows of the claims that would move: their words, who answers for them, and which sets and
exports hold them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, QuerySet

from annotations.domain.vocabulary import ExportState
from annotations.models import Claim, ClaimSet, Export, User
from annotations.queries.audiences import set_told_to
from annotations.queries.impact import Impact, Move
from annotations.queries.visibility import visible_claims

LINES_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """A claim that would move, and what would become of its signatures and its override; `move` is None where
    its status and certainty stay, and only those who answer for it are asked to look again.
    """

    claim: Claim
    move: Move | None
    lapses: bool
    ends_override: bool
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class SetsTouched:
    """The frozen sets that hold claims whose status would move, with how many, and their finished exports."""

    sets: tuple[ClaimSet, ...]
    exports: int


def impact_lines(impact: Impact, person: User) -> list[ImpactLine]:
    """The first of the claims that would move or should be looked at: those that people answer for before all
    others.
    """
    moves = {move.claim_id: move for move in impact.moves}
    lapsing, ending, flagged = set(impact.lapsing), set(impact.ending), set(impact.flagged)
    answered_for = lapsing | ending | flagged
    moved = {pk for pk, move in moves.items() if move.is_other_status}
    ids = sorted(moves.keys() | answered_for, key=lambda pk: (pk not in answered_for, pk not in moved, pk))
    claims = visible_claims(person).in_bulk(ids[:LINES_SHOWN])
    return [
        ImpactLine(
            claim=claims[pk],
            move=moves.get(pk),
            lapses=pk in lapsing,
            ends_override=pk in ending,
            is_flagged=pk in flagged,
        )
        for pk in ids[:LINES_SHOWN]
        if pk in claims
    ]


def sets_touched(impact: Impact, person: User) -> SetsTouched:
    """Which frozen sets that are for the person, and how many exports of them, hold claims whose status would
    be another.
    """
    moved = [move.claim_id for move in impact.moves if move.is_other_status]
    found = list(_holding(moved).filter(set_told_to(person))) if moved else []
    exports = Export.objects.filter(claim_set__in=found, state=ExportState.DONE).count() if found else 0
    return SetsTouched(tuple(found), exports)


def _holding(claim_ids: Collection[int]) -> QuerySet[ClaimSet]:
    holding = ClaimSet.objects.filter(members__claim__in=claim_ids)
    return holding.annotate(held=Count("members__claim", distinct=True)).order_by("-pk")
