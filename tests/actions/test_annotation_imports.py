"""Files of annotations, brought in row by row."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions.annotation_imports import (
    ATTEMPTS,
    BATCH_ROWS,
    request_import,
    run_import,
    sweep_imports,
)
from annotations.actions.annotations import delete_annotation
from annotations.domain.errors import Invalid, NotAllowed, NotFound
from annotations.domain.vocabulary import Role
from annotations.models import Annotation, AnnotationImport, Article, Claim, Event, Highlight
from tests.actions.test_annotations import PAGE, a_document, quoting, the_article
from tests.factories import a_person, an_article

pytestmark = pytest.mark.django_db


def a_file(*documents: Any) -> str:
    return json.dumps(documents)


def asked(article: Article, content: str, **given: Any) -> AnnotationImport:
    values = {"content": content, "file_name": "export.json", "actor": a_person(), **given}
    return request_import(article_id=article.pk, **values)


def done(article: Article, content: str, **given: Any) -> AnnotationImport:
    row = run_import(import_id=asked(article, content, **given).pk)
    assert row is not None
    row.refresh_from_db()
    return row


def told(row: AnnotationImport) -> list[tuple[int, str, str]]:
    return [(one["row"], one["outcome"], one["rule"]) for one in row.report]


EVERY_KIND = a_file(
    a_document(quoting("28 crossings"), id="urn:1"),
    a_document(quoting("Twelve cows grazed beside the mill")),
    a_document(),
    a_document(quoting("28 crossings"), id="urn:1"),
    a_document(quoting("28 crossings"), source="https://elsewhere.example/"),
    {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"},
    a_document(bodyValue="both"),
    a_document(id="no iri"),
    "not an object",
)


def test_each_row_is_told() -> None:
    article = the_article()
    row = done(article, EVERY_KIND)
    assert told(row) == [
        (1, "anchored", ""),
        (2, "queued", ""),
        (3, "kept", ""),
        (4, "known", ""),
        (5, "refused", "foreign-target"),
        (6, "refused", "annotation-target-missing"),
        (7, "refused", "body-and-body-value"),
        (8, "refused", "id-not-an-iri"),
        (9, "refused", "not-an-object"),
    ]
    assert row.report[0] == {
        "row": 1,
        "outcome": "anchored",
        "reason": "",
        "rule": "",
        "annotation": Annotation.objects.get(iri="urn:1").name,
        "claim": Claim.objects.earliest("pk").pk,
    }
    assert row.report[1]["reason"] == "Words are gone."
    assert all(one["reason"] for one in row.report[4:])
    assert (row.state, row.format, row.rows_total, row.rows_done, row.content, row.leased_until) == (
        "done",
        "w3c",
        9,
        9,
        "",
        None,
    )
    events = Event.objects.filter(subject_type="annotation_import", subject_id=row.pk).order_by("position")
    assert [(event.verb, event.stream) for event in events] == [
        (f"annotation_import.{verb}", f"article:{article.pk}")
        for verb in ("requested", "started", "finished")
    ]
    assert events[2].after["counts"] == {"anchored": 1, "queued": 1, "kept": 1, "known": 1, "refused": 5}


def test_a_file_that_comes_again_changes_nothing() -> None:
    article = the_article()
    first, second = done(article, EVERY_KIND), done(article, EVERY_KIND)
    was = [outcome if outcome == "refused" else "known" for _, outcome, _ in told(first)]
    assert [outcome for _, outcome, _ in told(second)] == was
    assert [one["claim"] for one in second.report] == [one["claim"] for one in first.report]
    assert (Annotation.objects.count(), Claim.objects.count(), Highlight.objects.count()) == (3, 2, 2)


def test_what_differs_by_now_and_what_was_deleted_is_said() -> None:
    article, person = the_article(), a_person()
    done(article, a_file(a_document(id="urn:1"), a_document(id="urn:2")), actor=person)
    delete_annotation(name=Annotation.objects.get(iri="urn:2").name, actor=person)
    again = done(article, a_file(a_document(id="urn:1", body="urn:x"), a_document(id="urn:2")), actor=person)
    assert told(again) == [(1, "known", "annotation-differs"), (2, "known", "annotation-deleted")]
    assert "differs" in again.report[0]["reason"] and "deleted" in again.report[1]["reason"]
    assert Annotation.objects.get(iri="urn:1").document["body"] != "urn:x"


def test_what_is_left_out_and_what_is_elsewhere_is_said() -> None:
    article, other = the_article(), the_article(url="")
    everywhere = a_document(source="urn:x-tool:page", id="urn:1")
    everywhere["target"] = ["urn:x-tool:page", "https://elsewhere.example/"]
    done(article, a_file(everywhere))
    again = done(other, a_file(everywhere))
    assert (told(again), again.report[0]["reason"]) == (
        [(1, "known", "")],
        f"It is here as an annotation of article {article.pk}.",
    )
    two = a_document(quoting("28 crossings"))
    two["target"] = [two["target"], "https://elsewhere.example/"]
    row = done(article, a_file(two))
    assert (told(row), row.report[0]["reason"]) == (
        [(1, "anchored", "")],
        "Target 2 is on another page and was left alone: https://elsewhere.example/.",
    )


def test_an_id_too_long_for_the_database_is_refused_by_itself() -> None:
    row = done(the_article(), a_file(a_document(id="urn:x:" + "海" * 1_900), a_document(id="urn:2")))
    assert (row.state, told(row)) == ("done", [(1, "refused", "id-not-an-iri"), (2, "kept", "")])


def failing(state: str) -> None:
    """From here on the database refuses annotations with the id `urn:bad` with an error of this class."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$;
            CREATE TRIGGER fail BEFORE INSERT ON annotations_annotation FOR EACH ROW
            WHEN (NEW.iri = 'urn:bad') EXECUTE FUNCTION fail()"""
        )


BAD_IN_THE_MIDDLE = a_file(
    *(a_document(quoting("28 crossings"), id=f"urn:{name}") for name in ("1", "bad", "2"))
)


@pytest.mark.parametrize("state", ["54000", "22003", "XX000", "57014"])
def test_a_row_that_the_database_cannot_take_stops_no_other(state: str) -> None:
    failing(state)
    row = done(the_article(), BAD_IN_THE_MIDDLE)
    assert (row.state, told(row)) == (
        "done",
        [(1, "anchored", ""), (2, "refused", "row-failed"), (3, "anchored", "")],
    )
    assert (Claim.objects.count(), Annotation.objects.count()) == (2, 2)


@pytest.mark.parametrize("state", ["57P01", "08006", "40P01"])
def test_what_may_go_better_is_tried_again_but_not_for_ever(state: str) -> None:
    failing(state)
    article = the_article()
    first = [a_document(id=f"urn:{number}") for number in range(BATCH_ROWS)]
    row = asked(article, a_file(*first, a_document(id="urn:bad"), a_document(id="urn:last")))
    # The first attempt also brings in the first batch; what comes after is begun five times.
    for _ in range(ATTEMPTS + 1):
        with pytest.raises(OperationalError):
            run_import(import_id=row.pk)
        AnnotationImport.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    ended = run_import(import_id=row.pk)
    assert ended is not None
    assert (ended.state, ended.rows_done, len(ended.report), ended.content) == ("failed", 50, 50, "")
    assert ended.problem == f"It was begun {ATTEMPTS} times and came no further than row 50."
    assert (Annotation.objects.count(), sweep_imports()) == (BATCH_ROWS, 0)


def test_a_hypothesis_export_is_known_by_itself() -> None:
    article = the_article()
    exported = {
        "total": 1,
        "rows": [
            {
                "id": "AbCdEf123",
                "created": "2026-05-04T10:00:00.000000+00:00",
                "updated": "2026-05-04T10:00:00.000000+00:00",
                "user": "acct:ada@hypothes.is",
                "uri": PAGE,
                "text": "Check this.",
                "tags": ["figure"],
                "target": [
                    {
                        "source": PAGE,
                        "selector": [
                            {"type": "TextPositionSelector", "start": 10, "end": 27},
                            {
                                "type": "TextQuoteSelector",
                                "exact": "made 28 crossings",
                                "prefix": "The ferry ",
                            },
                        ],
                    }
                ],
            }
        ],
    }
    row = done(article, json.dumps(exported))
    assert (row.format, told(row)) == ("hypothesis", [(1, "anchored", "")])


@pytest.mark.parametrize("content", ["", "no json", "[]", "{}", '"text"', "\x00", '{"rows": []}'])
def test_a_file_that_is_none_is_refused_at_once(content: str) -> None:
    article = the_article()
    with pytest.raises(Invalid) as refusal:
        asked(article, content)
    assert refusal.value.field == "content" and AnnotationImport.objects.count() == 0


def test_who_may_ask() -> None:
    article = the_article()
    with pytest.raises(NotAllowed):
        asked(article, EVERY_KIND, actor=a_person(role=Role.READER))
    with pytest.raises(NotFound):
        request_import(article_id=999, content=EVERY_KIND, actor=a_person())


def test_an_import_is_done_once() -> None:
    row = done(the_article(), EVERY_KIND)
    assert run_import(import_id=row.pk) is None
    assert run_import(import_id=999) is None


def test_whoever_takes_over_goes_on_behind_what_is_done() -> None:
    article = the_article()
    row = asked(article, a_file(*(a_document(id=f"urn:{number}") for number in range(BATCH_ROWS + 3))))
    AnnotationImport.objects.filter(pk=row.pk).update(
        state="running",
        leased_until=timezone.now() - timedelta(seconds=1),
        rows_done=BATCH_ROWS,
        report=[{"row": number + 1, "outcome": "kept"} for number in range(BATCH_ROWS)],
    )
    assert sweep_imports() == 1
    assert run_import(import_id=row.pk) is not None
    row.refresh_from_db()
    assert [one["row"] for one in row.report] == list(range(1, BATCH_ROWS + 4))
    assert set(Annotation.objects.values_list("iri", flat=True)) == {
        f"urn:{number}" for number in range(BATCH_ROWS, BATCH_ROWS + 3)
    }


def test_what_somebody_works_on_is_left_to_them() -> None:
    row = asked(the_article(), EVERY_KIND)
    AnnotationImport.objects.filter(pk=row.pk).update(
        state="running", leased_until=timezone.now() + timedelta(seconds=30)
    )
    assert (sweep_imports(), run_import(import_id=row.pk)) == (0, None)


def test_a_row_costs_the_same_however_many_there_are() -> None:
    def statements(rows: int) -> int:
        sentences = [f"On day {number} the ferry made {number + 3} crossings." for number in range(rows)]
        article = an_article(text="\n\n".join(sentences))
        content = a_file(*(a_document(quoting(sentence)) for sentence in sentences))
        with CaptureQueriesContext(connection) as asked_for:
            assert {outcome for _, outcome, _ in told(done(article, content))} == {"anchored"}
        return len(asked_for)

    few, more, most = (statements(rows) for rows in (10, 20, 40))
    assert (more - few, most - more) == (10 * 16, 20 * 16)
