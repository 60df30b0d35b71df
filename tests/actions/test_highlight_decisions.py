"""Deciding about highlights whose words changed, and taking decisions back."""

from typing import Any

import pytest

from annotations.actions.articles import add_revision
from annotations.actions.assessments import assess_claim
from annotations.actions.highlight_decisions import (
    confirm_highlight,
    reselect_highlight,
    restore_all,
    retire_all,
    undo_decision,
)
from annotations.actions.highlights import restore_highlight, retire_highlight
from annotations.actions.reanchoring import reanchor_article
from annotations.actions.verdicts import sign_verdict
from annotations.domain.canonical import from_plain
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Refusal, Stale
from annotations.domain.vocabulary import HighlightOutcome, HighlightState, Origin, Role
from annotations.models import Article, Event, Highlight, StaleFlag
from tests.factories import a_claim, a_person, an_article, some_evidence, the_administrator

pytestmark = pytest.mark.django_db

BEFORE = "The council approved 412 moorings for the coming season.\n\nThe clerk read the minutes aloud."
AFTER = "The council approved 512 moorings for the coming season.\nThe clerk read the minutes aloud."
WORDS = "approved 412 moorings for the coming season"
NEW_WORDS = "approved 512 moorings for the coming season"


def revise_with(article: Article, text: str) -> None:
    add_revision(
        article_id=article.pk, canonical=from_plain(text), origin=Origin.PASTE, actor=the_administrator()
    )
    reanchor_article(article_id=article.pk)


@pytest.fixture
def waiting() -> Highlight:
    article = an_article(text=BEFORE)
    claim = a_claim(article=article, words=WORDS)
    revise_with(article, AFTER)
    found = claim.highlights.get(is_current=True)
    assert (found.state, found.exact) == ("queued", NEW_WORDS)
    return found


def is_stale(highlight: Highlight) -> bool:
    return StaleFlag.objects.filter(claim=highlight.claim, cause="WORDS_CHANGED", cleared_at=None).exists()


def state_of(highlight: Highlight) -> dict[str, Any]:
    names = ("state", "outcome", "start", "end", "exact", "sought", "confirmed_by_id", "confirmed_at")
    highlight.refresh_from_db()
    return {name: getattr(highlight, name) for name in names}


def in_text(highlight: Highlight, words: str) -> dict[str, Any]:
    start = AFTER.index(words)
    return {"highlight_id": highlight.pk, "start": start, "end": start + len(words), "exact": words}


def test_confirming_makes_the_new_words_count(waiting: Highlight) -> None:
    person = a_person()
    confirmed = confirm_highlight(highlight_id=waiting.pk, expected_version=1, actor=person)
    assert (confirmed.state, confirmed.outcome, confirmed.confirmed_by, confirmed.version) == (
        HighlightState.LIVE,
        HighlightOutcome.CHANGED,
        person,
        2,
    )
    assert confirmed.is_confirmed and not is_stale(waiting)
    flag = StaleFlag.objects.get(claim=waiting.claim)
    assert flag.cleared_by == person
    event = Event.objects.get(verb="highlight.confirmed")
    assert (event.before["state"], event.after["state"], event.actor) == ("queued", "live", person)


def test_selecting_other_words_makes_those_count(waiting: Highlight) -> None:
    moved = reselect_highlight(actor=a_person(), **in_text(waiting, "read the minutes aloud"))
    assert (moved.state, moved.outcome, moved.exact, moved.block) == (
        HighlightState.LIVE,
        HighlightOutcome.MADE,
        "read the minutes aloud",
        "b2",
    )
    assert not is_stale(waiting)


def test_retiring_settles_it_as_well(waiting: Highlight) -> None:
    assert retire_highlight(highlight_id=waiting.pk, actor=a_person()).state == HighlightState.RETIRED
    assert not is_stale(waiting)
    assert restore_highlight(highlight_id=waiting.pk, actor=a_person()).state == HighlightState.QUEUED
    assert is_stale(waiting)


@pytest.mark.parametrize("decision", ["confirm", "reselect", "retire"])
def test_every_decision_can_be_taken_back(waiting: Highlight, decision: str) -> None:
    before = state_of(waiting)
    person = a_person()
    if decision == "confirm":
        confirm_highlight(highlight_id=waiting.pk, actor=person)
    elif decision == "reselect":
        reselect_highlight(actor=person, **in_text(waiting, "read the minutes aloud"))
    else:
        retire_highlight(highlight_id=waiting.pk, actor=person)
    assert state_of(waiting) != before
    undo_decision(highlight_id=waiting.pk, actor=person)
    assert state_of(waiting) == before
    assert is_stale(waiting)
    with pytest.raises(Conflict) as refusal:
        undo_decision(highlight_id=waiting.pk, actor=person)
    assert refusal.value.rule == "nothing-to-undo"


def test_nobody_takes_back_what_somebody_else_decided(waiting: Highlight) -> None:
    confirm_highlight(highlight_id=waiting.pk, actor=a_person())
    with pytest.raises(Conflict) as refusal:
        undo_decision(highlight_id=waiting.pk, actor=a_person())
    assert refusal.value.rule == "nothing-to-undo"


