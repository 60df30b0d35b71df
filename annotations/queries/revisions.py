"""An article's texts as its page lists them: who brought each in, and what it did to the highlights."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Q

from annotations.domain.vocabulary import ClaimState, HighlightOutcome, HighlightState
from annotations.models import Highlight, Reanchoring, Revision

FOUND_AGAIN = (
    HighlightOutcome.UNCHANGED,
    HighlightOutcome.MOVED,
    HighlightOutcome.CHANGED,
    HighlightOutcome.AMBIGUOUS,
    HighlightOutcome.ORPHANED,
)
"""What becomes of a highlight in a later text, from nothing to the worst."""


@dataclass(frozen=True, slots=True)
class ListedRevision:
    """A revision with the one before it, what became of the highlights, and how many wait for a decision.

    `outcomes` counts highlights by outcome, in the order of `FOUND_AGAIN`, without zeros.
    """

    revision: Revision
    before: Revision | None
    outcomes: Mapping[HighlightOutcome, int]
    reanchoring: Reanchoring | None
    claims: int
    waiting: int

    @property
    def is_being_carried_over(self) -> bool:
        """Whether its highlights are being looked for at this moment."""
        return self.reanchoring is not None and self.reanchoring.finished_at is None


def listed_revisions(article_id: int) -> list[ListedRevision]:
    """An article's revisions without their texts, latest first, in two statements."""
    revisions = list(
        Revision.objects.filter(article=article_id)
        .defer("text", "blocks", "words")
        .select_related("made_by", "reanchoring")
        .order_by("-number")
    )
    counts = _counts_by_revision(article_id)
    return [
        _listed(revision, before, counts.get(revision.pk, (0, 0)))
        for revision, before in pairwise([*revisions, None])
        if revision is not None
    ]


def ordered_outcomes(counts: Mapping[str, int]) -> dict[HighlightOutcome, int]:
    """Counts by outcome in the order of `FOUND_AGAIN`, without zeros and without highlights just made."""
    return {outcome: counts[outcome] for outcome in FOUND_AGAIN if counts.get(outcome)}


def _counts_by_revision(article_id: int) -> dict[int, tuple[int, int]]:
    """Standing claims and highlights that wait, by revision."""
    standing = Q(state=HighlightState.LIVE) & ~Q(claim__state=ClaimState.WITHDRAWN)
    waiting = Q(state=HighlightState.QUEUED, is_current=True) & ~Q(claim__state=ClaimState.WITHDRAWN)
    rows = Highlight.objects.filter(revision__article=article_id).values_list("revision")
    counted = rows.annotate(
        claims=Count("claim", filter=standing, distinct=True), waiting=Count("pk", filter=waiting)
    ).order_by()
    return {pk: (claims, waiting) for pk, claims, waiting in counted}


def _listed(revision: Revision, before: Revision | None, counts: tuple[int, int]) -> ListedRevision:
    reanchoring = getattr(revision, "reanchoring", None)
    outcomes = ordered_outcomes(reanchoring.counts) if reanchoring else {}
    return ListedRevision(revision, before, outcomes, reanchoring, *counts)
