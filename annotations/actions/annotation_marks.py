"""Draft claims and highlights from the words that an annotation marks.

Where the words stand in the article's latest text exactly, the highlight is live, as if a person had set it
here. Where they do not, nobody is sure: the highlight waits for a person with what was looked for, and the
claim is stale until then. Several places that one annotation marks are highlights of one claim. An annotation
that marks no words (a picture, a whole page) makes no claim.
"""

from dataclasses import dataclass
from typing import Final

from annotations.actions.claim_nodes import TEXT_LIMIT
from annotations.actions.claims import create_claim
from annotations.actions.highlights import Place
from annotations.actions.reanchoring import set_place
from annotations.actions.stale_words import settle_stale_words
from annotations.domain.anchoring import Anchoring, Quote, find_quote, make_selector
from annotations.domain.canonical import one_line
from annotations.domain.proposals import propose
from annotations.domain.sentences import sentences_around
from annotations.domain.vocabulary import ClaimType, HighlightOutcome, HighlightState, ImportOutcome
from annotations.domain.webannotations.notes import PlaceNote
from annotations.domain.webannotations.targets import TargetReading
from annotations.models import Claim, Highlight, User
from annotations.queries.annotated_texts import AnnotatedText, AnnotatedTexts

STANDING: Final = (HighlightOutcome.MADE, HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED)


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that an annotation marks, and what became of them in an article's latest text.

    `quote` is None where it says a place and no words, and the place is not to be found.
    """

    text: AnnotatedText
    quote: Quote | None
    found: Anchoring
    note: PlaceNote

    @property
    def outcome(self) -> ImportOutcome:
        """Whether they stand there."""
        return ImportOutcome.ANCHORED if self.found.outcome in STANDING else ImportOutcome.QUEUED

    @property
    def words(self) -> str:
        """The article's own words where they stand, else those that were looked for; empty for none."""
        if self.outcome == ImportOutcome.QUEUED or self.found.start is None:
            return self.quote.exact if self.quote else ""
        return self.text.canonical.text[self.found.start : self.found.end]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the targets of one annotation mark in one article, in their order and each place once; and, in
    sentences, what else it marks that was left alone.
    """

    found: tuple[Mark, ...]
    left_out: tuple[str, ...]


def find_marks(targets: tuple[TargetReading, ...], article_id: int, texts: AnnotatedTexts) -> Marks:
    """The words that the targets in this article mark. Of a choice it is the first that does."""
    found: dict[object, Mark] = {}
    left_out: list[str] = []
    has_chosen = False
    for number, target in enumerate(targets, 1):
        if texts.article_named(target, article_id) != article_id:
            left_out.append(f"Target {number} is on another page and was left alone: {target.source[:80]}.")
        elif has_chosen and target.group == "Choice":
            left_out.append(f"Target {number} is another choice and was left alone.")
        elif (mark := _mark(target, article_id, texts)) is not None:
            found.setdefault(_span(mark.found) or mark.words, mark)
            has_chosen |= target.group == "Choice"
    return Marks(tuple(found.values()), tuple(left_out))


def make_marked_claim(marks: tuple[Mark, ...], actor: User) -> tuple[Claim, Highlight]:
    """A draft of the words marked first with a highlight for each mark; and the first of these."""
    first, *further = marks
    if first.outcome == ImportOutcome.ANCHORED:
        claim = create_claim(
            text=claim_text(first.words), type=_type(first), place=_place(first), actor=actor
        )
        highlight = claim.highlights.get()
    else:
        words = claim_text(first.words) or f"({first.note.label})"
        claim = create_claim(text=words, type=_type(first), language=first.text.language, actor=actor)
        highlight = set_mark(claim, first, actor)
    for mark in further:
        set_mark(claim, mark, actor)
    return claim, highlight


def set_mark(claim: Claim, mark: Mark, actor: User) -> Highlight:
    """The highlight of a claim that is there already, for actions that record their own event."""
    is_standing = mark.outcome == ImportOutcome.ANCHORED
    highlight = Highlight(
        claim=claim,
        revision=mark.text.revision,
        outcome=HighlightOutcome.MADE if is_standing else mark.found.outcome,
        state=HighlightState.LIVE if is_standing else HighlightState.QUEUED,
        sought="" if is_standing else mark.words,
        candidates=[list(candidate) for candidate in mark.found.candidates],
        changes=list(mark.found.changes),
        made_by=actor,
    )
    set_place(highlight, mark.text.canonical, _span(mark.found), mark.quote or Quote(""))
    highlight.save()
    if not is_standing:
        settle_stale_words([claim.pk], actor=actor)
    return highlight


def claim_text(words: str) -> str:
    """The marked words as one line, no longer than a claim may be."""
    line = one_line(words)
    return line if len(line) <= TEXT_LIMIT else f"{line[: TEXT_LIMIT - 1].rstrip()}…"


def _mark(target: TargetReading, article_id: int, texts: AnnotatedTexts) -> Mark | None:
    """The words are sought in the text that they were marked in, if it is here, and from there in the latest:
    a position counts in its own text only.
    """
    meant, latest = texts.meant_by(target, article_id), texts.latest(article_id)
    placed = meant.places.find(target)
    found = placed.anchoring
    if found is None:
        return None
    if meant.is_latest:
        return Mark(latest, placed.quote, found, placed.note)
    quote = placed.quote
    if found.start is not None and found.end is not None:
        words = meant.canonical.text[found.start : found.end]
        selector = make_selector(meant.canonical, found.start, found.end, words)
        quote = Quote(selector.exact, selector.prefix, selector.suffix)
    carried = find_quote(quote, latest.canonical) if quote else found
    if found.outcome == HighlightOutcome.AMBIGUOUS and carried.start is not None and carried.end is not None:
        # Nobody knew there which place was meant; that its words stand here once does not tell.
        span = (carried.start, carried.end)
        carried = Anchoring(HighlightOutcome.AMBIGUOUS, candidates=(span,))
    return Mark(latest, quote, carried, placed.note)


def _place(mark: Mark) -> Place:
    start, end = mark.found.start, mark.found.end
    assert start is not None and end is not None
    canonical = mark.text.canonical
    selector = make_selector(canonical, start, end, canonical.text[start:end])
    block = canonical.block_named(selector.block_id)
    language = block.language or mark.text.language
    return Place(mark.text.revision.pk, selector, language, desk_id=mark.text.revision.article.desk_id)


def _span(found: Anchoring) -> tuple[int, int] | None:
    if found.outcome == HighlightOutcome.AMBIGUOUS:
        return found.candidates[0]
    return None if found.start is None or found.end is None else (found.start, found.end)


def _type(mark: Mark) -> str:
    """As the form of a claim proposes it for these words in their sentence."""
    words, sentence, canonical = mark.words, mark.words, mark.text.canonical
    if mark.outcome == ImportOutcome.ANCHORED and mark.found.start is not None and mark.found.end is not None:
        sentence = sentences_around(canonical, mark.found.start, mark.found.end, mark.text.language)
    published_on = mark.text.revision.article.published_on
    proposal = propose(words, sentence, published_on, language=mark.text.language)
    return proposal.content_type or ClaimType.EVENT
