"""Anchoring: which words a highlight marks, in one text and in all that follow it.

A highlight is made by `make_selector` and stands as long as its text does, since a revision never changes.
For the next revision both texts are aligned once (`align`), and every highlight is carried over
(`reanchor`); what may pass silently and what a person has to look at is decided there, and `reanchoring`
says why. `find_quote` does without an earlier text. `compare` shows two texts side by side, and
`word_changes` says which changes are dangerous.
"""

from annotations.domain.anchoring.alignment import Alignment, align
from annotations.domain.anchoring.comparison import ComparedRow, ComparedSide, compare
from annotations.domain.anchoring.finding import find_quote
from annotations.domain.anchoring.outcomes import Anchoring
from annotations.domain.anchoring.quotes import Quote
from annotations.domain.anchoring.reanchoring import reanchor
from annotations.domain.anchoring.selectors import CONTEXT_CHARACTERS, Selector, make_selector
from annotations.domain.anchoring.word_changes import word_changes

__all__ = [
    "CONTEXT_CHARACTERS",
    "Alignment",
    "Anchoring",
    "ComparedRow",
    "ComparedSide",
    "Quote",
    "Selector",
    "align",
    "compare",
    "find_quote",
    "make_selector",
    "reanchor",
    "word_changes",
]
