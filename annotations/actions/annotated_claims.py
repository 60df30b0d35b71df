"""The claim that was made of an annotation's words: marked anew with them, and taken back with it.

The claim's further highlights are the annotation's as well, unless somebody set them: then an event says so.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.actions.annotation_marks import Mark, claim_text, make_marked_claim, set_mark
from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.highlights import retire_highlight
from annotations.domain.vocabulary import ClaimState, HighlightState, ImportOutcome
from annotations.models import Annotation, Claim, Event, Highlight, User


def mark_anew(annotation: Annotation, marks: tuple[Mark, ...], actor: User) -> dict[str, Any]:
    """Ends the former lines of highlights and begins others; gives back what the annotation says of them."""
    claim, former = annotation.claim, annotation.highlight
    if claim is not None:
        _retire_lines(claim, actor)
    if not marks:
        if claim is not None and former is not None and _is_untouched(claim):
            withdraw_claim(claim_id=claim.pk, actor=actor)
        return {"highlight": None, "outcome": ImportOutcome.KEPT}
    outcome = marks[0].outcome
    if claim is None or claim.state == ClaimState.WITHDRAWN:
        claim, highlight = make_marked_claim(marks, actor)
        return {"claim": claim, "highlight": highlight, "outcome": outcome}
    if former is not None and claim.text == claim_text(former.exact or former.sought) and _is_draft(claim):
        edit_claim(claim_id=claim.pk, values={"text": claim_text(marks[0].words)}, actor=actor)
    first, *_ = [set_mark(claim, mark, actor) for mark in marks]
    return {"highlight": first, "outcome": outcome}


def take_back(annotation: Annotation, actor: User) -> None:
    """Takes the marks of an annotation off the page, and its claim out of the work unless somebody worked on
    it.
    """
    claim = annotation.claim
    if claim is None or annotation.highlight is None:
        return
    _retire_lines(claim, actor)
    if _is_untouched(claim):
        withdraw_claim(claim_id=claim.pk, actor=actor)


def _first_rows(claim: Claim) -> QuerySet[Highlight]:
    """Of the lines that came with the annotation."""
    by_hand = Event.objects.filter(subject_type="highlight", subject_id=OuterRef("pk"), verb="highlight.made")
    return Highlight.objects.filter(~Exists(by_hand), claim=claim, original=None)


def _retire_lines(claim: Claim, actor: User) -> None:
    """Takes the latest row of each line off the page, where it marks or waits."""
    first = _first_rows(claim)
    lines = Highlight.objects.current().filter(Q(pk__in=first) | Q(original__in=first))
    for highlight_id in lines.order_by("pk").values_list("pk", flat=True):
        retire_highlight(highlight_id=highlight_id, actor=actor)


def _is_draft(claim: Claim) -> bool:
    return claim.state == ClaimState.DRAFT


def _is_untouched(claim: Claim) -> bool:
    """Whether a draft has nothing but the lines of highlights it came with."""
    first = _first_rows(claim)
    others = Highlight.objects.filter(claim=claim).exclude(Q(pk__in=first) | Q(original__in=first))
    return _is_draft(claim) and not (
        claim.evidence.exists()
        or claim.verdicts.exists()
        or claim.asserted_by.exists()
        or claim.parts.exists()
        or others.exclude(state=HighlightState.RETIRED).exists()
    )
