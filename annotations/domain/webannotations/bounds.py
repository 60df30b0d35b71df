"""Limits on a document before anything in it is believed.

An annotation comes from outside as arbitrary JSON. It is walked once, without recursion, so that neither
depth nor size costs more than these numbers; and it may hold no character that the database's JSON cannot
store, since it is kept exactly as it came.
"""

import math
from collections.abc import Mapping
from typing import Any

import regex

from annotations.domain.errors import Invalid

MAXIMUM_DEPTH = 32
MAXIMUM_VALUES = 20_000
MAXIMUM_CHARACTERS = 1_000_000

_NOT_STORABLE = regex.compile(r"[\x00\ud800-\udfff]")


def check_bounds(document: Mapping[str, Any]) -> None:
    """Invalid where the document is nested too deeply, is too large, or holds what JSON cannot carry."""
    waiting: list[tuple[Any, int]] = [(document, 1)]
    values = characters = 0
    while waiting:
        value, depth = waiting.pop()
        values += 1
        characters += _characters(value)
        _check(values, characters, depth)
        if isinstance(value, Mapping):
            waiting.extend((name, depth) for name in value)
            waiting.extend((inner, depth + 1) for inner in value.values())
        elif isinstance(value, list):
            waiting.extend((inner, depth + 1) for inner in value)


def _check(values: int, characters: int, depth: int) -> None:
    if depth > MAXIMUM_DEPTH:
        raise Invalid(
            f"The annotation is nested more than {MAXIMUM_DEPTH} levels deep. Send a flatter one.",
            rule="annotation-too-deep",
        )
    if values > MAXIMUM_VALUES or characters > MAXIMUM_CHARACTERS:
        raise Invalid(
            f"The annotation holds more than {MAXIMUM_VALUES:,} values or {MAXIMUM_CHARACTERS:,} characters."
            " Leave out what does not belong to it.",
            rule="annotation-too-large",
        )


def _characters(value: Any) -> int:
    if isinstance(value, str):
        if _NOT_STORABLE.search(value):
            raise Invalid(
                "The annotation holds a character that cannot be stored: a null or half of a surrogate pair."
                " Remove it.",
                rule="characters-not-storable",
            )
        return len(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise Invalid("The annotation holds a number that JSON does not know.", rule="number-not-json")
    return 0
