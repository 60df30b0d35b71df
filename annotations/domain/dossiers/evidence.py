"""A piece of evidence as readers of a dossier meet it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from annotations.domain.dossiers.words import STANCE_TONES, STANCES, Words, day, web_address, words
from annotations.domain.verification.brief_reasons import brief_reason
from annotations.domain.verification.codes import LinkReason
from annotations.domain.vocabulary import EvidenceState, SourceState

SHOWN: Final = frozenset({EvidenceState.ACCEPTED, EvidenceState.DISPUTED})
"""What nobody accepted yet, or somebody rejected, is counted only."""
_STATES: Final[Mapping[str, str]] = {
    SourceState.CORRECTED: "Corrected by its publisher.",
    SourceState.RETRACTED: "Retracted by its publisher.",
}
Link = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EvidenceTold:
    """Of a protected source nothing but that it is one. `number` is that of the source in the list of the
    article.
    """

    stance: str
    tone: str
    passage: Words | None = None
    title: Words | None = None
    publisher: str = ""
    grade: str = ""
    published: str = ""
    address: str = ""
    number: int | None = None
    note: str = ""
    is_protected: bool = False


def told_evidence(link: Link, number_of: Callable[[Link], int]) -> EvidenceTold:
    """One link. `number_of` gives the number of its source."""
    stance, tone = STANCES[link["stance"]], STANCE_TONES.get(link["stance"], "open")
    note = _note(link)
    if link["protected"]:
        return EvidenceTold(stance, tone, note=note, is_protected=True)
    source = link["source"]
    return EvidenceTold(
        stance,
        tone,
        passage=words(link["passage"], source["language"]) if link["passage"] else None,
        title=words(source["title"], source["language"]),
        publisher="" if source["anonymous"] else source["publisher"]["name"],
        grade=source["publisher"]["grade"] or "",
        published=day(source["published_on"]),
        address=web_address(source["url"]),
        number=number_of(link),
        note=note,
    )


def _note(link: Link) -> str:
    """What a reader must know of it, in sentences."""
    said = []
    if link["state"] == EvidenceState.DISPUTED:
        said.append("What it says is disputed.")
    if not link["protected"]:
        said.append(_STATES.get(link["source"]["state"], ""))
        said.append("Summed up by a reviewer." if link["capture"] and link["capture"]["summary"] else "")
    if link["reason"] and link["reason"] != LinkReason.CONTEXT_ONLY:
        said.append(f"Not counted: {brief_reason([LinkReason(link['reason'])])}.")
    return " ".join(sentence for sentence in said if sentence)
