"""What requests cost the database: lists the same for one row and for fifty, and creating stays short."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.annotation_imports import request_import
from annotations.actions.claim_sets import create_claim_set
from annotations.actions.claims import edit_claim
from annotations.actions.exports import request_export
from annotations.actions.publishers import add_bloc
from annotations.models import Article, ClaimSet, PartyBloc, Revision
from tests.api.calling import Program, made
from tests.factories import (
    a_capture,
    a_claim,
    a_publisher,
    a_source,
    an_article,
    assessed,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db


def a_claim_set() -> ClaimSet:
    name = f"Set {ClaimSet.objects.count()}"
    return create_claim_set(name=name, criteria={}, actor=the_administrator())


def an_export() -> Any:
    return request_export(claim_set_id=a_claim_set().pk, format="csv", actor=the_administrator())


def a_verdict() -> Any:
    claim = assessed(a_claim())
    signer = Program(role="editor")
    seen = signer.get(f"claims/{claim.pk}").json()["assessment_id"]
    body = {"claim_id": claim.pk, "assessment_id": seen, "reason": "As recorded."}
    return made(signer.post("verdicts", body))


def a_party() -> PartyBloc:
    name = f"Side {PartyBloc.objects.count()}"
    return add_bloc(name=name, dispute="The harbour strike", actor=the_administrator())


def an_annotation_import() -> Any:
    content = '[{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": "urn:x"}]'
    return request_import(article_id=an_article().pk, content=content, actor=the_administrator())


ROWS: dict[str, Callable[[], Any]] = {
    "articles": an_article,
    "revisions": an_article,
    "claims": a_claim,
    "highlights": lambda: a_claim(words="ferry"),
    "publishers": a_publisher,
    "sources": a_source,
    "captures": a_capture,
    "evidence": some_evidence,
    "assessments": lambda: assessed(a_claim()),
    "verdicts": a_verdict,
    "claim-sets": a_claim_set,
    "exports": an_export,
    "parties": a_party,
    "annotation-imports": an_annotation_import,
}


def statements(program: Program, address: str, **query: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = program.get(address, **query)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize("noun", ROWS)
def test_a_list_costs_two_statements_for_one_row_and_for_twenty(noun: str) -> None:
    program = Program()
    program.get("me")
    ROWS[noun]()
    assert len(program.get(noun).json()["results"]) == 1
    assert statements(program, noun) == 2
    for _ in range(19):
        ROWS[noun]()
    assert len(program.get(noun, page_size=20).json()["results"]) == 20
    assert statements(program, noun, page_size=20) == 2


def test_a_history_costs_three_statements_for_one_event_and_for_fifty() -> None:
    """The third notes who saw how links are judged."""
    program, claim = Program(), a_claim()
    program.get("me")
    assert statements(program, "history", stream=f"claim:{claim.pk}") == 3
    for number in range(49):
        edit_claim(claim_id=claim.pk, values={"text": f"{number} crossings."}, actor=the_administrator())
    assert len(program.get("history", stream=f"claim:{claim.pk}").json()["results"]) == 50
    assert statements(program, "history", stream=f"claim:{claim.pk}") == 3


def test_one_claim_with_all_that_belongs_to_it_costs_three_statements() -> None:
    """The third notes that the person saw it: who may read a passage of it blind rests on that."""
    program, claim = Program(), a_claim(words="ferry")
    program.get("me")
    assert statements(program, f"claims/{claim.pk}") == 3


def test_creating_a_highlighted_claim_costs_few_statements() -> None:
    program, article = Program(), an_article(text="The ferry was late.")
    revision = article.revisions.get()
    place = {"revision_id": revision.pk, "start": 4, "end": 9, "exact": "ferry"}
    program.get("me")
    with CaptureQueriesContext(connection) as captured:
        made(program.post("claims", {"text": "It was late.", "type": "event", "highlight": place}))
    verbs = [query["sql"].split()[0] for query in captured]
    asked = [verb for verb in verbs if verb not in ("SAVEPOINT", "RELEASE")]
    assert asked == ["SELECT", "SELECT", "INSERT", "INSERT", "INSERT", "SELECT"]


def test_linking_a_passage_costs_few_statements() -> None:
    program, claim, log = Program(), a_claim(), a_capture(text="Log: 28 crossings.")
    program.get("me")
    link = {"claim_id": claim.pk, "capture_id": log.pk, "passage": "28 crossings", "stance": "corroborates"}
    with CaptureQueriesContext(connection) as captured:
        made(program.post("evidence", link))
    asked = [query["sql"].split()[0] for query in captured]
    assert len([verb for verb in asked if verb not in ("SAVEPOINT", "RELEASE")]) == 14


def test_a_search_for_words_uses_the_word_index() -> None:
    program, person = Program(), the_administrator()
    articles = Article.objects.bulk_create(
        Article(headline=f"Article {n}", imported_by=person) for n in range(3000)
    )
    Revision.objects.bulk_create(
        Revision(
            article=article,
            number=1,
            text="heron" if n == 1500 else f"The ferry made {n} crossings, and nobody counted them all.",
            blocks=[],
            sha256=f"{n:064}",
            origin="api",
            made_by=person,
        )
        for n, article in enumerate(articles)
    )
    with connection.cursor() as cursor:
        # What the server does by itself a minute later.
        cursor.execute("SELECT gin_clean_pending_list('revision_words')")
        cursor.execute("ANALYZE annotations_article, annotations_revision")
    with CaptureQueriesContext(connection) as captured:
        found = program.get("articles", words="heron").json()["results"]
    assert [row["id"] for row in found] == [articles[1500].pk]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {captured[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on revision_words" in plan
