"""The rows of claims: one for a statement, one for each layer around it, and what is checked of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from annotations import jobs
from annotations.actions.highlights import Place, set_highlight
from annotations.actions.recording import inputs_changed, record_event
from annotations.actions.sealed_looks import seal_same_statement
from annotations.actions.shapes import shaped
from annotations.domain.attribution import attribution_text
from annotations.domain.canonical import several_lines
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import AttributionMode, AttributionVerb, ClaimType, Risk
from annotations.models import Claim, Event, Publisher, User
from annotations.queries.topics import as_known

TEXT_LIMIT: Final = 2_000
EDITABLE = frozenset(
    {
        "text",
        "type",
        "language",
        "risk",
        "risk_reason",
        "topic",
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


def create_node(values: Mapping[str, Any], places: Sequence[Place], actor: User) -> Claim:
    """A claim with a mark at each of the places, one event, and an assessment asked for. Its desk is that of
    the statement it becomes part of, else of the article it is made in.
    """
    owner = {"desk_id": places[0].desk_id} if places else {}
    claim = Claim.objects.create(created_by=actor, **(owner | checked(values, None)))
    highlighted = {}
    for place in places:
        highlight = set_highlight(claim, place, actor)
        highlighted = {"highlight": highlight.pk, "revision": place.revision_id, "exact": highlight.exact}
    described = {**_without_blanks(values), **highlighted}
    event = record_event("claim.created", claim, actor=actor, after=described)
    jobs.assess_claims([claim.pk])
    seal_same_statement(claim, [claim.asserts_id, claim.part_of_id])
    tell_the_whole(claim, event)
    return claim


def tell_the_whole(part: Claim, because: Event) -> None:
    """The parts of a compound claim decide its status."""
    if part.part_of_id is not None:
        inputs_changed([part.part_of_id], because=because)


def put_together(layer: AttributionLayer | Claim, asserted: str) -> str:
    """The words of an attribution that nobody has worded."""
    text = attribution_text(asserter=layer.asserter, verb=layer.verb, mode=layer.mode, asserted=asserted)
    return text[:TEXT_LIMIT]


def layer_values(layer: AttributionLayer, asserted: Claim) -> dict[str, Any]:
    """The row of the claim that a layer becomes around another."""
    return {
        "text": layer.text[:TEXT_LIMIT] or put_together(layer, asserted.text),
        "type": ClaimType.ATTRIBUTION,
        "language": asserted.language,
        "topic": asserted.topic,
        "asserts_id": asserted.pk,
        "desk_id": asserted.desk_id,
        **said_by(layer),
    }


def said_by(layer: AttributionLayer) -> dict[str, Any]:
    """What a claim that is an attribution says of who asserts it."""
    return {
        "asserter": layer.asserter,
        "asserter_publisher_id": layer.publisher_id,
        "verb": layer.verb,
        "mode": layer.mode,
        "said_on": layer.said_on,
        "venue": layer.venue,
        "is_worth_checking": layer.is_worth_checking,
    }


def checked(values: Mapping[str, Any], claim: Claim | None) -> dict[str, Any]:
    """The values as they are stored, of a new claim or a change of one. Refuses by field and rule."""
    wanted = dict(values)
    if claim is not None and (unknown := set(values) - EDITABLE):
        raise Invalid(f"A claim has no editable {', '.join(sorted(unknown))}.", rule="unknown-field")
    if "text" in wanted:
        wanted["text"] = _checked_text(wanted["text"])
    for name, words in (("type", ClaimType), ("risk", Risk)):
        if name in wanted and wanted[name] not in words.values:
            raise Invalid(f"“{wanted[name]}” is no {name} of a claim.", field=name, rule=f"unknown-{name}")
    if "topic" in wanted:
        wanted["topic"] = as_known(shaped(Claim, {"topic": wanted["topic"]})["topic"])
    _check_attribution(wanted, claim)
    _check_references(wanted)
    return wanted


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
