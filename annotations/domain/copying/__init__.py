"""Whether one published text rests on another: what can be seen, and how strong it is together.

Newsrooms print agency copy under a new headline, shorten it, move its paragraphs and add one of their own. So
texts are compared by their runs of equal words, wherever these stand. Three things make texts alike although
nobody copied: the same words on every page of a site, the same speech quoted by everybody, and the turns of
phrase of the trade. The first are left out line by line and publisher by publisher (`lines`, `prints`), the
second count for nothing inside quotation marks (`tokens`), the third are too short to count (`matching`).
Signals are joined in `scoring`; nothing here decides anything.
"""

from annotations.domain.copying.credits import Wire, credited_wires
from annotations.domain.copying.headlines import headline_similarity, is_same_headline
from annotations.domain.copying.matching import Comparison, Match, compare
from annotations.domain.copying.prints import prints_of
from annotations.domain.copying.scoring import SUGGESTED_FROM, Document, Judgement, judge
from annotations.domain.copying.tokens import ComparedText, read_text

__all__ = [
    "SUGGESTED_FROM",
    "ComparedText",
    "Comparison",
    "Document",
    "Judgement",
    "Match",
    "Wire",
    "compare",
    "credited_wires",
    "headline_similarity",
    "is_same_headline",
    "judge",
    "prints_of",
    "read_text",
]
