"""Dividing a text into the words that are compared.

A word is what an editor exchanges in one stroke: "don't", "5,000.5" and "3.5m" are one each. Scripts that
write without spaces have no such division; there each character is compared by itself. Punctuation and
pictographs stand alone. White space is no word: whether a space or a line's end divides two words is
typography, and no reader would call it a change.
"""

from dataclasses import dataclass

import regex

_UNDIVIDED = "".join(
    rf"\p{{{script}}}"
    for script in ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan")
)
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}_\u200c\u200d]--[{_UNDIVIDED}]]"
_WORD = regex.compile(rf"(?V1){_LETTER}++(?:['’]{_LETTER}++|(?<=\p{{Nd}})[.,]\p{{Nd}}{_LETTER}*+)*+|(?!\s)\X")
SENTENCE_ENDS = frozenset(".!?…。！？؟।۔")
_UNSPACED_ENDS = frozenset("。！？")
_INSIDE = regex.compile(_LETTER, regex.V1)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in order: `text[starts[n]:ends[n]]` in code points."""

    text: str
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def ends_a_sentence(self, at: int) -> bool:
        """Whether a sentence or a block ends after a word, as far as punctuation tells."""
        if at + 1 >= len(self) or "\n" in self.text[self.ends[at] : self.starts[at + 1]]:
            return True
        return self.text[self.starts[at]] in SENTENCE_ENDS and (
            self.ends[at] < self.starts[at + 1] or self.text[self.starts[at]] in _UNSPACED_ENDS
        )

    def strings(self) -> list[str]:
        """The words themselves."""
        return [self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]


def divide(text: str) -> Words:
    """The words of a text."""
    spans = [found.span() for found in _WORD.finditer(text)]
    return Words(text, [start for start, _ in spans], [end for _, end in spans])


def one_spaced(text: str) -> str:
    """The text with spaces for line ends. Canonical text never has two in a row, so every offset stays
    true."""
    return text.replace("\n", " ")


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ at most in what kind of white space divides their words."""
    return one == other or one_spaced(one).strip() == one_spaced(other).strip()


def cuts_a_word(text: str, offset: int) -> bool:
    """Whether the place lies between two characters of one word."""
    if not 0 < offset < len(text):
        return False
    return bool(_INSIDE.match(text[offset - 1]) and _INSIDE.match(text[offset]))
