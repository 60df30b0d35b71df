"""Setting highlights on words, retiring them, and bringing them back."""

from dataclasses import dataclass

from django.db import transaction

from annotations.access import require
from annotations.actions.recording import (
    change,
    inputs_changed,
    locked,
    record_event,
    refusing_duplicates,
)
from annotations.domain.anchoring import Selector, make_selector
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.lifecycle import CLAIM, HIGHLIGHT, next_state
from annotations.models import Claim, Highlight, Revision, User

ALREADY = {"highlight_marks_a_place_once_per_claim": "This claim is highlighted here already."}


@dataclass(frozen=True, slots=True)
class Place:
    """A checked span of a revision, with the language the article has there."""

    revision_id: int
    selector: Selector
    language: str


@transaction.atomic
def make_highlight(
    *, claim_id: int, revision_id: int, start: int, end: int, exact: str, actor: User
) -> Highlight:
    """Marks another place in which the claim occurs.

    Refuses (`words-differ`, with the revision's own words) when the text there is not `exact`. The claim is
    assessed anew: the article is no evidence for it.
    """
    claim = locked(Claim, claim_id)
    require(actor, "highlight.make", claim)
    next_state(CLAIM, claim.state, "edit", noun="claim")
    place = place_in_revision(revision_id, start, end, exact)
    highlight = set_highlight(claim, place, actor)
    record_event(
        "highlight.made",
        highlight,
        stream=claim,
        actor=actor,
        after={
            "revision": revision_id,
            "start": highlight.start,
            "end": highlight.end,
            "exact": highlight.exact,
        },
    )
    inputs_changed([claim.pk])
    return highlight


@transaction.atomic
def retire_highlight(*, highlight_id: int, actor: User) -> Highlight:
    """Takes the mark off the page; the row stays."""
    return _move(highlight_id, "retire", "highlight.retired", actor)


@transaction.atomic
def restore_highlight(*, highlight_id: int, actor: User) -> Highlight:
    """Undoes `retire_highlight`."""
    with refusing_duplicates(ALREADY):
        return _move(highlight_id, "restore", "highlight.restored", actor)


def place_in_revision(revision_id: int, start: int | None, end: int | None, exact: str) -> Place:
    """The span, checked against the words of the revision and widened to whole graphemes."""
    if start is None or end is None:
        raise Invalid("A highlight needs a start and an end.", field="start", rule="required")
    revision = Revision.objects.filter(pk=revision_id).select_related("article").first()
    if revision is None:
        raise NotFound(f"There is no revision {revision_id}.", details={"id": revision_id})
    text = CanonicalText.from_json(revision.text, revision.blocks)
    selector = make_selector(text, start, end, exact)
    block = text.block_named(selector.block_id)
    return Place(revision.pk, selector, block.language or revision.article.language)


def set_highlight(claim: Claim, place: Place, actor: User) -> Highlight:
    """The row itself, for actions that record their own event."""
    selector = place.selector
    with refusing_duplicates(ALREADY):
        return Highlight.objects.create(
            claim=claim,
            revision_id=place.revision_id,
            start=selector.start,
            end=selector.end,
            exact=selector.exact,
            prefix=selector.prefix,
            suffix=selector.suffix,
            block=selector.block_id,
            block_offset=selector.block_offset,
            made_by=actor,
        )


def _move(highlight_id: int, verb: str, event: str, actor: User) -> Highlight:
    highlight = locked(Highlight, highlight_id)
    require(actor, "highlight.retire", highlight)
    before, after = change(
        highlight, {"state": next_state(HIGHLIGHT, highlight.state, verb, noun="highlight")}
    )
    record_event(event, highlight, stream=highlight.claim, actor=actor, before=before, after=after)
    return highlight
