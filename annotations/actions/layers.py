"""The layers around a claim: adding one, and what becomes of the others when one is withdrawn or restored.

"X said that Z said that Y" is three claims, each asserting the next. A layer that is withdrawn leaves its
stack: what asserted it asserts what it asserted, and says so, as long as nobody has worded it otherwise.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from annotations.access import require
from annotations.actions.claim_nodes import AttributionLayer, create_node, layer_values, put_together
from annotations.actions.highlights import Place, place_in_revision
from annotations.actions.recording import change, locked, record_event
from annotations.actions.register import hold_register
from annotations.actions.verdicts import lapse_verdicts
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.vocabulary import ClaimState, HighlightState
from annotations.models import Claim, Event, Highlight, User

WORKED_ON = frozenset(state for state, verb in CLAIM if verb == "edit")
MOST_LAYERS = 10


@transaction.atomic
def add_layer(*, claim_id: int, layer: AttributionLayer, outer_id: int | None = None, actor: User) -> Claim:
    """A claim that this layer asserts the claim, highlighted where the claim is. Gives back the new claim.

    With `outer_id`, an attribution that asserts the claim now, the layer comes between the two; without, it
    is one more that asserts the claim. Refuses `layer-not-around-claim`, `too-many-layers`. Withdrawing the
    layer undoes it.
    """
    if layer.publisher_id is not None:
        hold_register()
    claim = locked_with_layers(claim_id)
    require(actor, "claim.edit", claim)
    next_state(CLAIM, claim.state, "edit", noun="claim")
    outer = _outer(claim, outer_id)
    _require_room(claim)
    made = create_node(layer_values(layer, claim), _places_of(claim), actor)
    if outer is not None:
        _assert_instead(outer, made, claim, actor)
    return made


def tell_who_asserts(claim: Claim, was: str, actor: User) -> None:
    """Attributions that still read as they were put together say the new words; reworded ones keep theirs."""
    for outer in Claim.objects.filter(asserts=claim, state__in=WORKED_ON).order_by("pk"):
        if outer.text == put_together(outer, was):
            _say_anew(outer, {"text": put_together(outer, claim.text)}, actor)


def close_ranks(layer: Claim, actor: User) -> list[int]:
    """Around a layer that is withdrawn: what asserted it asserts what it asserted. Gives back their ids."""
    if layer.asserts is None:
        return []
    outers = list(Claim.objects.filter(asserts=layer, state__in=WORKED_ON).order_by("pk"))
    for outer in outers:
        _assert_instead(outer, layer.asserts, layer, actor)
    return [outer.pk for outer in outers]


def open_ranks(layer: Claim, outer_ids: Collection[int], actor: User) -> None:
    """Undoes `close_ranks`, as far as they still assert what the layer asserts."""
    if layer.asserts is None:
        return
    outers = Claim.objects.filter(pk__in=outer_ids, asserts=layer.asserts_id, state__in=WORKED_ON)
    for outer in outers.order_by("pk"):
        _assert_instead(outer, layer, layer.asserts, actor)


def ranks_closed_at(layer: Claim) -> list[int]:
    """The attributions that took the place of a withdrawn layer when it was withdrawn."""
    verbs = ("claim.withdrawn", "claim.unpublished")
    event = Event.objects.filter(stream=f"claim:{layer.pk}", verb__in=verbs).order_by("position").last()
    return list(event.after.get("asserted_by", ())) if event else []


def locked_with_layers(claim_id: int) -> Claim:
    """The claim, locked together with the layers next to it and with what it is a part of, by rising ids as
    every action locks claims.
    """
    mine = Claim.objects.filter(pk=claim_id)
    near = Q(pk__in=mine.values("part_of")) | Q(pk__in=mine.values("asserts")) | Q(asserts=claim_id)
    family = Claim.objects.select_for_update(no_key=True).filter(Q(pk=claim_id) | near)
    list(family.order_by("pk").values_list("pk"))
    return locked(Claim, claim_id)


def _outer(claim: Claim, outer_id: int | None) -> Claim | None:
    if outer_id is None:
        return None
    outer = locked(Claim, outer_id)
    if outer.asserts_id != claim.pk or outer.state == ClaimState.WITHDRAWN:
        raise Invalid(
            f"Claim {outer_id} does not assert this one, so nothing can come between them.",
            field="outer_id",
            rule="layer-not-around-claim",
        )
    next_state(CLAIM, outer.state, "edit", noun="claim")
    return outer


def _require_room(claim: Claim) -> None:
    """Who reports what somebody said that others said is seldom more than three deep."""
    inner, depth = claim, 1
    while inner.asserts is not None and depth <= MOST_LAYERS:
        inner, depth = inner.asserts, depth + 1
    if depth > MOST_LAYERS:
        raise Conflict(f"A stack holds at most {MOST_LAYERS} layers.", rule="too-many-layers")


def _places_of(claim: Claim) -> list[Place]:
    """Where the claim stands now."""
    marks = Highlight.objects.filter(claim=claim, is_current=True, state=HighlightState.LIVE).order_by("pk")
    return [
        place_in_revision(mark.revision_id, mark.start, mark.end, mark.exact)
        for mark in marks.only("revision_id", "start", "end", "exact")
    ]


def _assert_instead(outer: Claim, inner: Claim, before: Claim, actor: User) -> None:
    values: dict[str, Any] = {"asserts_id": inner.pk}
    if outer.text == put_together(outer, before.text):
        values["text"] = put_together(outer, inner.text)
    _say_anew(outer, values, actor)


def _say_anew(outer: Claim, values: Mapping[str, Any], actor: User) -> None:
    """Changes what an attribution asserts; its signatures lapse, and what asserts it follows."""
    was = outer.text
    require(actor, "claim.edit", outer)
    before, after = change(outer, values)
    if not after:
        return
    record_event("claim.edited", outer, actor=actor, before=before, after=after)
    lapse_verdicts(outer, reason="The words of the claim changed.", actor=actor)
    if "text" in after:
        tell_who_asserts(outer, was, actor)
