"""Link health: what a visit to a source's address says of it (specification 3.2 and 3.7).

`judge` compares what was seen with what was known and gives one of the kinds of `LinkHealth`, a plain
sentence, and what became of each quoted passage. It is pure: the visit itself, and what follows from the
judgement, are others' work.
"""

from annotations.domain.link_health.comparing import is_another_state
from annotations.domain.link_health.judging import FAILURES_UNTIL_DEAD, judge
from annotations.domain.link_health.seen import (
    Judgement,
    Known,
    PassageSeen,
    QuotedPassage,
    Seen,
    SeenFailure,
    SeenPage,
    SeenRefusal,
    SeenUnchanged,
)

__all__ = [
    "FAILURES_UNTIL_DEAD",
    "Judgement",
    "Known",
    "PassageSeen",
    "QuotedPassage",
    "Seen",
    "SeenFailure",
    "SeenPage",
    "SeenRefusal",
    "SeenUnchanged",
    "is_another_state",
    "judge",
]
