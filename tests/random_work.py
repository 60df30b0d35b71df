"""People of every role doing anything to anything, in any order: what `tests/actions/test_random_work.py` and
`bench/random_work.py` run.

A sequence is eight actions on one small newsroom, and is taken back afterwards, so that its number alone
says what happens in it. Most steps are what a claim asks for in its state, so that sequences go far; the
others are anything at all. An action does its work or refuses by a rule. After each step `Invariants` looks
at the tables.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from annotations.actions.articles import import_article
from annotations.actions.assessments import assess_claim
from annotations.actions.assignments import take_work
from annotations.actions.captures import add_capture
from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.claims import create_claim, edit_claim, restore_claim, withdraw_claim
from annotations.actions.comments import write_comment
from annotations.actions.compounds import add_part, take_part_out
from annotations.actions.corrections import ask_for_correction, conclude_correction, reopen_correction
from annotations.actions.disputes import release_dispute, settle_dispute, take_dispute
from annotations.actions.dissents import settle_dissent
from annotations.actions.evidence import (
    attach_evidence,
    edit_evidence,
    restore_evidence,
    withdraw_evidence,
)
from annotations.actions.layers import add_layer
from annotations.actions.overrides import approve_override, end_override, propose_override
from annotations.actions.presence import note_presence
from annotations.actions.publications import begin_correction, publish_claim, unpublish_claim
from annotations.actions.publishers import grade_publisher
from annotations.actions.replies import (
    ask_for_reply,
    conclude_reply,
    expire_replies,
    postpone_reply,
    reopen_reply,
)
from annotations.actions.second_looks import (
    answer_look,
    ask_for_look,
    assign_look,
    release_look,
    take_look,
)
from annotations.actions.sources import change_source_state
from annotations.actions.staleness import dismiss_staleness
from annotations.actions.verdicts import sign_verdict, withdraw_verdict
from annotations.domain.canonical import from_plain
from annotations.domain.errors import Refusal
from annotations.domain.lifecycle import CLAIM
from annotations.domain.vocabulary import (
    ClaimState,
    CorrectionOutcome,
    EvidenceState,
    Grade,
    Origin,
    ReplyOutcome,
    Role,
    SecondLookState,
    SecondLookWhy,
    SourceState,
    Stance,
    Status,
    VerdictState,
)
from annotations.models import (
    Article,
    Claim,
    CorrectionRequest,
    CurrentAssessment,
    Evidence,
    Override,
    Publication,
    ReplyRequest,
    SecondLook,
    Source,
    StaleFlag,
    User,
    Verdict,
)
from annotations.queries.history import check_stored_history, history_rows
from tests.desks import a_desk
from tests.factories import a_claim, a_person, a_publisher, a_source, assessed, the_administrator
from tests.reviewed import review_rules

STEPS: Final = 8
NOTE: Final = "What we wrote about the crossings was wrong."
PUBLIC: Final = (ClaimState.PUBLISHED, ClaimState.CORRECTED)
WORDS: Final = tuple(f"The ferry made crossing {word}." for word in ("alpha", "beta", "gamma", "delta"))

Deed = Callable[[], Any]


class Broken(AssertionError):
    """Something holds no longer that always holds; says in which sequence and after which steps."""


@dataclass
class Newsroom:
    """The people, and what they work on."""

    people: list[User]
    editors: list[User]
    workers: list[User]
    sources: list[Source]
    articles: list[Article]
    claims: list[Claim] = field(default_factory=list)


def a_newsroom() -> Newsroom:
    """A reader, reviewers, editors, an administrator, a closed and an open desk; sources of every worth;
    claims of every kind in several states.
    """
    admin = the_administrator()
    reviewers, editors = [a_person() for _ in range(3)], [a_person(role=Role.EDITOR) for _ in range(2)]
    insiders = [a_person(role=Role.READER) for _ in range(2)]
    closed, opened = a_desk(*insiders), a_desk(insiders[0], role=Role.EDITOR, visibility="open")
    kinds = ("primary_record", "primary_record", "primary_record", "wire", "unknown")
    sources = [a_source(publisher=a_publisher(kind=kind)) for kind in kinds]
    for source in sources:
        canonical = from_plain("\n\n".join(WORDS))
        add_capture(source_id=source.pk, canonical=canonical, origin=Origin.PASTE, actor=admin)
    articles = [
        import_article(
            canonical=from_plain("The ferry stopped.\n\nTwo boats remained."),
            headline=f"Article of desk {desk_id}",
            origin=Origin.PASTE,
            desk_id=desk_id,
            actor=admin,
        )
        for desk_id in (None, closed.pk, opened.pk)
    ]
    room = Newsroom(
        people=[a_person(role=Role.READER), *reviewers, *editors, admin, *insiders],
        editors=editors,
        workers=[*reviewers, *editors],
        sources=sources,
        articles=articles,
    )
    for prepare in (_untouched, _on_their_way, _read_twice):
        prepare(room, reviewers)
    room.claims = list(Claim.objects.order_by("pk"))
    return room


def _untouched(room: Newsroom, reviewers: Sequence[User]) -> None:
    for article in room.articles:
        a_claim(words="The ferry stopped.", article=article)
    asked = a_claim()
    for hours in (-1, 1):
        _ask(asked, reviewers[0], hours)
    ask_for_correction(
        article_id=room.articles[0].pk, sent_to="The desk", wording="Nineteen.", actor=reviewers[0]
    )


def _on_their_way(room: Newsroom, reviewers: Sequence[User]) -> None:
    whole = a_claim()
    parts, layers = {"part_of_id": whole.pk}, [AttributionLayer(asserter="the harbour office")]
    signed_once, signed, published, dissented, being_corrected = (_supported(room) for _ in range(5))
    for claim in (_supported(room, **parts), _supported(room, attributions=layers)):
        _sign(claim, reviewers[0])
    for claim, people in ((signed_once, 1), (signed, 3), (published, 3), (dissented, 1)):
        for person in reviewers[:people]:
            _sign(claim, person)
    publish_claim(claim_id=published.pk, actor=room.editors[0])
    for person in reviewers:
        _sign(being_corrected, person)
    publish_claim(claim_id=being_corrected.pk, actor=room.editors[0])
    begin_correction(claim_id=being_corrected.pk, reason="A figure.", actor=room.editors[0])
    for person in reviewers:
        _sign(assessed(being_corrected), person)
    _sign(dissented, reviewers[1], Status.REFUTED)


def _read_twice(room: Newsroom, reviewers: Sequence[User]) -> None:
    """From here on rules ask for second looks: one that waits, one that is disputed, one being settled."""
    review_rules(asks_when=[SecondLookWhy.HIGH_RISK], sampled_percent=30, gold_percent=0)
    for answers, takes in ((False, False), (True, False), (True, True)):
        claim = a_claim(risk="high", risk_reason="Names a person.")
        link = _link(claim, room.sources[0], reviewers[0], Stance.CORROBORATES)
        assessed(claim)
        look = SecondLook.objects.get(evidence=link)
        if answers and look.reader is not None:
            answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, actor=look.reader)
        if takes:
            settler = next(one for one in reviewers if one.pk not in (reviewers[0].pk, look.reader_id))
            take_dispute(look_id=look.pk, actor=settler)


def _supported(room: Newsroom, **given: Any) -> Claim:
    claim = a_claim(**given)
    for source in room.sources[:2]:
        _link(claim, source, the_administrator(), Stance.CORROBORATES)
    return assessed(claim)


def _ask(claim: Claim, person: User, hours: int) -> ReplyRequest:
    now = timezone.now()
    return ask_for_reply(
        claim_id=claim.pk,
        asked="The office",
        question="How many?",
        asked_at=now - timedelta(hours=2),
        deadline_at=now + timedelta(hours=hours),
        actor=person,
    )


def _link(claim: Claim, source: Source, person: User, stance: str, words: str = WORDS[0]) -> Evidence:
    return attach_evidence(
        claim_id=claim.pk,
        capture_id=source.captures.latest("id").pk,
        passage=words,
        stance=stance,
        proximity="primary",
        sourcing="own",
        actor=person,
    )


def _sign(claim: Claim, person: User, status: str = "") -> Verdict:
    return sign_verdict(
        claim_id=claim.pk,
        assessment_id=_assessment_of(claim),
        reason="So it is.",
        status=status,
        actor=person,
    )


def _assessment_of(claim: Claim) -> int:
    held = CurrentAssessment.objects.filter(claim=claim).values_list("assessment_id", flat=True).first()
    return held or 0


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


class Sequence_:
    """One sequence of steps; what it does follows from its number."""

    def __init__(self, room: Newsroom, number: int, reached: Reached) -> None:
        self.room, self.number, self.reached = room, number, reached
        self.random = random.Random(number)
        self.trace: list[str] = []
        self.invariants = Invariants(reached)
        self.hot = room.claims[number % len(room.claims)].pk

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
        deeds = ANYTHING
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


def asked_for(claim: Claim) -> Sequence[str]:
    """What a claim in its state asks for."""
    if claim.state != ClaimState.WITHDRAWN and claim.assessed_version < claim.inputs_version:
        return ("assess",)
    return ASKED_FOR[ClaimState(claim.state)]


def _deed_make(run: Sequence_) -> Deed:
    article, actor = run.random.choice([*run.room.articles, None]), run.person()
    place: dict[str, Any] = {}
    if article is not None:
        words = "Two boats remained."
        revision = article.revisions.latest("number")
        start = revision.text.index(words)
        place = {"revision_id": revision.pk, "start": start, "end": start + len(words), "exact": words}
    risk = run.random.choice(["normal", "high"])
    return lambda: create_claim(text="Two boats remained.", type="event", risk=risk, actor=actor, **place)


def _deed_edit(run: Sequence_) -> Deed:
    values: Mapping[str, Any] = run.random.choice(
        [
            {"text": f"The ferry made few crossings ({run.random.random()})."},
            {"risk": "high"},
            {"topic": "sea"},
        ]
    )
    claim, actor = run.claim(), run.person()
    return lambda: edit_claim(claim_id=claim.pk, values=values, actor=actor)


def _deed_withdraw(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.person()
    return lambda: withdraw_claim(claim_id=claim.pk, actor=actor)


def _deed_restore(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.editor()
    return lambda: restore_claim(claim_id=claim.pk, actor=actor)


def _deed_add_part(run: Sequence_) -> Deed:
    claim, part, actor = run.claim(), run.any(Claim.objects.all()), run.person()
    return lambda: add_part(claim_id=claim.pk, part_id=part.pk, actor=actor)


def _deed_take_part_out(run: Sequence_) -> Deed | None:
    part, actor = run.any(Claim.objects.filter(part_of__isnull=False)), run.person()
    return part and (lambda: take_part_out(claim_id=part.pk, actor=actor))


def _deed_add_layer(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.person()
    layer = AttributionLayer(asserter="The Gazette")
    return lambda: add_layer(claim_id=claim.pk, layer=layer, actor=actor)


def _deed_link(run: Sequence_) -> Deed:
    claim, actor, stance = run.claim(), run.person(), run.stance()
    source, words = run.random.choice(run.room.sources), run.random.choice(WORDS)
    return lambda: _link(claim, source, actor, stance, words)


def _deed_judge_anew(run: Sequence_) -> Deed | None:
    link, actor = run.of_claim(Evidence.objects.all()), run.editor()
    values: Mapping[str, Any] = run.random.choice([{"stance": run.stance()}, {"credibility": "2"}])
    return link and (lambda: edit_evidence(evidence_id=link.pk, values=values, actor=actor))


def _deed_withdraw_link(run: Sequence_) -> Deed | None:
    link, actor = run.of_claim(Evidence.objects.all()), run.editor()
    return link and (lambda: withdraw_evidence(evidence_id=link.pk, actor=actor))


def _deed_restore_link(run: Sequence_) -> Deed | None:
    link, actor = run.of_claim(Evidence.objects.filter(state=EvidenceState.WITHDRAWN)), run.editor()
    return link and (lambda: restore_evidence(evidence_id=link.pk, actor=actor))


def _deed_assess(run: Sequence_) -> Deed:
    claim = run.claim()
    return lambda: assess_claim(claim_id=claim.pk)


def _deed_look_at(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.person()
    return lambda: note_presence(claim_id=claim.pk, actor=actor)


def _deed_take_work(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.person()
    return lambda: take_work(claim_id=claim.pk, actor=actor)


def _deed_comment(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.person()
    return lambda: write_comment(claim_id=claim.pk, text="Is that so?", actor=actor)


def _deed_ask_look(run: Sequence_) -> Deed | None:
    link, actor = run.of_claim(Evidence.objects.all()), run.person()
    return link and (lambda: ask_for_look(evidence_id=link.pk, actor=actor))


def _deed_take_look(run: Sequence_) -> Deed | None:
    look, actor = run.look(), run.person()
    return look and (lambda: take_look(look_id=look.pk, actor=actor))


def _deed_assign_look(run: Sequence_) -> Deed | None:
    look, actor, reader = run.look(), run.editor(), run.person()
    return look and (lambda: assign_look(look_id=look.pk, person_id=reader.pk, actor=actor))


def _deed_answer_look(run: Sequence_) -> Deed | None:
    look = run.look(state=SecondLookState.OPEN) or run.look()
    if look is None:
        return None
    actor = look.reader if look.reader and run.random.random() < 0.9 else run.person()
    stance = look.first_stance if run.random.random() < 0.6 else run.stance()
    return lambda: answer_look(look_id=look.pk, stance=stance or run.stance(), reason="I see.", actor=actor)


def _deed_release_look(run: Sequence_) -> Deed | None:
    look = run.look()
    if look is None:
        return None
    actor = look.reader or run.editor()
    return lambda: release_look(look_id=look.pk, actor=actor)


def _deed_take_dispute(run: Sequence_) -> Deed | None:
    look, actor = run.look(state=SecondLookState.DISPUTED) or run.look(), run.person()
    return look and (lambda: take_dispute(look_id=look.pk, actor=actor))


def _deed_release_dispute(run: Sequence_) -> Deed | None:
    look, actor = run.look(state=SecondLookState.DISPUTED), run.editor()
    return look and (lambda: release_dispute(look_id=look.pk, actor=actor))


def _deed_settle_dispute(run: Sequence_) -> Deed | None:
    look = run.look(settler__isnull=False, state=SecondLookState.DISPUTED) or run.look()
    if look is None:
        return None
    actor = look.settler or run.person()
    stance = run.random.choice(["", run.stance()])
    return lambda: settle_dispute(look_id=look.pk, stance=stance, reason="It says so.", actor=actor)


def _deed_sign(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.person()
    return lambda: _sign(claim, actor)


def _deed_dissent(run: Sequence_) -> Deed:
    claim, actor, status = run.claim(), run.person(), run.random.choice(Status.values)
    return lambda: _sign(claim, actor, status)


def _deed_take_signature_back(run: Sequence_) -> Deed | None:
    verdict = run.of_claim(Verdict.objects.filter(state=VerdictState.LIVE))
    if verdict is None:
        return None
    actor = run.random.choice([verdict.reviewer, run.person()])
    return lambda: withdraw_verdict(verdict_id=verdict.pk, reason="Misread.", actor=actor)


def _deed_settle_dissent(run: Sequence_) -> Deed | None:
    verdict = run.of_claim(Verdict.objects.filter(is_dissent=True)) or run.of_claim(Verdict.objects.all())
    actor, is_upheld = run.editor(), run.random.random() < 0.5
    return verdict and (
        lambda: settle_dissent(verdict_id=verdict.pk, is_upheld=is_upheld, reason="So.", actor=actor)
    )


def _deed_propose_override(run: Sequence_) -> Deed:
    claim, actor, status = run.claim(), run.editor(), run.random.choice(Status.values)
    why = "A ruling of Monday settles it, and the court has not published it yet."
    return lambda: propose_override(
        claim_id=claim.pk,
        assessment_id=_assessment_of(claim),
        status=status,
        reason_code="legal",
        text=why,
        actor=actor,
    )


def _deed_approve_override(run: Sequence_) -> Deed | None:
    override, actor = run.of_claim(Override.objects.all()), run.editor()
    return override and (lambda: approve_override(override_id=override.pk, actor=actor))


def _deed_end_override(run: Sequence_) -> Deed | None:
    override, actor = run.of_claim(Override.objects.all()), run.editor()
    return override and (lambda: end_override(override_id=override.pk, reason="Over.", actor=actor))


def _deed_publish(run: Sequence_) -> Deed:
    claim, actor, why = run.claim(), run.editor(), run.random.choice(["", "They will not answer."])
    return lambda: publish_claim(claim_id=claim.pk, public_note=NOTE, reason_not_to_wait=why, actor=actor)


def _deed_begin_correction(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.editor()
    return lambda: begin_correction(claim_id=claim.pk, reason="A figure.", actor=actor)


def _deed_unpublish(run: Sequence_) -> Deed:
    claim, actor = run.claim(), run.editor()
    return lambda: unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=actor)


def _deed_ask_reply(run: Sequence_) -> Deed:
    claim, actor, hours = run.claim(), run.person(), run.random.choice([-1, 1])
    return lambda: _ask(claim, actor, hours)


def _deed_conclude_reply(run: Sequence_) -> Deed | None:
    request, actor = run.of_claim(ReplyRequest.objects.all()), run.person()
    outcome = run.random.choice(ReplyOutcome.values)
    return request and (
        lambda: conclude_reply(reply_id=request.pk, outcome=outcome, answer="Nineteen.", actor=actor)
    )


def _deed_postpone_reply(run: Sequence_) -> Deed | None:
    request, actor = run.of_claim(ReplyRequest.objects.all()), run.person()
    deadline = timezone.now() + timedelta(days=1)
    return request and (lambda: postpone_reply(reply_id=request.pk, deadline_at=deadline, actor=actor))


def _deed_reopen_reply(run: Sequence_) -> Deed | None:
    request, actor = run.of_claim(ReplyRequest.objects.all()), run.person()
    return request and (lambda: reopen_reply(reply_id=request.pk, actor=actor))


def _deed_let_replies_run_out(run: Sequence_) -> Deed:
    return lambda: expire_replies(now=timezone.now())


def _deed_ask_correction(run: Sequence_) -> Deed:
    article, actor = run.random.choice(run.room.articles), run.person()
    claim_id = run.random.choice([None, run.hot])
    return lambda: ask_for_correction(
        article_id=article.pk, claim_id=claim_id, sent_to="The desk", wording="Nineteen.", actor=actor
    )


def _deed_conclude_correction(run: Sequence_) -> Deed | None:
    request, actor = run.any(CorrectionRequest.objects.all()), run.person()
    outcome = run.random.choice(CorrectionOutcome.values)
    return request and (lambda: conclude_correction(correction_id=request.pk, outcome=outcome, actor=actor))


def _deed_reopen_correction(run: Sequence_) -> Deed | None:
    request, actor = run.any(CorrectionRequest.objects.all()), run.person()
    return request and (lambda: reopen_correction(correction_id=request.pk, actor=actor))


def _deed_mark_source(run: Sequence_) -> Deed:
    source, actor = (
        run.random.choice(run.room.sources),
        run.random.choice([run.person(), the_administrator()]),
    )
    state = run.random.choice([SourceState.RETRACTED, *SourceState.values])
    return lambda: change_source_state(source_id=source.pk, state=state, reason="They said so.", actor=actor)


def _deed_grade(run: Sequence_) -> Deed:
    source, actor = (
        run.random.choice(run.room.sources),
        run.random.choice([run.person(), the_administrator()]),
    )
    grade = run.random.choice(Grade.values)
    return lambda: grade_publisher(publisher_id=source.publisher_id, grade=grade, reason="So.", actor=actor)


def _deed_look_again(run: Sequence_) -> Deed | None:
    flag, actor = run.of_claim(StaleFlag.objects.filter(cleared_at__isnull=True)), run.person()
    return flag and (lambda: dismiss_staleness(flag_id=flag.pk, reason="It stands.", actor=actor))


DEEDS: Final[Mapping[str, Callable[[Sequence_], Deed | None]]] = {
    name.removeprefix("_deed_"): deed for name, deed in list(globals().items()) if name.startswith("_deed_")
}
ANYTHING: Final = (*DEEDS, *2 * ("conclude_correction", "let_replies_run_out"))

_REVIEW: Final = ("sign", "sign", "sign", "answer_look", "answer_look", "take_look", "link", "dissent")
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

_UNSIGNED: Final = (ClaimState.IN_REVIEW, ClaimState.AGREED, ClaimState.DISPUTED)
_ONE_STEP: Final = {(old, new) for (old, _), new in CLAIM.items() if old != new}
_MOVES: Final = _ONE_STEP | {
    (old, new)
    for old, middle in _ONE_STEP
    for again, new in _ONE_STEP
    if middle == again and middle in _UNSIGNED and new != ClaimState.WITHDRAWN
}
"""Along the table; an action may take two steps of it, through a state in which a claim is reviewed."""


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
                self._require_move(pk, state, was_published=pk in published)
            if state in PUBLIC:
                self._require(pk in published, f"claim {pk} is {state} and was never published")
                self._require(pk in signed, f"claim {pk} is {state} and was never signed")
            if state == ClaimState.SIGNED:
                self._require((pk, "live") in verdicts, f"claim {pk} is signed by nobody")
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

    def _require_move(self, pk: int, state: str, *, was_published: bool) -> None:
        old, remembered, _ = self.was[pk]
        if old == state:
            return
        self.reached.moves[(old, state)] += 1
        if old == ClaimState.WITHDRAWN:
            allowed = ClaimState.IN_REVIEW if was_published else remembered
            self._require(state == allowed, f"claim {pk} came back as {state}, not {allowed}")
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


LEAVING: Final = ("claim.withdrawn", "claim.unpublished", "claim.restored")


def work_at_random(room: Newsroom, numbers: Sequence[int], steps: int = STEPS) -> Reached:
    """Runs the sequences of these numbers, each on the newsroom as it was. Raises `Broken`."""
    reached = Reached()
    for number in numbers:
        with transaction.atomic():
            Sequence_(room, number, reached).run(steps)
            transaction.set_rollback(True)
    return reached
