"""Where sentences and lines begin and end, for the words that stand in them.

A line's end ends a sentence, and so does a full stop that space follows; but a question, and what ends with a
colon, belongs to what it introduces.
"""

from collections.abc import Iterator

import regex

from annotations.domain.anchoring.words import cuts_a_word, divide

REACH = 400
LEAST_LABEL_WORDS = 3
"""Fewer ("A.", "Mr.") are no sentence of their own: the label begins before them."""

MOST_STANDING = 20
AND = "و"
"""Arabic writes "and" as one word with what follows it: it is no part of a label."""

_CLOSING = "\"'”’»)]」』） "
_AFTER_A_STOP = rf"(?=[\s{regex.escape(_CLOSING)}]|\Z)"
# A point after a single letter is that of an initial ("J. Smith") or of "Q." and "A.".
_STOP = regex.compile(rf"[!?…؟।۔]{_AFTER_A_STOP}|[。！？]|(?<!\b\p{{L}})\.{_AFTER_A_STOP}")
_END = regex.compile(rf"\n|{_STOP.pattern}")
# More than an initial, or the "A." of an answer.
_BEGUN = regex.compile(r"[\p{L}\p{N}](?!\.)|\p{N}|\p{L}{2}")
_INTRODUCING = (":", "：", "?", "？", "؟")
_INTRODUCTION = regex.compile(r"[:：?？؟]\P{L}*(?:\p{L}\.\P{L}*)?\Z")


def is_label(lead: str) -> bool:
    """Whether words introduce what follows them, as a question, a name with a colon, or the "A." after it."""
    return bool(_INTRODUCTION.search(lead))


def _stops(text: str, at: int) -> Iterator[int]:
    """Where a sentence or a line ends before a place, the nearest first, as far as `REACH`."""
    first = max(0, at - REACH)
    yield from reversed([found.end() for found in _END.finditer(text, first, at)])
    yield first


def line_start(text: str, at: int) -> int:
    """Where the sentence or line of a place begins. A question, and what ends with a colon, is one with what
    follows.
    """
    for stop in _stops(text, at):
        is_begun = bool(_BEGUN.search(text, stop, at))
        if is_begun or not text[max(0, stop - 8) : stop].rstrip(_CLOSING + "\n").endswith(_INTRODUCING):
            return stop
    return max(0, at - REACH)


def label_start(text: str, at: int) -> int:
    """Where the label of a place begins: its line, or its sentence where that has some words before it, or
    the one before.
    """
    for stop in _stops(text, at):
        words = len(divide(text[stop:at]))
        if words >= LEAST_LABEL_WORDS or (words and text[stop - 1 : stop] == "\n"):
            return stop
    return max(0, at - REACH)


def tail_end(text: str, end: int) -> int:
    """Where the sentence or line that holds what is before a place ends."""
    last = text.find("\n", end, end + REACH)
    last = last if last >= 0 else min(len(text), end + REACH)
    stop = _STOP.search(text, max(0, end - 1), last)
    return max(end, stop.end()) if stop else last


def beginnings(text: str, spaced: str, label: str) -> Iterator[int]:
    """Where a label begins a sentence or a line; nowhere if it stands so often that it is none.

    `spaced` is the text with spaces for line ends.
    """
    for at in _occurrences(spaced, label):
        before = text[max(0, at - 4) : at].removesuffix(AND).rstrip(_CLOSING)
        is_first = not before or before[-1] == "\n" or bool(_STOP.fullmatch(before[-1]))
        if is_first and not cuts_a_word(text, at + len(label)):
            yield at


def endings(text: str, spaced: str, label: str) -> Iterator[int]:
    """Where a sentence or a line ends with a label; nowhere if it stands so often that it is none.

    `spaced` is the text with spaces for line ends.
    """
    for at in _occurrences(spaced, label):
        end = at + len(label)
        is_last = text[end : end + 1] in ("", "\n") or bool(_STOP.fullmatch(label[-1]))
        if is_last and not cuts_a_word(text, at):
            yield end


def _occurrences(spaced: str, label: str) -> list[int]:
    found: list[int] = []
    at = spaced.find(label) if label else -1
    while at >= 0 and len(found) <= MOST_STANDING:
        found.append(at)
        at = spaced.find(label, at + 1)
    return found if len(found) <= MOST_STANDING else []
