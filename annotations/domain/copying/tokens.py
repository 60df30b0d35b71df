"""A text as the words that are compared, each with its place and whether it is somebody's quoted speech.

Scripts with spaces are compared word by word, the others character by character (`anchoring.words`). To have
one measure for both, a word counts two units and a character of an undivided script one: five words are as
long as ten characters. Case, accents' spelling and typography are folded, words are not.
"""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import regex

from annotations.domain.anchoring.words import divide
from annotations.domain.copying.lines import is_boilerplate

LONGEST_CHARACTERS: Final = 200_000
"""So much of a text is compared; a copy of a longer one shows well before."""

_UNDIVIDED: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]"
)
_WORD: Final = regex.compile(r"[\p{L}\p{N}]")
_OPENED_BY: Final = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‹": "›", '"': '"'}


@dataclass(frozen=True)
class ComparedText:
    """The words of a text that count: folded, with their places in code points and lengths in units.

    `lines` numbers the line each stands in. Lines that stand on every page are not there.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    units: list[int]
    quoted: list[bool]
    lines: list[int]

    def __len__(self) -> int:
        return len(self.words)

    @property
    def own_units(self) -> int:
        """The length of all that is not quoted speech."""
        return sum(units for units, quoted in zip(self.units, self.quoted, strict=True) if not quoted)


def read_text(
    text: str, quotations: Iterable[tuple[int, int]] = (), *, left_out: Collection[str] = ()
) -> ComparedText:
    """The words of a text. `quotations` are further spans that are quoted, such as blocks set apart;
    `left_out` are lines that are no part of it.
    """
    read = ComparedText(text, [], [], [], [], [], [])
    spans = list(quotations)
    start = 0
    for number, line in enumerate(text[:LONGEST_CHARACTERS].split("\n")):
        if line not in left_out:
            _read_line(read, line, start, number, spans)
        start += len(line) + 1
    return read


def _read_line(
    read: ComparedText, line: str, offset: int, number: int, quotations: list[tuple[int, int]]
) -> None:
    divided = divide(line)
    found = [
        (start, end)
        for start, end in zip(divided.starts, divided.ends, strict=True)
        if _WORD.search(line, start, end)
    ]
    lengths = [1 if _UNDIVIDED.match(line, start) else 2 for start, _ in found]
    if is_boilerplate(line, sum(lengths)):
        return
    spoken = _spoken(line)
    for (start, end), units in zip(found, lengths, strict=True):
        place = offset + start
        read.words.append(fold(line[start:end]))
        read.starts.append(place)
        read.ends.append(offset + end)
        read.units.append(units)
        read.quoted.append(spoken[start] or any(first <= place < last for first, last in quotations))
        read.lines.append(number)


def fold(word: str) -> str:
    """A word without what typography, case and the spelling of accents change."""
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")


def _spoken(line: str) -> list[bool]:
    """For each character of a line whether it stands in quotation marks. A quotation that is not closed goes
    on to the end of the line: of several paragraphs of one speech only the last is closed.
    """
    inside: list[bool] = []
    closes = ""
    for character in line:
        if closes:
            inside.append(True)
            if character in closes:
                closes = ""
        else:
            closes = _OPENED_BY.get(character, "")
            inside.append(bool(closes))
    return inside
