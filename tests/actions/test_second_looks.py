"""Second looks: which links get one, who reads it, what the answer does, and what calls it off."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions.assessments import assess_claims
from annotations.actions.claims import edit_claim, restore_claim, withdraw_claim
from annotations.actions.compounds import add_part
from annotations.actions.evidence import edit_evidence, restore_evidence, withdraw_evidence
from annotations.actions.gold import edit_gold, keep_gold, retire_gold
from annotations.actions.people import edit_person
from annotations.actions.presence import note_presence
from annotations.actions.second_looks import (
    answer_look,
    ask_for_look,
    assign_look,
    release_look,
    take_look,
)
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.domain.vocabulary import ClaimState, EvidenceState, NoticeKind, Role, SecondLookState, Stance
from annotations.models import Claim, Event, Evidence, Notice, Presence, SecondLook, StanceVote, User
from annotations.queries.represented_looks import looks_to_read
from annotations.queries.second_look_pages import read_blind
from annotations.queries.second_looks import disputes_open_to, looks_of
from annotations.queries.visibility import visible_claims
from tests.desks import a_desk
from tests.factories import a_capture, a_claim, a_person, an_article, assessed, some_evidence
from tests.factories import the_administrator as administrator
from tests.reviewed import a_counted_link, a_look, review_rules

pytestmark = pytest.mark.django_db

GOLD = {"claim_text": "A.", "passage": "B.", "source_title": "C", "stance": "context", "reason": "D."}


def state_of(claim_id: int | None) -> str:
    return Claim.objects.values_list("state", flat=True).get(pk=claim_id or 0)


def test_without_rules_nothing_gets_a_second_look_for_one_statement_more() -> None:
    a_person()
    link = a_counted_link(actor=a_person())
    with CaptureQueriesContext(connection) as statements:
        assessed(link.claim)
    asked = [one["sql"] for one in statements if "annotations_reviewrules" in one["sql"]]
    assert (len(asked), SecondLook.objects.count()) == (1, 0)
    assert not [one["sql"] for one in statements if "annotations_secondlook" in one["sql"]]


def test_the_rules_ask_somebody_who_has_not_seen_the_link() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    assert (look.state, look.why, look.first_reviewer, look.first_stance, look.reader) == (
        SecondLookState.OPEN,
        "HIGH_RISK",
        first,
        Stance.CORROBORATES,
        reader,
    )
    assert look.sealed_claims == [look.evidence.claim_id] if look.evidence else False
    assert list(Notice.objects.values_list("person", "kind", "second_look")) == [
        (reader.pk, NoticeKind.SECOND_LOOK_ASKED, look.pk)
    ]
    event = Event.objects.get(verb="second_look.asked")
    assert (event.stream, event.actor, event.after) == (
        f"claim:{look.evidence.claim_id if look.evidence else 0}",
        None,
        {"evidence": look.evidence_id, "why": "HIGH_RISK"},
    )


def test_a_look_is_asked_for_once() -> None:
    review_rules()
    a_person()
    look = a_look(first=a_person())
    assert look.evidence is not None
    some_evidence(claim=look.evidence.claim, stance=Stance.CONTEXT)
    assessed(look.evidence.claim)
    assert SecondLook.objects.count() == 1


def test_what_is_not_asked_for_by_the_rules_waits_for_nobody() -> None:
    review_rules(asks_when=["CONFLICTING"])
    a_person()
    assessed(a_counted_link(actor=a_person()).claim)
    assert not SecondLook.objects.exists()


def test_all_links_made_under_the_rules_may_be_drawn_by_lot() -> None:
    earlier = some_evidence(stance=Stance.CONTEXT)
    review_rules(asks_when=[], sampled_percent=100)
    reader = a_person()
    drawn = some_evidence(claim=earlier.claim, stance=Stance.CONTEXT)
    assessed(earlier.claim)
    found = SecondLook.objects.values_list("evidence", "why", "reader")
    assert list(found) == [(drawn.pk, "SAMPLED", reader.pk)]


def test_the_same_reading_is_agreed_and_kept_as_a_blind_vote() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    answered = answer_look(look_id=look.pk, stance=Stance.CORROBORATES, reason=" Says so. ", actor=reader)
    assert (answered.state, answered.reason, state_of(Claim.objects.get().pk)) == (
        SecondLookState.AGREED,
        "Says so.",
        ClaimState.AGREED,
    )
    votes = StanceVote.objects.order_by("pk").values_list("reviewer", "stance", "is_blind", "reason")
    assert list(votes) == [
        (first.pk, Stance.CORROBORATES, False, ""),
        (reader.pk, Stance.CORROBORATES, True, "Says so."),
    ]
    event = Event.objects.get(verb="second_look.answered")
    assert (event.before, event.after["state"], event.after["claim_state"]) == (
        {"state": "open", "claim_state": "in_review"},
        "agreed",
        "agreed",
    )


def test_another_reading_disputes_the_link_which_counts_no_more() -> None:
    review_rules()
    first, reader, third = a_person(), a_person(), a_person()
    look = a_look(first=first)
    assert look.reader in (reader, third)
    other = third if look.reader == reader else reader
    answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, actor=look.reader)
    link = Evidence.objects.get()
    assert (link.state, link.stance, link.claim.state) == (
        EvidenceState.DISPUTED,
        Stance.CORROBORATES,
        ClaimState.DISPUTED,
    )
    claim = assessed(link.claim)
    assert (claim.status, claim.state) == ("NOT_ENOUGH_EVIDENCE", ClaimState.DISPUTED)
    assert list(Notice.objects.filter(kind=NoticeKind.DISPUTE_OPENED).values_list("person", flat=True)) == [
        other.pk
    ]


def test_only_the_reader_answers_and_only_once() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    for person in (first, administrator()):
        with pytest.raises(NotAllowed) as refusal:
            answer_look(look_id=look.pk, stance=Stance.CONTEXT, actor=person)
        assert refusal.value.rule == "second_look.answer"
    with pytest.raises(Invalid) as invalid:
        answer_look(look_id=look.pk, stance="perhaps", actor=reader)
    assert invalid.value.rule == "unknown-stance"
    answer_look(look_id=look.pk, stance=Stance.CORROBORATES, actor=reader)
    with pytest.raises(Conflict) as conflict:
        answer_look(look_id=look.pk, stance=Stance.CONTEXT, actor=reader)
    assert conflict.value.rule == "second-look-dispute-from-agreed"


def looks_at_the_claim(claim: Claim, person: User) -> None:
    Presence.objects.create(person=person, claim=claim)


def looks_at_the_article(claim: Claim, person: User) -> None:
    article = claim.highlights.get().revision.article
    Presence.objects.create(person=person, article=article)


def leaves(claim: Claim, person: User) -> None:
    edit_person(person_id=person.pk, values={"is_active": False}, actor=administrator())


def becomes_a_reader(claim: Claim, person: User) -> None:
    edit_person(person_id=person.pk, values={"role": Role.READER}, actor=administrator())


@pytest.mark.parametrize("deed", [looks_at_the_claim, looks_at_the_article, leaves, becomes_a_reader])
def test_who_is_not_blind_is_not_chosen_and_the_look_waits_for_somebody(deed: object) -> None:
    review_rules()
    person = a_person()
    article = an_article(text="The mayor was there.")
    claim = a_claim(words="The mayor was there.", article=article, risk="high", risk_reason="A person.")
    a_counted_link(claim=claim, actor=a_person())
    deed(claim, person)  # type: ignore[operator]
    assessed(claim)
    look = SecondLook.objects.get()
    assert (look.reader, look.taken_at) == (None, None)
    with pytest.raises(NotAllowed):
        take_look(look_id=look.pk, actor=person)


def test_who_was_there_before_the_link_was_judged_may_read_it() -> None:
    review_rules()
    person = a_person()
    claim = a_claim(risk="high", risk_reason="A person.")
    looks_at_the_claim(claim, person)
    before = timezone.now() - timedelta(seconds=21)
    Presence.objects.update(first_seen_at=before, last_seen_at=before)
    a_counted_link(claim=claim, actor=a_person())
    assessed(claim)
    assert SecondLook.objects.get().reader == person


def test_a_look_that_was_not_written_down_so_soon_after_another_counts() -> None:
    review_rules()
    person = a_person()
    claim = a_claim(risk="high", risk_reason="A person.")
    note_presence(claim_id=claim.pk, actor=person)
    a_counted_link(claim=claim, actor=a_person())
    note_presence(claim_id=claim.pk, actor=person)
    assessed(claim)
    assert SecondLook.objects.get().reader is None


def test_other_claims_with_the_same_words_are_sealed_as_well() -> None:
    review_rules()
    capture = a_capture(text="The mayor was there all day long.")
    other = a_claim()
    some_evidence(claim=other, capture=capture, passage="The mayor was there")
    whole = a_claim()
    part = a_claim(risk="high", risk_reason="A person.", part_of_id=whole.pk)
    seen_elsewhere, reader = a_person(), a_person()
    link = a_counted_link(
        claim=part, source=capture.source, capture=capture, passage="was there all day", actor=a_person()
    )
    looks_at_the_claim(other, seen_elsewhere)
    look = ask_for_look(evidence_id=link.pk, actor=administrator())
    assert (look.sealed_claims, look.reader) == (sorted([other.pk, whole.pk, part.pk]), reader)


def test_given_back_it_goes_to_the_next_and_never_again_to_the_same() -> None:
    review_rules()
    first = a_person()
    readers = {a_person().pk, a_person().pk}
    look = a_look(first=first)
    one = look.reader
    assert one is not None
    two = User.objects.get(pk=(readers - {one.pk}).pop())
    assert release_look(look_id=look.pk, actor=one).reader_id == two.pk
    assert release_look(look_id=look.pk, actor=two).reader_id is None
    for person in (one, two, first):
        with pytest.raises(NotAllowed) as refusal:
            take_look(look_id=look.pk, actor=person)
        assert refusal.value.rule == "not-blind"
    assert take_look(look_id=look.pk, actor=third_party()).state == SecondLookState.OPEN


def third_party() -> User:
    return a_person(role=Role.EDITOR)


def test_an_editor_gives_it_to_somebody_who_may_read_it() -> None:
    review_rules()
    first = a_person()
    look = a_look(first=first)
    assert look.reader is None
    late, editor = a_person(), a_person(role=Role.EDITOR)
    with pytest.raises(NotAllowed):
        assign_look(look_id=look.pk, person_id=late.pk, actor=late)
    with pytest.raises(NotAllowed) as refusal:
        assign_look(look_id=look.pk, person_id=first.pk, actor=editor)
    assert refusal.value.rule == "not-blind"
    assert assign_look(look_id=look.pk, person_id=late.pk, actor=editor).reader == late
    with pytest.raises(Conflict) as taken:
        take_look(look_id=look.pk, actor=a_person())
    assert taken.value.rule == "second-look-taken"


def test_who_has_least_to_read_is_asked() -> None:
    review_rules()
    first = a_person()
    readers = {a_person().pk, a_person().pk, a_person().pk}
    for _ in range(6):
        a_look(first=first)
    by_reader = [SecondLook.objects.filter(reader=pk).count() for pk in readers]
    assert by_reader == [2, 2, 2]


def test_judging_the_link_anew_calls_its_look_off_and_asks_again() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    edit_evidence(evidence_id=look.evidence_id or 0, values={"stance": "contradicts"}, actor=first)
    look.refresh_from_db()
    assert (look.state, look.cancelled_because) == (SecondLookState.CANCELLED, "The link was judged anew.")
    assert look.evidence is not None
    assessed(look.evidence.claim)
    again = SecondLook.objects.exclude(pk=look.pk).get()
    assert (again.state, again.first_stance, again.reader) == ("open", "contradicts", reader)


def test_withdrawing_the_link_calls_its_look_off() -> None:
    review_rules()
    a_person()
    look = a_look(first=a_person())
    withdraw_evidence(evidence_id=look.evidence_id or 0, actor=administrator())
    look.refresh_from_db()
    assert (look.state, look.cancelled_because) == (SecondLookState.CANCELLED, "The link was withdrawn.")
    restore_evidence(evidence_id=look.evidence_id or 0, actor=administrator())
    assert look.evidence is not None
    assessed(look.evidence.claim)
    assert SecondLook.objects.filter(state="open").count() == 1


def test_a_disputed_link_is_not_judged_anew_and_stays_disputed_when_it_comes_back() -> None:
    review_rules()
    first, reader = a_person(), a_person()
    look = a_look(first=first)
    link_id, claim = look.evidence_id or 0, Claim.objects.get()
    answer_look(look_id=look.pk, stance=Stance.CONTEXT, actor=reader)
    with pytest.raises(Conflict) as refusal:
        edit_evidence(evidence_id=link_id, values={"stance": "context"}, actor=first)
    assert refusal.value.rule == "stance-disputed"
    withdraw_evidence(evidence_id=link_id, actor=first)
    assert state_of(claim.pk) == ClaimState.IN_REVIEW
    restore_evidence(evidence_id=link_id, actor=first)
    assert (state_of(claim.pk), Evidence.objects.get().state) == ("disputed", "disputed")


def test_withdrawing_the_claim_calls_its_looks_off() -> None:
    review_rules()
    a_person()
    look = a_look(first=a_person())
    claim = Claim.objects.get()
    withdraw_claim(claim_id=claim.pk, actor=administrator())
    look.refresh_from_db()
    assert look.state == SecondLookState.CANCELLED
    restore_claim(claim_id=claim.pk, actor=administrator())
    assessed(claim)
    assert SecondLook.objects.filter(state="open").count() == 1


def test_anybody_who_reviews_may_ask_and_is_not_asked_themselves() -> None:
    curious, reader = a_person(), a_person()
    link = a_counted_link(actor=a_person())
    look = ask_for_look(evidence_id=link.pk, actor=curious)
    assert (look.why, look.asked_by, look.reader) == ("ASKED", curious, reader)
    with pytest.raises(Conflict) as refusal:
        ask_for_look(evidence_id=link.pk, actor=curious)
    assert refusal.value.rule == "second-look-waits"


def test_an_agreed_claim_is_in_review_again_with_the_next_link() -> None:
    review_rules()
    reader = a_person()
    look = a_look(first=a_person())
    answer_look(look_id=look.pk, stance=Stance.CORROBORATES, actor=reader)
    claim = Claim.objects.get()
    a_counted_link(claim=claim, actor=a_person())
    assert state_of(claim.pk) == ClaimState.AGREED
    assessed(claim)
    assert state_of(claim.pk) == ClaimState.IN_REVIEW


@pytest.mark.parametrize("claims", [2, 8])
def test_the_number_of_statements_does_not_grow_with_the_claims(claims: int) -> None:
    review_rules()
    first, reader = a_person(), a_person()
    ids = [a_counted_link(actor=first).claim_id for _ in range(claims)]
    with CaptureQueriesContext(connection) as statements:
        assess_claims(claim_ids=ids)
    assert SecondLook.objects.filter(reader=reader).count() == claims
    assert len(statements) == 53


def test_what_somebody_asked_for_is_asked_again_when_the_claim_says_something_else() -> None:
    curious, reader = a_person(), a_person()
    link = a_counted_link(actor=a_person())
    look = ask_for_look(evidence_id=link.pk, actor=curious)
    edit_claim(claim_id=link.claim_id, values={"text": "The mayor was elsewhere."}, actor=administrator())
    again = SecondLook.objects.exclude(pk=look.pk).get()
    look.refresh_from_db()
    assert (look.state, look.cancelled_because) == ("cancelled", "The claim says something else now.")
    assert (again.state, again.why, again.asked_by, again.reader) == ("open", "ASKED", curious, reader)
    told = Event.objects.filter(stream=f"claim:{link.claim_id}").order_by("-position")
    assert list(told.values_list("verb", flat=True)[:2]) == ["second_look.asked", "claim.edited"]
    answer_look(look_id=again.pk, stance=Stance.CORROBORATES, actor=reader)
    edit_claim(claim_id=link.claim_id, values={"text": "The mayor was there."}, actor=administrator())
    assert SecondLook.objects.count() == 2


def test_times_are_those_of_the_moment() -> None:
    review_rules()
    a_person()
    before = timezone.now()
    look = a_look(first=a_person())
    assert look.taken_at is not None and before <= look.asked_at == look.taken_at <= timezone.now()


def test_what_comes_to_the_passage_or_the_statement_later_is_sealed_too() -> None:
    capture = a_capture(text="The mayor was there all day long.")
    claim, reader = a_claim(risk="high", risk_reason="A person."), a_person()
    link = a_counted_link(claim=claim, source=capture.source, capture=capture, passage="was there all day")
    look = ask_for_look(evidence_id=link.pk, actor=administrator())
    assert look.reader == reader
    other, apart = a_claim(), a_claim()
    some_evidence(claim=other, capture=capture, passage="mayor was there")
    some_evidence(claim=apart, capture=capture, passage="long")
    part = a_claim(part_of_id=claim.pk)
    joined = a_claim()
    add_part(claim_id=joined.pk, part_id=other.pk, actor=administrator())
    look.refresh_from_db()
    assert set(look.sealed_claims) == {claim.pk, other.pk, part.pk, joined.pk}
    assert set(visible_claims(reader).values_list("pk", flat=True)) == {apart.pk}


def test_gold_is_given_at_most_once_and_nothing_follows_from_it() -> None:
    review_rules(gold_percent=50)
    gold = keep_gold(
        values={
            "claim_text": "A.",
            "passage": "B.",
            "source_title": "C",
            "stance": "context",
            "reason": "D.",
        },
        actor=administrator(),
    )
    first, reader = a_person(), a_person()
    for _ in range(2):
        a_look(first=first)
    look = SecondLook.objects.get(gold=gold)
    real = SecondLook.objects.filter(gold=None).earliest("pk")
    assert (look.reader, look.sealed_claims, look.first_stance) == (reader, [], "context")
    assert look.asked_at in SecondLook.objects.filter(gold=None).values_list("asked_at", flat=True)
    before = Claim.objects.to_assess().count()
    answer_look(look_id=look.pk, stance=Stance.CONTRADICTS, actor=reader)
    answer_look(look_id=real.pk, stance=Stance.CORROBORATES, actor=reader)
    assert Claim.objects.to_assess().count() == before
    assert Notice.objects.filter(kind=NoticeKind.DISPUTE_OPENED).count() == 0
    assert not disputes_open_to(a_person()).exists()
    event = Event.objects.get(subject_id=look.pk, verb="second_look.answered")
    assert event.stream == f"second_look:{look.pk}"
    with pytest.raises(Conflict) as refusal:
        edit_gold(gold_id=gold.pk, values={"stance": "corroborates"}, actor=administrator())
    assert refusal.value.rule == "gold-was-read"
    assert retire_gold(gold_id=gold.pk, actor=administrator()).retired_at is not None


def test_of_looks_of_one_moment_no_number_tells_which_are_at_gold() -> None:
    review_rules(gold_percent=50)
    first, reader = a_person(), a_person()
    for _ in range(8):
        keep_gold(values=GOLD, actor=administrator())
    assess_claims(claim_ids=[a_counted_link(actor=first).claim_id for _ in range(8)])
    looks = SecondLook.objects.filter(reader=reader).order_by("pk")
    is_gold = [gold is not None for gold in looks.values_list("gold", flat=True)]
    assert (sum(is_gold), len(is_gold), looks.values("asked_at").distinct().count()) == (8, 16, 1)
    assert is_gold not in (sorted(is_gold), sorted(is_gold, reverse=True), [False, True] * 8)


def test_what_was_moved_out_of_sight_is_not_read_any_more() -> None:
    review_rules()
    reader, insider = a_person(), a_person(role=Role.READER)
    look = a_look(first=a_person())
    assert look.evidence is not None
    assert (read_blind(look.pk, reader).is_open, looks_of(reader).count()) == (True, 1)
    for row in (look.evidence.claim, look.evidence.source):
        type(row).objects.filter(pk=row.pk).update(desk=a_desk(insider))
        with pytest.raises(NotFound):
            read_blind(look.pk, reader)
        assert (looks_of(reader).count(), looks_to_read(reader).count()) == (0, 0)
        type(row).objects.filter(pk=row.pk).update(desk=None)


def test_a_gold_look_given_back_is_not_given_again() -> None:
    review_rules(gold_percent=50)
    keep_gold(
        values={
            "claim_text": "A.",
            "passage": "B.",
            "source_title": "C",
            "stance": "context",
            "reason": "D.",
        },
        actor=administrator(),
    )
    first, reader = a_person(), a_person()
    for _ in range(2):
        a_look(first=first)
    release_look(look_id=SecondLook.objects.get(gold__isnull=False).pk, actor=reader)
    for _ in range(2):
        a_look(first=first)
    assert SecondLook.objects.get(gold__isnull=False).state == SecondLookState.CANCELLED
