"""Quotations from elsewhere, spelled as canonical text spells them."""

import regex

from annotations.domain.anchoring import Quote
from annotations.domain.anchoring.words import cuts_a_word
from annotations.domain.canonical.characters import clean_characters, one_line
from annotations.domain.errors import Invalid
from annotations.domain.offsets import span_from_utf16
from annotations.domain.webannotations.selectors import TextPosition, TextQuote
from annotations.domain.webannotations.squeezing import Squeezed, squeezed

SHORT_CHARACTERS = 20
"""Words of fewer characters stand by chance in many places: they need their context."""

_SPACE = regex.compile(r"\s+")


def canonical_quote(exact: str, before: str, after: str) -> Quote:
    """The quotation in canonical characters on one line; a space beside the words stays with the context."""
    leading = " " if exact[:1].isspace() else ""
    trailing = " " if exact[-1:].isspace() else ""
    return Quote(one_line(exact), _side(before + leading), _side(trailing + after))


def _side(context: str) -> str:
    return _SPACE.sub(" ", clean_characters(context))


def respelled(quote: Quote, text: Squeezed) -> Quote:
    """The quotation with the white space that the text has where it stands.

    Unchanged where it does not stand in the text, or stands there divided in several ways.
    """
    spellings = {text.text[start:end] for start, end in _alike(quote, text, "", "")}
    return Quote(spellings.pop(), quote.prefix, quote.suffix) if len(spellings) == 1 else quote


def stands_whole(quote: Quote, text: Squeezed) -> tuple[int, int] | None:
    """The one place where the words stand with all that is known of those beside them.

    None where there is none, where there are several, and where too little is known to prove anything.
    """
    if (
        not (quote.prefix or quote.suffix)
        or len(quote.prefix + quote.exact + quote.suffix) < SHORT_CHARACTERS
    ):
        return None
    places = _alike(quote, text, quote.prefix, quote.suffix)
    return places[0] if len(places) == 1 else None


def _alike(quote: Quote, text: Squeezed, prefix: str, suffix: str) -> list[tuple[int, int]]:
    places = text.between(quote.exact, prefix, suffix)
    return [(start, end) for start, end in places if _divides_alike(quote, text.text, start, end)]


def _divides_alike(quote: Quote, text: str, start: int, end: int) -> bool:
    """Whether the words of a place are those of the quotation, divided alike: a line's end may be a space or
    nothing, a space is a space, and a word is no part of a longer one unless it was selected so.
    """
    if cuts_a_word(text, start) and not quote.begins_inside_a_word:
        return False
    if cuts_a_word(text, end) and not quote.ends_inside_a_word:
        return False
    pattern = " ?".join(regex.escape(line) for line in text[start:end].strip().split("\n"))
    return regex.fullmatch(pattern, one_line(quote.exact)) is not None


def stands_at(quote: Quote, text: str, start: int, end: int, *, known: bool) -> bool:
    """Whether the words of the quotation, and whatever it knows of those beside them, stand at this place.

    Where the offsets are `known` to count this text, the words alone will do.
    """
    before, after = squeezed(quote.prefix), squeezed(quote.suffix)
    if not _divides_alike(quote, text, start, end):
        return False
    if known or not (before or after):
        return known or len(quote.exact) >= SHORT_CHARACTERS
    # White space is at most every second character of canonical text.
    left = squeezed(text[max(0, start - 2 * len(before) - 2) : start])
    right = squeezed(text[end : end + 2 * len(after) + 2])
    return left.endswith(before) and right.startswith(after)


def narrowed(quote: TextQuote) -> TextQuote | None:
    """The quotation cut down to what refines it; None where that cannot be followed within the words."""
    while (inner := quote.refined_by) is not None:
        match inner:
            case TextQuote():
                places = Squeezed(quote.exact).places(inner.exact, inner.prefix, inner.suffix)
            case TextPosition():
                places = [place] if (place := span_within(inner, quote.exact)) else []
            case _:
                return None
        if len(places) != 1:
            return None
        start, end = places[0]
        before, after = quote.prefix + quote.exact[:start], quote.exact[end:] + quote.suffix
        quote = TextQuote(quote.exact[start:end], before, after, inner.refined_by)
    return quote


def span_within(position: TextPosition, text: str) -> tuple[int, int] | None:
    """The position in code points; None where it is empty or does not lie in the text."""
    start, end = position.start, position.end
    if position.unit == "utf-16":
        try:
            start, end = span_from_utf16(text, start, end)
        except Invalid:
            return None
    return (start, end) if start < end <= len(text) else None


def spans_meant(position: TextPosition, text: str, *, known: bool) -> list[tuple[int, int]]:
    """The spans a position may mean: as its unit says, then, unless it is `known` to count this very text, in
    the other unit, since few programs say which they count.
    """
    other = TextPosition(
        position.start, position.end, "code-points" if position.unit == "utf-16" else "utf-16"
    )
    spans = [span_within(one, text) for one in (position, other)[: 1 if known else 2]]
    return list(dict.fromkeys(span for span in spans if span is not None))
