"""Where in an article the claims stand of which somebody reads a passage blind."""

from dataclasses import dataclass
from typing import cast

from annotations.domain.vocabulary import ClaimState, HighlightState, SecondLookState
from annotations.models import Highlight, SecondLook, User
from annotations.queries.visibility import sees_everything


@dataclass(frozen=True, slots=True)
class SealedSpan:
    """Words of a claim that the reader must not see now, with the second look or dispute they came for."""

    start: int
    end: int
    look_id: int
    is_dispute: bool


def sealed_spans(revision_id: int, person: User) -> list[SealedSpan]:
    """Where claims stand of which the person reads a passage blind; no statement for who is kept from
    nothing, else two.
    """
    if sees_everything(person):
        return []
    looks = {
        claim_id: (look_id, state == SecondLookState.DISPUTED)
        for look_id, state, sealed in SecondLook.objects.sealing(person.pk)
        .order_by("-pk")
        .values_list("pk", "state", "sealed_claims")
        for claim_id in sealed
    }
    live = Highlight.objects.filter(
        revision=revision_id, state=HighlightState.LIVE, claim__in=looks, start__isnull=False
    )
    places = live.exclude(claim__state=ClaimState.WITHDRAWN).order_by("start", "-end", "claim_id")
    return [
        SealedSpan(cast(int, start), cast(int, end), *looks[claim_id])
        for claim_id, start, end in places.values_list("claim_id", "start", "end")
    ]
