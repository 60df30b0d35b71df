"""Many people and many workers at one claim: the end is that of one after the other, and nothing is lost."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Event as Signal

import pytest
from django.db import connection

from annotations.actions.assessments import assess_claim, assess_claims
from annotations.actions.claims import edit_claim, restore_claim, withdraw_claim
from annotations.actions.evidence import edit_evidence, restore_evidence, withdraw_evidence
from annotations.actions.publishers import grade_publisher
from annotations.domain.errors import Conflict
from annotations.models import Assessment, Claim, CurrentAssessment, Evidence, User
from tests.factories import a_claim, a_publisher, a_source, some_evidence, the_administrator
from tests.register import many_claims_on

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(works: Sequence[Callable[[], object]]) -> list[object]:
    """Does all of it at the same time, each on a connection of its own."""

    def done(work: Callable[[], object]) -> object:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(done, works))


def until(stop: Signal, work: Callable[[], object]) -> Callable[[], object]:
    """A worker that works until it is told to stop."""

    def worker() -> None:
        while not stop.is_set():
            work()

    return worker


def edits(link: Evidence, actor: User, seed: int) -> Iterator[Callable[[], object]]:
    """25 edits of one client: of a judgement, of the claim, and taking a link out and back."""
    chance = Random(seed)
    for number in range(25):
        if number % 5 == 4:
            verb = withdraw_evidence if number % 2 else restore_evidence
            yield partial(verb, evidence_id=link.pk, actor=actor)
        elif number % 5 == 3:
            risk = {"risk": chance.choice(["normal", "high"])}
            yield partial(edit_claim, claim_id=link.claim_id, values=risk, actor=actor)
        else:
            coverage = chance.choice(["full", "partial"])
            values = {"credibility": str(chance.randint(1, 6)), "coverage": coverage}
            yield partial(edit_evidence, evidence_id=link.pk, values=values, actor=actor)


def test_a_hundred_edits_by_four_clients_end_as_if_one_after_the_other() -> None:
    claim, actor, stop = a_claim(), the_administrator(), Signal()
    evidence = [
        some_evidence(claim=claim, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")
        for _ in range(4)
    ]

    def client(seed: int) -> Callable[[], object]:
        def work() -> None:
            for edit in edits(evidence[seed], actor, seed):
                try:
                    edit()
                except Conflict:
                    # Restoring what was not withdrawn: refused, as it would be one after the other.
                    continue

        return work

    def clients() -> None:
        at_once([client(seed) for seed in range(4)])
        stop.set()

    worker = until(stop, lambda: assess_claim(claim_id=claim.pk))
    at_once([clients, worker, until(stop, lambda: assess_claims(claim_ids=[claim.pk]))])
    assess_claim(claim_id=claim.pk)
    assert_up_to_date(claim)


def assert_up_to_date(claim: Claim) -> None:
    """What is stored is what computing it once more, alone, comes to."""
    claim.refresh_from_db()
    assert claim.assessed_version == claim.inputs_version
    held = CurrentAssessment.objects.get(claim=claim).assessment
    assert claim.status == held.status
    Claim.objects.filter(pk=claim.pk).update(inputs_version=claim.inputs_version + 1)
    again = assess_claim(claim_id=claim.pk)
    assert again is not None
    assert (again.pk, again.fingerprint) == (held.pk, held.fingerprint)


def test_a_job_that_was_slow_does_not_overwrite_a_newer_result() -> None:
    """It waits for the lock of whoever was first, and then finds nothing to do."""
    claim, actor = a_claim(), the_administrator()
    link = some_evidence(claim=claim, source=a_source(publisher=a_publisher(kind="wire")), sourcing="own")
    for credibility in ("1", "4", "1", "5"):
        edit_evidence(evidence_id=link.pk, values={"credibility": credibility}, actor=actor)
        made = at_once([lambda: assess_claim(claim_id=claim.pk) for _ in range(3)])
        assert sum(one is not None for one in made) == 1
    assert_up_to_date(claim)
    assert Assessment.objects.filter(claim=claim).count() == 3


def test_regrades_bulk_jobs_and_single_jobs_do_not_wait_for_each_other_in_a_circle() -> None:
    """Parts and wholes, changes of the register, and two bulk jobs in opposite orders."""
    source = a_source(publisher=a_publisher(kind="wire"))
    claims, actor, stop = many_claims_on(source, 30), the_administrator(), Signal()
    whole, parts = claims[0], claims[1:6]
    Claim.objects.filter(pk__in=[part.pk for part in parts]).update(part_of=whole)
    ids = [claim.pk for claim in claims]

    def regrade() -> None:
        for grade in "ABCDABCD":
            grade_publisher(
                publisher_id=source.publisher_id, grade=grade, reason=f"Looked: {grade}.", actor=actor
            )

    def come_and_go() -> None:
        for part in parts:
            withdraw_claim(claim_id=part.pk, actor=actor)
            restore_claim(claim_id=part.pk, actor=actor)

    def changes() -> None:
        at_once([regrade, come_and_go])
        stop.set()

    at_once(
        [
            changes,
            until(stop, lambda: assess_claims(claim_ids=ids)),
            until(stop, lambda: assess_claims(claim_ids=ids[::-1])),
            until(stop, lambda: [assess_claim(claim_id=part.pk) for part in parts]),
        ]
    )
    assess_claims(claim_ids=ids)
    assert not Claim.objects.to_assess().exists()
    for claim in (whole, parts[0], claims[-1]):
        assert_up_to_date(claim)
