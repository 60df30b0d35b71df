"""Setting highlights, retiring them and bringing them back."""

from typing import Any

import pytest

from annotations.actions.claims import withdraw_claim
from annotations.actions.highlights import make_highlight, restore_highlight, retire_highlight
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from annotations.domain.vocabulary import HighlightState, Role
from annotations.models import Event, Highlight
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db

TEXT = "Yes, 👩‍👩‍👧 agreed. Yes, they agreed.\n\nنعم، اتفقوا اليوم."


def place(words: str, text: str, start: int = 0) -> dict[str, Any]:
    at = text.index(words, start)
    return {"start": at, "end": at + len(words), "exact": words}


def test_a_claim_is_highlighted_wherever_it_occurs() -> None:
    article = an_article(text=TEXT)
    revision = article.revisions.get()
    claim = a_claim(article=article, words="agreed")
    second = make_highlight(
        claim_id=claim.pk,
        revision_id=revision.pk,
        actor=a_person(),
        **place("agreed", revision.text, 20),
    )
    arabic = make_highlight(
        claim_id=claim.pk, revision_id=revision.pk, actor=a_person(), **place("اتفقوا", revision.text)
    )
    marks = claim.highlights.order_by("start")
    assert [revision.text[mark.start : mark.end] for mark in marks] == ["agreed", "agreed", "اتفقوا"]
    assert (second.block, arabic.block) == ("b1", "b2")
    assert all(revision.text.count(m.prefix + m.exact + m.suffix) == 1 for m in marks)


@pytest.mark.parametrize(
    ("given", "kind", "rule"),
    [
        ({"start": 900, "end": 906, "exact": "agreed"}, Invalid, "offset-range"),
        ({"start": 0, "end": 3, "exact": "Non"}, Conflict, "words-differ"),
        ({"start": 4, "end": 5, "exact": " "}, Invalid, "empty-selection"),
        ({"start": 5, "end": 2, "exact": "x"}, Invalid, "offset-range"),
    ],
)
def test_each_refusal_names_its_rule_and_marks_nothing(
    given: dict[str, Any], kind: type[Refusal], rule: str
) -> None:
    revision = an_article(text=TEXT).revisions.get()
    with pytest.raises(kind) as refusal:
        make_highlight(claim_id=a_claim().pk, revision_id=revision.pk, actor=a_person(), **given)
    assert refusal.value.rule == rule
    assert not Highlight.objects.exists()


def test_a_span_inside_a_grapheme_is_widened_to_the_whole() -> None:
    revision = an_article(text=TEXT).revisions.get()
    mark = make_highlight(
        claim_id=a_claim().pk,
        revision_id=revision.pk,
        start=5,
        end=6,
        exact=revision.text[5:6],
        actor=a_person(),
    )
    assert mark.exact == "👩‍👩‍👧"


def test_a_place_is_marked_once_per_claim_and_retiring_makes_room() -> None:
    article = an_article(text=TEXT)
    claim = a_claim(article=article, words="agreed")
    mark = claim.highlights.get()
    again: dict[str, Any] = {
        "claim_id": claim.pk,
        "revision_id": mark.revision_id,
        "start": mark.start,
        "end": mark.end,
        "exact": "agreed",
        "actor": the_administrator(),
    }
    with pytest.raises(Conflict):
        make_highlight(**again)
    retire_highlight(highlight_id=mark.pk, actor=the_administrator())
    make_highlight(**again)
    with pytest.raises(Conflict):
        restore_highlight(highlight_id=mark.pk, actor=the_administrator())


def test_retiring_and_restoring_leave_an_event_each_in_the_history_of_the_claim() -> None:
    claim = a_claim(words="Two boats")
    mark = claim.highlights.get()
    retire_highlight(highlight_id=mark.pk, actor=the_administrator())
    restore_highlight(highlight_id=mark.pk, actor=the_administrator())
    mark.refresh_from_db()
    events = Event.objects.filter(stream=f"claim:{claim.pk}").order_by("position")
    assert mark.state == HighlightState.LIVE
    assert [(event.verb, event.before, event.after) for event in events][1:] == [
        ("highlight.retired", {"state": "live"}, {"state": "retired"}),
        ("highlight.restored", {"state": "retired"}, {"state": "live"}),
    ]


def test_readers_mark_nothing_and_what_is_gone_is_not_found() -> None:
    mark = a_claim(words="Two boats").highlights.get()
    with pytest.raises(NotAllowed):
        retire_highlight(highlight_id=mark.pk, actor=a_person(role=Role.READER))
    with pytest.raises(NotFound):
        retire_highlight(highlight_id=987_654, actor=the_administrator())


def test_a_claim_found_in_one_more_article_is_assessed_anew() -> None:
    """What the article says is from now on no evidence for the claim."""
    report = a_source(publisher=a_publisher(kind="primary_record"), url="https://news.example/ferry")
    claim = a_claim()
    some_evidence(claim=claim, source=report, proximity="primary")
    article = an_article(url="https://news.example/ferry")
    revision = article.revisions.get()
    statuses = [assessed(claim).status]
    make_highlight(
        claim_id=claim.pk, revision_id=revision.pk, actor=a_person(), **place("ferry", revision.text)
    )
    statuses.append(assessed(claim).status)
    assert statuses == ["SUPPORTED", "NOT_ENOUGH_EVIDENCE"]


def test_a_withdrawn_claim_is_not_highlighted() -> None:
    claim, article = a_claim(), an_article()
    withdraw_claim(claim_id=claim.pk, actor=the_administrator())
    revision = article.revisions.get()
    with pytest.raises(Conflict) as refusal:
        make_highlight(
            claim_id=claim.pk, revision_id=revision.pk, actor=a_person(), **place("ferry", revision.text)
        )
    assert refusal.value.rule == "claim-edit-from-withdrawn"
