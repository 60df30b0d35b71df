"""Programs that follow the feed of changes while people work: each ends with what a full export would give
them, wherever it stopped on the way.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from annotations.actions.changes import sequence_changes
from annotations.domain.vocabulary import SecondLookState
from annotations.models import SecondLook, User
from annotations.queries.changes import changes_after
from annotations.queries.claims import claims_matching
from annotations.queries.export_rows import Snapshot
from tests.random_work import deeds_around_claims
from tests.random_work.chance import Chance, Deed
from tests.random_work.invariants import Broken, Reached
from tests.random_work.newsroom import Newsroom
from tests.random_work.sequences import DEEDS, DO, RandomSequence

AROUND: Mapping[str, Callable[[Chance], Deed | None]] = {
    name.removeprefix(DO): deed for name, deed in vars(deeds_around_claims).items() if name.startswith(DO)
}


@dataclass
class Follower:
    """A program of somebody's, with what it made of the feed so far."""

    person: User
    include_unsigned: bool
    position: int = 0
    documents: dict[int, dict[str, Any]] = field(default_factory=dict)
    read: int = 0
    tombstones: int = 0

    def read_on(self, limit: int) -> bool:
        """One page. Whether there was anything new, or the end was not reached."""
        person = User.objects.get(pk=self.person.pk)
        page = changes_after(person, self.position, include_unsigned=self.include_unsigned, limit=limit)
        before = self.position
        for entry in page.entries:
            if entry.position <= self.position:
                raise Broken(f"{entry.position} comes after {self.position}")
            self.position = entry.position
            self.read += 1
            if entry.document is None:
                self.tombstones += 1
                self.documents.pop(entry.claim_id, None)
            else:
                self.documents[entry.claim_id] = entry.document
        self.position = page.position
        return page.has_more or self.position != before

    def require_whole(self) -> None:
        """Raises `Broken` where it differs from a full export."""
        person, view = User.objects.get(pk=self.person.pk), Snapshot(connection)
        chosen = view.choose(claims_matching({}, person), include_unsigned=self.include_unsigned)
        ids = chosen.claim_ids.tolist()
        whole = dict(zip(ids, map(_read, view.documents(ids, claim_set_id=0)), strict=True))
        if whole == self.documents:
            return
        wrong = {
            pk: (whole.get(pk), self.documents.get(pk))
            for pk in {*whole, *self.documents}
            if whole.get(pk) != self.documents.get(pk)
        }
        raise Broken(f"{self.person}, {self.include_unsigned}: {wrong}")


def _read(line: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(line)
    return document


def followers_of(people: Iterable[User]) -> list[Follower]:
    """One program a person for what is verified, one for everything."""
    return [Follower(person, unsigned) for person in people for unsigned in (False, True)]


def follow_at_random(room: Newsroom, followers: Sequence[Follower], edits: int, first: int = 0) -> Reached:
    """People work at random, in sequences of which none is taken back, until so much was done; positions are
    given out now and then, and every program reads a little, stops and goes on. At the end each has all.
    Raises `Broken`.
    """
    reached = Reached()
    for number in itertools.count(first):
        if reached.done.total() >= edits:
            break
        sequence, chance = RandomSequence(room, number, reached), random.Random(f"following {number}")
        for _ in range(8):
            deeds = DEEDS if chance.random() < 0.6 else AROUND
            if deeds is DEEDS:
                sequence.step()
            elif deed := AROUND[name := chance.choice(sorted(AROUND))](sequence):
                reached.steps += 1
                sequence.do(name, deed)
            if chance.random() < 0.4:
                sequence_changes()
            for follower in followers:
                if chance.random() < 0.3:
                    follower.read_on(chance.randint(1, 7))
    end(followers)
    return reached


def end(followers: Sequence[Follower]) -> None:
    """Nobody reads blind any longer, everything has its position, everybody reads to the end."""
    SecondLook.objects.filter(state=SecondLookState.OPEN).update(reader=None, taken_at=None)
    SecondLook.objects.filter(state=SecondLookState.DISPUTED).update(settler=None, settling_since=None)
    sequence_changes()
    for follower in followers:
        while follower.read_on(50):
            pass
        follower.require_whole()
