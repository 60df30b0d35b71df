"""Who is told of what, as one table.

A row names a kind of notice and the circles of people that hear of it. Whoever did it themselves is never
told, nor who muted the claim or the article, nor who may not see what it is about. Somebody who belongs to
several circles hears of it once.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from annotations.domain.vocabulary import NoticeKind


class Circle(Enum):
    """People, by what they have to do with a claim or an article."""

    NAMED = "those whom it is addressed to"
    WORKING = "those who have taken it or were given it"
    CONCERNED = "those who made it, linked evidence to it or signed it"
    TALKING = "those who take part in the conversation"
    WATCHING = "those who watch it, or the article that it stands in"
    EDITORS = "the editors of its desk"


WHO_IS_TOLD: Final[Mapping[NoticeKind, frozenset[Circle]]] = {
    kind: frozenset(circles)
    for kind, circles in {
        NoticeKind.ASSIGNED: (Circle.NAMED,),
        NoticeKind.DUE_SOON: (Circle.NAMED,),
        NoticeKind.MENTIONED: (Circle.NAMED,),
        NoticeKind.COMMENTED: (Circle.WORKING, Circle.CONCERNED, Circle.TALKING, Circle.WATCHING),
        NoticeKind.SECOND_LOOK_ASKED: (Circle.NAMED,),
        NoticeKind.DISPUTE_OPENED: (Circle.NAMED,),
        NoticeKind.DISPUTE_SETTLED: (Circle.NAMED, Circle.WORKING, Circle.WATCHING),
        NoticeKind.DISPUTE_OVER: (Circle.NAMED,),
        NoticeKind.SIGNATURE_LAPSED: (Circle.NAMED, Circle.WORKING, Circle.WATCHING),
        NoticeKind.OVERRIDE_PROPOSED: (Circle.EDITORS, Circle.WATCHING),
        NoticeKind.PUBLISHED_IN_DOUBT: (Circle.EDITORS, Circle.WORKING, Circle.WATCHING),
        NoticeKind.JOINED_DESK: (Circle.NAMED,),
        NoticeKind.READER_REPORTED: (Circle.EDITORS,),
    }.items()
}
"""The other kinds have rules of their own: `actions.notices.raise_notices` and `actions.register_notices`."""
