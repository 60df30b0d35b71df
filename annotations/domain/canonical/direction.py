"""The direction in which a block is read."""

import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl", "auto"]

RIGHT_TO_LEFT_LANGUAGES = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku-arab", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)
_RIGHT_TO_LEFT = frozenset(["R", "AL"])


def language_is_right_to_left(language: str | None) -> bool:
    """Whether a BCP 47 tag names a language usually written from right to left."""
    if not language:
        return False
    tag = language.lower()
    return tag in RIGHT_TO_LEFT_LANGUAGES or tag.split("-")[0] in RIGHT_TO_LEFT_LANGUAGES


def first_strong(text: str) -> Direction:
    """The direction of the first character that has one; `auto` where none has (figures, punctuation)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in _RIGHT_TO_LEFT:
            return "rtl"
    return "auto"


def block_direction(text: str, language: str | None, declared: Direction | None) -> Direction:
    """What the document declares, else its language where the text bears it out, else the first strong
    character.

    An Arabic paragraph that opens with a Latin name is still read from the right, which the first character
    alone would get wrong; a wholly English paragraph on an Arabic page is not.
    """
    if declared in ("ltr", "rtl"):
        return declared
    if language_is_right_to_left(language) and _has_right_to_left(text):
        return "rtl"
    return first_strong(text)


def _has_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)
