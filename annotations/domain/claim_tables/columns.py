"""What a column of a table of claims is."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["integer", "string", "date", "datetime", "yes-or-no"]

Cell = str | int | None
"""Days and moments as ISO 8601, moments in UTC; yes and no as these words."""

BETWEEN = " | "
"""Between several things in one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with what stands in it, in words for people."""

    name: str
    kind: Kind
    words: str


def yes_or_no(is_so: bool) -> str:
    """A statement as a cell."""
    return "yes" if is_so else "no"
