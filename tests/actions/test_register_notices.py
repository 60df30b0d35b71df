"""Who is told when the register changes under claims: those who signed or evidenced them, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.actions.assessments import assess_claims
from annotations.actions.notices import read_all_notices
from annotations.actions.publishers import grade_publisher
from annotations.actions.sources import change_source_state
from annotations.actions.verdicts import sign_verdict
from annotations.domain.vocabulary import NoticeKind, StaleCause, Status
from annotations.models import Claim, Notice, Override, Publisher, StaleFlag, User
from annotations.queries.notices import notice_page
from tests.factories import a_claim, a_person, a_publisher, a_source, some_evidence, the_administrator

pytestmark = pytest.mark.django_db


def two_outlets() -> tuple[Publisher, Publisher]:
    first, second = a_publisher(name="The Gazette"), a_publisher(name="The Herald")
    for publisher in (first, second):
        regrade(publisher, "B")
    return first, second


def regrade(publisher: Publisher, grade: str, *, actor: User | None = None) -> None:
    grade_publisher(
        publisher_id=publisher.pk, grade=grade, reason="Looked at.", actor=actor or the_administrator()
    )
    computed()


def computed() -> None:
    assess_claims(claim_ids=list(Claim.objects.order_by("pk").values_list("pk", flat=True)))


def supported_by(author: User, *publishers: Publisher) -> Claim:
    claim = a_claim(actor=author)
    for publisher in publishers:
        source = a_source(publisher=publisher)
        some_evidence(claim=claim, source=source, sourcing="own", actor=author)
    computed()
    claim.refresh_from_db()
    return claim


def signed(claim: Claim, signer: User) -> None:
    held = Claim.objects.get(pk=claim.pk).current_assessment.assessment
    sign_verdict(claim_id=claim.pk, assessment_id=held.pk, reason="Read.", actor=signer)


def overridden(claim: Claim) -> Override:
    now, held = timezone.now(), Claim.objects.get(pk=claim.pk).current_assessment.assessment
    return Override.objects.create(
        claim=claim,
        assessment=held,
        status=Status.MIXED,
        reason_code="expert_knowledge",
        text="Whoever was there that day knows it to be otherwise.",
        proposed_by=the_administrator(),
        approved_by=a_person(),
        approved_at=now,
        expires_at=now + timedelta(days=90),
    )


def told() -> dict[User, tuple[int, list[int], list[str]]]:
    """What is unread, by person."""
    found = Notice.objects.filter(kind=NoticeKind.SOURCE_CHANGED, read_at__isnull=True)
    return {
        notice.person: (
            notice.detail["count"],
            notice.detail["moved"],
            list(notice.detail["because"].values()),
        )
        for notice in found.select_related("person")
    }


def test_those_who_signed_or_linked_are_told_once_with_their_claims() -> None:
    first, second = two_outlets()
    author, signer, bystander = a_person(), a_person(), a_person()
    one, other = (supported_by(author, first, second) for _ in range(2))
    supported_by(bystander, second)
    signed(other, signer)
    regrade(first, "E")
    because = ["The Gazette was graded E, was B"]
    assert told() == {
        author: (2, [one.pk, other.pk], because),
        signer: (1, [other.pk], because),
    }


def test_whoever_made_the_change_knows() -> None:
    first, second = two_outlets()
    supported_by(the_administrator(), first, second)
    regrade(first, "E")
    assert told() == {}


def test_nobody_is_told_of_what_moved_nothing() -> None:
    first, second = two_outlets()
    supported_by(a_person(), first, second)
    regrade(first, "A")
    assert told() == {}


def test_until_it_is_read_one_notice_gathers_what_happens() -> None:
    first, second = two_outlets()
    author = a_person()
    claim = supported_by(author, first, second)
    regrade(first, "E")
    regrade(first, "B")
    changes = ["The Gazette was graded E, was B", "The Gazette was graded B, was E"]
    assert told() == {author: (1, [claim.pk], changes)}
    read_all_notices(actor=author)
    regrade(first, "D")
    assert told() == {author: (1, [claim.pk], ["The Gazette was graded D, was B"])}
    assert Notice.objects.filter(person=author).count() == 2


def test_a_retraction_is_told_about_the_source() -> None:
    first, second = two_outlets()
    author = a_person()
    supported_by(author, first, second)
    source = first.sources.get()
    change_source_state(source_id=source.pk, state="retracted", reason="Told so.", actor=the_administrator())
    computed()
    [notice] = notice_page(author).notices
    assert notice.about == source
    assert notice.because == (f"“{source.title}” was marked as retracted.",)


def test_claims_that_somebody_answers_for_are_marked_with_the_grade_that_touched_them() -> None:
    first, second = two_outlets()
    by_signature, by_override, by_nobody = (supported_by(a_person(), first, second) for _ in range(3))
    signed(by_signature, a_person())
    overridden(by_override)
    regrade(first, "A")
    marked = StaleFlag.objects.filter(cause=StaleCause.GRADE_CHANGED).values_list("claim_id", flat=True)
    assert set(marked) == {by_signature.pk, by_override.pk}
    assert by_nobody.pk not in marked
    assert told().keys() == {
        link.attached_by for claim in (by_signature, by_override) for link in claim.evidence.all()
    } | {verdict.reviewer for verdict in by_signature.verdicts.all()}


def test_people_who_left_are_not_told() -> None:
    first, second = two_outlets()
    author = a_person()
    supported_by(author, first, second)
    User.objects.filter(pk=author.pk).update(is_active=False)
    regrade(first, "E")
    assert told() == {}
