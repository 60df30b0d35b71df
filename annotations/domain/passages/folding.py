"""Text in plain typography, with the way back to the offsets it came from.

What is folded is what typesetting, copying and mail programs change without a person touching a word:

* quotation marks, apostrophes and dashes of all countries; white space beside quotation marks and around
  dashes, and the space that French sets before ! ? ; : and %
* ligatures, wide and narrow letters, and the presentation forms of Arabic and Hebrew; a letter and its marks
  written as one character or as several (also the syllables of Korean)
* characters that are not seen: soft hyphens, joiners, direction marks, the Arabic letter stretcher
* line ends; any space beside a character of a script that writes without spaces
* a hyphen that divides a word at a line's end, which leaves three readings: no hyphen ("re-/ported"), a
  hyphen ("well-/known"), or a hyphen and a space ("pre-/and post-war").

What is *not* folded, because it can change what is said: letter case, accents, digits of other scripts,
superscripts and fractions (10³ is not 103, 1½ not 11/2), and every other sign.
"""

import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import product

import regex

_APOSTROPHES = "'‘’‚‛′`´ʼ׳＇"
_QUOTES = '"“”„‟″«»「」『』״＂〝〞〟'
_DASHES = "–—―⸺"
_HYPHENS = "-‐‑−־－"
_UNSEEN = "\u00ad\u0640\u180e\u200b-\u200f\u061c\u202a-\u202e\u2060-\u206f\ufeff"
_UNDIVIDED = "".join(
    rf"\p{{{script}}}"
    for script in ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan")
)

_TOKEN = regex.compile(
    rf"(?P<division>(?<=\p{{L}}\p{{M}}*)[-‐](?:[^\S\n]*\r?\n\s*(?=[\p{{L}}\p{{N}}])|[ ](?=\p{{Ll}})))"
    rf"|(?P<dash>\s*[{_DASHES}]\s*|(?<=\S)\s+[{regex.escape(_HYPHENS)}]\s+(?=\S))"
    r"|(?P<space>\s+)"
    rf"|(?P<unseen>[{_UNSEEN}]+)"
    rf"|(?P<quote>[{_QUOTES}]|[{_APOSTROPHES}]{{2}})"
    rf"|(?P<apostrophe>[{_APOSTROPHES}])"
    rf"|(?P<hyphen>[{regex.escape(_HYPHENS)}])"
    rf"|(?P<run>[^\s{_DASHES}{_UNSEEN}{_QUOTES}{_APOSTROPHES}{regex.escape(_HYPHENS)}]+)"
)
_CLUSTER = regex.compile(r"\X")
_UNDIVIDED_CHARACTER = regex.compile(rf"[{_UNDIVIDED}、。，．！？：；（）〈〉《》【】〔〕・…]")
_FOLDED_WIDTHS = frozenset(
    [
        "<compat>",
        "<wide>",
        "<narrow>",
        "<noBreak>",
        "<initial>",
        "<medial>",
        "<final>",
        "<isolated>",
        "<vertical>",
    ]
)
_PLAIN = {"quote": '"', "apostrophe": "'", "hyphen": "-"}
_NO_SPACE_BEFORE = frozenset("!?;:%‰")
MOST_DIVISIONS = 3
"""Divided words in one passage of which every combination of readings is tried."""


