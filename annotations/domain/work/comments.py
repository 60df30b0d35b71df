"""The words of a comment: plain text, in which addresses are links and people are named by `@sign-in-name`.

Nothing else means anything: what looks like markup is shown as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

LONGEST: Final = 5_000
"""Characters of a comment."""
MOST_NAMED: Final = 20
"""People who can be named in one comment: more would be a circular."""

_NAMED = re.compile(r"(?<![\w@.+/-])@(?P<name>[\w@.+-]{1,150})")
_LINK = re.compile(r"\bhttps?://[^\s<>\"“”«»]+", re.IGNORECASE)
_BEHIND_ADDRESS = ".,;:!?'’*_"
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a comment: words, a link (its text is its address), or a person with an @."""

    kind: Literal["words", "link", "person"]
    text: str

    @property
    def name(self) -> str:
        """The sign-in name behind the @."""
        return self.text.removeprefix("@").lower()


def names_in(text: str) -> list[str]:
    """Each spelling under which somebody may be named in a comment, folded, the first named first.

    A full stop behind a name may belong to it or end the sentence, so both spellings are given.
    """
    spellings = (name for found in _NAMED.finditer(text) for name in _spellings(found["name"]))
    return list(dict.fromkeys(name.lower() for name in spellings))


def pieces(text: str, people: frozenset[str]) -> list[Piece]:
    """The comment in pieces that together are its text. `people`: the folded sign-in names of those named."""
    found: list[Piece] = []
    at = 0
    for start, piece in sorted([*_links(text), *_people(text, people)], key=lambda pair: pair[0]):
        if start < at:
            continue
        if start > at:
            found.append(Piece("words", text[at:start]))
        found.append(piece)
        at = start + len(piece.text)
    return [*found, Piece("words", text[at:])] if at < len(text) else found


def _spellings(name: str) -> Iterator[str]:
    while name:
        yield name
        shorter = name.rstrip(".@+-")
        if shorter == name:
            return
        name = shorter


def _people(text: str, people: frozenset[str]) -> Iterator[tuple[int, Piece]]:
    for found in _NAMED.finditer(text):
        name = next((name for name in _spellings(found["name"]) if name.lower() in people), None)
        if name is not None:
            yield found.start(), Piece("person", f"@{name}")


def _links(text: str) -> Iterator[tuple[int, Piece]]:
    for found in _LINK.finditer(text):
        address = _without_ending(found[0])
        if len(address) > len("https://"):
            yield found.start(), Piece("link", address)


def _without_ending(address: str) -> str:
    """Without what ends the sentence or closes the bracket that the address stands in."""
    while address:
        last = address[-1]
        opened = _PAIRS.get(last)
        is_closing = opened is not None and address.count(last) > address.count(opened)
        if last not in _BEHIND_ADDRESS and not is_closing:
            break
        address = address[:-1]
    return address
