"""Carrying an article's highlights over into its latest text.

All highlights of an article are one job: its texts are aligned once, and every highlight is found from the
last place that a person made or confirmed, so that guesses never add up. What passes silently (the same
words, at the same place or elsewhere) is live at once; everything else waits for a person, marks nothing,
and makes its claim stale.

What is due stands in the highlights themselves: one that is current in an earlier revision. So the job may
be lost, killed in the middle, or run twice at once: what was carried over is no longer due, the database
keeps one row a line and revision, and what somebody changed meanwhile is left for the next turn.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Greatest
from django.utils import timezone

from annotations import jobs
from annotations.actions.notices import notify_of_changed_words, notify_of_replaced_text
from annotations.actions.recording import record_event
from annotations.actions.stale_words import settle_stale_words
from annotations.domain.anchoring import (
    Alignment,
    Anchoring,
    Quote,
    align,
    find_quote,
    make_selector,
    reanchor,
)
from annotations.domain.canonical import CanonicalText
from annotations.domain.lifecycle import HIGHLIGHT, next_state
from annotations.domain.vocabulary import HighlightOutcome, HighlightState, ReanchoringState
from annotations.models import Claim, Highlight, Reanchoring, Revision
from annotations.queries.reanchoring import articles_to_reanchor, highlights_to_carry, latest_revision

CHUNK = 200
"""How many highlights are written at once; progress is seen after each chunk."""

SILENT = (HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED)
"""What stands in the new text without anybody having to look."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A highlight, the confirmed row it was sought from (none where no place was ever confirmed), what was
    sought, and what was found.
    """

    highlight: Highlight
    confirmed: Highlight | None
    quote: Quote
    found: Anchoring


def reanchor_article(*, article_id: int) -> Reanchoring | None:
    """Carries over every highlight that still stands in an earlier text. None when nothing was to be done.

    Effects for each chunk, in one transaction: the rows in the new revision; the former ones are no longer
    current, and those that waited are overtaken; claims with a highlight that waits are stale; one event for
    each highlight that does not pass silently. At the end one event for the article, and notices.
    """
    revision = latest_revision(article_id)
    if revision is None:
        return None
    due = list(highlights_to_carry(revision).select_related("anchored_from", "original", "claim"))
    reanchoring = _begin(revision, len(due))
    if reanchoring is None:
        return None
    text = CanonicalText.from_json(revision.text, revision.blocks)
    common = not due
    for chunk, has_common_text in _found(due, text):
        _carry(chunk, revision, text)
        # A highlight that nobody decided about since a text long gone says nothing about the present one.
        common = common or has_common_text
    return _finish(reanchoring, carried=bool(due), has_common_text=common)


def sweep_reanchorings(*, limit: int = 200) -> int:
    """Asks again for every article whose highlights are behind its text. Gives back how many."""
    due = articles_to_reanchor(limit)
    with transaction.atomic():
        for article_id in due:
            jobs.reanchor_article(article_id)
    return len(due)


@transaction.atomic
def _begin(revision: Revision, due: int) -> Reanchoring | None:
    """The row that shows progress; None where nothing is due and nothing was left unfinished."""
    known = Reanchoring.objects.select_for_update().filter(revision=revision).first()
    if not due and (known is None or known.state == ReanchoringState.DONE):
        return None
    row = known or Reanchoring(revision=revision)
    row.state, row.started_at, row.finished_at = ReanchoringState.RUNNING, timezone.now(), None
    row.done = Highlight.objects.filter(revision=revision, original__isnull=False).count()
    row.total = row.done + due
    row.save()
    return row


def _found(due: Sequence[Highlight], text: CanonicalText) -> Iterator[tuple[list[Carried], bool]]:
    """What became of the highlights, in chunks, one alignment for each text they were confirmed in; and
    whether that text has anything in common with the new one.
    """
    by_text: dict[int | None, list[tuple[Highlight, Highlight | None]]] = defaultdict(list)
    for highlight in due:
        confirmed = highlight if highlight.is_confirmed else highlight.anchored_from
        by_text[confirmed.revision_id if confirmed else None].append((highlight, confirmed))
    for revision_id, pairs in by_text.items():
        old = Revision.objects.values_list("text", flat=True).get(pk=revision_id) if revision_id else ""
        alignment = align(old, text.text)
        for first in range(0, len(pairs), CHUNK):
            chunk = pairs[first : first + CHUNK]
            carried = [_sought(highlight, confirmed, old, text, alignment) for highlight, confirmed in chunk]
            yield carried, alignment.has_common_text or revision_id is None


def _sought(
    highlight: Highlight, confirmed: Highlight | None, old: str, text: CanonicalText, alignment: Alignment
) -> Carried:
    if confirmed is None or confirmed.start is None or confirmed.end is None:
        quote = Quote(highlight.sought, highlight.prefix, highlight.suffix)
        found = find_quote(quote, text)
        was_a_question = (highlight.original or highlight).start is not None
        return Carried(highlight, None, quote, _still_a_question(found) if was_a_question else found)
    quote = Quote(confirmed.exact, confirmed.prefix, confirmed.suffix)
    language = highlight.claim.language
    found = reanchor(confirmed.start, confirmed.end, quote, old, text, alignment, language)
    return Carried(highlight, confirmed, quote, found)


def _still_a_question(found: Anchoring) -> Anchoring:
    """What came in with several places, or with other words, and was never decided: even the very words wait
    for a person then.
    """
    if found.outcome not in SILENT or found.start is None or found.end is None:
        return found
    return Anchoring(HighlightOutcome.AMBIGUOUS, candidates=((found.start, found.end),))


@transaction.atomic
def _carry(chunk: Sequence[Carried], revision: Revision, text: CanonicalText) -> None:
    """Writes what was found, for those highlights that nobody changed since."""
    claim_ids = {carried.highlight.claim_id for carried in chunk}
    list(Claim.objects.select_for_update(no_key=True).filter(pk__in=claim_ids).order_by("pk").values("pk"))
    untouched = _untouched(chunk)
    Highlight.objects.filter(pk__in=[carried.highlight.pk for carried in untouched]).update(is_current=False)
    waited = [carried.highlight for carried in untouched if carried.highlight.state == HighlightState.QUEUED]
    if waited:
        state = next_state(HIGHLIGHT, HighlightState.QUEUED, "supersede", noun="highlight")
        Highlight.objects.filter(pk__in=[highlight.pk for highlight in waited]).update(state=state)
    taken = _places_taken(claim_ids, revision)
    made = Highlight.objects.bulk_create(
        [_successor(carried, revision, text, taken) for carried in untouched]
    )
    settle_stale_words({highlight.claim_id for highlight in (*made, *waited)}, actor=None)
    for successor in made:
        if successor.state == HighlightState.QUEUED:
            _record(successor)
    done = Highlight.objects.filter(revision=revision, original__isnull=False).count()
    Reanchoring.objects.filter(revision=revision).update(done=done, total=Greatest("total", done))


def _untouched(chunk: Sequence[Carried]) -> list[Carried]:
    """Those that are still as they were when their words were sought, locked."""
    rows = Highlight.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    versions = dict(
        rows.filter(pk__in=[carried.highlight.pk for carried in chunk], is_current=True).values_list(
            "pk", "version"
        )
    )
    return [carried for carried in chunk if versions.get(carried.highlight.pk) == carried.highlight.version]


def _places_taken(claim_ids: set[int], revision: Revision) -> set[tuple[int, int | None, int | None]]:
    live = Highlight.objects.filter(claim__in=claim_ids, revision=revision, state=HighlightState.LIVE)
    return set(live.values_list("claim_id", "start", "end"))


def _successor(
    carried: Carried, revision: Revision, text: CanonicalText, taken: set[tuple[int, int | None, int | None]]
) -> Highlight:
    former, found = carried.highlight, carried.found
    outcome, place = found.outcome, _place(found)
    if place is not None and outcome in SILENT:
        # Two highlights of one claim cannot end up on the same words: the other one keeps them.
        if (former.claim_id, *place) in taken:
            outcome, place = HighlightOutcome.ORPHANED, None
        else:
            taken.add((former.claim_id, *place))
    successor = Highlight(
        claim_id=former.claim_id,
        revision=revision,
        original_id=former.original_id or former.pk,
        anchored_from=carried.confirmed,
        outcome=outcome,
        state=HighlightState.LIVE if outcome in SILENT else HighlightState.QUEUED,
        sought="" if outcome in SILENT else carried.quote.exact,
        candidates=[list(candidate) for candidate in found.candidates],
        changes=list(found.changes),
        made_by_id=former.made_by_id,
    )
    set_place(successor, text, place, carried.quote)
    return successor


def _place(found: Anchoring) -> tuple[int, int] | None:
    if found.outcome == HighlightOutcome.AMBIGUOUS:
        return found.candidates[0]
    if found.start is None or found.end is None:
        return None
    return found.start, found.end


def set_place(highlight: Highlight, text: CanonicalText, place: tuple[int, int] | None, quote: Quote) -> None:
    """Puts an unsaved highlight on a place of its revision, or on none, where it keeps the context that was
    sought.
    """
    if place is None:
        highlight.prefix, highlight.suffix = quote.prefix, quote.suffix
        return
    selector = make_selector(text, *place, text.text[slice(*place)])
    highlight.start, highlight.end, highlight.exact = selector.start, selector.end, selector.exact
    highlight.prefix, highlight.suffix = selector.prefix, selector.suffix
    highlight.block, highlight.block_offset = selector.block_id, selector.block_offset


def _record(successor: Highlight) -> None:
    record_event(
        "highlight.reanchored",
        successor,
        stream=successor.claim,
        actor=None,
        before={"exact": successor.sought},
        after={
            "revision": successor.revision_id,
            "outcome": successor.outcome,
            "exact": successor.exact,
            "changes": successor.changes,
            "state": successor.state,
        },
    )


@transaction.atomic
def _finish(reanchoring: Reanchoring, *, carried: bool, has_common_text: bool) -> Reanchoring:
    row = Reanchoring.objects.select_for_update().get(pk=reanchoring.pk)
    revision = reanchoring.revision
    here = Highlight.objects.filter(revision=revision, original__isnull=False)
    row.counts = dict(here.order_by().values_list("outcome").annotate(Count("pk")))
    row.done = row.total = sum(row.counts.values())
    row.has_common_text = has_common_text if carried else row.has_common_text
    row.state, row.finished_at = ReanchoringState.DONE, timezone.now()
    row.save()
    record_event(
        "revision.reanchored",
        revision,
        stream=revision.article,
        actor=None,
        after={"number": revision.number, "counts": row.counts, "has_common_text": row.has_common_text},
    )
    if row.has_common_text:
        notify_of_changed_words(revision)
    elif row.counts:
        notify_of_replaced_text(revision)
    return row
