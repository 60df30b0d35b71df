"""Finding the words of an annotation in the text of a revision.

An annotation from elsewhere was made on another text: the page in a browser, a plain copy, an older version.
It usually says the place several times over. Words say most, so they decide:

* A quotation is looked for as every quotation is (`anchoring.find_quote`), with white space and characters as
  canonical text has them. A position beside it is believed where these very words, between their neighbours,
  stand there. It is tried in code points, as the standard counts, and in UTF-16 units, as most programs do.
* Where a quotation fits several places, a selector into the page's tree may tell them apart. Where it fits
  none, nothing weaker is asked: the words are gone, and what now stands at the old position is not them.
* A position alone is believed only where the annotation says that it was made on this very text (a digest, or
  a kept copy under one of the revision's own addresses). Else it is a candidate for a person to look at.
* Selectors into the page's tree are followed in the HTML the revision was read from, and their words are
  looked for in the text. A path leads to whatever stands there now, so it is a candidate too, unless the
  annotation was made on this very text, says the words as well, or names one element by its id.

What names no words - the whole page, a region of a picture - is no failure: there is nothing to find.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from annotations.domain.anchoring import CONTEXT_CHARACTERS, Anchoring, Quote, find_quote
from annotations.domain.canonical.blocks import CanonicalText
from annotations.domain.errors import Invalid
from annotations.domain.offsets import expand_to_graphemes
from annotations.domain.vocabulary import HighlightOutcome
from annotations.domain.webannotations.fragments import html_id, text_fragment
from annotations.domain.webannotations.markup import Place, find_in_page
from annotations.domain.webannotations.notes import PlaceNote
from annotations.domain.webannotations.pages import Page, read_page
from annotations.domain.webannotations.quoting import (
    canonical_quote,
    narrowed,
    respelled,
    spans_meant,
    stands_at,
    stands_whole,
)
from annotations.domain.webannotations.selectors import (
    AnySelector,
    Css,
    Fragment,
    Range,
    TextPosition,
    TextQuote,
    XPath,
)
from annotations.domain.webannotations.squeezing import Squeezed
from annotations.domain.webannotations.targets import TargetReading

MOST_CANDIDATES = 5

_STANDING = (HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a target's words stand in a text.

    `quote` are the words looked for, None where none are known. `near` is the position the annotation gave,
    in code points, where it lies in the text. `anchoring` is None where the target names no words; ORPHANED,
    with no quote, where it names a place that cannot be found. `note` says how it was found or why not.
    """

    quote: Quote | None
    near: int | None
    anchoring: Anchoring | None
    note: PlaceNote


def find_place(
    target: TargetReading, text: CanonicalText, markup: str | None, addresses: Collection[str] = ()
) -> Found:
    """Where the target's words stand. For several targets of one text, keep a `Places`, which is quicker."""
    return Places(text, markup, addresses).find(target)


