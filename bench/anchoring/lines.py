"""Lines of a label and a few words, where the words mean nothing without the label.

Lists, tables, interviews, transcripts and live blogs say the same few words again and again. Their rows are
shuffled, taken out, put in, and change their words among each other. The truth about words is their label's:
"12 tons" of the pears are the pears' as long as these are still said to be 12 tons, wherever the row stands;
the same words behind another label are new ones.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.anchoring.editing import Edited, Piece
from bench.anchoring.measuring import Span

Row = tuple[str, str]

INTRODUCTION, END = "These are the facts as of now.", "That is all that is known."


@dataclass(frozen=True)
class Shape:
    """How one kind of lines is written: a label, words, and what stands before, between and after them."""

    name: str
    labels: Sequence[str]
    words: Sequence[str]
    between: str = " "
    before: str = ""
    after: str = ""
    is_label_last: bool = False
    separators: tuple[str, ...] = ("\n",)

    def pieces(self, row: Row) -> list[str]:
        """A row in its parts; the label and the words are the second and the fourth."""
        label, words = row[::-1] if self.is_label_last else row
        return [self.before, label, self.between, words, self.after]


TOWNS = ("Arden", "Belmont", "Corby", "Dunmore", "Elston", "Farley")
NAMES = ("SMITH", "JONES", "LEE", "KHAN", "MORI")
QUESTIONS = (
    "Was he there that night?",
    "Did he pay the guard?",
    "Did he lie to the court?",
    "Has he seen the file?",
    "Does he know the judge?",
    "Will he run again?",
)
ANSWERS = ("No.", "Yes.", "No comment.", "He would not say.")
TESTIMONY = (
    "I did not take the money",
    "I took the money",
    "I do not remember that",
    "I have never seen any of the money that is said to be missing",
)
COUNTS = (
    "the flood killed 12 people and left 300 without homes",
    "the flood killed 30 people and left 300 without homes",
    "the flood killed 12 people and left 90 without homes",
)
ANYWHERE = ("\n", " ")
SHAPES = (
    Shape("interview", QUESTIONS, ANSWERS, separators=ANYWHERE),
    Shape("interview by lines", QUESTIONS, ANSWERS, between="\n"),
    Shape("interview with letters", QUESTIONS, ANSWERS, between=" A. ", before="Q. ", separators=ANYWHERE),
    Shape("table", ("Spain", "Italy", "Malta", "France", "Greece", "Cyprus"), ("10 20", "11 20", "9 4")),
    Shape("table by cells", ("Spain", "Italy", "Malta", "France", "Greece"), ("10", "12", "9"), between="\n"),
    Shape("table, label last", ("Spain", "Italy", "Malta", "France"), ("10 20", "11 20"), is_label_last=True),
    Shape("list", ("Apples", "Pears", "Plums", "Grapes", "Figs"), ("12 tons", "14 tons", "9 tons"), ": "),
    Shape("transcript", NAMES, tuple(f"{words}." for words in TESTIMONY), ": "),
    Shape("initials", tuple(f"{n}. Smith" for n in "ABCDE"), ("I took the money.", "I did not."), ": "),
    Shape("said afterwards", NAMES, TESTIMONY, ", said ", after=".", is_label_last=True, separators=ANYWHERE),
    Shape("reports", TOWNS, COUNTS, " said that ", "The mayor of ", ".", separators=ANYWHERE),
    Shape("live blog", ("14:10", "14:05", "13:40", "13:15"), ("12 dead.", "9 dead.", "No news."), " Army: "),
    Shape("list in Chinese", ("苹果", "梨子", "李子", "葡萄"), ("十二吨", "十四吨", "九吨"), "："),
    Shape("list in Arabic", ("تفاح", "كمثرى", "برقوق", "عنب"), ("١٢ طنا", "١٤ طنا", "٩ أطنان"), ": "),
)  # fmt: skip


def lines(seeds: Sequence[int]) -> list[tuple[Edited, list[Span]]]:
    """A few lines and one edit of them for each seed; highlights are the words of every row, and the row."""
    return [_case(random.Random(f"lines {seed}"), SHAPES[seed % len(SHAPES)]) for seed in seeds]


def _case(chance: random.Random, shape: Shape) -> tuple[Edited, list[Span]]:
    labels = chance.sample(shape.labels, chance.randint(3, len(shape.labels)))
    old = [(label, chance.choice(shape.words)) for label in labels]
    separator = chance.choice(shape.separators)
    first = Writing(shape, separator, {})
    text = "".join(piece.text for piece in first.pieces(old))
    new = _edited(old, [label for label in shape.labels if label not in labels], shape, chance)
    return Edited.of(text, Writing(shape, separator, first.places).pieces(new)), list(first.spans())


@dataclass
class Writing:
    """Rows as text. `places` says where each part of each row of the first version stood."""

    shape: Shape
    separator: str
    places: dict[Row, tuple[int, int]]

    def pieces(self, rows: Sequence[Row]) -> list[Piece]:
        """The text in pieces that know where they stood; without places, they are noted."""
        is_first = not self.places
        pieces = [Piece(INTRODUCTION, 0)]
        at = len(INTRODUCTION)
        for row in rows:
            line = "".join(self.shape.pieces(row))
            if is_first:
                at += len(self.separator)
                self.places[row] = at, at + len(line)
                at += len(line)
            pieces += [Piece(self.separator), *self._row(row, line)]
        return [*pieces, Piece(self.separator), Piece(END)]

    def _row(self, row: Row, line: str) -> Iterator[Piece]:
        if row in self.places:
            yield Piece(line, self.places[row][0])
            return
        # Other words behind a label that stood before: only the label is what it was.
        known = next((known for known in self.places if known[0] == row[0]), None)
        before, first, between, second, after = self.shape.pieces(row)
        for part in (before, first, between, second, after):
            origin = self._origin(known, part) if known and part == row[0] else None
            yield Piece(part) if origin is None else Piece(part, origin)

    def _origin(self, row: Row, part: str) -> int:
        return self.places[row][0] + "".join(self.shape.pieces(row)).rindex(part)

    def spans(self) -> Iterator[Span]:
        """The words of every row, and every row."""
        for row, (start, end) in self.places.items():
            parts = self.shape.pieces(row)
            index = 1 if self.shape.is_label_last else 3
            first = start + len("".join(parts[:index]))
            yield first, first + len(parts[index])
            yield start, end


def _edited(rows: Sequence[Row], unused: Sequence[str], shape: Shape, chance: random.Random) -> list[Row]:
    kind = chance.choice(
        ("exchange", "delete", "shuffle", "insert", "exchange and delete", "rename", "reword")
    )
    new = list(rows)
    if "exchange" in kind:
        i, j = chance.sample(range(len(new)), 2)
        new[i], new[j] = (new[i][0], new[j][1]), (new[j][0], new[i][1])
    if "delete" in kind:
        new.pop(chance.randrange(len(new)))
    if kind == "shuffle":
        chance.shuffle(new)
    if kind == "insert" and unused:
        new.insert(chance.randrange(len(new) + 1), (unused[0], chance.choice(shape.words)))
    at = chance.randrange(len(new))
    if kind == "rename" and unused:
        new[at] = unused[0], new[at][1]
    if kind == "reword":
        new[at] = new[at][0], chance.choice(shape.words)
    return new
