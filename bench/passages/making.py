"""Makes the cases: what people quote, what typesetting makes of it, and what only looks like it.

Every case is made by a rule of its own that says whether the passage stands in the text; none of them asks
the code that is measured.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts.toml"

CASED = frozenset({"Latin", "Cyrillic", "Greek"})
UNDIVIDED = frozenset({"Thai", "Han", "Kana"})

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_LONG_WORD = re.compile(r"[^\W\d_]{8,}")
_CLAUSE = re.compile(r"[，、,] ?| (?=[^\d])")
_LIGATURES = (("ffi", "ﬃ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
_LAM_ALEF = (("لا", "ﻻ"), ("لأ", "ﻷ"))
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "「": '"', "」": '"', "’": "'"})
_WIDE = {ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)} | {ord(","): "，", ord("%"): "％"}
_CURLED = str.maketrans({'"': "”", "'": "’"})


@dataclass(frozen=True, slots=True)
class PassageCase:
    """A passage, the text it is looked for in, and whether it stands there."""

    kind: str
    language: str
    script: str
    text: str
    passage: str
    stands: bool


def made_cases() -> list[PassageCase]:
    """All cases, always the same."""
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))["text"]
    return [case for one in texts for case in _cases_of(one)]


def _cases_of(one: dict[str, Any]) -> Iterator[PassageCase]:
    language, script, sentences = one["language"], one["script"], one["sentences"]
    joint = "" if script in ("Han", "Kana") else " "
    text = joint.join(sentences[:3]) + "\n" + joint.join(sentences[3:])

    def case(kind: str, passage: str, *, stands: bool, within: str = text) -> PassageCase:
        return PassageCase(kind, language, script, within, passage, stands)

    for passage in _verbatim(sentences, joint, script):
        yield case("verbatim", passage, stands=True)
    for kind, passage, within in _typeset(text, sentences, script):
        yield case(kind, passage, stands=True, within=within)
    for kind, passages in _false(one, sentences, script).items():
        for passage in passages:
            yield case(kind, passage, stands=False)


def _verbatim(sentences: list[str], joint: str, script: str) -> Iterator[str]:
    """Sentences, two in a row also over the end of a paragraph, and parts of sentences."""
    yield from sentences
    yield from (joint.join(sentences[at : at + 2]) for at in (0, 1, 3))
    yield "\n".join(sentences[2:4])
    for sentence in sentences:
        parts = [part for part in _CLAUSE.split(sentence) if part]
        if script in UNDIVIDED:
            continue
        if len(parts) > 4:
            middle = sentence.split(" ")[1:-1]
            yield " ".join(middle)


def _typeset(text: str, sentences: list[str], script: str) -> Iterator[tuple[str, str, str]]:
    """Kind, passage, and the text it stands in."""
    for sentence in sentences:
        plain = sentence.translate(_QUOTES).replace("–", "-").replace("—", "-")
        if plain != sentence:
            yield "typography", plain, text
        if (curled := sentence.translate(_CURLED)) != sentence:
            yield "typography", curled, text
        if " " in sentence:
            yield "spaces", sentence.replace(" ", "\u00a0"), text
            yield "spaces", sentence.replace(" ", "\n", 2), text
        yield "unseen signs", "\u200f" + sentence[:4] + "\u200b" + sentence[4:] + "\u200e", text
        if (apart := unicodedata.normalize("NFD", sentence)) != sentence:
            yield "letters apart", apart, text
            yield "letters apart", sentence, unicodedata.normalize("NFD", text)
    yield from _ligatures(text, sentences)
    yield from _divided(text, sentences, script)
    if script in ("Han", "Kana"):
        yield from (("spaces", sentence[:5] + "\n" + sentence[5:], text) for sentence in sentences)
        yield from (("spaces", _FIGURE.sub(r" \g<0> ", sentence), text) for sentence in sentences)
        yield from (("typography", sentence.translate(_WIDE), text) for sentence in sentences)


def _ligatures(text: str, sentences: list[str]) -> Iterator[tuple[str, str, str]]:
    for sentence in sentences:
        set_tight = sentence
        for letters, ligature in (*_LIGATURES, *_LAM_ALEF):
            set_tight = set_tight.replace(letters, ligature)
        if set_tight != sentence:
            yield "ligature", set_tight, text
            yield "ligature", sentence, text.replace(sentence, set_tight)


def _divided(text: str, sentences: list[str], script: str) -> Iterator[tuple[str, str, str]]:
    """A long word divided at a line's end, on either side."""
    if script not in CASED:
        return
    for sentence in sentences:
        words = [word for word in _LONG_WORD.findall(sentence) if word.islower()]
        if words:
            word = words[0]
            divided = sentence.replace(word, f"{word[:4]}-\n{word[4:]}", 1)
            yield "hyphenation", divided, text
            yield "hyphenation", divided.replace("-\n", "\u00ad"), text
            yield "hyphenation", sentence, text.replace(sentence, divided)


def _false(one: dict[str, Any], sentences: list[str], script: str) -> dict[str, list[str]]:
    """Passages that do not stand in the text, by kind."""
    return {
        "paraphrase": one["told"],
        "fabricated": [*one["invented"], *_spliced(sentences, script)],
        "negation dropped": one["turned"],
        "figure changed": [changed for sentence in sentences for changed in _other_figures(sentence)],
        "word changed": list(_other_words(sentences, script)),
    }


def _spliced(sentences: list[str], script: str) -> Iterator[str]:
    """The beginning of one sentence with the end of another."""
    for first, second in ((0, 3), (1, 4), (2, 5)):
        yield (
            sentences[first][: len(sentences[first]) // 2] + sentences[second][len(sentences[second]) // 2 :]
        )


def _other_figures(sentence: str) -> Iterator[str]:
    """Another digit, one digit more, one less at the front, and ten times as much."""
    for found in _FIGURE.finditer(sentence):
        before, figure, after = sentence[: found.start()], found[0], sentence[found.end() :]
        other = str((int(figure[-1]) + 1) % 10)
        yield before + figure[:-1] + other + after
        yield before + figure + "0" + after
        yield before + "1" + figure + after
        if len(figure) > 1:
            yield (figure[1:] + after).lstrip(".,")
            yield (before + figure[:-1]).rstrip(".,")


def _other_words(sentences: list[str], script: str) -> Iterator[str]:
    """A word left out, two exchanged, the end of one cut off."""
    for sentence in sentences[::2]:
        words = sentence.split(" ")
        if script in UNDIVIDED or len(words) < 5:
            yield sentence[:3] + sentence[5:]
            continue
        yield " ".join(words[:2] + words[3:])
        yield " ".join([*words[:1], words[2], words[1], *words[3:]])
        if len(words[3]) > 4 and words[3].isalpha():
            yield " ".join([*words[:3], words[3][:-1]])
