"""Who may do what to what in which state: role, action and state, each with each, against tables written out
by hand. The role is asked before the state.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any, Final

import pytest
from django.db import transaction

from annotations.access import may
from annotations.actions.claims import edit_claim, restore_claim, withdraw_claim
from annotations.actions.disputes import release_dispute, settle_dispute, take_dispute
from annotations.actions.evidence import edit_evidence, withdraw_evidence
from annotations.actions.publications import begin_correction, publish_claim, unpublish_claim
from annotations.actions.second_looks import answer_look, ask_for_look, assign_look, release_look, take_look
from annotations.domain.errors import Refusal
from annotations.domain.vocabulary import ClaimState, Role, Stance
from annotations.models import Claim, SecondLook, User
from tests.claims_in_states import NOTE, claim_in, signed
from tests.factories import a_claim, a_person, assessed, some_evidence, the_administrator
from tests.reviewed import a_counted_link

pytestmark = pytest.mark.django_db

DONE: Final = ""

Deed = Callable[[Any, User], object]


def link_of(claim: Claim) -> int:
    """Its first link; of a draft, which has none, none that is there."""
    return claim.evidence.order_by("id").values_list("pk", flat=True).first() or 0


DEEDS: Final[Mapping[str, tuple[str, Deed]]] = {
    "edit": (
        "claim.edit", lambda claim, who: edit_claim(claim_id=claim.pk, values={"topic": "sea"}, actor=who)
    ),
    "link": ("evidence.attach", lambda claim, who: some_evidence(claim=claim, actor=who)),
    "judge": (
        "evidence.edit",
        lambda claim, who: edit_evidence(evidence_id=link_of(claim), values={"stance": "context"}, actor=who),
    ),
    "unlink": (
        "evidence.withdraw", lambda claim, who: withdraw_evidence(evidence_id=link_of(claim), actor=who)
    ),
    "ask": ("second_look.ask", lambda claim, who: ask_for_look(evidence_id=link_of(claim), actor=who)),
    "sign": ("verdict.sign", lambda claim, who: signed(claim, actor=who)),
    "publish": (
        "claim.publish", lambda claim, who: publish_claim(claim_id=claim.pk, public_note=NOTE, actor=who)
    ),
    "correct": (
        "claim.correct", lambda claim, who: begin_correction(claim_id=claim.pk, reason="A figure.", actor=who)
    ),
    "unpublish": (
        "claim.unpublish", lambda claim, who: unpublish_claim(claim_id=claim.pk, public_note=NOTE, actor=who)
    ),
    "withdraw": ("claim.withdraw", lambda claim, who: withdraw_claim(claim_id=claim.pk, actor=who)),
    "restore": ("claim.restore", lambda claim, who: restore_claim(claim_id=claim.pk, actor=who)),
}  # fmt: skip
"""What people do to a claim or its first link, with the action of the access table."""


PUBLIC: Final = (ClaimState.PUBLISHED, ClaimState.CORRECTED)
OUT: Final = (*PUBLIC, ClaimState.WITHDRAWN)
UNSIGNED: Final = (ClaimState.DRAFT, ClaimState.IN_REVIEW, ClaimState.AGREED, ClaimState.DISPUTED)


def refused(verb: str, states: Iterable[ClaimState]) -> dict[ClaimState, str]:
    """By the table of the lifecycle."""
    return {state: f"claim-{verb}-from-{state.replace('_', '-')}" for state in states}


WITHOUT_LINK: Final = {ClaimState.DRAFT: "not-found"}
CHANGING: Final = refused("change-evidence", OUT) | WITHOUT_LINK
REFUSED: Final[Mapping[str, Mapping[ClaimState, str]]] = {
    "edit": refused("edit", OUT),
    "link": refused("take-evidence", OUT),
    "judge": CHANGING,
    "unlink": CHANGING,
    "ask": CHANGING,
    "sign": refused("take-signature", OUT) | {ClaimState.DISPUTED: "stance-disputed"},
    "publish": refused("publish", (*UNSIGNED, ClaimState.WITHDRAWN)) | refused("correct", PUBLIC),
    "correct": refused("begin-correction", (*UNSIGNED, ClaimState.SIGNED, ClaimState.WITHDRAWN)),
    "unpublish": dict.fromkeys((*UNSIGNED, ClaimState.SIGNED, ClaimState.WITHDRAWN), "not-published"),
    "withdraw": dict.fromkeys(PUBLIC, "published-needs-public-note")
    | refused("withdraw", [ClaimState.WITHDRAWN]),
    "restore": {},
}
"""In which state each is refused to whoever may do it, and by which rule. What was not withdrawn stays as it
is when it is restored.
"""


def test_every_role_does_to_a_claim_in_every_state_what_is_written_out() -> None:
    claims = {state: claim_in(state) for state in ClaimState}
    assessed(claims[ClaimState.DRAFT])
    people = [a_person(role=role) for role in (Role.READER, Role.REVIEWER, Role.EDITOR)]
    found, written = {}, {}
    for person, (name, (action, deed)), (state, claim) in product(people, DEEDS.items(), claims.items()):
        case = (name, state.value, person.role)
        found[case] = outcome(deed, claim, person)
        by_state = REFUSED[name].get(state, DONE)
        written[case] = by_state if may(person, action, claim) or by_state == "not-found" else action
    assert found == written


def outcome(deed: Deed, row: Any, person: User) -> str:
    """Empty, or the rule by which it is refused; taken back either way."""
    try:
        with transaction.atomic():
            deed(row, person)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.rule
    return DONE


LOOK_DEEDS: Final[Mapping[str, Deed]] = {
    "answer": lambda look, who: answer_look(look_id=look.pk, stance=look.first_stance, actor=who),
    "release": lambda look, who: release_look(look_id=look.pk, actor=who),
    "take": lambda look, who: take_look(look_id=look.pk, actor=who),
    "assign": lambda look, who: assign_look(look_id=look.pk, person_id=who.pk, actor=who),
    "take dispute": lambda look, who: take_dispute(look_id=look.pk, actor=who),
    "release dispute": lambda look, who: release_dispute(look_id=look.pk, actor=who),
    "settle": lambda look, who: settle_dispute(look_id=look.pk, stance="", reason="So.", actor=who),
}


def looks() -> dict[str, SecondLook]:
    """A look in each of its states, each at a link of its own."""

    def asked() -> SecondLook:
        made = a_counted_link(claim=a_claim(), actor=the_administrator())
        return ask_for_look(evidence_id=made.pk, actor=the_administrator())

    def read(stance: str) -> SecondLook:
        look = asked()
        assert look.reader is not None
        return answer_look(look_id=look.pk, stance=stance, actor=look.reader)

    found = {"unread": asked()}
    assert found["unread"].reader is None
    readers = [a_person(), a_person()]
    found |= {"being read": asked(), "agreed": read(Stance.CORROBORATES)}
    found |= {name: read(Stance.CONTEXT) for name in ("disputed", "being settled", "settled")}
    settler = a_person()
    for name in ("being settled", "settled"):
        take_dispute(look_id=found[name].pk, actor=settler)
    settle_dispute(look_id=found["settled"].pk, stance="", reason="So.", actor=settler)
    found["called off"] = asked()
    withdraw_evidence(evidence_id=found["called off"].evidence_id or 0, actor=the_administrator())
    assert found["being read"].reader in readers
    return {name: SecondLook.objects.get(pk=look.pk) for name, look in found.items()}


NOBODY: Final = "-"
ANSWERED: Final = ("second-look-answered",) * 5
NO_DISPUTE: Final = ("not-found",) * 3
PAST: Final = ("dispute-settled", "not-found")
ANSWERS: Final = tuple(
    f"second-look-agree-from-{state}" for state in ("agreed", "disputed", "disputed", "settled")
)
LOOKS_WRITTEN_OUT: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("answer", "its reader"): (NOBODY, DONE, *ANSWERS, "second-look-agree-from-cancelled"),
    **{("answer", who): ("second_look.answer",) * 7 for who in ("reader", "reviewer", "editor")},
    ("release", "its reader"): (NOBODY, DONE, *ANSWERED),
    **{("release", who): ("second_look.release",) * 7 for who in ("reader", "reviewer")},
    ("release", "editor"): ("second-look-without-reader", DONE, *ANSWERED),
    ("take", "its reader"): (NOBODY, "second-look-taken", *ANSWERED),
    ("take", "reader"): ("second_look.take",) * 7,
    **{("take", who): (DONE, "second-look-taken", *ANSWERED) for who in ("reviewer", "editor")},
    ("assign", "its reader"): (NOBODY, *("second_look.assign",) * 6),
    **{("assign", who): ("second_look.assign",) * 7 for who in ("reader", "reviewer")},
    ("assign", "editor"): (DONE, "second-look-taken", *ANSWERED),
    ("take dispute", "its reader"): (NOBODY, *NO_DISPUTE[1:], "not-a-third-person", "dispute-taken", *PAST),
    ("take dispute", "its settler"): (*(NOBODY,) * 4, DONE, "dispute-settled", NOBODY),
    ("take dispute", "reader"): (*NO_DISPUTE, "dispute.take", "dispute.take", *PAST),
    **{("take dispute", who): (*NO_DISPUTE, DONE, "dispute-taken", *PAST) for who in ("reviewer", "editor")},
    **{
        (deed, "its reader"): (NOBODY, *NO_DISPUTE[1:], action, action, *PAST)
        for deed, action in (("release dispute", "dispute.release"), ("settle", "dispute.settle"))
    },
    **{
        (deed, "its settler"): (*(NOBODY,) * 4, DONE, "dispute-settled", NOBODY)
        for deed in ("release dispute", "settle")
    },
    **{
        ("release dispute", who): (*NO_DISPUTE, *("dispute.release",) * 2, *PAST)
        for who in ("reader", "reviewer")
    },
    ("release dispute", "editor"): (*NO_DISPUTE, DONE, DONE, *PAST),
    **{
        ("settle", who): (*NO_DISPUTE, *("dispute.settle",) * 2, *PAST)
        for who in ("reader", "reviewer", "editor")
    },
}
"""By deed and by whom, in the order of the states that `looks` makes: unread, being read, agreed, disputed,
being settled, settled, called off. A dash where there is nobody.
"""


def test_everybody_does_to_a_second_look_in_every_state_what_is_written_out() -> None:
    made = looks()
    others = {role.value: a_person(role=role) for role in (Role.READER, Role.REVIEWER, Role.EDITOR)}
    found = {}
    for deed, who in LOOKS_WRITTEN_OUT:
        people = [
            {"its reader": look.reader, "its settler": look.settler, **others}[who] for look in made.values()
        ]
        found[deed, who] = tuple(
            NOBODY if person is None else outcome(LOOK_DEEDS[deed], look, person)
            for look, person in zip(made.values(), people, strict=True)
        )
    assert found == LOOKS_WRITTEN_OUT
