"""Joining lines that a layout broke: shared by plain text and pages."""

from collections.abc import Sequence
from itertools import pairwise

import regex

_WITHOUT_SPACES = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u3000-\u303f\uff00-\uffef]"
)
_BULLET = regex.compile(r"(?:[-*•‣▪–—]|\d{1,3}[.)])\s")


def opens_list_item(line: str) -> bool:
    """Whether a line begins like an entry of a list."""
    return _BULLET.match(line) is not None


def next_word_fits(line: str, following: str, width: float) -> bool:
    """Whether the first word of the following line would have fitted: then the break was meant."""
    words = following.split(None, 1)
    return bool(words) and len(line) + 1 + len(words[0]) <= width


def join_lines(lines: Sequence[str]) -> str:
    """One line of several, without a space between scripts that write none."""
    parts = [lines[0]] if lines else []
    for before, after in pairwise(lines):
        parts.append("" if _closed_up(before, after) else " ")
        parts.append(after)
    return "".join(parts)


def _closed_up(before: str, after: str) -> bool:
    return bool(before and after and _WITHOUT_SPACES.match(before[-1]) and _WITHOUT_SPACES.match(after[0]))
