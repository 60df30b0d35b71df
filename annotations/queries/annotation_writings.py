"""Rows of highlights, evidence and verdicts, as what their annotations say.

A highlight that waits for a decision is shown where it last stood for certain, with what became of its words
since: nothing that goes out stands on words that nobody confirmed. Of a protected source nothing is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotations.domain.vocabulary import HighlightState, PassageCheck, Stance
from annotations.domain.webannotations.writing import (
    Author,
    EvidenceWriting,
    HighlightWriting,
    KeptText,
    Made,
    MarkedWords,
    OverrideWriting,
    VerdictWriting,
)
from annotations.models import Claim, Highlight, Revision
from annotations.queries.annotated_texts import revision_path
from annotations.queries.overrides import OverrideBeside


@dataclass(frozen=True)
class Surroundings:
    """What the annotations of several rows share: `base` is the service's address without a final slash,
    `stale` the causes by claim, `places` the highlights by claim.
    """

    base: str
    stale: Mapping[int, Sequence[str]] = field(default_factory=dict)
    places: Mapping[int, Sequence[Highlight]] = field(default_factory=dict)

    def name(self, kind: str, pk: int) -> str:
        """The address of an annotation of our own."""
        return f"{self.base}/annotations/{kind}-{pk}"

    def claim(self, claim_id: int) -> str:
        """The page of a claim."""
        return f"{self.base}/claims/{claim_id}/"

    def causes(self, claim: Claim) -> tuple[str, ...]:
        """Why a claim should be looked at again before it is believed."""
        due = ["ASSESSMENT_DUE"] if claim.assessed_version < claim.inputs_version else []
        return (*sorted(self.stale.get(claim.pk, ())), *due)

    def marked(self, claim_id: int) -> tuple[MarkedWords, ...]:
        """Where a claim stands."""
        return tuple(marked_words(highlight, self.base) for highlight in self.places.get(claim_id, ()))


def highlight_writing(highlight: Highlight, around: Surroundings) -> HighlightWriting:
    """A highlight, with its claim as a body."""
    claim = highlight.claim
    waits = highlight.state == HighlightState.QUEUED
    return HighlightWriting(
        made=Made(
            iri=around.name("highlight", highlight.line_id),
            created=(highlight.original or highlight).made_at,
            modified=highlight.confirmed_at,
            author=Author(highlight.made_by.display_name),
            stale=around.causes(claim),
        ),
        places=(marked_words(highlight, around.base),),
        claim_iri=around.claim(claim.pk),
        claim_text=claim.text,
        claim_language=claim.language,
        outcome=highlight.outcome,
        words_changed=tuple(highlight.changes) if waits else (),
    )


def evidence_writing(evidence: Any, around: Surroundings) -> EvidenceWriting:
    """A link of a passage to a claim. The row has `before` and `after`, the words beside the passage."""
    is_protected = evidence.source.is_protected
    return EvidenceWriting(
        made=Made(
            iri=around.name("evidence", evidence.pk),
            created=evidence.attached_at,
            modified=evidence.changed_at,
            author=Author(evidence.attached_by.display_name),
            stale=around.causes(evidence.claim),
        ),
        claim_iri=around.claim(evidence.claim_id),
        places=around.marked(evidence.claim_id),
        passage=None if is_protected else _passage(evidence, around.base),
        stance=evidence.stance,
        is_context=evidence.stance == Stance.CONTEXT,
        comment="" if is_protected else evidence.note,
    )


def verdict_writing(verdict: Any, around: Surroundings) -> VerdictWriting:
    """A signature. While it is sealed for who asks, the row's `shown_…` are empty."""
    return VerdictWriting(
        made=Made(
            iri=around.name("verdict", verdict.pk),
            created=verdict.signed_at,
            author=Author(verdict.shown_reviewer_name or ""),
            stale=around.causes(verdict.claim),
        ),
        claim_iri=around.claim(verdict.claim_id),
        places=around.marked(verdict.claim_id),
        status=verdict.status,
        label=verdict.get_status_display(),
        certainty=verdict.assessment.certainty,
        reason=verdict.shown_reason,
        claim_text=verdict.claim.text,
        override=_override(OverrideBeside.read(verdict.override_part)),
    )


def _override(override: OverrideBeside | None) -> OverrideWriting | None:
    if override is None:
        return None
    return OverrideWriting(override.status, override.reason, override.expires_at)


def marked_words(highlight: Highlight, base: str) -> MarkedWords:
    """The words a highlight stands on, or last stood on for certain; else those that were looked for."""
    row = highlight
    if highlight.state == HighlightState.QUEUED and highlight.anchored_from is not None:
        row = highlight.anchored_from
    if row.state == HighlightState.QUEUED:
        return MarkedWords(kept_revision(row.revision, base), row.sought, row.prefix, row.suffix)
    return MarkedWords(
        kept_revision(row.revision, base), row.exact, row.prefix, row.suffix, row.start, row.end
    )


def kept_revision(revision: Revision, base: str) -> KeptText:
    """A text of an article, by the address it was published at where that is known."""
    article = revision.article
    return KeptText(
        source=article.canonical_url or f"{base}/articles/{article.pk}/",
        cached=f"{base}{revision_path(article.pk, revision.number)}",
        read_at=revision.made_at,
        sha256=revision.sha256,
        language=article.language,
    )


def _passage(evidence: Any, base: str) -> MarkedWords:
    source, capture = evidence.source, evidence.capture
    stands = evidence.passage_check != PassageCheck.NOT_FOUND
    return MarkedWords(
        kept=KeptText(
            source=source.canonical_url or f"{base}/sources/{source.pk}/",
            cached=f"{base}/captures/{capture.pk}/",
            read_at=capture.captured_at,
            sha256=capture.text_sha256,
            language=source.language,
        ),
        exact=evidence.passage,
        prefix=evidence.before if stands else "",
        suffix=evidence.after if stands else "",
        start=evidence.start if stands else None,
        end=evidence.end if stands else None,
    )
