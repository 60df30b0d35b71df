"""Who hears that a signature no longer stands."""

from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.assignments import assign_work
from annotations.actions.following import follow
from annotations.actions.lapse_notices import notify_of_lapsed_signatures
from annotations.actions.overrides import propose_override
from annotations.actions.sources import change_source_state
from annotations.domain.vocabulary import ClaimState, NoticeKind, Role, Stance
from annotations.models import Claim, Notice, User, Verdict
from tests.exports.signed_claims import backed, signed
from tests.factories import a_claim, a_person, an_article, assessed, the_administrator

pytestmark = pytest.mark.django_db


def told(kind: NoticeKind, claim: Claim) -> set[int]:
    return set(Notice.objects.filter(kind=kind, claim=claim).values_list("person", flat=True))


def people(number: int) -> list[User]:
    return [a_person() for _ in range(number)]


def test_signers_workers_and_watchers_hear_that_a_signature_lapsed() -> None:
    article, editor = an_article(), a_person(role=Role.EDITOR)
    claim = backed(a_claim(words="ferry", article=article))
    worker, watcher, reader, muter = people(4)
    signers = [verdict.reviewer_id for verdict in signed(claim)]
    assign_work(claim_ids=[claim.pk], person_ids=[worker.pk], actor=editor)
    follow(claim_id=claim.pk, wish="watch", actor=watcher)
    follow(article_id=article.pk, wish="watch", actor=reader)
    assign_work(claim_ids=[claim.pk], person_ids=[muter.pk], actor=editor)
    follow(article_id=article.pk, wish="mute", actor=muter)
    backed(claim, stance=Stance.CONTRADICTS)
    assert told(NoticeKind.SIGNATURE_LAPSED, claim) == {*signers, worker.pk, watcher.pk, reader.pk}
    assert told(NoticeKind.PUBLISHED_IN_DOUBT, claim) == set()


def test_editors_hear_that_what_is_published_is_in_doubt() -> None:
    editor = a_person(role=Role.EDITOR)
    claim = backed(a_claim())
    signed(claim)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.PUBLISHED)
    source_id = claim.evidence.get().source_id
    change_source_state(
        source_id=source_id, state="retracted", reason="Wrong day.", actor=the_administrator()
    )
    assessed(claim)
    assert editor.pk in told(NoticeKind.PUBLISHED_IN_DOUBT, claim)


@pytest.mark.parametrize("number", [1, 5])
def test_telling_costs_the_same_however_many_lapse(number: int, django_assert_num_queries: Any) -> None:
    claims = [backed(a_claim()) for _ in range(number)]
    verdicts: list[Verdict] = [one for claim in claims for one in signed(claim)]
    Notice.objects.update(read_at=timezone.now())
    with django_assert_num_queries(4):
        notify_of_lapsed_signatures(verdicts, claims, actor=None)


def test_editors_hear_of_an_override_that_waits_for_one_of_them() -> None:
    editor, proposer = a_person(role=Role.EDITOR), a_person(role=Role.EDITOR)
    claim = backed(a_claim())
    propose_override(
        claim_id=claim.pk,
        assessment_id=claim.current_assessment.assessment_id,
        status="LEANS_SUPPORTED",
        reason_code="off_platform_evidence",
        text="The deed that settles it may be read at the office, but not copied.",
        actor=proposer,
    )
    assert told(NoticeKind.OVERRIDE_PROPOSED, claim) == {editor.pk}
