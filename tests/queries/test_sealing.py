"""The page of a claim and the rows for programs keep the same signatures from the same people."""

from collections.abc import Callable

import pytest

from annotations.actions.claims import edit_claim, withdraw_claim
from annotations.actions.evidence import withdraw_evidence
from annotations.actions.verdicts import sign_verdict, withdraw_verdict
from annotations.domain.vocabulary import ContextFlag, Risk, Role
from annotations.models import Claim, CurrentAssessment, User, Verdict
from annotations.queries.claim_pages import read_claim
from annotations.queries.represented import verdicts_in_full
from tests.factories import a_claim, a_person, assessed, some_evidence, the_administrator

pytestmark = pytest.mark.django_db


def a_supported_claim(author: User, *, risk: str = Risk.NORMAL) -> Claim:
    """Corroborated by the author of its evidence and by somebody else."""
    claim = a_claim(risk=risk, risk_reason="Names a person." if risk == Risk.HIGH else "")
    for person in (author, a_person()):
        some_evidence(claim=claim, proximity="primary", actor=person)
    return assessed(claim)


def sign(claim: Claim, *, flag: str = ContextFlag.NONE) -> Verdict:
    held = CurrentAssessment.objects.get(claim=claim).assessment_id
    return sign_verdict(
        claim_id=claim.pk, assessment_id=held, reason="As recorded.", context_flag=flag, actor=a_person()
    )


def one_signature(author: User) -> Claim:
    claim = a_supported_claim(author)
    sign(claim)
    return claim


def first_of_two(author: User) -> Claim:
    claim = a_supported_claim(author, risk=Risk.HIGH)
    sign(claim)
    return claim


def first_with_a_flag(author: User) -> Claim:
    claim = a_supported_claim(author)
    sign(claim, flag=ContextFlag.OUTDATED)
    return claim


def both_of_two(author: User) -> Claim:
    claim = first_with_a_flag(author)
    sign(claim)
    return claim


def one_of_two_taken_back(author: User) -> Claim:
    claim = first_of_two(author)
    withdraw_verdict(verdict_id=sign(claim).pk, reason="Too soon.", actor=the_administrator())
    return claim


def withdrawn(author: User) -> Claim:
    claim = first_of_two(author)
    withdraw_claim(claim_id=claim.pk, reason="A double.", actor=the_administrator())
    return claim


def evidence_taken_away(author: User) -> Claim:
    claim = first_of_two(author)
    link = claim.evidence.get(attached_by=author)
    withdraw_evidence(evidence_id=link.pk, actor=the_administrator())
    return claim


def part_of_a_whole(author: User) -> Claim:
    whole = a_claim(risk=Risk.HIGH, risk_reason="Names a person.")
    for _ in range(2):
        part = a_claim(part_of_id=whole.pk)
        for person in (author, a_person()):
            some_evidence(claim=part, proximity="primary", actor=person)
        assessed(part)
    assessed(whole)
    sign(whole)
    return whole


def reopened(author: User) -> Claim:
    claim = both_of_two(author)
    edit_claim(claim_id=claim.pk, values={"text": "It crossed."}, actor=the_administrator())
    return assessed(claim)


@pytest.mark.parametrize(
    ("situation", "sealed_for"),
    [
        (one_signature, set()),
        (first_of_two, {"stranger", "editor"}),
        (first_with_a_flag, {"stranger", "editor"}),
        (both_of_two, set()),
        (one_of_two_taken_back, {"stranger", "editor"}),
        (withdrawn, set()),
        (evidence_taken_away, {"author", "stranger", "editor"}),
        (part_of_a_whole, {"stranger", "editor"}),
        (reopened, set()),
    ],
)
def test_who_may_still_sign_as_second_does_not_read_the_first(
    situation: Callable[[User], Claim], sealed_for: set[str]
) -> None:
    author = a_person()
    claim = situation(author)
    signer = Verdict.objects.filter(claim=claim).earliest("id").reviewer
    people = {
        "author": author,
        "signer": signer,
        "stranger": a_person(),
        "editor": a_person(role=Role.EDITOR),
        "reader": a_person(role=Role.READER),
    }
    on_the_page, for_programs = {}, {}
    for name, person in people.items():
        lines = read_claim(claim.pk, person).verdicts
        on_the_page[name] = {line.verdict.pk for line in lines if line.is_sealed}
        rows = verdicts_in_full(person).filter(claim=claim)
        for_programs[name] = {row.pk for row in rows if vars(row)["is_sealed"]}
    assert for_programs == on_the_page
    assert {name for name, verdicts in for_programs.items() if verdicts} == sealed_for
