"""What always holds, and what random work came to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from annotations.domain.lifecycle import CLAIM
from annotations.domain.vocabulary import ClaimState, EvidenceState, SecondLookState, VerdictState
from annotations.models import (
    Claim,
    CorrectionRequest,
    CurrentAssessment,
    Evidence,
    Publication,
    ReplyRequest,
    SecondLook,
    Verdict,
)
from annotations.queries.history import check_stored_history, history_rows

PUBLIC: Final = (ClaimState.PUBLISHED, ClaimState.CORRECTED)
SIGNATURES_NEEDED: Final = "assessment__result__sign_off__reviewers"
LEAVING: Final = ("claim.withdrawn", "claim.unpublished", "claim.restored")
_UNSIGNED: Final = (ClaimState.IN_REVIEW, ClaimState.AGREED, ClaimState.DISPUTED)
_ONE_STEP: Final = {(old, new) for (old, _), new in CLAIM.items() if old != new}
_MOVES: Final = _ONE_STEP | {
    (old, new)
    for old, middle in _ONE_STEP
    for again, new in _ONE_STEP
    if middle == again and middle in _UNSIGNED and new != ClaimState.WITHDRAWN
}
"""Along the table; an action may take two steps of it, through a state in which a claim is reviewed."""


class Broken(AssertionError):
    """Something holds no longer that always holds; says in which sequence and after which steps."""


@dataclass
class Reached:
    """What the runs came to: states, moves between states of claims, deeds done, and rules by which they were
    refused.
    """

    states: dict[str, set[str]] = field(default_factory=dict)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    steps: int = 0

    def see(self, noun: str, states: set[str]) -> None:
        """These states were there."""
        self.states.setdefault(noun, set()).update(states)


class Invariants:
    """What holds after every step, whoever did what."""

    def __init__(self, reached: Reached) -> None:
        self.reached = reached
        self.was: dict[int, tuple[str, str, int]] = self._claims()
        self.signed = self._last_verdict()

    def hold(self) -> None:
        """Raises `Broken` where something holds no longer."""
        now = self._claims()
        published = set(Publication.objects.values_list("claim", flat=True))
        verdicts = set(Verdict.objects.order_by().values_list("claim", "state").distinct())
        signed = {claim for claim, _ in verdicts}
        for pk, (state, *_) in now.items():
            if pk in self.was:
                self._require_move(pk, state)
            if state in PUBLIC:
                self._require(pk in published, f"claim {pk} is {state} and was never published")
                self._require(pk in signed, f"claim {pk} is {state} and was never signed")
            if state == ClaimState.SIGNED:
                self._require((pk, "live") in verdicts, f"claim {pk} is signed by nobody")
        self._require_review_to_bear({pk: state for pk, (state, *_) in now.items()})
        self._require_fresh_eyes()
        self.reached.see("claim", {state for state, *_ in now.values()})
        self.was = now

    def history_holds(self) -> None:
        """The chain of events is whole, and what it tells of claims is what they are."""
        checked = check_stored_history()
        self._require(checked.is_whole, f"the history is broken: {checked.findings[:3]}")
        told: dict[str, str] = {}
        for row in history_rows():
            before, after = row["before"], row["after"]
            name = "state" if row["verb"] in LEAVING else "claim_state"
            if row["stream"].startswith("claim:") and name in after:
                was = told.get(row["stream"], ClaimState.DRAFT)
                self._require(
                    before[name] == was, f"{row['stream']}: {row['verb']} of {before[name]}, was {was}"
                )
                told[row["stream"]] = after[name]
        for pk, (state, *_) in self.was.items():
            history = told.get(f"claim:{pk}", ClaimState.DRAFT)
            self._require(history == state, f"claim {pk} is {state}, and its history says {history}")

    def _require_review_to_bear(self, states: Mapping[int, str]) -> None:
        """What is signed, disputed or withdrawn is so by its signatures, dissents and second looks."""
        live = Verdict.objects.filter(state=VerdictState.LIVE)
        dissented = set(live.filter(is_dissent=True).values_list("claim", flat=True))
        disputed = SecondLook.objects.filter(
            state=SecondLookState.DISPUTED, evidence__state=EvidenceState.DISPUTED
        )
        contested = dissented | set(disputed.values_list("evidence__claim", flat=True))
        signatures = Counter(live.filter(is_dissent=False).values_list("claim", flat=True))
        needed = dict(CurrentAssessment.objects.values_list("claim", SIGNATURES_NEEDED))
        being_read = SecondLook.objects.filter(state=SecondLookState.OPEN, evidence__isnull=False)
        read = set(being_read.values_list("evidence__claim", flat=True))
        for pk, state in states.items():
            if state == ClaimState.SIGNED:
                enough = signatures[pk] >= max(1, int(needed[pk]))
                self._require(enough, f"claim {pk} is signed by too few")
                self._require(pk not in contested, f"claim {pk} is signed and disputed")
            if state == ClaimState.DISPUTED:
                self._require(pk in contested, f"claim {pk} is disputed by nobody")
            if state == ClaimState.WITHDRAWN:
                self._require(pk not in read, f"claim {pk} is withdrawn and being read")

    def _require_move(self, pk: int, state: str) -> None:
        old, remembered, _ = self.was[pk]
        if old == state:
            return
        self.reached.moves[(old, state)] += 1
        if old == ClaimState.WITHDRAWN:
            allowed = (remembered,) if remembered == ClaimState.DRAFT else (*_UNSIGNED, ClaimState.SIGNED)
            self._require(state in allowed, f"claim {pk} came back as {state}, not {allowed}")
        else:
            self._require((old, state) in _MOVES, f"claim {pk} moved from {old} to {state}")

    def _require_fresh_eyes(self) -> None:
        new = Verdict.objects.filter(pk__gt=self.signed).select_related("assessment").order_by("pk")
        for verdict in new:
            counted = [link["link"] for link in verdict.assessment.result["links"] if link["counted"]]
            links = Evidence.objects.filter(pk__in=counted)
            hands = {pk for pair in links.values_list("attached_by", "changed_by") for pk in pair}
            self._require(
                verdict.reviewer_id not in hands, f"verdict {verdict.pk} is by an author of evidence"
            )
            self.signed = verdict.pk

    def note_states(self) -> None:
        """What has come of everything but claims."""
        for noun, rows, name in (
            ("verdict", Verdict.objects, "state"),
            ("evidence", Evidence.objects, "state"),
            ("second look", SecondLook.objects, "state"),
            ("publication", Publication.objects, "kind"),
            ("correction", CorrectionRequest.objects, "outcome"),
            ("reply", ReplyRequest.objects, "outcome"),
        ):
            self.reached.see(noun, set(rows.order_by().values_list(name, flat=True).distinct()))

    @staticmethod
    def _claims() -> dict[int, tuple[str, str, int]]:
        rows = Claim.objects.values_list(
            "pk", "state", "state_before_withdrawal", "inputs_version", "assessed_version"
        )
        found = {}
        for pk, state, remembered, inputs, done in rows:
            Invariants._require(done <= inputs, f"claim {pk} is assessed ahead of its inputs")
            found[pk] = (state, remembered, inputs)
        return found

    @staticmethod
    def _last_verdict() -> int:
        return Verdict.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    @staticmethod
    def _require(holds: bool, words: str) -> None:
        if not holds:
            raise Broken(words)
