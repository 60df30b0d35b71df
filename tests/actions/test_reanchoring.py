"""Carrying highlights over into a later text of their article."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.articles import add_revision
from annotations.actions.claims import withdraw_claim
from annotations.actions.highlight_decisions import confirm_highlight
from annotations.actions.highlights import make_highlight, retire_highlight
from annotations.actions.reanchoring import reanchor_article, sweep_reanchorings
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import HighlightOutcome, HighlightState, Origin
from annotations.models import Article, Claim, Event, Highlight, Notice, Reanchoring, StaleFlag
from tests.factories import a_claim, a_person, an_article, some_evidence, the_administrator

pytestmark = pytest.mark.django_db

FIRST = """The council of Skerrow met on Tuesday to settle the budget of the harbour.

In its long session it approved 412 moorings for the coming season, the clerk said.

The pier will not be rebuilt before the winter storms, according to the mayor.

The clerk read the minutes of the last three sessions aloud, and nobody asked for a change.

A second reading of the plan is expected in March, when the auditors report."""
SECOND = """A second reading of the plan is expected in March, when the auditors report.

The council of Skerrow met on Tuesday to settle the budget of the harbour.

In its long session it approved 512 moorings for the coming season, the clerk said.

The clerk read the minutes of the last three sessions aloud, and nobody asked for a change."""
WORDS = {
    "unchanged": "The council of Skerrow met on Tuesday",
    "changed": "it approved 412 moorings for the coming season",
    "orphaned": "The pier will not be rebuilt before the winter storms",
    "moved": "A second reading of the plan is expected in March",
}


def revise(article: Article, text: str) -> None:
    add_revision(
        article_id=article.pk, canonical=from_plain(text), origin=Origin.PASTE, actor=the_administrator()
    )


def carried(article: Article, text: str) -> Reanchoring | None:
    revise(article, text)
    return reanchor_article(article_id=article.pk)


def now_of(claim: Claim) -> Highlight:
    return claim.highlights.get(is_current=True)


@pytest.fixture
def article() -> Article:
    return an_article(text=FIRST)


@pytest.fixture
def claims(article: Article) -> dict[str, Claim]:
    return {name: a_claim(article=article, words=words) for name, words in WORDS.items()}


def shown(highlight: Highlight) -> tuple[Any, ...]:
    return (
        highlight.outcome,
        highlight.state,
        highlight.exact,
        highlight.sought,
        highlight.changes,
    )


def test_each_highlight_says_what_happened_to_it(article: Article, claims: dict[str, Claim]) -> None:
    done = carried(article, SECOND)
    changed = "it approved 512 moorings for the coming season"
    assert {name: shown(now_of(claim)) for name, claim in claims.items()} == {
        "unchanged": ("unchanged", "live", WORDS["unchanged"], "", []),
        "changed": ("changed", "queued", changed, WORDS["changed"], ["number"]),
        "orphaned": ("orphaned", "queued", "", WORDS["orphaned"], []),
        "moved": ("moved", "live", WORDS["moved"], "", []),
    }
    assert done is not None
    assert (done.state, done.total, done.done, done.has_common_text, done.counts) == (
        "done",
        4,
        4,
        True,
        {"unchanged": 1, "changed": 1, "orphaned": 1, "moved": 1},
    )
    text = article.revisions.latest("number").text
    for claim in claims.values():
        found, original = now_of(claim), claim.highlights.get(original=None)
        assert found.original == found.anchored_from == original
        assert (original.is_current, original.state) == (False, "live")
        if found.start is not None:
            assert text[found.start : found.end] == found.exact


def test_claims_whose_words_changed_are_stale_and_say_why(article: Article, claims: dict[str, Claim]) -> None:
    carried(article, SECOND)
    flags = StaleFlag.objects.order_by("claim").values_list("claim", "cause", "detail", "cleared_at")
    assert list(flags) == [
        (claims["changed"].pk, "WORDS_CHANGED", "The words it stands on were changed.", None),
        (claims["orphaned"].pk, "WORDS_CHANGED", "Its words are gone from the text.", None),
    ]


def test_the_history_tells_of_everything_that_waits_and_once_of_the_rest(
    article: Article, claims: dict[str, Claim]
) -> None:
    carried(article, SECOND)
    told = Event.objects.filter(verb="highlight.reanchored").order_by("stream", "id")
    assert sorted(told.values_list("stream", "after__outcome")) == sorted(
        [
            (f"claim:{claims['changed'].pk}", "changed"),
            (f"claim:{claims['orphaned'].pk}", "orphaned"),
        ]
    )
    once = Event.objects.get(verb="revision.reanchored")
    assert (once.stream, once.actor, once.after["counts"]["moved"]) == (f"article:{article.pk}", None, 1)


def test_running_again_changes_nothing(article: Article, claims: dict[str, Claim]) -> None:
    carried(article, SECOND)
    before = list(Highlight.objects.order_by("id").values())
    assert reanchor_article(article_id=article.pk) is None
    assert list(Highlight.objects.order_by("id").values()) == before
    assert Event.objects.filter(verb="revision.reanchored").count() == 1


def test_a_guess_is_never_the_base_of_the_next(article: Article, claims: dict[str, Claim]) -> None:
    carried(article, SECOND)
    guess = now_of(claims["changed"])
    carried(article, FIRST.replace("Tuesday", "Wednesday"))
    back = now_of(claims["changed"])
    guess.refresh_from_db()
    assert (guess.state, guess.is_current) == (HighlightState.SUPERSEDED, False)
    assert shown(back) == ("unchanged", "live", WORDS["changed"], "", [])
    assert back.anchored_from == claims["changed"].highlights.get(original=None)
    assert not StaleFlag.objects.filter(claim=claims["changed"], cleared_at=None).exists()


def test_what_nobody_ever_placed_stays_a_question(article: Article) -> None:
    claim = a_claim(article=article, words=WORDS["moved"])
    root = claim.highlights.get()
    place = [root.start, root.end]
    Highlight.objects.filter(pk=root.pk).update(
        outcome="ambiguous", state="queued", sought=root.exact, candidates=[place, place]
    )
    done = carried(article, SECOND)
    found = now_of(claim)
    assert done is not None and done.counts == {"ambiguous": 1}
    assert (found.state, found.sought, found.anchored_from) == ("queued", WORDS["moved"], None)
    assert found.candidates == [[found.start, found.end]]


def test_a_confirmed_highlight_is_the_base_of_the_next(article: Article, claims: dict[str, Claim]) -> None:
    carried(article, SECOND)
    confirmed = confirm_highlight(highlight_id=now_of(claims["changed"]).pk, actor=a_person())
    carried(article, SECOND + "\n\nMore will be known on Friday.")
    found = now_of(claims["changed"])
    assert shown(found) == ("unchanged", "live", confirmed.exact, "", [])
    assert (found.anchored_from, found.original) == (confirmed, confirmed.original)


def test_retired_highlights_stay_where_they_were_retired(article: Article, claims: dict[str, Claim]) -> None:
    retire_highlight(highlight_id=now_of(claims["moved"]).pk, actor=a_person())
    carried(article, SECOND)
    assert [row.revision.number for row in claims["moved"].highlights.all()] == [1]


def test_a_highlight_made_on_an_old_text_follows(article: Article) -> None:
    old = article.revisions.get()
    assert carried(article, SECOND) is None
    claim = a_claim()
    start = old.text.index(WORDS["unchanged"])
    make_highlight(
        claim_id=claim.pk,
        revision_id=old.pk,
        start=start,
        end=start + len(WORDS["unchanged"]),
        exact=WORDS["unchanged"],
        actor=a_person(),
    )
    assert sweep_reanchorings() == 1
    done = reanchor_article(article_id=article.pk)
    assert done is not None and done.counts["unchanged"] == 1
    assert now_of(claim).revision.number == 2
    assert sweep_reanchorings() == 0


def test_nothing_in_common_is_said_once(article: Article, claims: dict[str, Claim]) -> None:
    some_evidence(claim=claims["moved"], actor=a_person())
    done = carried(article, "Cookies help us to serve you.\n\nAccept all of them to read on.")
    assert done is not None
    assert (done.has_common_text, done.counts) == (False, {"orphaned": 4})
    notices = Notice.objects.order_by("person")
    assert {(notice.kind, notice.detail["count"]) for notice in notices} == {("text_replaced", 4)}
    assert notices.count() == len(set(notices.values_list("person", flat=True))) == 2


def test_a_highlight_from_a_text_long_gone_does_not_speak_for_the_present_one() -> None:
    article = an_article(text="Cookies help us to serve you.\n\nAccept all of them to read on.")
    a_claim(article=article, words="Cookies help us to serve you.")
    carried(article, FIRST)
    changed = a_claim(article=article, words=WORDS["changed"])
    done = carried(article, FIRST.replace("412", "512"))
    assert done is not None and done.has_common_text
    assert done.counts == {"orphaned": 1, "changed": 1}
    told = Notice.objects.filter(revision=done.revision).values_list("kind", flat=True)
    assert list(told) == ["words_changed"]
    assert now_of(changed).state == HighlightState.QUEUED


def test_changed_figures_are_told_to_those_who_work_on_the_article(
    article: Article, claims: dict[str, Claim]
) -> None:
    checker = a_person()
    some_evidence(claim=claims["moved"], actor=checker)
    a_person()
    carried(article, SECOND)
    changed = now_of(claims["changed"])
    notice = Notice.objects.get(person=checker)
    assert (notice.kind, notice.article, notice.revision, notice.read_at, notice.detail) == (
        "words_changed",
        article,
        changed.revision,
        None,
        {
            "count": 1,
            "claims": [
                {
                    "claim": claims["changed"].pk,
                    "highlight": changed.pk,
                    "old": WORDS["changed"],
                    "new": changed.exact,
                    "changes": ["number"],
                }
            ],
        },
    )
    assert set(Notice.objects.values_list("person", flat=True)) == {checker.pk, the_administrator().pk}


def test_withdrawn_claims_are_carried_over_too(article: Article, claims: dict[str, Claim]) -> None:
    withdraw_claim(claim_id=claims["moved"].pk, actor=the_administrator())
    carried(article, SECOND)
    assert now_of(claims["moved"]).revision.number == 2


def test_two_highlights_of_a_claim_never_share_one_place(article: Article) -> None:
    text = "The ferry runs daily.\n\nMuch was said in between about the tide.\n\nThe ferry runs daily."
    article = an_article(text=text)
    claim = a_claim(article=article, words="The ferry runs daily.")
    revision = article.revisions.get()
    make_highlight(
        claim_id=claim.pk,
        revision_id=revision.pk,
        start=revision.text.rindex("The ferry"),
        end=len(revision.text),
        exact="The ferry runs daily.",
        actor=a_person(),
    )
    carried(article, "Much was said in between about the tide.\n\nThe ferry runs daily.")
    places = claim.highlights.filter(is_current=True).values_list("outcome", "state", "start")
    live = [place for place in places if place[1] == HighlightState.LIVE]
    assert len(places) == 2 and len(live) <= 1


@pytest.mark.parametrize("count", [3, 60])
def test_the_number_of_statements_does_not_grow_with_the_highlights(count: int) -> None:
    sentences = [f"Boat number {number} left the harbour at dawn." for number in range(count)]
    article = an_article(text="\n\n".join(sentences))
    for sentence in sentences:
        a_claim(article=article, words=sentence)
    revise(article, "A new first line stands here.\n\n" + "\n\n".join(sentences))
    with CaptureQueriesContext(connection) as statements:
        done = reanchor_article(article_id=article.pk)
    assert done is not None and done.counts == {HighlightOutcome.UNCHANGED: count}
    assert len([one for one in statements if "SAVEPOINT" not in one["sql"]]) == 22
