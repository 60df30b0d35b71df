"""Made-up articles in several scripts, of any length, the same ones for the same seed.

What makes articles hard is in them on purpose: a small vocabulary used over and over, formulas that introduce
every other sentence, figures and names, sentences that resemble an earlier one up to a word, and sentences
that are said twice.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

Sentence = list[str]
"""The words of a sentence with the white space that follows them; joined, they are its text."""


@dataclass(frozen=True)
class Script:
    """How a language is written: what words are made of, and what stands between and after them."""

    name: str
    syllables: Sequence[str]
    space: str
    comma: str
    stop: str
    word_syllables: tuple[int, int] = (1, 4)
    digits: str = "0123456789"

    def number(self, number: int) -> str:
        """A figure in the script's own digits."""
        return "".join(self.digits[int(digit)] for digit in str(number))


def _joined(initials: str, vowels: Sequence[str]) -> list[str]:
    return [initial + vowel for initial in initials for vowel in vowels]


LATIN = Script(
    "Latin", _joined("bdfghklmnprstvz", ["a", "e", "i", "o", "u", "an", "er", "is"]), " ", ", ", ". "
)
ACCENTED = Script(
    "Latin with accents", _joined("bcčdlmnñrsštvž", ["á", "e", "í", "ö", "ü", "ão"]), " ", ", ", ". "
)
CYRILLIC = Script("Cyrillic", _joined("бвгджзклмнпрст", ["а", "е", "и", "о", "у", "ой"]), " ", ", ", ". ")
ARABIC = Script(
    "Arabic", _joined("بتجحدرسشعفقكلمنهو", ["", "ا", "ي", "و", "ة"]), " ", "، ", ". ", (2, 4), "٠١٢٣٤٥٦٧٨٩"
)
HINDI = Script(
    "Hindi", _joined("कखगचजटडतदनपबमरलसह", ["", "ा", "ि", "ी", "ु", "े", "ो", "्र"]), " ", ", ", "। ", (1, 3)
)
CHINESE = Script("Chinese", [chr(0x4E00 + 7 * n) for n in range(2_000)], "", "，", "。", (1, 2))
JAPANESE = Script(
    "Japanese",
    [*(chr(0x3042 + n) for n in range(0, 80, 2)), *(chr(0x5000 + 11 * n) for n in range(900))],
    "",
    "、",
    "。",
    (1, 3),
)
SCRIPTS = (LATIN, ACCENTED, CYRILLIC, ARABIC, HINDI, CHINESE, JAPANESE)


class Writer:
    """Writes sentences of a script; equal seeds write equal articles."""

    def __init__(self, script: Script, seed: int, vocabulary: int = 3_000) -> None:
        self.script = script
        self.chance = random.Random(seed)
        self._words = [self._new_word() for _ in range(vocabulary)]
        # Frequencies fall as in real texts (Zipf): the first words are the small ones of every sentence.
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(vocabulary)))
        self._names = [self._new_word().capitalize() for _ in range(60)]
        self._formulas = [self._plain(self.chance.randint(3, 6)) for _ in range(8)]

    def _new_word(self) -> str:
        least, most = self.script.word_syllables
        return "".join(self.chance.choices(self.script.syllables, k=self.chance.randint(least, most)))

    def word(self) -> str:
        """A word, a name, or a figure."""
        kind = self.chance.random()
        if kind < 0.04:
            return self.script.number(
                self.chance.choice((self.chance.randint(2, 99), self.chance.randint(100, 9_999)))
            )
        if kind < 0.1:
            return self.chance.choice(self._names)
        return self.chance.choices(self._words, cum_weights=self._weights)[0]

    def _plain(self, count: int) -> list[str]:
        return [self.word() for _ in range(count)]

    def sentence(self) -> Sentence:
        """A new sentence; every third begins with one of a few formulas."""
        words = list(self.chance.choice(self._formulas)) if self.chance.random() < 0.33 else []
        words += self._plain(self.chance.randint(5, 22))
        return self._spaced(words)

    def _spaced(self, words: Sequence[str]) -> Sentence:
        spaced = [
            word + (self.script.comma if self.chance.random() < 0.07 else self.script.space) for word in words
        ]
        spaced[0] = spaced[0][:1].upper() + spaced[0][1:]
        spaced[-1] = words[-1] + self.script.stop
        return spaced

    def look_alike(self, sentence: Sentence, changed: int = 1) -> Sentence:
        """The same sentence with other words at one or a few places."""
        other = list(sentence)
        for place in self.chance.sample(range(len(other) - 1), min(changed, len(other) - 1)):
            word = self.word()
            while word == sentence[place].strip():
                word = self.word()
            other[place] = word + self.script.space
        return other

    def article(self, characters: int) -> list[list[Sentence]]:
        """Paragraphs of sentences of about so many characters; some repeat or resemble earlier ones."""
        paragraphs: list[list[Sentence]] = []
        said: list[Sentence] = []
        written = 0
        while written < characters:
            paragraph = [self._next_sentence(said) for _ in range(self.chance.randint(2, 6))]
            said += paragraph
            paragraphs.append(paragraph)
            written += sum(len(word) for sentence in paragraph for word in sentence)
        return paragraphs

    def _next_sentence(self, said: Sequence[Sentence]) -> Sentence:
        kind = self.chance.random()
        if said and kind < 0.05:
            return self.look_alike(self.chance.choice(said), self.chance.randint(1, 3))
        if said and kind < 0.065:
            return list(self.chance.choice(said))
        return self.sentence()
