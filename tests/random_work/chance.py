"""What is left to chance."""

import random
from collections.abc import Callable
from typing import Any

from annotations.domain.vocabulary import Stance
from annotations.models import Claim, SecondLook, User
from tests.random_work.newsroom import Newsroom

Deed = Callable[[], Any]
"""An action with all it is done to."""


class Chance:
    """What falls to a sequence by its number: people, claims, rows."""

    def __init__(self, room: Newsroom, number: int) -> None:
        self.room, self.number = room, number
        self.random = random.Random(number)
        self.hot = room.claims[number % len(room.claims)].pk

    def person(self) -> User:
        """Mostly somebody who works there, else anybody."""
        among = self.room.workers if self.random.random() < 0.75 else self.room.people
        return self.random.choice(among)

    def editor(self) -> User:
        """An editor, most of the time."""
        return self.random.choice(self.room.editors) if self.random.random() < 0.8 else self.person()

    def claim(self) -> Claim:
        """The claim that this sequence is about, most of the time."""
        if self.random.random() < 0.8:
            return Claim.objects.get(pk=self.hot)
        return self.any(Claim.objects.all())

    def any(self, rows: Any) -> Any:
        """One of these rows; None where there is none."""
        found = list(rows.order_by("-pk")[:20])
        return self.random.choice(found) if found else None

    def of_claim(self, rows: Any) -> Any:
        """One of these rows, of the claim that this sequence is about if there is one."""
        return self.any(rows.filter(claim=self.hot)) or self.any(rows)

    def look(self, **which: Any) -> SecondLook | None:
        """A second look, at a link of the claim if there is one."""
        rows = SecondLook.objects.filter(**which)
        return self.any(rows.filter(evidence__claim=self.hot)) or self.any(rows)

    def stance(self) -> str:
        """For or against, seldom neither."""
        return self.random.choice([*Stance.values, Stance.CORROBORATES, Stance.CORROBORATES])
