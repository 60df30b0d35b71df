"""Splitting a claim that says more than one thing, and joining it again.

A claim that is split stays, as the whole of its parts: attributions go on asserting it, its status is what
the parts come to (specification 1.8), and they take over its figures, its time and whose interest it serves.
Its own mark, that it has to be split, goes with that. It stays where a part has no score: such a part counts
for nothing in the whole, so the words of the whole would be signed unchecked (the loaded word of
specification 1.1); then the parts are signed, and the whole is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from annotations.access import require
from annotations.actions.claim_nodes import create_node
from annotations.actions.claim_parts import (
    InterestsInput,
    QuantityInput,
    TimeScopeInput,
    replace_interests,
    replace_quantities,
    replace_time,
)
from annotations.actions.claims import withdraw_claim
from annotations.actions.compounds import take_turn
from annotations.actions.highlights import Place, place_in_revision
from annotations.actions.recording import change, inputs_changed, locked, record_event
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.lifecycle import CLAIM, next_state
from annotations.domain.proposals import narrower_span, why_split
from annotations.domain.quantities import find_quantities
from annotations.domain.times import find_time_expressions
from annotations.domain.verification import NodeInput, status_without_score
from annotations.domain.vocabulary import ClaimState, ClaimType, Granularity, HighlightState
from annotations.models import Claim, ClaimInterest, Event, Highlight, Quantity, TimeScope, User
from annotations.queries.policies import policy_in_force

MOST_PARTS: Final = 20


@dataclass(frozen=True, slots=True)
class PartInput:
    """One statement of a claim that is split. `exact` are its own words within those of the whole; without
    them it is highlighted where the whole is.
    """

    text: str
    type: str
    exact: str = ""


@transaction.atomic
def split_claim(*, claim_id: int, parts: Sequence[PartInput], actor: User) -> Claim:
    """Divides a claim into two or more statements of its own. Gives back the claim, the whole of its parts.

    A part gets the figures that its words state, the time unless its words tell another one, the risk and the
    interests; a part that says more than one thing itself is marked in turn. Refuses `too-few-parts`,
    `too-many`, `claim-has-parts`, `layer-is-not-split`, `words-not-in-highlight`, `part-says-the-same`. The
    evidence stays where it is: what it does to a part is another question. `join_parts` undoes it.
    """
    take_turn()
    whole = locked(Claim, claim_id)
    require(actor, "claim.edit", whole)
    next_state(CLAIM, whole.state, "edit", noun="claim")
    _require_divisible(whole, parts)
    figures = list(Quantity.objects.filter(claim=whole).order_by("pk"))
    before = {"must_split": whole.must_split, "quantities": [_described(figure) for figure in figures]}
    made = [_part_of(whole, part, figures, actor) for part in parts]
    left = [figure for figure in figures if not any(_states(part.text, figure.text) for part in parts)]
    replace_quantities(whole, [_quantity(_described(figure)) for figure in left])
    stays = any(not _is_scored(part.type) for part in parts)
    change(whole, {"must_split": stays})
    after = {
        "must_split": stays,
        "quantities": [_described(figure) for figure in left],
        "parts": [part.pk for part in made],
    }
    event = record_event("claim.split", whole, actor=actor, before=before, after=after)
    inputs_changed([whole.pk], because=event)
    return whole


@transaction.atomic
def join_parts(*, claim_id: int, actor: User) -> Claim:
    """Undoes `split_claim`: the parts it made are withdrawn, and the figures are the whole's again."""
    take_turn()
    whole = locked(Claim, claim_id)
    require(actor, "claim.edit", whole)
    next_state(CLAIM, whole.state, "edit", noun="claim")
    split = _split_of(whole)
    made = Claim.objects.filter(pk__in=split.after["parts"], part_of=whole).exclude(
        state=ClaimState.WITHDRAWN
    )
    joined = list(made.order_by("pk").values_list("pk", flat=True))
    for part_id in joined:
        withdraw_claim(claim_id=part_id, actor=actor)
    replace_quantities(whole, [_quantity(figure) for figure in split.before["quantities"]])
    whole.refresh_from_db(fields=["inputs_version", "version"])
    before, after = change(whole, {"must_split": split.before["must_split"]})
    event = record_event("claim.joined", whole, actor=actor, before=before, after={**after, "parts": joined})
    inputs_changed([whole.pk], because=event)
    return whole


def _require_divisible(whole: Claim, parts: Sequence[PartInput]) -> None:
    if whole.type == ClaimType.ATTRIBUTION:
        raise Conflict(
            "This says that somebody says something. Split what is said instead.", rule="layer-is-not-split"
        )
    if Claim.objects.standing().filter(part_of=whole).exists():
        raise Conflict("This claim has parts already. Add further ones to it.", rule="claim-has-parts")
    if len(parts) < 2:
        raise Invalid("A claim is split into two statements or more.", field="parts", rule="too-few-parts")
    if len(parts) > MOST_PARTS:
        raise Invalid(f"A claim is split into at most {MOST_PARTS}.", field="parts", rule="too-many")
    if any(part.text.strip().casefold() == whole.text.strip().casefold() for part in parts):
        raise Invalid("A part says all of what the claim says.", field="parts", rule="part-says-the-same")


