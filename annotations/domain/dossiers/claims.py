"""A claim as readers of a dossier meet it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.domain.claimreview import check_address
from annotations.domain.dossiers.evidence import SHOWN, EvidenceTold, Link, told_evidence
from annotations.domain.dossiers.words import TONES, Words, amounts, day, reasons, stale, words
from annotations.domain.rendering import Publication
from annotations.domain.verification.overrides import Standing, effective_status
from annotations.domain.verification.reasons import listed
from annotations.domain.vocabulary import (
    AttributionMode,
    ContextFlag,
    OverrideReason,
    PublicationKind,
    Status,
)

Claim = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """What readers were told afterwards."""

    day: str
    note: Words


@dataclass(frozen=True, slots=True)
class ClaimTold:
    """One claim. `marks` say what stands in the way of relying on it; a verified claim has none.

    `computed` says what its status was computed from, `why` what must be known of that, `reasons` what those
    who signed wrote, `hidden` how many pieces of evidence are not shown, since nobody accepted them.
    """

    number: int
    id: int
    anchor: str
    address: str
    claim: Words
    quote: Words | None
    said_by: str
    status: str
    tone: str
    flags: str
    standing: str
    marks: list[str]
    computed: str
    why: list[str]
    reasons: list[Words]
    override: Words | None
    evidence: list[EvidenceTold]
    hidden: str
    published: str
    corrections: list[Correction]


def told_claim(
    claim: Claim,
    place: Mapping[str, Any] | None,
    number: int,
    publication: Publication,
    number_of: Callable[[Link], int],
) -> ClaimTold:
    """The claim at its place in an article, if it has one. `number_of` gives the number of a link's
    source.
    """
    effective = effective_status(**{name: Status(told) for name, told in claim["status"].items() if told})
    assessment, published = claim["assessment"] or {}, claim.get("publication") or {}
    shown = [link for link in claim["evidence"] if link["state"] in SHOWN]
    return ClaimTold(
        number=number,
        id=claim["id"],
        anchor=f"article-{place['article']}-claim-{claim['id']}" if place else f"claim-{claim['id']}",
        address=_address(claim, published, publication),
        claim=words(claim["text"], claim["language"]),
        quote=_quote(claim, place),
        said_by=_said_by(claim),
        status=str(effective.status.label),
        tone=TONES.get(effective.status, "open"),
        flags=_flags(claim),
        standing=_standing(claim, effective.standing),
        marks=_marks(claim, published),
        computed=amounts(assessment),
        why=reasons(assessment),
        reasons=[words(verdict["reason"]) for verdict in claim["verdicts"] if verdict["reason"]],
        override=words(claim["override"]["text"]) if claim["override"] else None,
        evidence=[told_evidence(link, number_of) for link in shown],
        hidden=_hidden(len(claim["evidence"]) - len(shown)),
        published=day(published.get("first_published_at")),
        corrections=[
            Correction(day(each["published_at"]), words(each["note"]))
            for each in published.get("corrections", ())
        ],
    )


def _address(claim: Claim, published: Mapping[str, Any], publication: Publication) -> str:
    """The page for readers where there is one, else the newsroom's."""
    is_public = published.get("kind", PublicationKind.WITHDRAWN) != PublicationKind.WITHDRAWN
    if is_public and publication.has_public_pages:
        return check_address(claim["id"], publication.address)
    return f"{publication.address}{claim['path']}"


def _quote(claim: Claim, place: Mapping[str, Any] | None) -> Words | None:
    """The article's own words, where the claim is worded otherwise."""
    exact = (place or {}).get("exact") or (place or {}).get("sought") or ""
    if place is None or exact.strip(" .") in ("", claim["text"].strip(" .")):
        return None
    return words(exact, place["language"])


def _said_by(claim: Claim) -> str:
    """Who claims it, from the innermost outwards: "the Port, as told by a newspaper"."""
    named = []
    for layer in reversed(claim["attribution"]):
        publisher = layer["publisher"] or {}
        mode = AttributionMode(layer["mode"])
        name = publisher.get("name") or layer["asserter"] or f"somebody ({mode.label.lower()})"
        named.append(f"{name}, {day(layer['said_on'])}" if layer["said_on"] else name)
    return "; through ".join(named)


def _flags(claim: Claim) -> str:
    flags = dict.fromkeys(verdict["context_flag"] for verdict in claim["verdicts"] if verdict["context_flag"])
    return ", ".join(str(ContextFlag(flag).label).lower() for flag in flags)


def _standing(claim: Claim, standing: Standing) -> str:
    """On whose word the status rests."""
    if standing is Standing.OVERRIDDEN:
        override = claim["override"]
        why = OverrideReason(override["reason_code"]).label.lower()
        people = f"{override['proposed_by']} and {override['approved_by']}"
        return f"Decided by {people} on {day(override['approved_at'])} instead of the rule ({why})"
    if claim["verdicts"]:
        people = listed(list(dict.fromkeys(verdict["reviewer"] for verdict in claim["verdicts"])))
        return f"Signed by {people} on {day(claim['verdicts'][-1]['signed_at'])}"
    return ""


def _marks(claim: Claim, published: Mapping[str, Any]) -> list[str]:
    marks = [] if claim["signed"] else ["Not signed: this status is computed, and nobody answers for it."]
    if claim["stale"]:
        marks.append(stale(claim["stale"]))
    if published.get("kind") == PublicationKind.WITHDRAWN:
        marks.append(f"Withdrawn from readers on {day(published['published_at'])}.")
    return marks


def _hidden(count: int) -> str:
    if not count:
        return ""
    if count == 1:
        return "One more piece of evidence is not shown: nobody accepted it."
    return f"{count} more pieces of evidence are not shown: nobody accepted them."
