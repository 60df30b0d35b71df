"""Sequences of random steps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import connection, transaction

from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import ClaimState
from annotations.models import Claim
from tests.random_work import deeds_for_readers, deeds_of_review, deeds_on_claims
from tests.random_work.chance import Chance, Deed
from tests.random_work.invariants import Broken, Invariants, Reached
from tests.random_work.newsroom import Newsroom

STEPS: Final = 8
DO: Final = "do_"
MODULES: Final = (deeds_on_claims, deeds_of_review, deeds_for_readers)
DEEDS: Final[Mapping[str, Callable[[Chance], Deed | None]]] = {
    name.removeprefix(DO): deed
    for module in MODULES
    for name, deed in vars(module).items()
    if name.startswith(DO)
}
ANYTHING: Final = (*DEEDS, *2 * ("conclude_correction", "let_replies_run_out"))

_REVIEW: Final = (
    "sign",
    "sign",
    "sign",
    "answer_look",
    "answer_look",
    "take_look",
    "link",
    "dissent",
    "withdraw",
)
ASKED_FOR: Final[Mapping[ClaimState, Sequence[str]]] = {
    ClaimState.DRAFT: ("link", "link", "link", "ask_reply", "conclude_reply", "withdraw"),
    ClaimState.IN_REVIEW: _REVIEW,
    ClaimState.AGREED: _REVIEW,
    ClaimState.DISPUTED: ("take_dispute", "settle_dispute", "settle_dispute", "settle_dissent"),
    ClaimState.SIGNED: ("publish", "publish", "publish", "propose_override", "approve_override", "dissent"),
    ClaimState.PUBLISHED: ("begin_correction", "unpublish", "mark_source", "take_signature_back"),
    ClaimState.CORRECTED: ("begin_correction", "unpublish", "assess"),
    ClaimState.WITHDRAWN: ("restore",),
}


def asked_for(claim: Claim) -> Sequence[str]:
    """What a claim in its state asks for."""
    if claim.state != ClaimState.WITHDRAWN and claim.assessed_version < claim.inputs_version:
        return ("assess",)
    return ASKED_FOR[ClaimState(claim.state)]


class RandomSequence(Chance):
    """One sequence of steps; what it does follows from its number."""

    def __init__(self, room: Newsroom, number: int, reached: Reached) -> None:
        super().__init__(room, number)
        self.reached = reached
        self.trace: list[str] = []
        self.invariants = Invariants(reached)

    def run(self, steps: int) -> None:
        """So many steps, each followed by a look at the tables; then at the history."""
        for _ in range(steps):
            self.step()
            with self.telling():
                self.invariants.hold()
        with self.telling():
            self.invariants.history_holds()
        self.invariants.note_states()

    def step(self) -> None:
        """One person does one thing."""
        deeds: Sequence[str] = ANYTHING
        if self.random.random() < 0.75:
            claim = Claim.objects.get(pk=self.hot)
            deeds = asked_for(claim)
        name = self.random.choice(deeds)
        deed = DEEDS[name](self)
        if deed is None:
            return
        self.reached.steps += 1
        with self.telling():
            self.do(name, deed)

    def do(self, name: str, deed: Deed) -> None:
        """Does it, or notes by which rule it is refused."""
        try:
            with transaction.atomic():
                deed()
                self.check_constraints()
        except Refusal as refusal:
            if not refusal.rule or refusal.rule == Refusal.rule or not refusal.message:
                raise Broken(f"{name} is refused by no rule") from refusal
            self.trace.append(f"{name}: {refusal.rule}")
            self.reached.refused[refusal.rule] += 1
        else:
            self.trace.append(name)
            self.reached.done[name] += 1

    def check_constraints(self) -> None:
        """Constraints that the database checks at the end of a transaction are checked now."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Whatever goes wrong, it is said where."""
        try:
            yield
        except Exception as failure:
            steps = "; ".join(self.trace)
            raise Broken(
                f"sequence {self.number}, claim {self.hot}, after: {steps}: {failure!r}"
            ) from failure


def work_at_random(
    room: Newsroom,
    numbers: Sequence[int],
    steps: int = STEPS,
    is_enough: Callable[[Reached], bool] = lambda reached: False,
) -> Reached:
    """Runs the sequences of these numbers, each on the newsroom as it was, until it is enough. Raises
    `Broken`.
    """
    reached = Reached()
    for number in numbers:
        if is_enough(reached):
            break
        with transaction.atomic():
            RandomSequence(room, number, reached).run(steps)
            transaction.set_rollback(True)
    return reached