def test_a_decision_of_the_past_is_not_taken_back(waiting: Highlight) -> None:
    confirm_highlight(highlight_id=waiting.pk, actor=a_person())
    article = waiting.revision.article
    revise_with(article, f"{AFTER}\n\nMore will be known on Friday.")
    with pytest.raises(Conflict) as refusal:
        undo_decision(highlight_id=waiting.pk, actor=a_person())
    assert refusal.value.rule == "highlight-is-not-current"
    assert not is_stale(waiting)


def test_a_live_highlight_can_be_set_on_other_words_and_back() -> None:
    claim = a_claim(article=an_article(text=AFTER), words=NEW_WORDS)
    highlight = claim.highlights.get()
    before = state_of(highlight)
    person = a_person()
    reselect_highlight(actor=person, **in_text(highlight, "approved 512 moorings"))
    undo_decision(highlight_id=highlight.pk, actor=person)
    assert state_of(highlight) == before


def _ambiguous(highlight: Highlight) -> list[int]:
    start = AFTER.index("read the minutes")
    place = [start, start + len("read the minutes")]
    Highlight.objects.filter(pk=highlight.pk).update(
        outcome=HighlightOutcome.AMBIGUOUS, candidates=[[highlight.start, highlight.end], place]
    )
    return place


def test_of_several_places_one_is_chosen(waiting: Highlight) -> None:
    start, end = _ambiguous(waiting)
    person = a_person()
    chosen = confirm_highlight(highlight_id=waiting.pk, start=start, end=end, actor=person)
    assert (chosen.exact, chosen.start, chosen.state) == ("read the minutes", start, HighlightState.LIVE)
    undo_decision(highlight_id=waiting.pk, actor=person)
    waiting.refresh_from_db()
    assert (waiting.exact, len(waiting.candidates)) == (NEW_WORDS, 2)


def _orphaned(highlight: Highlight) -> None:
    Highlight.objects.filter(pk=highlight.pk).update(
        outcome=HighlightOutcome.ORPHANED, start=None, end=None, block_offset=None, block="", exact=""
    )


def _superseded(highlight: Highlight) -> None:
    Highlight.objects.filter(pk=highlight.pk).update(is_current=False, state=HighlightState.SUPERSEDED)


REFUSED: dict[str, tuple[Any, dict[str, Any], type[Refusal], str]] = {
    "words that are gone": (_orphaned, {}, Conflict, "highlight-has-no-place"),
    "a place nobody found": (_ambiguous, {"start": 0, "end": 3}, Invalid, "not-a-candidate"),
    "an earlier text": (_superseded, {}, Conflict, "highlight-is-not-current"),
    "another version": (lambda highlight: None, {"expected_version": 7}, Stale, "stale"),
    "twice": (
        lambda highlight: confirm_highlight(highlight_id=highlight.pk, actor=the_administrator()),
        {},
        Conflict,
        "highlight-confirm-from-live",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_confirmed_is_refused_by_its_rule(waiting: Highlight, case: str) -> None:
    prepare, given, kind, rule = REFUSED[case]
    prepare(waiting)
    with pytest.raises(kind) as refusal:
        confirm_highlight(highlight_id=waiting.pk, actor=the_administrator(), **given)
    assert refusal.value.rule == rule


def test_nobody_signs_while_the_words_wait(waiting: Highlight) -> None:
    claim = waiting.claim
    some_evidence(claim=claim, actor=a_person())
    assessment = assess_claim(claim_id=claim.pk)
    assert assessment is not None
    signing: dict[str, Any] = {"claim_id": claim.pk, "assessment_id": assessment.pk, "reason": "It is so."}
    with pytest.raises(Conflict) as refusal:
        sign_verdict(actor=a_person(), **signing)
    assert refusal.value.rule == "words-changed"
    confirm_highlight(highlight_id=waiting.pk, actor=a_person())
    assert sign_verdict(actor=a_person(), **signing).claim == claim


@pytest.mark.parametrize("role", Role.values)
def test_who_may_decide(waiting: Highlight, role: str) -> None:
    person = a_person(role=role)
    if role != Role.READER:
        assert confirm_highlight(highlight_id=waiting.pk, actor=person).confirmed_by == person
        return
    for decide in (confirm_highlight, undo_decision, retire_highlight):
        with pytest.raises(NotAllowed):
            decide(highlight_id=waiting.pk, actor=person)


def test_all_that_waits_is_retired_and_brought_back_as_one_decision() -> None:
    article = an_article(text=BEFORE)
    claims = [a_claim(article=article, words=words) for words in (WORDS, "read the minutes", "The clerk")]
    revise_with(article, "Cookies help us to serve you better.\n\nAccept them all?")
    revision = article.revisions.latest("number")
    here = Highlight.objects.filter(revision=revision).order_by("claim")
    assert retire_all(revision_id=revision.pk, actor=a_person()) == 3
    assert set(here.values_list("state", flat=True)) == {HighlightState.RETIRED}
    assert not StaleFlag.objects.filter(cleared_at=None).exists()
    assert retire_all(revision_id=revision.pk, actor=a_person()) == 0
    restore_highlight(highlight_id=here[0].pk, actor=a_person())
    assert restore_all(revision_id=revision.pk, actor=a_person()) == 2
    assert set(here.values_list("state", "claim")) == {("queued", claim.pk) for claim in claims}
    assert StaleFlag.objects.filter(cleared_at=None).count() == 3
