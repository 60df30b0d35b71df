"""Highlights that wait for a decision, with everything a person needs to decide: the words that were looked
for where they stood, and the words found where they stand now.

A fixed number of statements, however many are asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from annotations.domain.anchoring import align
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import NotFound
from annotations.domain.rewording import Stretch, rewording, whole
from annotations.domain.vocabulary import HighlightOutcome, HighlightState
from annotations.models import Claim, Highlight, Revision, User
from annotations.queries.claim_rows import FIELDS, ClaimRow, claim_rows

CONTEXT = 110
"""Characters shown before and after the words, at most."""
LONGEST_BLOCK = 900
"""Of the block in which words stood that are gone, as many characters are shown on either side of them."""
LONGEST_WORDS = 2_000

_FIELDS = (
    "claim_id",
    "revision_id",
    "start",
    "end",
    "exact",
    "state",
    "outcome",
    "sought",
    "candidates",
    "changes",
    "version",
    "confirmed_at",
    "confirmed_by__display_name",
    "revision__number",
    "revision__article_id",
    "revision__article__language",
    "anchored_from__start",
    "anchored_from__end",
    "anchored_from__revision_id",
    "anchored_from__revision__number",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words between what stands before and after them; cut ends carry an ellipsis."""

    before: str
    words: tuple[Stretch, ...]
    after: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several places that fit, numbered from 1; `start` and `end` are code points."""

    number: int
    start: int
    end: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class WaitingHighlight:
    """One highlight as the queue shows it.

    `old` is the passage from which it was looked for, None where the words were sent in from elsewhere; `new`
    is what was found, None where the words are gone or several places fit. `span` is where it stands (code
    points), `origin` the id of the earlier revision and the place in it.
    """

    id: int
    version: int
    state: str
    outcome: str
    changes: tuple[str, ...]
    claim: ClaimRow
    article_id: int
    sought: str
    old: Passage | None
    old_number: int | None
    new: Passage | None
    new_number: int
    span: tuple[int, int] | None
    origin: tuple[int, int] | None
    candidates: tuple[Candidate, ...]
    decided_by: str

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state == HighlightState.QUEUED


def waiting_highlight(highlight_id: int, person: User) -> WaitingHighlight:
    """One highlight, whatever its state. Refuses with `NotFound`."""
    found = list(with_contexts(Highlight.objects.filter(pk=highlight_id), person))
    if not found:
        raise NotFound(f"There is no highlight {highlight_id}.", details={"id": highlight_id})
    return found[0]


def place_to_begin(one: WaitingHighlight, text: str) -> int:
    """Where in its revision's text (code points) somebody begins to look for the words: where they were
    found, else behind what still stands before them.
    """
    if one.span is not None:
        return one.span[0]
    if one.origin is None:
        return 0
    revision_id, start = one.origin
    old = Revision.objects.values_list("text", flat=True).get(pk=revision_id)
    behind = [
        new + min(start - old_start, length)
        for old_start, new, length in align(old, text).runs
        if old_start <= start
    ]
    return min(max(behind, default=0), len(text) - 1)


def with_contexts(highlights: QuerySet[Highlight], person: User) -> list[WaitingHighlight]:
    """The highlights in the order given, each between its contexts: seven statements at most."""
    related = ("revision__article", "anchored_from__revision", "confirmed_by")
    rows = list(highlights.select_related(*related).only(*_FIELDS))
    texts = _texts(rows)
    claims = Claim.objects.filter(pk__in={row.claim_id for row in rows}).values(*FIELDS)
    by_id = {claim.id: claim for claim in claim_rows(claims)}
    return [_shown(row, by_id[row.claim_id], texts) for row in rows]


def _texts(rows: Iterable[Highlight]) -> dict[int, CanonicalText]:
    wanted = {row.revision_id for row in rows}
    wanted |= {row.anchored_from.revision_id for row in rows if row.anchored_from is not None}
    found = Revision.objects.filter(pk__in=wanted).only("text", "blocks")
    return {revision.pk: CanonicalText.from_json(revision.text, revision.blocks) for revision in found}


def _shown(row: Highlight, claim: ClaimRow, texts: Mapping[int, CanonicalText]) -> WaitingHighlight:
    language = row.revision.article.language
    text = texts[row.revision_id]
    old_words, new_words = whole(row.sought), whole(row.exact)
    if row.outcome == HighlightOutcome.CHANGED:
        old_words, new_words = rewording(row.sought, row.exact)
    origin = row.anchored_from
    has_one_place = row.start is not None and row.outcome != HighlightOutcome.AMBIGUOUS
    return WaitingHighlight(
        id=row.pk,
        version=row.version,
        state=row.state,
        outcome=row.outcome,
        changes=tuple(row.changes),
        claim=claim,
        article_id=row.revision.article_id,
        sought=row.sought or row.exact,
        old=_old(row, origin, texts, old_words, language) if origin is not None else None,
        old_number=origin.revision.number if origin is not None else None,
        new=_passage(text, row.start, row.end, new_words, language)
        if has_one_place and row.start is not None and row.end is not None
        else None,
        new_number=row.revision.number,
        span=(row.start, row.end) if row.start is not None and row.end is not None else None,
        origin=(origin.revision_id, origin.start)
        if origin is not None and origin.start is not None
        else None,
        candidates=_candidates(text, row.candidates, language),
        decided_by=row.confirmed_by.display_name if row.confirmed_by is not None else "",
    )


def _old(
    row: Highlight,
    origin: Highlight,
    texts: Mapping[int, CanonicalText],
    words: tuple[Stretch, ...],
    language: str,
) -> Passage | None:
    """Where the words stood. Of words that are gone the whole block is shown, to find them by."""
    if origin.start is None or origin.end is None:
        return None
    text = texts[origin.revision_id]
    if row.outcome != HighlightOutcome.ORPHANED:
        return _passage(text, origin.start, origin.end, words, language)
    first, last = text.block_at(origin.start), text.block_at(origin.end)
    reach = (origin.start - first.start, last.end - origin.end)
    return _passage(text, origin.start, origin.end, words, language, reach=reach, longest=LONGEST_BLOCK)


def _candidates(text: CanonicalText, places: Sequence[Sequence[int]], language: str) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(number, start, end, _passage(text, start, end, whole(text.text[start:end]), language))
        for number, (start, end) in enumerate(places, start=1)
    )


def _passage(
    text: CanonicalText,
    start: int,
    end: int,
    words: tuple[Stretch, ...],
    language: str,
    *,
    reach: tuple[int, int] = (CONTEXT, CONTEXT),
    longest: int = CONTEXT,
) -> Passage:
    block = text.block_at(start)
    return Passage(
        before=_before(text.text, start, min(reach[0], longest)),
        words=_bounded(words),
        after=_after(text.text, end, min(reach[1], longest)),
        language=block.language or language,
        direction=block.direction,
    )


def _before(text: str, start: int, length: int) -> str:
    """At most so many characters up to `start`, from the beginning of a word or a block."""
    if start <= length:
        return text[:start]
    shown = text[start - length : start]
    if text[start - length - 1] == "\n":
        return shown
    cut = shown.split(None, 1)
    return f"… {shown[len(shown) - len(cut[1]) :]}" if len(cut) == 2 else f"…{shown}"


def _after(text: str, end: int, length: int) -> str:
    if end + length >= len(text):
        return text[end:]
    shown = text[end : end + length]
    if text[end + length] == "\n":
        return shown
    cut = shown.rsplit(None, 1)
    return f"{cut[0]} …" if len(cut) == 2 else f"{shown}…"


def _bounded(words: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Words beyond what anybody reads in a list are left out, never a stretch that changed before them."""
    shown: list[Stretch] = []
    left = LONGEST_WORDS
    for stretch in words:
        if left <= 0:
            break
        cut = stretch.text[:left]
        shown.append(stretch if cut == stretch.text else Stretch(stretch.kind, f"{cut}…"))
        left -= len(cut)
    return tuple(shown)
