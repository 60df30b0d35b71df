"""Second looks: which links get one, who reads, and what the readings make of a claim.

Draws are keyed: whoever does not know the key can neither foresee which links are drawn nor who will read.
"""

import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from annotations.domain.vocabulary import ClaimState, EvidenceState, SecondLookState, SecondLookWhy

HUNDREDTHS: Final = 10_000
"""Draws are as fine as a hundredth of a percent."""

MEANING: Final = frozenset({"text", "type", "asserter", "verb", "mode", "said_on"})
"""A change of these means that what was signed or read is no longer what the claim says."""
UNSETTLED: Final = (SecondLookState.OPEN, SecondLookState.DISPUTED)
HOLD_NOTHING_UP: Final = (SecondLookWhy.SAMPLED,)
"""What is read to learn how well people agree keeps nobody from signing."""

_MOVING: Final = (
    ClaimState.DRAFT,
    ClaimState.IN_REVIEW,
    ClaimState.AGREED,
    ClaimState.DISPUTED,
    ClaimState.SIGNED,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may read a passage blind, and how much they have to read already."""

    person: int
    is_editor: bool
    open_looks: int


@dataclass(frozen=True, slots=True)
class Look:
    """A second look as it bears on its claim, with its link as that is now."""

    state: str
    first_stance: str
    settled_stance: str
    link_state: str
    link_stance: str
    is_of_other_words: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether the stance that the link has now was read twice, or settled, under the claim's words."""
        if self.is_of_other_words:
            return False
        if self.state == SecondLookState.AGREED:
            return self.first_stance == self.link_stance
        return self.state == SecondLookState.SETTLED and self.settled_stance in ("", self.link_stance)

    @property
    def is_present(self) -> bool:
        """Whether its link is part of the reckoning."""
        return self.link_state not in (EvidenceState.WITHDRAWN, EvidenceState.REJECTED)


def draw(key: bytes, purpose: str, *numbers: int) -> int:
    """A number from 0 to 9,999, always the same for the same words, evenly spread."""
    words = ":".join([purpose, *map(str, numbers)]).encode()
    return int.from_bytes(hmac.new(key, words, sha256).digest()[:8]) % HUNDREDTHS


def is_drawn(key: bytes, evidence: int, percent: int) -> bool:
    """Whether a link is among the share that is read twice to learn how well people agree."""
    return draw(key, "sample", evidence) < percent * 100


def gold_falls_to(key: bytes, evidence: int, percent: int) -> bool:
    """Whether a gold link is given out beside a look at this link, so that gold makes up `percent` of all
    together.
    """
    return draw(key, "gold", evidence) * (100 - percent) < percent * HUNDREDTHS


def ground_for(why: Iterable[str], asks_when: Collection[str]) -> SecondLookWhy | None:
    """The first ground of a claim's sign-off for which the rules ask for a second look."""
    return next((SecondLookWhy(one) for one in why if one in asks_when), None)


def chosen_reader(candidates: Sequence[Candidate], key: bytes, evidence: int) -> int | None:
    """Who reads: a reviewer before an editor, whoever has the least to read, and among these by lot."""

    def rank(one: Candidate) -> tuple[bool, int, int, int]:
        return one.is_editor, one.open_looks, draw(key, "reader", evidence, one.person), one.person

    return min(candidates, key=rank).person if candidates else None


def review_verb(state: str, looks: Iterable[Look], *, has_dissent: bool) -> str | None:
    """What becomes of a claim's state by its second looks and dissents: the verb, None for nothing.

    A link in dispute, or a reviewer who comes to another status, disputes the claim. Otherwise it is agreed
    when a stance was read twice and nothing waits, and in review when not. What is signed stays signed.
    """
    if state not in _MOVING:
        return None
    present = [look for look in looks if look.is_present]
    if has_dissent or any(look.state == SecondLookState.DISPUTED for look in present):
        return "dispute" if state != ClaimState.DISPUTED else None
    if state in (ClaimState.SIGNED, ClaimState.DRAFT):
        return None
    waits = any(look.state == SecondLookState.OPEN for look in present)
    is_agreed = not waits and any(look.is_answered for look in present)
    target = ClaimState.AGREED if is_agreed else ClaimState.IN_REVIEW
    verb = "agree" if is_agreed else "go_on_reviewing"
    return verb if state != target else None
