"""Taking one record of a file of claims in: the claim, who says it, and the passages that bear on it.

What the record brings goes through the actions that people use, so that every rule holds for it; a refusal is
the row's. The verdict of others is kept beside the claim and counts for nothing. What was worked on here is
never overwritten: of a record that is known only passages are added that are not there yet.
"""

from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction

from annotations.actions.captures import add_capture
from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claims import create_claim
from annotations.actions.evidence import attach_evidence
from annotations.actions.publishers import register_publisher
from annotations.actions.recording import record_event
from annotations.actions.sources import register_source
from annotations.domain.claim_files import LinkedPassage, Record
from annotations.domain.errors import Conflict
from annotations.domain.proposals import propose
from annotations.domain.vocabulary import (
    ClaimImportFormat,
    ClaimType,
    Origin,
    PublisherKind,
    Risk,
    RowOutcome,
)
from annotations.domain.weblinks import canonical_url
from annotations.gateways.documents import read_document
from annotations.models import Claim, ImportedClaim, User
from annotations.queries.register_matches import known_sources
from annotations.queries.sources import kept_source

NAME_LIMIT: Final = 200
TITLE_LIMIT: Final = 300
KNOWN_PASSAGE: Final = "evidence-uses-a-passage-once-per-claim"


@dataclass(slots=True)
class TakenIn:
    """What became of a record: its claim, how much of it was new, and what a person should know."""

    claim: Claim
    outcome: RowOutcome = RowOutcome.KNOWN
    passages: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def message(self) -> str:
        """The notes in one text."""
        return " ".join(self.notes)


@transaction.atomic
def take_in(record: Record, *, format: str, file_name: str, actor: User) -> TakenIn:
    """Makes the claim of a record, or finds the one that was made of it before, and links its passages."""
    known = ImportedClaim.objects.select_related("claim").filter(format=format, key=record.key).first()
    taken = TakenIn(known.claim) if known else TakenIn(_new_claim(record, format, actor), RowOutcome.NEW)
    if known and known.claim.text != record.text:
        taken.notes.append("The claim has other words here by now; they were left as they are.")
    for linked in record.passages:
        _link(taken, linked, format, file_name, actor)
    without = sum(not linked.is_evidence for linked in record.passages)
    if without and taken.outcome != RowOutcome.KNOWN:
        taken.notes.append(_without_passage(without))
    return taken


def _without_passage(count: int) -> str:
    if count == 1:
        return "One source has no passage or no stance. The claim names it, to be linked from there."
    return f"{count} sources have no passage or no stance. The claim names them, to be linked from there."


def _new_claim(record: Record, format: str, actor: User) -> Claim:
    layers = [AttributionLayer(asserter=record.claimant, said_on=record.said_on)] if record.claimant else []
    claim = create_claim(
        text=record.text,
        type=record.type or _likely_type(record),
        language=record.language,
        topic=record.topic,
        risk=record.risk or Risk.NORMAL,
        risk_reason="As the file says." if record.risk else "",
        attributions=layers,
        actor=actor,
    )
    origin = {
        "format": format,
        "key": record.key,
        "checked_by": record.checked_by[:300],
        "check_address": record.check_address[:2000],
        "rating": record.rating,
    }
    ImportedClaim.objects.create(claim=claim, rest=_rest(record), **origin)
    record_event("claim.imported", claim, actor=actor, after=origin)
    return claim


def _likely_type(record: Record) -> str:
    """The type that the words look like; an event, which asks for most, where they give no hint."""
    proposal = propose(record.text, record.text, record.said_on, language=record.language)
    return proposal.type or ClaimType.EVENT


def _rest(record: Record) -> dict[str, Any]:
    """What a person may want to see beside the claim: where it stands, sources without a passage …"""
    named = [
        {"address": one.address, "title": one.title, "publisher": one.publisher, "archived": one.archived}
        for one in record.passages
        if not one.is_evidence
    ]
    told = {**record.rest, "appearances": list(record.appearances), "sources": named}
    if record.said_on and not record.claimant:
        told["said_on"] = record.said_on.isoformat()
    return {name: value for name, value in told.items() if value}


def _link(taken: TakenIn, linked: LinkedPassage, format: str, file_name: str, actor: User) -> None:
    if not linked.is_evidence:
        return
    capture = add_capture(
        source_id=_source(linked, actor),
        canonical=read_document(linked.passage.encode(), media_type="text/plain; charset=utf-8").canonical,
        origin=Origin.PASTE,
        origin_name=file_name,
        media_type="text/plain",
        is_summary=format == ClaimImportFormat.AVERITEC,
        actor=actor,
    )
    judged: dict[str, Any] = linked.judged
    try:
        attach_evidence(
            claim_id=taken.claim.pk,
            capture_id=capture.pk,
            passage=linked.passage,
            stance=linked.stance,
            actor=actor,
            **judged,
        )
    except Conflict as refusal:
        if refusal.rule != KNOWN_PASSAGE:
            raise
        return
    taken.passages += 1
    if taken.outcome == RowOutcome.KNOWN:
        taken.outcome = RowOutcome.CHANGED


def _source(linked: LinkedPassage, actor: User) -> int:
    """The id of the source at this address, else of a new one. A title alone names none that is known."""
    address = canonical_url(linked.address) if linked.address else ""
    if known := known_sources(addresses=[address]).by_address.get(address) if address else None:
        return kept_source(known).pk
    publisher_id = _publisher(linked, actor)
    try:
        return register_source(
            publisher_id=publisher_id,
            title=(linked.title or linked.address)[:TITLE_LIMIT],
            url=linked.address,
            authors=linked.authors,
            published_on=linked.published_on,
            actor=actor,
        ).pk
    except Conflict as refusal:
        if "id" not in refusal.details:
            raise
        return int(refusal.details["id"])


def _publisher(linked: LinkedPassage, actor: User) -> int:
    """The id of who is said to have published it, else of whoever answers at its address; not graded."""
    host = (urlsplit(linked.address).hostname or "").removeprefix("www.")
    name = (linked.publisher or host or "Unknown publisher")[:NAME_LIMIT]
    try:
        return register_publisher(name=name, kind=PublisherKind.UNKNOWN, actor=actor).pk
    except Conflict as refusal:
        if "id" not in refusal.details:
            raise
        return int(refusal.details["id"])
