"""Our own highlights, evidence and verdicts as Web Annotations.

Every place in an article is said twice, by its words and by its position in code points, with the state of
the article that was checked: when it was read (`sourceDate`), where that text is kept (`cached`), and its
digest. What the standard has no word for stands under the project's own prefix, which the documents
themselves declare, so that they remain complete JSON-LD and other programs may pass over it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from annotations.domain.webannotations.terms import (
    ANNOTATION_CONTEXT,
    OVERRIDDEN,
    OWN_CONTEXT,
    SHA256,
    STALE,
    WORDS_CHANGED,
    bare,
    unless_empty,
)

SOFTWARE = "Workbench"


@dataclass(frozen=True, slots=True)
class KeptText:
    """One kept state of a resource. `source` is its own IRI, `cached` the address where this text is kept,
    `read_at` when it was read. `sha256` is that of the text as UTF-8; `language` BCP 47; both may be empty.
    """

    source: str
    cached: str
    read_at: datetime
    sha256: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words in a kept text. `start` and `end` are code points, None where only the words are known."""

    kept: KeptText
    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who made it; `iri` and `name` may be empty, and then there is no creator."""

    name: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What every annotation says of itself.

    `canonical` and `via` come from elsewhere and go out as they came. `stale` are the causes (values of
    `StaleCause`) for which the claim should be looked at again before this is believed.
    """

    iri: str
    created: datetime
    modified: datetime | None = None
    author: Author = Author()
    canonical: str = ""
    via: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HighlightWriting:
    """A highlight of a claim, and what somebody remarked on it. Several places are one discontinuous one.

    `words_changed` are the kinds of change (values of `WordChange`) that nobody has confirmed yet.
    """

    made: Made
    places: tuple[MarkedWords, ...]
    claim_iri: str = ""
    claim_text: str = ""
    claim_language: str = ""
    comment: str = ""
    tags: tuple[str, ...] = ()
    outcome: str = ""
    words_changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceWriting:
    """A passage of a source, linked to a claim. `places` are where the claim stands; `passage` is None for
    a protected source, of which nothing is said.
    """

    made: Made
    claim_iri: str
    places: tuple[MarkedWords, ...]
    passage: MarkedWords | None
    stance: str
    is_context: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class OverrideWriting:
    """What two people show beside what was signed: a `Status`, an `OverrideReason`, and until when."""

    status: str
    reason_code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class VerdictWriting:
    """A signed verdict on a claim: `label` in words, `status` as a value of `Status`, the reason given."""

    made: Made
    claim_iri: str
    places: tuple[MarkedWords, ...]
    status: str
    label: str
    certainty: str = ""
    reason: str = ""
    language: str = ""
    claim_text: str = ""
    override: OverrideWriting | None = None


def highlight_annotation(highlight: HighlightWriting) -> dict[str, Any]:
    """The highlight; `commenting` where somebody remarked on it, `highlighting` where it only marks."""
    bodies = [
        *_textual(highlight.comment, "commenting"),
        *(body for tag in highlight.tags for body in _textual(tag, "tagging")),
        *_textual(highlight.claim_text, "identifying", highlight.claim_language),
    ]
    return _annotation(
        highlight.made,
        "commenting" if highlight.comment else "highlighting",
        bodies,
        [_marked(place) for place in highlight.places],
        {
            "workbench:claim": _reference(highlight.claim_iri),
            "workbench:outcome": highlight.outcome,
            WORDS_CHANGED: bare(highlight.words_changed),
        },
    )


def evidence_annotation(evidence: EvidenceWriting) -> dict[str, Any]:
    """The link of a passage to a claim: `linking`, or `describing` where it only gives context."""
    motivation = "describing" if evidence.is_context else "linking"
    passage = [] if evidence.passage is None else [_marked(evidence.passage) | {"purpose": motivation}]
    return _annotation(
        evidence.made,
        motivation,
        [*passage, *_textual(evidence.comment, "commenting")],
        _about(evidence.claim_iri, evidence.places),
        {"workbench:claim": _reference(evidence.claim_iri), "workbench:stance": evidence.stance},
    )


def verdict_annotation(verdict: VerdictWriting) -> dict[str, Any]:
    """The verdict: `assessing`, with its words and its reason as bodies."""
    bodies = [
        *_textual(verdict.label, "assessing", "en"),
        *_textual(verdict.reason, "commenting", verdict.language),
        *_textual(verdict.claim_text, "identifying", verdict.language),
    ]
    return _annotation(
        verdict.made,
        "assessing",
        bodies,
        _about(verdict.claim_iri, verdict.places),
        {
            "workbench:claim": _reference(verdict.claim_iri),
            "workbench:status": verdict.status,
            "workbench:certainty": verdict.certainty,
            OVERRIDDEN: _override(verdict.override),
        },
    )


def _override(override: OverrideWriting | None) -> dict[str, str]:
    if override is None:
        return {}
    return {
        "workbench:status": override.status,
        "workbench:reason": override.reason_code,
        "workbench:expires": moment(override.expires_at),
    }


def _annotation(
    made: Made,
    motivation: str,
    bodies: Sequence[Mapping[str, Any]],
    targets: Sequence[Any],
    own: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "@context": [ANNOTATION_CONTEXT, OWN_CONTEXT],
        "id": made.iri,
        "type": "Annotation",
        "motivation": motivation,
        **unless_empty("creator", _creator(made.author)),
        "created": moment(made.created),
        **unless_empty("modified", made.modified and moment(made.modified)),
        "generator": {"type": "Software", "name": SOFTWARE},
        **unless_empty("canonical", made.canonical),
        **unless_empty("via", bare(made.via)),
        **unless_empty("body", bare(bodies)),
        "target": bare(targets),
        **unless_empty(STALE, bare(made.stale)),
        **{name: value for name, value in own.items() if value},
    }


def _about(claim_iri: str, places: Sequence[MarkedWords]) -> list[Any]:
    """Where the claim stands; the claim itself where it stands nowhere any more."""
    return [_marked(place) for place in places] or [claim_iri]


def _marked(words: MarkedWords) -> dict[str, Any]:
    kept = words.kept
    return {
        "type": "SpecificResource",
        "source": kept.source,
        **unless_empty("selector", bare(_selectors(words))),
        "state": {
            "type": "TimeState",
            "sourceDate": moment(kept.read_at),
            **unless_empty("cached", kept.cached),
            **unless_empty(SHA256, kept.sha256),
        },
    }


def _selectors(words: MarkedWords) -> list[dict[str, Any]]:
    quote = {
        "type": "TextQuoteSelector",
        "exact": words.exact,
        **unless_empty("prefix", words.prefix),
        **unless_empty("suffix", words.suffix),
    }
    position = {"type": "TextPositionSelector", "start": words.start, "end": words.end}
    has_place = words.start is not None and words.end is not None
    return [*([quote] if words.exact else []), *([position] if has_place else [])]


def _textual(text: str, purpose: str, language: str = "") -> list[dict[str, Any]]:
    if not text:
        return []
    known = language if language != "und" else ""
    body = {"type": "TextualBody", "value": text, "format": "text/plain", **unless_empty("language", known)}
    return [body | {"purpose": purpose}]


def _creator(author: Author) -> dict[str, Any] | None:
    if not (author.iri or author.name):
        return None
    return {**unless_empty("id", author.iri), "type": "Person", **unless_empty("name", author.name)}


def _reference(iri: str) -> dict[str, Any] | None:
    return {"id": iri} if iri else None


def moment(value: datetime) -> str:
    """A time, which must have its zone, in UTC with `Z`; fractions of a second only where there are any."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