class Places:
    """One revision to find places in: its text, the HTML it was read from where that is kept, and the
    addresses under which this very revision can be had.
    """

    def __init__(self, text: CanonicalText, markup: str | None, addresses: Collection[str] = ()) -> None:
        self._text = text
        self._markup = markup
        self._addresses = frozenset(addresses)

    def find(self, target: TargetReading) -> Found:
        """Where the target's words stand."""
        quote = next((one for one in target.selectors if isinstance(one, TextQuote)), None)
        position = next((one for one in target.selectors if isinstance(one, TextPosition)), None)
        known = self._is_this_revision(target)
        if quote is not None:
            return self._by_quote(quote, position, target, known=known)
        in_page = self._by_page(target, known=known)
        if position is None or (in_page is not None and _stands(in_page)):
            return in_page or self._by_fragment(target)
        return self._by_position(position, known=known)

    def _is_this_revision(self, target: TargetReading) -> bool:
        return any(
            state.sha256 == self._text.sha256 or not self._addresses.isdisjoint(state.cached)
            for state in target.states
        )

    @cached_property
    def _squeezed(self) -> Squeezed:
        return Squeezed(self._text.text)

    @cached_property
    def _page(self) -> Page | None:
        """None where the HTML is not kept, or is too complex to be read again."""
        if self._markup is None:
            return None
        try:
            return read_page(self._markup)
        except Invalid:
            return None

    def _by_quote(
        self, selector: TextQuote, position: TextPosition | None, target: TargetReading, *, known: bool
    ) -> Found:
        exact = narrowed(selector)
        meant = exact or selector
        quote = canonical_quote(meant.exact, meant.prefix, meant.suffix)
        if not quote.exact:
            return Found(None, None, None, PlaceNote.NAMES_NO_WORDS)
        quote = respelled(quote, self._squeezed)
        spans = spans_meant(position, self._text.text, known=False) if position else []
        near = spans[0][0] if spans else None
        for start, end in spans:
            if stands_at(quote, self._text.text, start, end, known=known):
                return self._standing(start, end, near, PlaceNote.QUOTE_AT_POSITION)
        found = self._sought(quote, near)
        if exact is None:
            return _only_candidates([found], PlaceNote.REFINEMENT_NOT_FOLLOWED)
        return self._told_apart(found, target)

    def _sought(self, quote: Quote, near: int | None = None, note: PlaceNote = PlaceNote.QUOTE) -> Found:
        """Words that stand once with all their neighbours are there; else they are looked for."""
        whole = stands_whole(quote, self._squeezed)
        if whole is not None:
            return self._standing(*whole, near, note)
        return Found(quote, near, find_quote(quote, self._text), note)

    def _told_apart(self, found: Found, target: TargetReading) -> Found:
        """Of several places with the same words, the one that a selector into the page's tree names."""
        if found.anchoring is None or found.anchoring.outcome != HighlightOutcome.AMBIGUOUS:
            return found
        for selector in _into_trees(target):
            other = self._in_page(selector, known=True)
            if (
                other
                and other.anchoring
                and (other.anchoring.start, other.anchoring.end) in found.anchoring.candidates
            ):
                return replace(other, near=found.near, note=PlaceNote.QUOTE_IN_ELEMENT)
        return found

    def _by_position(self, position: TextPosition, *, known: bool) -> Found:
        spans = [
            span for span in spans_meant(position, self._text.text, known=known) if self._has_words(*span)
        ]
        if not spans:
            return Found(None, None, _orphaned(), PlaceNote.POSITION_OUTSIDE)
        start, end = spans[0]
        found = self._standing(start, end, start, PlaceNote.POSITION_OF_THIS_TEXT)
        if known:
            return found
        anchoring = replace(_orphaned(), outcome=HighlightOutcome.AMBIGUOUS, candidates=self._whole(spans))
        return replace(found, anchoring=anchoring, note=PlaceNote.ONLY_A_POSITION)

    def _by_page(self, target: TargetReading, *, known: bool) -> Found | None:
        """By the first selector into the page's tree that leads to words, else why none does."""
        refused: Found | None = None
        for selector in _into_trees(target):
            found = self._in_page(selector, known=known)
            if found.anchoring is not None and found.quote is not None:
                return found
            refused = refused or found
        return refused

    def _in_page(self, selector: AnySelector, *, known: bool) -> Found:
        if self._page is None:
            return self._without_page(selector, PlaceNote.PAGE_NOT_KEPT)
        places = find_in_page(selector, self._page)
        if not places:
            return self._without_page(selector, PlaceNote.NOT_IN_PAGE)
        found = [self._words_of(place, self._page) for place in places[:MOST_CANDIDATES]]
        if len(found) > 1 or not places[0].is_sure:
            return _only_candidates(found, PlaceNote.SEVERAL_ELEMENTS)
        if not (known or _names_what_it_means(selector)):
            return _only_candidates(found, PlaceNote.ONLY_A_POSITION)
        return found[0]

    def _words_of(self, place: Place, page: Page) -> Found:
        words = page.words(place.start, place.end)
        quote = respelled(canonical_quote(words.exact, words.before, words.after), self._squeezed)
        if not quote.exact:
            return Found(None, None, None, PlaceNote.NAMES_NO_WORDS)
        return self._sought(quote, note=PlaceNote.ELEMENT)

    def _without_page(self, selector: AnySelector, note: PlaceNote) -> Found:
        """The words that refine a place which cannot be reached are still words; but elsewhere they may be
        others.
        """
        inner = _innermost(selector)
        if not isinstance(inner, TextQuote):
            return Found(None, None, _orphaned(), note)
        quote = respelled(canonical_quote(inner.exact, inner.prefix, inner.suffix), self._squeezed)
        found = self._sought(quote)
        return found if note == PlaceNote.PAGE_NOT_KEPT else _only_candidates([found], note)

    def _by_fragment(self, target: TargetReading) -> Found:
        """A span of plain text by RFC 5147; the element an address ends in; or nothing that names words."""
        for selector in target.selectors:
            if isinstance(selector, Fragment) and (found := text_fragment(selector.value, self._text.text)):
                known = found.is_checked or self._is_this_revision(target)
                return self._by_position(TextPosition(found.start, found.end), known=known)
        if target.fragment and not target.selectors and self._page is not None:
            found_in_page = self._in_page(Fragment(target.fragment), known=True)
            if _stands(found_in_page):
                return found_in_page
        return Found(None, None, None, PlaceNote.NAMES_NO_WORDS)

    def _standing(self, start: int, end: int, near: int | None, note: PlaceNote) -> Found:
        ((start, end),) = self._whole([(start, end)])
        text = self._text.text
        quote = Quote(
            text[start:end],
            text[max(0, start - CONTEXT_CHARACTERS) : start],
            text[end : end + CONTEXT_CHARACTERS],
        )
        return Found(quote, near, Anchoring(HighlightOutcome.UNCHANGED, start, end, (), ()), note)

    def _has_words(self, start: int, end: int) -> bool:
        return not self._text.text[start:end].isspace()

    def _whole(self, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """The spans in whole grapheme clusters, without the white space at their ends."""
        text = self._text.text
        trimmed = (
            (end - len(text[start:end].lstrip()), start + len(text[start:end].rstrip()))
            for start, end in spans
        )
        return tuple(expand_to_graphemes(text, start, end) for start, end in trimmed)


def _into_trees(target: TargetReading) -> Iterator[AnySelector]:
    for selector in target.selectors:
        names_an_element = isinstance(selector, Fragment) and html_id(selector.value, selector.conforms_to)
        if names_an_element or isinstance(selector, Range | XPath | Css):
            yield selector


def _names_what_it_means(selector: AnySelector) -> bool:
    """Whether it says the words, or the name that the page's author gave to the element."""
    is_id = isinstance(selector, Fragment) and selector.refined_by is None
    return is_id or isinstance(_innermost(selector), TextQuote)


def _innermost(selector: AnySelector) -> AnySelector:
    while selector.refined_by is not None:
        selector = selector.refined_by
    return selector


def _stands(found: Found) -> bool:
    return found.anchoring is not None and found.anchoring.outcome in _STANDING


def _only_candidates(found: list[Found], note: PlaceNote) -> Found:
    """The places where these stand, for a person to choose; what stands nowhere stays what it is."""
    standing = [one.anchoring for one in found if _stands(one)]
    candidates = [
        (one.start, one.end) for one in standing if one and one.start is not None and one.end is not None
    ]
    if not candidates:
        return found[0]
    first = next(one for one in found if _stands(one))
    anchoring = Anchoring(HighlightOutcome.AMBIGUOUS, None, None, tuple(dict.fromkeys(candidates)), ())
    return replace(first, anchoring=anchoring, note=note)


def _orphaned() -> Anchoring:
    return Anchoring(HighlightOutcome.ORPHANED, None, None, (), ())
