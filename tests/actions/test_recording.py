"""The history: numbered and chained by the database, verifiable from its rows alone."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from annotations.actions.claims import edit_claim
from annotations.actions.evidence import edit_evidence
from annotations.domain.history import content_sha256
from annotations.models import Event
from tests.factories import a_claim, a_person, assessed, some_evidence, the_administrator

pytestmark = pytest.mark.django_db


def broken_links(stream: str) -> list[int]:
    """The positions of events of a stream that do not follow from the rows before them."""
    previous, broken = "0" * 64, []
    for number, event in enumerate(Event.objects.filter(stream=stream).order_by("position"), start=1):
        content = content_sha256(
            stream=event.stream,
            verb=event.verb,
            subject=f"{event.subject_type}:{event.subject_id}",
            actor_id=event.actor_id,
            before=event.before,
            after=event.after,
            note=event.note,
            at=event.at,
        )
        chain = hashlib.sha256((previous + content).encode()).hexdigest()
        if (event.position, event.content_sha256, event.previous_hash, event.chain_hash) != (
            number,
            content,
            previous,
            chain,
        ):
            broken.append(number)
        previous = event.chain_hash
    return broken


def test_a_stream_is_a_chain_that_follows_from_its_rows() -> None:
    evidence = some_evidence(claim=a_claim(actor=a_person()))
    edit_claim(claim_id=evidence.claim_id, values={"text": "Ünïcode “quotes” 字"}, actor=the_administrator())
    edit_evidence(evidence_id=evidence.pk, values={"note": "Page 3."}, actor=the_administrator())
    assessed(evidence.claim)
    stream = f"claim:{evidence.claim_id}"
    assert list(Event.objects.filter(stream=stream).order_by("position").values_list("verb", flat=True)) == [
        "claim.created",
        "evidence.attached",
        "claim.edited",
        "evidence.edited",
        "status.changed",
    ]
    assert broken_links(stream) == []


@pytest.mark.django_db(transaction=True)
def test_a_stream_written_from_many_sides_stays_one_chain() -> None:
    evidence = some_evidence()
    people = [the_administrator() for _ in range(8)]

    def change(number: int) -> None:
        try:
            edit_evidence(evidence_id=evidence.pk, values={"note": f"Note {number}"}, actor=people[number])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, range(8)))
    stream = f"claim:{evidence.claim_id}"
    assert Event.objects.filter(stream=stream).count() == 10
    assert broken_links(stream) == []
