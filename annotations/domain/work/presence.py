"""Who is looking at something now."""

from datetime import timedelta
from typing import Final

NOTED_EVERY: Final = timedelta(seconds=20)
"""A look is written down at most so often, however often a page asks."""
HERE_FOR: Final = timedelta(seconds=60)
"""Who was not seen for so long has gone."""


def initials(name: str) -> str:
    """At most two letters that stand for a face: of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