def _part_of(whole: Claim, part: PartInput, figures: Iterable[Quantity], actor: User) -> Claim:
    values = {
        "text": part.text,
        "type": part.type,
        "language": whole.language,
        "risk": whole.risk,
        "risk_reason": whole.risk_reason,
        "topic": whole.topic,
        "must_split": part.type in ClaimType and bool(why_split(part.text, part.type, whole.language)),
        "part_of_id": whole.pk,
        "desk_id": whole.desk_id,
    }
    made = create_node(values, _places(whole, part.exact), actor)
    if _is_scored(part.type):
        time = _time_of(whole, part.text)
        if time is not None:
            replace_time(made, time, actor)
        replace_quantities(made, _figures_of(whole, part.text, figures))
    replace_interests(made, _interests_of(whole))
    return made


def _places(whole: Claim, exact: str) -> list[Place]:
    """Where the whole stands now, narrowed to the words of the part where they stand there once."""
    marks = Highlight.objects.filter(claim=whole, is_current=True, state=HighlightState.LIVE).order_by("pk")
    spans = [(mark, narrower_span(exact, mark.exact)) for mark in marks]
    if exact.strip() and spans and not any(span for _, span in spans):
        raise Invalid(
            f"“{exact.strip()[:80]}” does not stand once in the words of the claim.",
            field="exact",
            rule="words-not-in-highlight",
        )
    return [_narrowed(mark, span or (0, len(mark.exact))) for mark, span in spans]


def _narrowed(mark: Highlight, span: tuple[int, int]) -> Place:
    assert mark.start is not None
    start, end = mark.start + span[0], mark.start + span[1]
    return place_in_revision(mark.revision_id, start, end, mark.exact[slice(*span)])


def _figures_of(whole: Claim, text: str, figures: Iterable[Quantity]) -> list[QuantityInput]:
    """The figures of the whole that the part states; where it holds none of these, those read off it."""
    taken = [_quantity(_described(figure)) for figure in figures if _states(text, figure.text)]
    return taken or [
        QuantityInput(
            text=found.quantity.text,
            low=found.quantity.low,
            high=found.quantity.high,
            unit=found.quantity.unit,
            comparator=found.quantity.comparator,
            is_cumulative=found.quantity.cumulative,
        )
        for found in find_quantities(text, whole.language)
    ]


def _states(text: str, figure: str) -> bool:
    return figure.casefold() in text.casefold()


def _time_of(whole: Claim, text: str) -> TimeScopeInput | None:
    """The time of the whole; a part that tells another one waits until somebody says when that is."""
    stored = TimeScope.objects.filter(claim=whole).first()
    told = [found.text for found in find_time_expressions(text, whole.language)]
    if stored is None or (told and stored.text.casefold() not in text.casefold()):
        return (
            TimeScopeInput(text=", ".join(told)[:200], granularity=Granularity.UNRESOLVED) if told else None
        )
    names = ("text", "starts_on", "ends_on", "granularity", "rule", "anchored_on", "anchor_kind")
    kept = {name: getattr(stored, name) for name in names}
    return TimeScopeInput(**kept, is_confirmed=stored.confirmed_by_id is not None)


def _interests_of(whole: Claim) -> InterestsInput:
    stated = ClaimInterest.objects.filter(claim=whole).order_by("bloc")
    kinds: dict[str, list[int]] = {}
    for kind, bloc_id in stated.values_list("kind", "bloc_id"):
        kinds.setdefault(kind, []).append(bloc_id)
    return InterestsInput(**kinds)


def _described(figure: Quantity) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in QuantityInput.__slots__}


def _quantity(described: Mapping[str, Any]) -> QuantityInput:
    """A figure out of a row, or out of an event, where decimals and days are texts."""
    values = dict(described)
    for name in ("low", "high"):
        values[name] = None if values[name] is None else Decimal(values[name])
    if isinstance(values["as_of"], str):
        values["as_of"] = date.fromisoformat(values["as_of"])
    return QuantityInput(**values)


def _split_of(whole: Claim) -> Event:
    """The last split that nobody has undone."""
    turns = Event.objects.filter(stream=f"claim:{whole.pk}", verb__in=("claim.split", "claim.joined"))
    last = turns.order_by("position").last()
    if last is None or last.verb == "claim.joined":
        raise Conflict("This claim was not split, or its parts were joined again.", rule="claim-not-split")
    return last


def _is_scored(type_: str) -> bool:
    """Whether evidence decides about a claim of this type; of a prediction only once it came due."""
    return status_without_score(NodeInput(id=0, type=type_), policy_in_force()) is None
