"""What a change of the register would do to statuses and to what people signed, before anybody makes it.

The engine itself computes it, from the inputs as they would be: what is told here is what the jobs will find
once the change is made. Nothing is stored. Where a change cannot be put on inputs as they are, whoever tries
it gives both (`impact_between`). Claims that nobody works on any more (withdrawn ones) are left
out, as they are from every list.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotations.domain.verification import (
    Inputs,
    Key,
    Part,
    Policy,
    Result,
    assess,
    lapse_reasons,
    with_parts,
)
from annotations.domain.verification.changed_inputs import applied
from annotations.domain.verification.register_changes import (
    AnyChange,
    RegisterChange,
    StateChanged,
)
from annotations.domain.verification.staleness import moves_what_was_signed
from annotations.domain.vocabulary import SourceState, Status, VerdictState
from annotations.models import Claim, Override, Verdict
from annotations.queries.assessments import parts_of
from annotations.queries.engine_inputs import engine_inputs
from annotations.queries.policies import policy_in_force
from annotations.queries.register_changes import claims_concerned_by, publishers_beside, sources_beside

AllInputs = Mapping[int, Inputs]

AT_ONCE: Final = 500
NESTED_WHOLES: Final = 20


@dataclass(frozen=True, slots=True)
class Move:
    """One claim with its status and certainty before and after; no certainty is empty."""

    claim_id: int
    before: Status
    after: Status
    certainty_before: str
    certainty_after: str

    @property
    def is_other_status(self) -> bool:
        """Whether it is the status that moves, and not only how firmly it stands."""
        return self.before is not self.after


@dataclass(frozen=True, slots=True)
class Impact:
    """What would follow. `total` claims are concerned; `moves` are those that change, in the order of ids.

    The signatures on `lapsing` claims end, and so do the overrides and proposals of `ending`; `flagged` are
    claims that somebody answers for and should look at again. `statuses` counts the claims looked at by the
    status they have: those concerned, and those that consist of them.
    """

    change: AnyChange
    total: int
    moves: tuple[Move, ...]
    lapsing: tuple[int, ...]
    ending: tuple[int, ...]
    flagged: tuple[int, ...]
    statuses: Mapping[Status, int] = field(default_factory=dict)

    @property
    def statuses_after(self) -> dict[Status, int]:
        """The same claims by the status they would have."""
        after = Counter(self.statuses)
        for (old, new), number in self.counts.items():
            after[old] -= number
            after[new] += number
        return {status: number for status, number in after.items() if number}

    @property
    def moved(self) -> int:
        """How many statuses would be others."""
        return sum(move.is_other_status for move in self.moves)

    @property
    def is_felt(self) -> bool:
        """Whether anybody would notice: a status or its certainty would be another, or what people signed,
        overrode or answer for would be touched.
        """
        return bool(self.moves or self.lapsing or self.ending or self.flagged)

    @property
    def counts(self) -> dict[tuple[Status, Status], int]:
        """How many claims move from which status to which, most first."""
        counted = Counter((move.before, move.after) for move in self.moves if move.is_other_status)
        return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))

    @property
    def digest(self) -> str:
        """The same for the same consequences, so that one can tell whether what was seen still holds."""
        said = [
            repr(self.change),
            self.total,
            [
                [move.claim_id, move.before, move.after, move.certainty_before, move.certainty_after]
                for move in self.moves
            ],
            self.lapsing,
            self.ending,
            self.flagged,
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Standing:
    """A claim as it stands: its status, and whether that is up to its inputs."""

    status: Status
    certainty: str
    whole: int | None
    is_due: bool


def impact_of(change: RegisterChange, *, besides: frozenset[int] = frozenset()) -> Impact:
    """What the change would do, computed from what is recorded at this moment; `besides` are claims that are
    left out, because whoever asks must not learn their statuses now.

    The number of statements grows with every five hundred claims, not with each.
    """

    def both(claim_ids: Collection[int]) -> tuple[AllInputs, AllInputs]:
        inputs = engine_inputs(
            claim_ids, beside=sources_beside(change), beside_publishers=publishers_beside(change)
        )
        return inputs, {pk: applied(change, one) for pk, one in inputs.items()}

    return _computed(change, set(claims_concerned_by(change)) - besides, both)


def impact_between(
    change: AnyChange, before: AllInputs, after: AllInputs, *, besides: frozenset[int] = frozenset()
) -> Impact:
    """What the change would do, by the inputs of the claims that it would make due, as they are and as they
    were while it was tried. What consists of these claims is read as it is recorded.

    Who computes a claim anew marks it where it is no longer what somebody answered for, also where that is so
    for an earlier change.
    """

    def both(claim_ids: Collection[int]) -> tuple[AllInputs, AllInputs]:
        return {pk: before[pk] for pk in claim_ids}, {pk: after[pk] for pk in claim_ids}

    return _computed(change, (before.keys() & after.keys()) - besides, both, marks_all=True)


def _computed(
    change: AnyChange,
    claim_ids: Iterable[int],
    both: Callable[[Collection[int]], tuple[AllInputs, AllInputs]],
    *,
    marks_all: bool = False,
) -> Impact:
    """`both` gives the inputs of these claims as they are, and as they would be."""
    concerned = sorted(_standing_among(claim_ids))
    found = _Consequences(change, policy_in_force())
    for first in range(0, len(concerned), AT_ONCE):
        inputs, supposed = both(concerned[first : first + AT_ONCE])
        found.look_at(inputs, supposed)
        if marks_all:
            found.mark_again({pk: inputs[pk] for pk in inputs if supposed[pk] == inputs[pk]})
    found.follow_wholes()
    return Impact(
        change=change,
        total=len(found.concerned),
        moves=tuple(found.moves[pk] for pk in sorted(found.moves)),
        lapsing=tuple(sorted(found.lapsing)),
        ending=tuple(sorted(found.ending)),
        flagged=tuple(sorted(found.flagged)),
        statuses=Counter(found.before.values()),
    )


class _Consequences:
    """What was found out so far. Parts decide for their wholes, which are looked at when all parts were."""

    def __init__(self, change: AnyChange, policy: Policy) -> None:
        self._change = change
        self._policy = policy
        self._after: dict[int, Result] = {}
        self._wholes: set[int] = set()
        self.concerned: set[int] = set()
        self.before: dict[int, Status] = {}
        self.moves: dict[int, Move] = {}
        self.lapsing: set[int] = set()
        self.ending: set[int] = set()
        self.flagged: set[int] = set()

    def look_at(self, inputs: AllInputs, supposed: AllInputs) -> None:
        """Assesses these claims, which the change concerns, as if it had been made."""
        after = {pk: assess(supposed[pk], self._policy) for pk in inputs if supposed[pk] != inputs[pk]}
        self.concerned |= after.keys()
        standing, parts = _standing(after), parts_of(after)
        compound = {pk for pk in after if parts[pk]}
        self._wholes |= compound
        self._after |= {pk: after[pk] for pk in compound}
        single = {pk: one for pk, one in after.items() if pk not in compound}
        self._compare(single, standing, inputs)
        self._mark(single)

    def mark_again(self, inputs: AllInputs) -> None:
        """Notes which of the claims whose inputs stay are marked for an earlier change."""
        parts = parts_of(inputs)
        self._mark({pk: with_parts(assess(inputs[pk], self._policy), parts[pk]) for pk in inputs})

    def follow_wholes(self) -> None:
        """Assesses what consists of parts, and what these are parts of."""
        for _ in range(NESTED_WHOLES):
            due, self._wholes = _standing_among(self._wholes), set()
            if not due:
                break
            standing, parts, inputs = _standing(due), parts_of(due), engine_inputs(due)
            own = {pk: self._after.get(pk) or assess(inputs[pk], self._policy) for pk in inputs}
            decided = {pk: with_parts(own[pk], self._as_moved(parts[pk])) for pk in own if parts[pk]}
            self._compare(decided, standing, inputs, parts)
            # What a part came to is told in the whole's own history; its mark is for what it links itself.
            own_links = {pk: with_parts(own[pk], parts[pk]) for pk in own if pk in self._after}
            self._mark(own_links)

    def _as_moved(self, parts: Mapping[Key, Part]) -> dict[Key, Part]:
        """The parts with the statuses they would have."""
        return {
            key: Part(self.moves[int(key)].after, part.sign_off) if int(key) in self.moves else part
            for key, part in parts.items()
        }

    def _compare(
        self,
        after: Mapping[int, Result],
        standing: Mapping[int, _Standing],
        inputs: Mapping[int, Inputs],
        parts: Mapping[int, Mapping[Key, Part]] | None = None,
    ) -> None:
        for pk, result in after.items():
            now = standing[pk]
            before = self._before(now, inputs[pk], parts[pk] if parts else {})
            move = Move(pk, before[0], result.status, before[1], result.certainty or "")
            earlier = self.moves.pop(pk, None)
            self.before[pk] = move.before
            if (move.before, move.certainty_before) != (move.after, move.certainty_after):
                self.moves[pk] = move
            if now.whole is not None and move.after is not (earlier.after if earlier else move.before):
                self._wholes.add(now.whole)
        self._end_what_no_longer_holds(after)

    def _before(self, now: _Standing, inputs: Inputs, parts: Mapping[Key, Part]) -> tuple[Status, str]:
        """What is stored, or where that is behind the inputs, what would be stored without the change."""
        if not now.is_due:
            return now.status, now.certainty
        result = with_parts(assess(inputs, self._policy), parts)
        return result.status, result.certainty or ""

    def _end_what_no_longer_holds(self, after: Mapping[int, Result]) -> None:
        moved = {pk for pk in after if pk in self.moves and self.moves[pk].is_other_status}
        self.ending = (self.ending - after.keys()) | _with_open_override(moved)
        self.lapsing -= after.keys()
        for pk, signed in _signed_results(after):
            if lapse_reasons(signed, after[pk], self._policy.floor):
                self.lapsing.add(pk)

    def _mark(self, after: Mapping[int, Result]) -> None:
        """Notes what people should look at again: of several signatures the last one says what was signed."""
        answered_for = _overridden_results(after) | dict(_signed_results(after))
        for pk, result in answered_for.items():
            if self._asks_for_a_look(result, after[pk]):
                self.flagged.add(pk)

    def _asks_for_a_look(self, answered_for: Mapping[str, Any], after: Result) -> bool:
        """A retraction does, whatever it moves, and other changes where they move what people answer for."""
        if isinstance(self._change, StateChanged):
            return self._change.state == SourceState.RETRACTED
        return moves_what_was_signed(answered_for, after.to_json())


def _standing_among(claim_ids: Iterable[int]) -> set[int]:
    return set(Claim.objects.standing().filter(pk__in=list(claim_ids)).values_list("pk", flat=True))


def _standing(claim_ids: Collection[int]) -> dict[int, _Standing]:
    rows = Claim.objects.filter(pk__in=claim_ids).values_list(
        "pk",
        "status",
        "current_assessment__assessment__certainty",
        "part_of_id",
        "inputs_version",
        "assessed_version",
    )
    return {
        pk: _Standing(Status(status), certainty or "", whole, due > done)
        for pk, status, certainty, whole, due, done in rows
    }


def _signed_results(claim_ids: Iterable[int]) -> list[tuple[int, dict[str, Any]]]:
    """For each live signature the claim it stands under and the result that was signed, in their order."""
    live = Verdict.objects.filter(claim__in=list(claim_ids), state=VerdictState.LIVE)
    return list(live.order_by("claim", "id").values_list("claim_id", "assessment__result"))


def _overridden_results(claim_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What the overrides that are in effect spoke of."""
    found = Override.objects.filter(
        claim__in=list(claim_ids), approved_at__isnull=False, ended_at__isnull=True
    )
    return dict(found.values_list("claim_id", "assessment__result"))


def _with_open_override(claim_ids: Collection[int]) -> set[int]:
    found = Override.objects.filter(claim__in=claim_ids, ended_at__isnull=True)
    return set(found.values_list("claim_id", flat=True))