class Division(Enum):
    """How a hyphen at a line's end is read."""

    JOINED = ""
    HYPHENATED = "-"
    SPACED = "- "


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in plain typography. Character `n` of `text` comes from `starts[n]` up to `ends[n]`."""

    text: str
    starts: "array[int]"
    ends: "array[int]"


@lru_cache(maxsize=2)
def readings_of_text(text: str) -> tuple[Folded, ...]:
    """A long text folded, once for each reading of its line ends. Kept, since passages come in groups."""
    if not any(found.lastgroup == "division" for found in _TOKEN.finditer(text)):
        return (_fold(text, ()),)
    return tuple(_fold(text, (reading,)) for reading in Division)


def readings_of_passage(passage: str) -> list[str]:
    """A passage folded, in every reading of its line ends, without space at its ends."""
    divisions = sum(1 for found in _TOKEN.finditer(passage) if found.lastgroup == "division")
    combinations: Iterator[tuple[Division, ...]]
    if divisions <= MOST_DIVISIONS:
        combinations = product(Division, repeat=divisions)
    else:
        combinations = iter([(reading,) for reading in Division])
    folded = (_fold(passage, readings).text.strip() for readings in combinations)
    return list(dict.fromkeys(folded))


class _Folding:
    """Collects the folded characters and decides about each space when it is known what follows it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: array[int] = array("I")
        self.ends: array[int] = array("I")
        self.space: int | None = None
        self.last = ""

    def add(self, characters: str, start: int, end: int) -> None:
        """Characters that all come from one stretch of the text."""
        self._settle_space(characters[0])
        self._put(characters, [start] * len(characters), [end] * len(characters))

    def add_as_it_is(self, characters: str, start: int) -> None:
        """Characters of which each is its own."""
        self._settle_space(characters[0])
        length = len(characters)
        self._put(characters, range(start, start + length), range(start + 1, start + length + 1))

    def _settle_space(self, following: str) -> None:
        at, self.space = self.space, None
        if at is not None and self.last and _divides(self.last, following):
            self._put(" ", [at], [at + 1])

    def _put(self, characters: str, starts: "range | list[int]", ends: "range | list[int]") -> None:
        self.parts.append(characters)
        self.starts.extend(starts)
        self.ends.extend(ends)
        self.last = characters[-1]

    def finished(self) -> Folded:
        """What was collected. A space at the very end divides nothing."""
        return Folded("".join(self.parts), self.starts, self.ends)


def _divides(before: str, after: str) -> bool:
    """Whether a space between two characters is more than typography."""
    if '"' in (before, after) or after in _NO_SPACE_BEFORE:
        return False
    return not (_UNDIVIDED_CHARACTER.match(before) or _UNDIVIDED_CHARACTER.match(after))


def _fold(text: str, readings: tuple[Division, ...]) -> Folded:
    """The text folded; the readings of its divisions in order, one for all where there are fewer."""
    folding = _Folding()
    division = 0
    for found in _TOKEN.finditer(text):
        kind, start = found.lastgroup or "", found.start()
        if kind == "run":
            _add_run(folding, found[0], start)
        elif kind == "space":
            folding.space = start if folding.space is None else folding.space
        elif kind == "division":
            reading = readings[min(division, len(readings) - 1)]
            division += 1
            _add_division(folding, reading, start, found.end())
        elif kind == "dash":
            folding.space = None
            at = start + len(found[0]) - len(found[0].lstrip())
            folding.add("-", at, at + 1)
        elif kind != "unseen":
            folding.add(_PLAIN[kind], start, found.end())
    return folding.finished()


def _add_division(folding: _Folding, reading: Division, start: int, end: int) -> None:
    if reading is not Division.JOINED:
        folding.add("-", start, start + 1)
    if reading is Division.SPACED:
        folding.space = start + 1


def _add_run(folding: _Folding, run: str, start: int) -> None:
    if run.isascii() or unicodedata.is_normalized("NFKC", run):
        folding.add_as_it_is(run, start)
        return
    for cluster in _CLUSTER.finditer(run):
        plain = unicodedata.normalize("NFC", "".join(map(_plain, cluster[0]))).strip()
        if plain:
            folding.add(plain, start + cluster.start(), start + cluster.end())


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """A character without the form that typesetting gave it, where that says nothing."""
    form = unicodedata.decomposition(character).partition(" ")[0]
    return unicodedata.normalize("NFKC", character) if form in _FOLDED_WIDTHS else character
