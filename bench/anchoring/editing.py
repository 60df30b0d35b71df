"""Editing a text while keeping account of where each of its characters went.

A version is a list of pieces. A piece that stood in the first version knows where, so the truth about any
span of the first version can be read off, whatever was done to it since.
"""

import random
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench.anchoring.writing import Sentence, Writer

NEW = -1
A_SENTENCE = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and where it stood in the first version (`NEW`: nowhere)."""

    text: str
    origin: int = NEW


@dataclass(frozen=True, slots=True)
class Truth:
    """What became of a span's letters: `kept` is the share (0-1) that is still there, `together` the share
    that stands together, in a stretch of at most twice the span's length and a sentence's.
    """

    kept: float
    together: float
    places: tuple[int, ...]

    def overlap(self, start: int, end: int) -> float:
        """The share of the kept letters inside a span of the new version."""
        inside = sum(start <= place < end for place in self.places)
        return inside / len(self.places) if self.places else 0.0


def _most_together(places: Sequence[int], spread: int) -> int:
    ordered = sorted(places)
    return max((bisect_right(ordered, place + spread) - at for at, place in enumerate(ordered)), default=0)


@dataclass(frozen=True)
class Edited:
    """Two versions of a text and the truth about every character of the first."""

    old: str
    new: str
    places: "array[int]" = field(repr=False)

    @classmethod
    def of(cls, old: str, pieces: Sequence[Piece]) -> "Edited":
        """From the first version and the pieces of the second."""
        places = array("l", [NEW]) * len(old)
        at = 0
        for piece in pieces:
            if piece.origin != NEW:
                for n in range(len(piece.text)):
                    places[piece.origin + n] = at + n
            at += len(piece.text)
        return cls(old, "".join(piece.text for piece in pieces), places)

    def truth(self, start: int, end: int) -> Truth:
        """What became of a span of the first version."""
        letters = [n for n in range(start, end) if not self.old[n].isspace()]
        places = tuple(self.places[n] for n in letters if self.places[n] != NEW)
        together = _most_together(places, 2 * (end - start) + A_SENTENCE)
        return Truth(len(places) / max(1, len(letters)), together / max(1, len(letters)), places)


Tracked = list[list[list[Piece]]]
"""Paragraphs of sentences of words."""


def tracked(paragraphs: Sequence[Sequence[Sentence]]) -> tuple[str, Tracked]:
    """The text of an article, and the article with every word knowing its place."""
    at = 0
    article: Tracked = []
    for paragraph in paragraphs:
        article.append([])
        for sentence in paragraph:
            article[-1].append([])
            for word in sentence:
                article[-1][-1].append(Piece(word, at))
                at += len(word)
        last = article[-1][-1]
        at -= len(last[-1].text) - len(last[-1].text.rstrip())
        last[-1] = Piece(last[-1].text.rstrip(), last[-1].origin)
        at += 1
    return text_of(article), article


def text_of(article: Tracked) -> str:
    """The text of a tracked article."""
    return "".join(piece.text for piece in flat(article))


def flat(article: Tracked) -> list[Piece]:
    """The pieces of an article in order, with a newline between paragraphs and no white space doubled."""
    pieces: list[Piece] = []
    for paragraph in article:
        words = [word for sentence in paragraph for word in sentence]
        _end_paragraph(pieces)
        for word in words:
            if word.text[:1] == " " and (not pieces or pieces[-1].text[-1].isspace()):
                word = Piece(word.text[1:], word.origin if word.origin == NEW else word.origin + 1)
            if word.text:
                pieces.append(word)
    _end_paragraph(pieces)
    return pieces[:-1]


def _end_paragraph(pieces: list[Piece]) -> None:
    while pieces and not pieces[-1].text.strip():
        pieces.pop()
    if pieces:
        pieces[-1] = Piece(pieces[-1].text.rstrip(), pieces[-1].origin)
        pieces.append(Piece("\n"))


class Editor:
    """Edits an article as newsrooms do; equal seeds make equal edits."""

    def __init__(self, writer: Writer, seed: int) -> None:
        self.writer = writer
        self.chance = random.Random(seed)

    def edit(self, article: Tracked, rate: float) -> Tracked:
        """Every word, sentence and paragraph is touched with the same chance: words are replaced, dropped and
        added, sentences deleted, added and moved within their paragraph, paragraphs moved.
        """
        edited = [self._paragraph(paragraph, rate) for paragraph in article]
        for _ in range(self._count(len(edited) * rate / 3)):
            paragraph = edited.pop(self.chance.randrange(len(edited)))
            edited.insert(self.chance.randrange(len(edited) + 1), paragraph)
        return edited

    def _count(self, expected: float) -> int:
        return int(expected) + (self.chance.random() < expected % 1)

    def _paragraph(self, paragraph: Sequence[Sequence[Piece]], rate: float) -> list[list[Piece]]:
        edited: list[list[Piece]] = []
        for sentence in paragraph:
            if self.chance.random() < rate / 2:
                edited.append([Piece(word) for word in self.writer.sentence()])
            if self.chance.random() >= rate:
                edited.append(list(self._sentence(self._spaced(sentence), rate)))
        if len(edited) > 2 and self.chance.random() < rate:
            edited.insert(0, edited.pop(self.chance.randrange(1, len(edited))))
        return edited

    def _spaced(self, sentence: Sequence[Piece]) -> list[Piece]:
        """With the white space after its end that a paragraph's last sentence has lost."""
        space = self.writer.script.space
        last = sentence[-1]
        if space and not last.text.endswith(space):
            return [*sentence[:-1], Piece(last.text, last.origin), Piece(space)]
        return list(sentence)

    def _sentence(self, sentence: Sequence[Piece], rate: float) -> Iterator[Piece]:
        for word in sentence:
            if self.chance.random() >= rate or not word.text.strip():
                yield word
                continue
            kind = self.chance.random()
            if kind < 0.55:
                kept = word.text.rstrip(" .。।,،，、")
                yield Piece(self.writer.word())
                yield Piece(word.text[len(kept) :], word.origin + len(kept) if word.origin != NEW else NEW)
            elif kind < 0.8:
                yield word
                yield Piece(self.writer.word() + self.writer.script.space)
