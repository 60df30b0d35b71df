"""Highlights through the API: what became of them in a new text, and what people decide."""

from typing import Any

import pytest

from annotations.actions.annotations import create_annotation
from annotations.actions.articles import add_revision
from annotations.actions.reanchoring import reanchor_article
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin
from annotations.models import Article, Claim, Highlight
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, a_person, an_article, some_evidence

pytestmark = pytest.mark.django_db

WORDS = "The ferry made 28 crossings on Monday."
STALE = {"cause": "WORDS_CHANGED", "detail": "The words it stands on were changed."}


def revised(text: str = "The ferry made 31 crossings on Monday. Nobody was hurt.") -> tuple[Article, Claim]:
    """A claim whose words were changed in the article's second text."""
    article = an_article(text=f"{WORDS} Nobody was hurt.")
    claim = a_claim(words=WORDS, article=article)
    add_revision(article_id=article.pk, canonical=from_plain(text), origin=Origin.PASTE, actor=a_person())
    reanchor_article(article_id=article.pk)
    return article, claim


def current(claim: Claim) -> Highlight:
    return claim.highlights.get(is_current=True)


def causes(row: dict[str, Any]) -> list[dict[str, str]]:
    return [{name: one[name] for name in ("cause", "detail")} for one in row["stale"]]


def test_what_waits_says_what_was_sought_and_what_changed() -> None:
    program, (article, claim) = Program(), revised()
    first = claim.highlights.get(is_current=False)
    [row] = program.get("highlights", article=article.pk, state="queued", outcome="changed").json()["results"]
    assert program.get(f"highlights/{row['id']}").json() == row
    told = ("start", "end", "exact", "sought", "changes", "candidates", "is_current", "original_id")
    assert [row[name] for name in told] == [
        0,
        38,
        "The ferry made 31 crossings on Monday.",
        WORDS,
        ["number"],
        [],
        True,
        first.pk,
    ]
    assert (row["anchored_from_id"], row["confirmed_at"], causes(row)) == (first.pk, None, [STALE])
    shown = program.get("highlights", claim=claim.pk, is_current="true").json()["results"]
    assert [one["id"] for one in shown] == [row["id"]]


def test_every_answer_about_a_stale_claim_says_so() -> None:
    program, (_, claim) = Program(), revised()
    evidence = some_evidence(claim=claim)
    [listed] = program.get("claims").json()["results"]
    one = program.get(f"claims/{claim.pk}").json()
    [linked] = program.get("evidence").json()["results"]
    link = program.get(f"evidence/{evidence.pk}").json()
    assert causes(listed) == causes(one) == causes(linked) == causes(link) == [STALE]
    assert [place["is_current"] for place in one["highlights"]] == [False, True]
    made(program.post(f"highlights/{current(claim).pk}/confirm"), 200)
    for address in (f"claims/{claim.pk}", f"evidence/{evidence.pk}"):
        assert program.get(address).json()["stale"] == []


def test_a_text_says_how_its_highlights_were_carried_over() -> None:
    program, (article, _) = Program(), revised()
    second, first = program.get("revisions", article=article.pk).json()["results"]
    assert first["reanchoring"] is None
    carried = second["reanchoring"]
    assert {name: carried[name] for name in ("state", "total", "done", "counts", "has_common_text")} == {
        "state": "done",
        "total": 1,
        "done": 1,
        "counts": {"changed": 1},
        "has_common_text": True,
    }
    assert program.get(f"revisions/{second['id']}").json()["reanchoring"] == carried


def test_confirming_and_taking_it_back() -> None:
    program, (_, claim) = Program(), revised()
    place = f"highlights/{current(claim).pk}"
    tag = program.get(place)["ETag"]
    confirmed = made(program.post(f"{place}/confirm", headers={"If-Match": tag}), 200)
    assert (confirmed["state"], confirmed["confirmed_by_id"], confirmed["stale"]) == (
        "live",
        program.person.pk,
        [],
    )
    stale = program.post(f"{place}/confirm", headers={"If-Match": tag})
    assert problem_of(stale)[:2] == (412, "stale")
    back = made(program.post(f"{place}/requeue"), 200)
    assert (back["state"], back["confirmed_by_id"], causes(back)) == ("queued", None, [STALE])
    assert problem_of(program.post(f"{place}/requeue")) == (409, "nothing-to-undo", None)


def test_choosing_one_of_several_places() -> None:
    program = Program()
    an_article(text="Nobody was hurt.\n\nNobody was hurt.", url="https://harbour.example/ferry")
    document = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "target": {
            "source": "https://harbour.example/ferry",
            "selector": {"type": "TextQuoteSelector", "exact": "Nobody was hurt."},
        },
    }
    highlight = create_annotation(document=document, actor=program.person).annotation.highlight
    assert highlight is not None
    assert (highlight.outcome, highlight.candidates) == ("ambiguous", [[0, 16], [17, 33]])
    place = f"highlights/{highlight.pk}/confirm"
    assert problem_of(program.post(place, {"start": 1, "end": 2})) == (400, "not-a-candidate", "start")
    assert problem_of(program.post(place, {"start": 1}))[:2] == (400, "invalid")
    chosen = made(program.post(place, {"start": 17, "end": 33}), 200)
    assert (chosen["start"], chosen["state"]) == (17, "live")


def test_selecting_the_words_again_and_retiring() -> None:
    program, (_, claim) = Program(), revised()
    place = f"highlights/{current(claim).pk}"
    refused = program.post(f"{place}/reselect", {"start": 0, "end": 9, "exact": "The boat"})
    assert problem_of(refused) == (409, "words-differ", "exact")
    chosen = made(program.post(f"{place}/reselect", {"start": 4, "end": 9, "exact": "ferry"}), 200)
    assert (chosen["exact"], chosen["outcome"], chosen["state"]) == ("ferry", "made", "live")
    assert made(program.post(f"{place}/retire"), 200)["state"] == "retired"
    assert made(program.post(f"{place}/restore"), 200)["state"] == "live"
