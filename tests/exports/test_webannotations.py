"""The collection of Web Annotations, from documents as the database hands them over and from an article."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotations.actions.annotations import create_annotation
from annotations.actions.articles import add_revision
from annotations.actions.reanchoring import reanchor_article
from annotations.domain.canonical import from_plain
from annotations.domain.rendering import LeftOut
from annotations.domain.vocabulary import Origin
from annotations.exports.webannotations import article_annotations, render
from tests.domain.webannotations.linked_data import expanded
from tests.exports.samples import PUBLICATION, a_document, a_link, a_place, an_overridden_document
from tests.factories import a_claim, a_person, an_article, some_evidence

BASE = PUBLICATION.address


def rendered(*documents: dict[str, Any]) -> dict[str, Any]:
    lines = [json.dumps(document).encode() for document in documents]
    whole: dict[str, Any] = json.loads(b"".join(render(lines, PUBLICATION, LeftOut())))
    return whole


def items(*documents: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rendered(*documents)["first"]["items"]
    return found


def test_a_claim_becomes_its_highlight_its_evidence_and_its_verdict() -> None:
    whole = rendered(a_document())
    assert (whole["type"], whole["label"], whole["total"]) == (
        "AnnotationCollection",
        "Claims checked by The Checkers",
        3,
    )
    highlight, evidence, verdict = whole["first"]["items"]
    assert [one["id"] for one in (highlight, evidence, verdict)] == [
        f"{BASE}/annotations/highlight-6",
        f"{BASE}/annotations/evidence-5",
        f"{BASE}/annotations/verdict-8",
    ]
    assert [one["motivation"] for one in (highlight, evidence, verdict)] == [
        "highlighting",
        "linking",
        "assessing",
    ]
    assert (
        highlight["target"]
        == evidence["target"]
        == verdict["target"]
        == {
            "type": "SpecificResource",
            "source": "https://news.example/boats",
            "selector": [
                {"type": "TextQuoteSelector", "exact": "Two boats remained", "suffix": "."},
                {"type": "TextPositionSelector", "start": 0, "end": 18},
            ],
            "state": {
                "type": "TimeState",
                "sourceDate": "2020-10-01T06:00:00Z",
                "cached": f"{BASE}/articles/2/revisions/1/",
                "workbench:sha256": "a" * 64,
            },
        }
    )
    assert evidence["body"]["source"] == "https://port.example/log"
    assert verdict["creator"] == {"type": "Person", "name": "Ada Byron"}


def test_the_collection_and_its_page_have_addresses_as_the_standard_wants() -> None:
    whole = rendered(a_document())
    page = {name: value for name, value in whole["first"].items() if name != "items"}
    assert (whole["id"], page) == (
        f"{BASE}/#annotations",
        {
            "id": f"{BASE}/#annotations-1",
            "type": "AnnotationPage",
            "partOf": f"{BASE}/#annotations",
            "startIndex": 0,
        },
    )


def test_an_override_stands_beside_the_signed_status() -> None:
    plain, verdict = items(a_document())[-1], items(an_overridden_document())[-1]
    assert verdict["workbench:overridden"] == {
        "workbench:status": "REFUTED",
        "workbench:reason": "legal",
        "workbench:expires": "2021-04-03T08:00:00Z",
    }
    assert {name: value for name, value in verdict.items() if name != "workbench:overridden"} == plain


def test_an_empty_set_is_an_empty_collection() -> None:
    assert rendered()["total"] == 0 and items() == []


def test_of_a_protected_source_nothing_is_said() -> None:
    link = {"id": 5, "stance": "corroborates", "state": "accepted", "protected": True}
    link |= {"attached_at": "2020-10-01T09:00:00.000000Z", "points": 1, "counted": True, "reason": None}
    evidence = items(a_document(evidence=[link]))[1]
    assert "body" not in evidence and evidence["workbench:stance"] == "corroborates"


def test_what_waits_is_shown_where_it_last_stood_for_certain() -> None:
    confirmed = {
        "revision": 1,
        "sha256": "b" * 64,
        "read_at": "2020-09-30T06:00:00.000000Z",
        "start": 4,
        "end": 9,
        "exact": "boats",
        "prefix": "Two ",
        "suffix": "",
    }
    place = a_place(
        state="queued", outcome="changed", sought="boats", changes=["number"], revision=2, confirmed=confirmed
    )
    highlight = items(a_document(highlights=[place], stale=["WORDS_CHANGED"]))[0]
    assert highlight["target"]["selector"][0]["exact"] == "boats"
    assert highlight["target"]["state"]["cached"] == f"{BASE}/articles/2/revisions/1/"
    assert (highlight["workbench:outcome"], highlight["workbench:wordsChanged"]) == ("changed", "number")
    assert all(
        one["workbench:stale"] == "WORDS_CHANGED" for one in items(a_document(stale=["WORDS_CHANGED"]))
    )


def test_what_never_stood_anywhere_is_what_was_looked_for() -> None:
    place = a_place(
        state="queued", outcome="orphaned", sought="no such words", exact="", start=None, end=None
    )
    selector = items(a_document(highlights=[place]))[0]["target"]["selector"]
    assert selector == {"type": "TextQuoteSelector", "exact": "no such words", "suffix": "."}


def test_a_passage_that_was_not_found_has_no_position() -> None:
    evidence = items(a_document(evidence=[a_link(passage_check="not_found")]))[1]
    assert evidence["body"]["selector"] == {"type": "TextQuoteSelector", "exact": "Two boats remained."}


def test_it_is_linked_data(recommendation: Path) -> None:
    [collection] = expanded(rendered(a_document()))
    assert collection["@type"] == ["http://www.w3.org/ns/activitystreams#OrderedCollection"]


def test_it_is_written_as_it_is_made() -> None:
    pieces = render((json.dumps(a_document()).encode() for _ in range(3)), PUBLICATION, LeftOut())
    assert len(list(pieces)) == 2 + 3 * 3


@pytest.mark.django_db
def test_all_annotations_of_an_article_in_one_document() -> None:
    article = an_article(url="https://news.example/ferry", text="The ferry stopped.\n\nTwo boats remained.")
    person = a_person()
    document = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "id": "urn:1",
        "target": "https://news.example/ferry",
    }
    sent = create_annotation(document=document, actor=person).annotation
    claim = a_claim(words="The ferry stopped.", article=article)
    evidence = some_evidence(claim=claim)
    a_claim(words="boats")
    add_revision(
        article_id=article.pk,
        canonical=from_plain("The ferry did not stop.\n\nTwo boats remained."),
        origin=Origin.PASTE,
        actor=person,
    )
    reanchor_article(article_id=article.pk)
    whole = json.loads("".join(article_annotations(article.pk, person, "https://w.example")))
    first = claim.highlights.get(original=None)
    assert [one["id"] for one in whole["first"]["items"]] == [
        f"https://w.example/annotations/{name}"
        for name in (sent.name, f"highlight-{first.pk}", f"evidence-{evidence.pk}")
    ]
    assert whole["total"] == 3
    highlight = whole["first"]["items"][1]
    assert highlight["created"] == first.made_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert "WORDS_CHANGED" in highlight["workbench:stale"]
    assert highlight["target"]["selector"][0]["exact"] == "The ferry stopped."
    assert highlight["target"]["state"]["cached"] == f"https://w.example/articles/{article.pk}/revisions/1/"
