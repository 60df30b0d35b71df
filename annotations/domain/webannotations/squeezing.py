"""Comparing words whatever white space stands between them.

A quotation taken from a page's tree has the line breaks and indentation of its source, or nothing at all
where one paragraph meets the next; canonical text has one newline there. White space is not what people
quote, so it is taken out of both before they are compared, with the way back kept.
"""

from functools import cached_property

import regex

from annotations.domain.canonical.characters import clean_characters

_SPACE = regex.compile(r"\s+")
_WORD = regex.compile(r"\S+")


def squeezed(text: str) -> str:
    """The text in canonical characters, without any white space."""
    return _SPACE.sub("", clean_characters(text))


class Squeezed:
    """A text and its characters without white space. Offsets given and returned count the text itself."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _parts(self) -> list[tuple[int, str]]:
        return [(found.start(), found[0]) for found in _WORD.finditer(self.text)]

    @cached_property
    def words(self) -> str:
        """All characters but the white space."""
        return "".join(part for _, part in self._parts)

    @cached_property
    def _offsets(self) -> list[int]:
        return [start + step for start, part in self._parts for step in range(len(part))]

    def places(self, exact: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
        """Where the words stand: between these neighbours if they do so anywhere, else wherever they are."""
        return self.between(exact, prefix, suffix) or self.between(exact, "", "")

    def between(self, exact: str, prefix: str, suffix: str) -> list[tuple[int, int]]:
        """Where the words stand between these neighbours."""
        wanted, before, after = squeezed(exact), squeezed(prefix), squeezed(suffix)
        if not wanted:
            return []
        found = [at + len(before) for at in _occurrences(self.words, before + wanted + after)]
        return [(self._offsets[at], self._offsets[at + len(wanted) - 1] + 1) for at in found]


MOST_OCCURRENCES = 1_000


def _occurrences(text: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = text.find(wanted)
    while at >= 0 and len(found) < MOST_OCCURRENCES:
        found.append(at)
        at = text.find(wanted, at + 1)
    return found
