"""Making, editing, withdrawing and restoring claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from annotations import jobs
from annotations.access import require
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
from annotations.actions.highlights import Place, place_in_revision, set_highlight
from annotations.actions.recording import (
    change,
    inputs_changed,
    locked,
    record_event,
    require_version,
    touch,
)
from annotations.actions.register import hold_register
from annotations.actions.verdicts import lapse_verdicts
from annotations.domain.attribution import attribution_text
from annotations.domain.canonical import several_lines
from annotations.domain.errors import Invalid
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.vocabulary import (
    AttributionMode,
    AttributionVerb,
    ClaimState,
    ClaimType,
    Risk,
)
from annotations.models import Claim, Event, Publisher, User

TEXT_LIMIT: Final = 2_000
EDITABLE = frozenset(
    {
        "text",
        "type",
        "language",
        "risk",
        "risk_reason",
        "must_split",
        "asserter",
        "asserter_publisher_id",
        "verb",
        "mode",
        "said_on",
        "venue",
        "is_worth_checking",
        "matures_on",
    }
)
STATUS_INPUTS = frozenset({"type", "risk", "must_split", "asserter_publisher_id", "mode", "matures_on"})
"""Of these the status is computed; a change of another field does not ask for an assessment."""
WORKED_ON = frozenset(state for state, verb in CLAIM if verb == "edit")
MEANING = frozenset({"text", "type", "asserter", "verb", "mode", "said_on"})
"""A change of these means that the signed words are no longer the words: signatures lapse."""


@dataclass(frozen=True, slots=True)
class AttributionLayer:
    """Who says it (specification 1.2). `text` overrides the wording of the outer claim."""

    asserter: str = ""
    verb: str = AttributionVerb.SAID
    mode: str = AttributionMode.INDIRECT
    publisher_id: int | None = None
    said_on: Any = None
    venue: str = ""
    text: str = ""
    is_worth_checking: bool = True


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
    must_split: bool = False,
    attributions: Sequence[AttributionLayer] = (),
    time: TimeScopeInput | None = None,
    quantities: Sequence[QuantityInput] = (),
    interests: InterestsInput | None = None,
    part_of_id: int | None = None,
    matures_on: Any = None,
    actor: User,
) -> Claim:
    """Makes a claim, and with `attributions` (outermost first) one claim for each layer that asserts it.

    With a place in a revision (`place` is one that was checked before) every layer is highlighted there.
    Gives back the content claim; the layer around it is `claim.asserted_by`. The attribution claims are due
    for assessment like any other.
    """
    require(actor, "claim.create")
    if any(layer.publisher_id is not None for layer in attributions):
        hold_register()
    if place is None and revision_id is not None:
        place = place_in_revision(revision_id, start, end, exact)
    content = _create_node(
        {
            "text": text,
            "type": type,
            "language": language or (place.language if place else "und"),
            "risk": risk,
            "risk_reason": risk_reason,
            "must_split": must_split,
            "part_of_id": part_of_id,
            "matures_on": matures_on,
        },
        place,
        actor,
    )
    if time is not None:
        replace_time(content, time, actor)
    if quantities:
        replace_quantities(content, quantities)
    if interests is not None:
        replace_interests(content, interests)
    asserted = content
    for layer in reversed(attributions):
        asserted = _create_node(_layer_values(layer, asserted), place, actor)
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
    """Changes what a claim says, of when, how much, and whose interest it serves. Signatures on other
    words lapse.
    """
    if values.get("asserter_publisher_id") is not None:
        hold_register()
    claim = locked(Claim, claim_id)
    require(actor, "claim.edit", claim)
    require_version(claim, expected_version)
    next_state(CLAIM, claim.state, "edit", noun="claim")
    checked = _checked(values, claim)
    before, after = change(claim, checked)
    parts = _replace_parts(claim, time, quantities, interests, actor)
    if not after and not parts:
        return claim
    if not after:
        touch(claim)
    event = record_event("claim.edited", claim, actor=actor, before=before, after={**after, **parts})
    if "text" in after:
        _tell_who_asserts(claim, before["text"], actor)
    if MEANING & after.keys():
        lapse_verdicts(claim, reason="The words of the claim changed.", actor=actor)
    if STATUS_INPUTS & after.keys() or parts:
        inputs_changed([claim.pk], because=event)
        claim.refresh_from_db(fields=["inputs_version"])
    return claim


@transaction.atomic
def withdraw_claim(
    *, claim_id: int, reason: str = "", expected_version: int | None = None, actor: User
) -> Claim:
    """Takes a claim out of the work. Nothing is lost: `restore_claim` undoes it."""
    claim = _locked_with_whole(claim_id)
    require(actor, "claim.withdraw", claim)
    require_version(claim, expected_version)
    state = next_state(CLAIM, claim.state, "withdraw", noun="claim")
    before, after = change(
        claim,
        {"state": state, "state_before_withdrawal": claim.state},
    )
    event = record_event("claim.withdrawn", claim, actor=actor, before=before, after=after, note=reason)
    _tell_the_whole(claim, event)
    return claim


@transaction.atomic
def restore_claim(*, claim_id: int, actor: User) -> Claim:
    """Brings a withdrawn claim back to the state it had, and asks for a fresh assessment."""
    claim = _locked_with_whole(claim_id)
    require(actor, "claim.restore", claim)
    if claim.state != ClaimState.WITHDRAWN:
        return claim
    before, after = change(
        claim,
        {
            "state": claim.state_before_withdrawal,
            "state_before_withdrawal": "",
        },
    )
    event = record_event("claim.restored", claim, actor=actor, before=before, after=after)
    inputs_changed([claim.pk], because=event)
    _tell_the_whole(claim, event)
    return claim


def _create_node(values: Mapping[str, Any], place: Place | None, actor: User) -> Claim:
    claim = Claim.objects.create(created_by=actor, **_checked(values, None))
    highlighted = {}
    if place is not None:
        highlight = set_highlight(claim, place, actor)
        highlighted = {"highlight": highlight.pk, "revision": place.revision_id, "exact": highlight.exact}
    described = {**_without_blanks(values), **highlighted}
    event = record_event("claim.created", claim, actor=actor, after=described)
    jobs.assess_claims([claim.pk])
    _tell_the_whole(claim, event)
    return claim


def _tell_the_whole(part: Claim, because: Event) -> None:
    """The parts of a compound claim decide its status."""
    if part.part_of_id is not None:
        inputs_changed([part.part_of_id], because=because)


def _locked_with_whole(claim_id: int) -> Claim:
    """The claim, locked together with what it is a part of, by rising ids as every action locks claims."""
    whole = Claim.objects.filter(pk=claim_id).values("part_of")
    family = Claim.objects.select_for_update(no_key=True).filter(Q(pk=claim_id) | Q(pk__in=whole))
    list(family.order_by("pk").values_list("pk"))
    return locked(Claim, claim_id)


def _tell_who_asserts(claim: Claim, was: str, actor: User) -> None:
    """Attributions that still read as they were put together say the new words; reworded ones keep theirs."""
    for outer in Claim.objects.filter(asserts=claim, state__in=WORKED_ON).order_by("pk"):
        if outer.text == _put_together(outer, was):
            edit_claim(claim_id=outer.pk, values={"text": _put_together(outer, claim.text)}, actor=actor)


def _put_together(layer: AttributionLayer | Claim, asserted: str) -> str:
    text = attribution_text(asserter=layer.asserter, verb=layer.verb, mode=layer.mode, asserted=asserted)
    return text[:TEXT_LIMIT]


def _layer_values(layer: AttributionLayer, asserted: Claim) -> dict[str, Any]:
    return {
        "text": layer.text[:TEXT_LIMIT] or _put_together(layer, asserted.text),
        "type": ClaimType.ATTRIBUTION,
        "language": asserted.language,
        "asserts_id": asserted.pk,
        "asserter": layer.asserter,
        "asserter_publisher_id": layer.publisher_id,
        "verb": layer.verb,
        "mode": layer.mode,
        "said_on": layer.said_on,
        "venue": layer.venue,
        "is_worth_checking": layer.is_worth_checking,
    }


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


def _checked(values: Mapping[str, Any], claim: Claim | None) -> dict[str, Any]:
    checked = dict(values)
    if claim is not None and (unknown := set(values) - EDITABLE):
        raise Invalid(f"A claim has no editable {', '.join(sorted(unknown))}.", rule="unknown-field")
    if "text" in checked:
        checked["text"] = _checked_text(checked["text"])
    for name, words in (("type", ClaimType), ("risk", Risk)):
        if name in checked and checked[name] not in words.values:
            raise Invalid(f"“{checked[name]}” is no {name} of a claim.", field=name, rule=f"unknown-{name}")
    _check_attribution(checked, claim)
    _check_references(checked)
    return checked


def _check_references(checked: Mapping[str, Any]) -> None:
    publisher_id, whole_id = checked.get("asserter_publisher_id"), checked.get("part_of_id")
    if publisher_id is not None and not Publisher.objects.filter(pk=publisher_id).exists():
        raise Invalid(f"There is no publisher {publisher_id}.", field="publisher", rule="unknown-publisher")
    if whole_id is not None and not Claim.objects.filter(pk=whole_id).exists():
        raise Invalid(f"There is no claim {whole_id}.", field="part_of", rule="unknown-claim")


def _checked_text(text: str) -> str:
    cleaned = several_lines(text).strip()
    if not cleaned:
        raise Invalid("Put the claim in words: one plain statement.", field="text", rule="required")
    if len(cleaned) > TEXT_LIMIT:
        raise Invalid(
            f"A claim is one plain statement of at most {TEXT_LIMIT:,} characters, not {len(cleaned):,}.",
            field="text",
            rule="too-long",
        )
    return cleaned


def _check_attribution(checked: Mapping[str, Any], claim: Claim | None) -> None:
    def value(name: str) -> Any:
        return checked.get(name, getattr(claim, name, ""))

    if value("type") != ClaimType.ATTRIBUTION:
        if claim is not None and claim.asserts_id is not None:
            raise Invalid(
                "This claim asserts another one, so it is an attribution.",
                field="type",
                rule="layer-is-attribution",
            )
        return
    if not value("mode"):
        raise Invalid("Say how the words are carried: quoted, indirect …", field="mode", rule="required")
    if not value("asserter") and value("mode") not in (AttributionMode.ANONYMOUS, AttributionMode.HEDGED):
        raise Invalid(
            "Say who says it, or mark it as anonymous or hedged.", field="asserter", rule="asserter-required"
        )


def _without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, False)}
