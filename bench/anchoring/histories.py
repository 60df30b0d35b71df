"""Short articles with the history of their revisions, as newsrooms make them, and the truth about each edit.

Every file of `histories/` is one article; those of `histories/lines/` are made of rows and answers. A file
has the first text and, for each revision, the edits that made it. An edit names words that stand once in the
text before it: `replace` them, `delete` them, `insert after` them, or `move after` other words.
"""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import regex

from bench.anchoring.editing import NEW, Edited, Piece

ARTICLES = Path(__file__).parent / "histories"
LINES = ARTICLES / "lines"
SENTENCE = regex.compile(r"[^\n.。।!?]+[.。।!?”\"»“]*")
WORD = regex.compile(r"\p{Han}|[^\s\p{Han}]+|\s+")
SPANS_A_SENTENCE = 3

Span = tuple[int, int]


@dataclass(frozen=True)
class History:
    """An article through its revisions: for each, what the first text became by then."""

    title: str
    revisions: tuple[Edited, ...]

    @property
    def first(self) -> str:
        """The first text."""
        return self.revisions[0].old

    def spans(self) -> list[Span]:
        """What people would highlight in the first text: each sentence, and parts of each."""
        chance = random.Random(self.title)
        return [
            span
            for found in SENTENCE.finditer(self.first)
            for span in _parts(self.first, found.span(), chance)
        ]


def _parts(text: str, sentence: Span, chance: random.Random) -> Iterator[Span]:
    start = sentence[0] + len(text[slice(*sentence)]) - len(text[slice(*sentence)].lstrip())
    yield start, sentence[1]
    edges = [start, *(n + 1 for n in range(start, sentence[1]) if text[n] == " "), sentence[1] + 1]
    if len(edges) < 4:
        edges = [*range(start, sentence[1] + 1, 2), sentence[1] + 1]
    for _ in range(SPANS_A_SENTENCE):
        first, last = sorted(chance.sample(edges, 2))
        if last - first > 3:
            yield first, min(last - 1, sentence[1])


def histories(folder: Path = ARTICLES) -> list[History]:
    """All articles of a folder."""
    return [_read(path) for path in sorted(folder.glob("*.toml"))]


def _read(path: Path) -> History:
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    old = written["text"].strip("\n")
    pieces = [Piece(old, 0)]
    revisions = []
    for revision in written["revision"]:
        for edit in revision["edits"]:
            pieces = _edited(pieces, *edit)
        revisions.append(Edited.of(old, pieces))
    return History(written["title"], tuple(revisions))


def _edited(pieces: list[Piece], kind: str, words: str, other: str) -> list[Piece]:
    before, found, after = _cut(pieces, words)
    if kind == "insert after":
        return [*before, *found, Piece(other), *after]
    if kind in ("replace", "delete"):
        return [*before, *_replaced(found, other), *after]
    before, target, after = _cut([*before, *after], other)
    return [*before, *target, *found, *after]


def _replaced(found: list[Piece], other: str) -> list[Piece]:
    """New words in the place of old ones; those that are in both, in order, are the old ones."""
    ours, theirs = WORD.findall("".join(piece.text for piece in found)), WORD.findall(other)
    pieces: list[Piece] = []
    rest = found
    for tag, i, i_end, j, j_end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        old, rest = _split(rest, len("".join(ours[i:i_end])))
        pieces += old if tag == "equal" else [Piece("".join(theirs[j:j_end]))]
    return [piece for piece in pieces if piece.text]


def _cut(pieces: list[Piece], words: str) -> tuple[list[Piece], list[Piece], list[Piece]]:
    text = "".join(piece.text for piece in pieces)
    if text.count(words) != 1:
        raise ValueError(f"These words must stand once in the text: {words!r}")
    start = text.index(words)
    head, rest = _split(pieces, start)
    return head, *_split(rest, len(words))


def _split(pieces: list[Piece], at: int) -> tuple[list[Piece], list[Piece]]:
    head: list[Piece] = []
    for index, piece in enumerate(pieces):
        if at < len(piece.text):
            origin = piece.origin if piece.origin == NEW else piece.origin + at
            tail = [Piece(piece.text[at:], origin), *pieces[index + 1 :]]
            return ([*head, Piece(piece.text[:at], piece.origin)] if at else head), tail
        head.append(piece)
        at -= len(piece.text)
    return head, []
