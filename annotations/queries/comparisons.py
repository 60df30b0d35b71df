"""Two revisions of an article side by side: their texts, and what became of the highlights between them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import ClaimState, HighlightOutcome, HighlightState
from annotations.models import Article, Highlight, Revision, User
from annotations.queries.articles import article_by_id
from annotations.queries.reading import ReadClaim
from annotations.queries.revisions import ordered_outcomes
from annotations.queries.visibility import visible

MARKING = (HighlightState.LIVE, HighlightState.QUEUED)
"""What is shown on the words: also what waits for a decision, as waiting."""


@dataclass(frozen=True, slots=True)
class ComparedHighlight:
    """A highlight in one of both revisions; offsets are code points of that one.

    `outcome` is what became of it in the later revision (empty where it was not carried over into it), and
    `waits` whether somebody has yet to decide that it stands here.
    """

    read: ReadClaim
    start: int
    end: int
    outcome: str
    waits: bool


@dataclass(frozen=True)
class Comparison:
    """Two revisions with their highlights by id.

    `outcomes` counts the highlights of the earlier revision by what became of them in the later one; `made`
    are those that stand in the later one without having stood in the earlier one, and `due` those that were
    not looked for yet.
    """

    article: Article
    revisions: list[Revision]
    old: Revision
    new: Revision
    old_highlights: Mapping[int, ComparedHighlight]
    new_highlights: Mapping[int, ComparedHighlight]
    outcomes: Mapping[HighlightOutcome, int]
    made: int
    due: int
    waiting: int


def comparison(article_id: int, old_number: int, new_number: int, person: User) -> Comparison:
    """Both revisions and their highlights, in four statements. Refuses with `NotFound`, and with `Invalid`
    unless the second is the later one.
    """
    if old_number >= new_number:
        raise Invalid("Choose two different revisions, the earlier one first.", rule="revisions-not-in-order")
    article = article_by_id(article_id)
    revisions = list(
        Revision.objects.filter(article=article_id).defer("text", "blocks", "words").order_by("-number")
    )
    numbers = {revision.number: revision.pk for revision in revisions}
    for number in (old_number, new_number):
        if number not in numbers:
            raise NotFound(f"The article has no revision {number}.", details={"number": number})
    texts = Revision.objects.defer("words").in_bulk([numbers[old_number], numbers[new_number]])
    old, new = texts[numbers[old_number]], texts[numbers[new_number]]
    return _compared(article, revisions, old, new, _highlights(old, new, person))


def canonical_of(revision: Revision) -> CanonicalText:
    """The text and its blocks."""
    return CanonicalText.from_json(revision.text, revision.blocks)


def _highlights(old: Revision, new: Revision, person: User) -> list[Highlight]:
    """Those of both revisions, in reading order, of claims that stand."""
    highlights = visible(Highlight.objects.filter(revision__in=[old.pk, new.pk]), person)
    rows = highlights.exclude(claim__state=ClaimState.WITHDRAWN)
    needed = ("text", "status", "state", "language", "inputs_version", "assessed_version")
    return list(
        rows.select_related("claim")
        .only(
            "revision_id", "start", "end", "state", "outcome", "original_id", "is_current",
            *(f"claim__{name}" for name in needed),
        )
        .order_by("start", "-end", "id")
    )  # fmt: skip


def _compared(
    article: Article, revisions: list[Revision], old: Revision, new: Revision, rows: Iterable[Highlight]
) -> Comparison:
    earlier = [row for row in rows if row.revision_id == old.pk]
    later = {_line(row): row for row in rows if row.revision_id == new.pk}
    lines = {_line(row) for row in earlier}
    carried = [row for line, row in later.items() if line in lines]
    reads = _numbered([*later.values(), *earlier])
    return Comparison(
        article=article,
        revisions=revisions,
        old=old,
        new=new,
        old_highlights={row.pk: _shown(row, later.get(_line(row)), reads) for row in earlier if _marks(row)},
        new_highlights={row.pk: _shown(row, row, reads) for row in later.values() if _marks(row)},
        outcomes=ordered_outcomes(Counter(row.outcome for row in carried)),
        made=sum(1 for line, row in later.items() if line not in lines and row.state in MARKING),
        due=sum(1 for row in earlier if row.is_current and row.state in MARKING),
        waiting=sum(1 for row in later.values() if _waits(row)),
    )


def _line(row: Highlight) -> int:
    """The first row of its line, by which rows of several revisions are the same highlight."""
    return row.original_id or row.pk


def _numbered(rows: Iterable[Highlight]) -> dict[int, ReadClaim]:
    """The claims, numbered in reading order of the later revision, then of the earlier one: a claim has one
    number on both sides.
    """
    reads: dict[int, ReadClaim] = {}
    for row in rows:
        if row.claim_id not in reads and _marks(row):
            reads[row.claim_id] = ReadClaim(row.claim, [], number=len(reads) + 1)
    return reads


def _marks(row: Highlight) -> bool:
    """Whether it has one place. What fits several places stands on none of them until somebody chooses."""
    is_unclear = row.outcome == HighlightOutcome.AMBIGUOUS and row.state == HighlightState.QUEUED
    return row.state in MARKING and row.start is not None and not is_unclear


def _waits(row: Highlight) -> bool:
    return row.state == HighlightState.QUEUED and row.is_current


def _shown(row: Highlight, later: Highlight | None, reads: Mapping[int, ReadClaim]) -> ComparedHighlight:
    assert row.start is not None and row.end is not None
    outcome = later.outcome if later is not None and later.outcome != HighlightOutcome.MADE else ""
    return ComparedHighlight(reads[row.claim_id], row.start, row.end, outcome, waits=_waits(row))
