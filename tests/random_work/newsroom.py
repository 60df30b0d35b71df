"""The newsroom that random work begins in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from annotations.actions.articles import import_article
from annotations.actions.captures import add_capture
from annotations.actions.claim_nodes import AttributionLayer
from annotations.actions.corrections import ask_for_correction
from annotations.actions.disputes import take_dispute
from annotations.actions.evidence import attach_evidence
from annotations.actions.publications import begin_correction, publish_claim
from annotations.actions.replies import ask_for_reply
from annotations.actions.second_looks import answer_look
from annotations.actions.verdicts import sign_verdict
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin, Role, SecondLookWhy, Stance, Status
from annotations.models import (
    Article,
    Claim,
    CurrentAssessment,
    Evidence,
    ReplyRequest,
    SecondLook,
    Source,
    User,
    Verdict,
)
from tests.desks import a_desk
from tests.factories import a_claim, a_person, a_publisher, a_source, assessed, the_administrator
from tests.reviewed import review_rules

WORDS: Final = tuple(f"The ferry made crossing {word}." for word in ("alpha", "beta", "gamma", "delta"))


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
        ask(asked, reviewers[0], hours)
    ask_for_correction(
        article_id=room.articles[0].pk, sent_to="The desk", wording="Nineteen.", actor=reviewers[0]
    )


def _on_their_way(room: Newsroom, reviewers: Sequence[User]) -> None:
    whole = a_claim()
    parts, layers = {"part_of_id": whole.pk}, [AttributionLayer(asserter="the harbour office")]
    signed_once, signed, published, dissented, being_corrected = (_supported(room) for _ in range(5))
    for claim in (_supported(room, **parts), _supported(room, attributions=layers)):
        sign(claim, reviewers[0])
    for claim, people in ((signed_once, 1), (signed, 3), (published, 3), (dissented, 1)):
        for person in reviewers[:people]:
            sign(claim, person)
    publish_claim(claim_id=published.pk, actor=room.editors[0])
    for person in reviewers:
        sign(being_corrected, person)
    publish_claim(claim_id=being_corrected.pk, actor=room.editors[0])
    begin_correction(claim_id=being_corrected.pk, reason="A figure.", actor=room.editors[0])
    for person in reviewers:
        sign(assessed(being_corrected), person)
    sign(dissented, reviewers[1], Status.REFUTED)


def _read_twice(room: Newsroom, reviewers: Sequence[User]) -> None:
    """From here on rules ask for second looks: one that waits, one that is disputed, one being settled."""
    review_rules(asks_when=[SecondLookWhy.HIGH_RISK], sampled_percent=30, gold_percent=0)
    for answers, takes in ((False, False), (True, False), (True, True)):
        claim = a_claim(risk="high", risk_reason="Names a person.")
        made = link_passage(claim, room.sources[0], reviewers[0], Stance.CORROBORATES)
        assessed(claim)
        look = SecondLook.objects.get(evidence=made)
        if answers and look.reader is not None:
            answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, actor=look.reader)
        if takes:
            settler = next(one for one in reviewers if one.pk not in (reviewers[0].pk, look.reader_id))
            take_dispute(look_id=look.pk, actor=settler)


def _supported(room: Newsroom, **given: Any) -> Claim:
    claim = a_claim(**given)
    for source in room.sources[:2]:
        link_passage(claim, source, the_administrator(), Stance.CORROBORATES)
    return assessed(claim)


def ask(claim: Claim, person: User, hours: int) -> ReplyRequest:
    now = timezone.now()
    return ask_for_reply(
        claim_id=claim.pk,
        asked="The office",
        question="How many?",
        asked_at=now - timedelta(hours=2),
        deadline_at=now + timedelta(hours=hours),
        actor=person,
    )


def link_passage(claim: Claim, source: Source, person: User, stance: str, words: str = WORDS[0]) -> Evidence:
    return attach_evidence(
        claim_id=claim.pk,
        capture_id=source.captures.latest("id").pk,
        passage=words,
        stance=stance,
        proximity="primary",
        sourcing="own",
        actor=person,
    )


def sign(claim: Claim, person: User, status: str = "") -> Verdict:
    return sign_verdict(
        claim_id=claim.pk,
        assessment_id=assessment_of(claim),
        reason="So it is.",
        status=status,
        actor=person,
    )


def assessment_of(claim: Claim) -> int:
    held = CurrentAssessment.objects.filter(claim=claim).values_list("assessment_id", flat=True).first()
    return held or 0
