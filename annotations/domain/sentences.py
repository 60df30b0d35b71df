"""Where sentences begin and end.

pysbd knows abbreviations and quotations in some twenty languages, but it can lose track of offsets, and it is
slow on long text. So only its division is used, found again in the text; where the pieces do not line up,
where the block is very long, or where the language is unknown to it, sentence-ending punctuation alone
decides.
"""

import pysbd
import regex

from annotations.domain.canonical.blocks import Block, CanonicalText

LONGEST_FOR_RULES = 8_000

_KNOWN = frozenset(
    [
        "en", "hi", "mr", "zh", "es", "am", "ar", "hy", "bg", "ur", "ru", "pl", "fa", "nl", "da",
        "fr", "my", "el", "it", "ja", "de", "kk", "sk",
    ]
)  # fmt: skip  # The codes pysbd 0.3.4 has rules for.
_SIMPLE_SENTENCE = regex.compile(
    r"[^\n]+?(?:[.!?\u2026\u061f\u06d4\u0964\u0589]+[\p{Pe}\p{Pf}\"'»”’]*(?=\s|\Z)|[。！？]+[\p{Pe}\p{Pf}]*|(?=\n)|\Z)"
)


def sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Spans `(start, end)` of the sentences of one block, in code points, in order, without white space at
    the ends.

    Everything but white space lies in exactly one sentence. `language` is a BCP 47 tag or None.
    """
    code = (language or "").split("-")[0].lower()
    if code in _KNOWN and len(text) <= LONGEST_FOR_RULES:
        found = _by_rules(text, code)
        if found is not None:
            return found
    return _by_punctuation(text)


def sentences_of_block(
    canonical: CanonicalText, block: Block, language: str | None = None
) -> list[tuple[int, int]]:
    """The sentences of a block as spans of the whole text; the block's own language goes before
    `language`."""
    found = sentences(canonical.block_text(block), block.language or language)
    return [(block.start + start, block.start + end) for start, end in found]


def sentences_around(canonical: CanonicalText, start: int, end: int, language: str | None = None) -> str:
    """The sentence around `start`..`end`, or the sentences from the first to the last of them."""
    first, last = canonical.block_at(start), canonical.block_at(end - 1)
    begins = [begin for begin, _end in sentences_of_block(canonical, first, language) if begin <= start]
    ends = [stop for _start, stop in sentences_of_block(canonical, last, language) if stop >= end]
    return canonical.text[begins[-1] if begins else start : ends[0] if ends else end]


def _by_rules(text: str, code: str) -> list[tuple[int, int]] | None:
    # A segmenter keeps the text it works on, so each call has its own: threads share nothing.
    pieces = pysbd.Segmenter(language=code, clean=False).segment(text)
    spans: list[tuple[int, int]] = []
    position = 0
    for piece in pieces:
        words = piece.strip()
        if not words:
            continue
        start = text.find(words, position)
        if start < 0 or text[position:start].strip():
            return None
        position = start + len(words)
        spans.append((start, position))
    return None if text[position:].strip() else spans


def _by_punctuation(text: str) -> list[tuple[int, int]]:
    spans = []
    for found in _SIMPLE_SENTENCE.finditer(text):
        words = found[0]
        start = found.start() + len(words) - len(words.lstrip())
        end = found.start() + len(words.rstrip())
        if start < end:
            spans.append((start, end))
    return spans
