"""Making, editing, withdrawing and restoring claims."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from annotations.access import require
from annotations.actions.asking_looks import ask_again
from annotations.actions.calling_off_looks import call_off_looks_at_claim, read_under_other_words
from annotations.actions.claim_nodes import (
    AttributionLayer,
    checked,
    create_node,
    layer_values,
    put_together,
    tell_the_whole,
)
from annotations.actions.claim_parts import (
    KEEP,
    InterestsInput,
    Keep,
    QuantityInput,
    TimeScopeInput,
    replace_interests,
    replace_quantities,
    replace_time,
)
from annotations.actions.claim_readings import looks_several, time_told
from annotations.actions.highlights import Place, place_in_revision
from annotations.actions.layers import (
    close_ranks,
    locked_with_layers,
    open_ranks,
    ranks_closed_at,
    tell_who_asserts,
)
from annotations.actions.recording import (
    change,
    inputs_changed,
    locked,
    record_event,
    require_version,
    touch,
)
from annotations.actions.register import hold_register
from annotations.actions.review_states import review_again
from annotations.actions.verdicts import lapse_verdicts
from annotations.domain.errors import Conflict
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.second_looks import MEANING
from annotations.domain.vocabulary import ClaimState, Risk
from annotations.models import Claim, TimeScope, User
from annotations.queries.publications import is_public

DRAFT = ClaimState.DRAFT
STATUS_INPUTS = frozenset(
    {"type", "risk", "topic", "must_split", "asserter_publisher_id", "mode", "matures_on"}
)
"""Of these the status is computed; a change of another field does not ask for an assessment."""
SPEAKERS = frozenset({"asserter", "verb", "mode"})
"""Of these the words of an attribution are put together that nobody has worded."""


@transaction.atomic
def create_claim(
    *,
    text: str,
    type: str,
    revision_id: int | None = None,
    start: int | None = None,
    end: int | None = None,
    exact: str = "",
    place: Place | None = None,
    language: str = "",
    risk: str = Risk.NORMAL,
    risk_reason: str = "",
    topic: str = "",
    must_split: bool | None = None,
    attributions: Sequence[AttributionLayer] = (),
    time: TimeScopeInput | Keep | None = KEEP,
    quantities: Sequence[QuantityInput] = (),
    interests: InterestsInput | None = None,
    part_of_id: int | None = None,
    matures_on: Any = None,
    actor: User,
) -> Claim:
    """Makes a claim, and with `attributions` (outermost first) one claim for each layer that asserts it.

    With a place in a revision (`place` is one that was checked before) every layer is highlighted there.
    Where the caller does not say whether it has to be split and of what time it speaks, the words do: a time
    that they tell waits until somebody confirms it. Gives back the content claim; the layer around it is
    `claim.asserted_by`. The attribution claims are due for assessment like any other.
    """
    if any(layer.publisher_id is not None for layer in attributions):
        hold_register()
    if place is None and revision_id is not None:
        place = place_in_revision(revision_id, start, end, exact)
    require(actor, "claim.create", place)
    whole = Claim.objects.filter(pk=part_of_id).first() if part_of_id is not None else None
    if whole is not None:
        require(actor, "claim.edit", whole)
    places = [place] if place is not None else []
    language = language or (place.language if place else "und")
    content = create_node(
        {
            "text": text,
            "type": type,
            "language": language,
            "risk": risk,
            "risk_reason": risk_reason,
            "topic": topic,
            "must_split": looks_several(text, type, language) if must_split is None else must_split,
            "part_of_id": part_of_id,
            **({"desk_id": whole.desk_id} if whole is not None else {}),
            "matures_on": matures_on,
        },
        places,
        actor,
    )
    if isinstance(time, Keep):
        time = time_told(content, text, language)
    if time is not None:
        replace_time(content, time, actor)
    if quantities:
        replace_quantities(content, quantities)
    if interests is not None:
        replace_interests(content, interests)
    asserted = content
    for layer in reversed(attributions):
        asserted = create_node(layer_values(layer, asserted), places, actor)
    return content


@transaction.atomic
def edit_claim(
    *,
    claim_id: int,
    values: Mapping[str, Any],
    time: TimeScopeInput | Keep | None = KEEP,
    quantities: Sequence[QuantityInput] | Keep = KEEP,
    interests: InterestsInput | Keep = KEEP,
    expected_version: int | None = None,
    actor: User,
) -> Claim:
    """Changes what a claim says, of when, how much, and whose interest it serves. Signatures on what it
    meant before lapse. Other words are looked at as those of a new claim.
    """
    if values.get("asserter_publisher_id") is not None or "topic" in values:
        hold_register()
    claim = locked(Claim, claim_id)
    require(actor, "claim.edit", claim)
    require_version(claim, expected_version)
    next_state(CLAIM, claim.state, "edit", noun="claim")
    values, time = _read_anew(claim, _worded(claim, checked(values, claim)), time)
    before, after = change(claim, values)
    was_read = False
    if MEANING & after.keys():
        was_read, (old, new) = read_under_other_words(claim)
        before, after = before | old, after | new
    parts = _replace_parts(claim, time, quantities, interests, actor)
    if not after and not parts:
        return claim
    if not after:
        touch(claim)
    event = record_event("claim.edited", claim, actor=actor, before=before, after={**after, **parts})
    if "text" in after:
        tell_who_asserts(claim, before["text"], actor)
    if was_read:
        ask_again(claim)
    if MEANING & after.keys():
        lapse_verdicts(claim, reason="The words of the claim changed.", actor=actor)
    elif parts or "asserter_publisher_id" in after:
        lapse_verdicts(claim, reason="What the claim means changed.", actor=actor)
    if STATUS_INPUTS & after.keys() or parts or was_read:
        inputs_changed([claim.pk], because=event)
        claim.refresh_from_db(fields=["inputs_version"])
    return claim


@transaction.atomic
def withdraw_claim(
    *, claim_id: int, reason: str = "", expected_version: int | None = None, actor: User
) -> Claim:
    """Takes a claim out of the work. Nothing is lost: `restore_claim` undoes it.

    A layer of an attribution leaves its stack: what asserted it asserts what it asserted. Refuses what is
    public (`published-needs-public-note`): that goes with `unpublish_claim`.
    """
    claim = locked_with_layers(claim_id)
    require(actor, "claim.withdraw", claim)
    require_version(claim, expected_version)
    if claim.state != ClaimState.WITHDRAWN and is_public(claim.pk):
        raise Conflict(
            "This claim was published. Readers are told why it is withdrawn: do it with a public note.",
            rule="published-needs-public-note",
        )
    before, after = take_out(claim, "withdraw", actor)
    event = record_event("claim.withdrawn", claim, actor=actor, before=before, after=after, note=reason)
    tell_the_whole(claim, event)
    return claim


def take_out(claim: Claim, verb: str, actor: User) -> tuple[dict[str, Any], dict[str, Any]]:
    """Moves a claim, locked with its layers, out of the work; part of the action that withdraws it. Old and
    new, for its event.
    """
    state = next_state(CLAIM, claim.state, verb, noun="claim")
    before, after = change(claim, {"state": state, "state_before_withdrawal": claim.state})
    if outers := close_ranks(claim, actor):
        after["asserted_by"] = outers
    call_off_looks_at_claim(claim)
    return before, after


@transaction.atomic
def restore_claim(*, claim_id: int, actor: User) -> Claim:
    """Brings a withdrawn claim back to where its second looks, dissents and signatures have it now, and asks
    for a fresh assessment. A tombstone stays until the claim is published again.
    """
    claim = locked_with_layers(claim_id)
    require(actor, "claim.restore", claim)
    if claim.state != ClaimState.WITHDRAWN:
        return claim
    open_ranks(claim, ranks_closed_at(claim), actor)
    before, after = change(
        claim,
        {
            "state": DRAFT if claim.state_before_withdrawal == DRAFT else ClaimState.IN_REVIEW,
            "state_before_withdrawal": "",
        },
    )
    review_again(claim)
    after["state"] = claim.state
    event = record_event("claim.restored", claim, actor=actor, before=before, after=after)
    inputs_changed([claim.pk], because=event)
    tell_the_whole(claim, event)
    return claim


def _worded(claim: Claim, values: dict[str, Any]) -> dict[str, Any]:
    """The words of an attribution follow who says it and how, as long as nobody has worded them."""
    if claim.asserts is None or not SPEAKERS & values.keys() or values.get("text", claim.text) != claim.text:
        return values
    if claim.text != put_together(claim, claim.asserts.text):
        return values
    spoken = AttributionLayer(**{name: values.get(name, getattr(claim, name)) for name in SPEAKERS})
    return {**values, "text": put_together(spoken, claim.asserts.text)}


def _read_anew(
    claim: Claim, values: dict[str, Any], time: TimeScopeInput | Keep | None
) -> tuple[dict[str, Any], TimeScopeInput | Keep | None]:
    """What other words call for where the caller does not say. Words that call for the same as before leave
    alone what somebody may have decided.
    """
    was = (claim.text, claim.type, claim.language)
    now = tuple(values.get(name, old) for name, old in zip(("text", "type", "language"), was, strict=True))
    if now == was:
        return values, time
    several = looks_several(*now)
    if "must_split" not in values and several != looks_several(*was):
        values = {**values, "must_split": several}
    if isinstance(time, Keep) and not TimeScope.objects.filter(claim=claim).exists():
        told, before = (time_told(claim, text, language) for text, _, language in (now, was))
        time = told if told and (before is None or told.text != before.text) else KEEP
    return values, time


def _replace_parts(
    claim: Claim,
    time: TimeScopeInput | Keep | None,
    quantities: Sequence[QuantityInput] | Keep,
    interests: InterestsInput | Keep,
    actor: User,
) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if not isinstance(time, Keep) and replace_time(claim, time, actor):
        changed["time"] = time.described() if time else None
    if not isinstance(quantities, Keep) and replace_quantities(claim, quantities):
        changed["quantities"] = [quantity.described() for quantity in quantities]
    if not isinstance(interests, Keep) and replace_interests(claim, interests):
        changed["interests"] = interests.described()
    return changed
