"""Whether a quoted passage stands in a captured text, and where.

People copy passages from a browser, a PDF or an e-mail, and typography changes on the way: quotation marks
and dashes are exchanged, ligatures fall apart, words are hyphenated at line ends. Such a passage is the
same passage. So both texts are folded to plain typography with a map back to the original offsets, and
compared again. Words are never folded: another word, another figure or a missing "not" is another passage.
"""

import unicodedata
from dataclasses import dataclass

from annotations.domain.vocabulary import PassageCheck

_PLAIN = {
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_DROPPED = frozenset("\u00ad\u200b\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """`text[start:end]` in code points, and how it was recognised."""

    start: int
    end: int
    check: PassageCheck


def find_passage(text: str, passage: str, near: int | None = None) -> FoundPassage | None:
    """The place of the passage: word for word if possible, else in plain typography; None where it does not
    stand.

    Of several places the one nearest to `near` is meant, otherwise the first.
    """
    if not passage.strip():
        return None
    exact = _nearest(_all_places(text, passage), near)
    if exact is not None:
        return FoundPassage(exact, exact + len(passage), PassageCheck.EXACT)
    return _find_folded(text, passage, near)


def _find_folded(text: str, passage: str, near: int | None) -> FoundPassage | None:
    folded, places = _fold(text)
    wanted, _ = _fold(passage)
    wanted = wanted.strip()
    if not wanted:
        return None
    candidates = [places[at] for at in _all_places(folded, wanted)]
    start = _nearest(candidates, near)
    if start is None:
        return None
    at = _all_places(folded, wanted)[candidates.index(start)]
    return FoundPassage(start, places[at + len(wanted) - 1] + 1, PassageCheck.NORMALISED)


def _all_places(text: str, wanted: str) -> list[int]:
    places, at = [], text.find(wanted)
    while at >= 0:
        places.append(at)
        at = text.find(wanted, at + 1)
    return places


def _nearest(places: list[int], near: int | None) -> int | None:
    if not places:
        return None
    return places[0] if near is None else min(places, key=lambda place: abs(place - near))


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in plain typography, and for each of its characters the offset it came from."""
    characters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if character in _DROPPED or _breaks_a_word(text, at):
            continue
        plain = _PLAIN.get(character) or unicodedata.normalize("NFKC", character)
        if plain.isspace():
            if not characters or characters[-1] == " " or _breaks_a_word(text, at - 1):
                continue
            plain = " "
        characters.extend(plain)
        places.extend([at] * len(plain))
    return "".join(characters), places


def _breaks_a_word(text: str, at: int) -> bool:
    """Whether the character is a hyphen that only divides a word at the end of a line."""
    return (
        0 < at < len(text) - 2
        and text[at] in "-‐"
        and text[at - 1].isalpha()
        and text[at + 1] == "\n"
        and text[at + 2].islower()
    )
