"""Setting highlights on words, retiring them, and bringing them back."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from annotations import jobs
from annotations.access import require
from annotations.actions.desk_bounds import require_together
from annotations.actions.recording import (
    change,
    inputs_changed,
    locked,
    record_event,
    refusing_duplicates,
    require_version,
)
from annotations.actions.stale_words import settle_stale_words
from annotations.domain.anchoring import Selector, make_selector
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.lifecycle import CLAIM, HIGHLIGHT, next_state
from annotations.models import Claim, Highlight, Revision, User
from annotations.models.highlights import NEEDS_CONFIRMATION

ALREADY = {"highlight_marks_a_place_once_per_claim": "This claim is highlighted here already."}


@dataclass(frozen=True, slots=True)
class Place:
    """A checked span of a revision, with the language the article has there and the desk that owns it; and
    the article, where this is no longer its latest text.
    """

    revision_id: int
    selector: Selector
    language: str
    superseded_article_id: int | None = None
    desk_id: int | None = None


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
    require(actor, "highlight.make", place)
    require_together(claim.desk_id, place.desk_id)
    highlight = set_highlight(claim, place, actor)
    event = record_event(
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
    inputs_changed([claim.pk], because=event)
    return highlight


@transaction.atomic
def retire_highlight(*, highlight_id: int, expected_version: int | None = None, actor: User) -> Highlight:
    """Takes the mark off the page; the row stays, and no later text of the article gets one."""
    highlight = highlight_of_locked_claim(highlight_id)
    require(actor, "highlight.retire", highlight)
    require_version(highlight, expected_version)
    return _move(highlight, "retire", "highlight.retired", actor)


@transaction.atomic
def restore_highlight(*, highlight_id: int, actor: User) -> Highlight:
    """Undoes `retire_highlight`: it stands again, or waits again for a decision if it did. Where the article
    has a later text by now it is carried over.
    """
    highlight = highlight_of_locked_claim(highlight_id)
    require(actor, "highlight.retire", highlight)
    waits = highlight.outcome in NEEDS_CONFIRMATION and not highlight.is_confirmed
    with refusing_duplicates(ALREADY):
        restored = _move(highlight, "requeue" if waits else "restore", "highlight.restored", actor)
    jobs.reanchor_article(restored.revision.article_id)
    return restored


def highlight_of_locked_claim(highlight_id: int) -> Highlight:
    """The highlight, locked after its claim: the order in which every action takes them."""
    claim_id = Highlight.objects.filter(pk=highlight_id).values_list("claim_id", flat=True).first()
    if claim_id is not None:
        locked(Claim, claim_id)
    return locked(Highlight, highlight_id)


def place_in_revision(revision_id: int, start: int | None, end: int | None, exact: str) -> Place:
    """The span, checked against the words of the revision and widened to whole graphemes."""
    if start is None or end is None:
        raise Invalid("A highlight needs a start and an end.", field="start", rule="required")
    later = Revision.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    found = Revision.objects.filter(pk=revision_id).select_related("article")
    revision = found.annotate(is_superseded=Exists(later)).first()
    if revision is None:
        raise NotFound(f"There is no revision {revision_id}.", details={"id": revision_id})
    text = CanonicalText.from_json(revision.text, revision.blocks)
    selector = make_selector(text, start, end, exact)
    block = text.block_named(selector.block_id)
    return Place(
        revision_id=revision.pk,
        selector=selector,
        language=block.language or revision.article.language,
        superseded_article_id=revision.article_id if revision.is_superseded else None,
        desk_id=revision.article.desk_id,
    )


def set_highlight(claim: Claim, place: Place, actor: User) -> Highlight:
    """The row itself, for actions that record their own event. From an earlier text of the article it is
    carried over into the latest.
    """
    selector = place.selector
    if place.superseded_article_id is not None:
        jobs.reanchor_article(place.superseded_article_id)
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


def _move(highlight: Highlight, verb: str, event: str, actor: User) -> Highlight:
    before, after = change(
        highlight, {"state": next_state(HIGHLIGHT, highlight.state, verb, noun="highlight")}
    )
    record_event(event, highlight, stream=highlight.claim, actor=actor, before=before, after=after)
    settle_stale_words([highlight.claim_id], actor=actor)
    return highlight
