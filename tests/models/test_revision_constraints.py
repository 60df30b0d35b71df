"""The database itself refuses what the tables around revisions and annotations must never hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, models, transaction
from django.utils import timezone

from annotations.models import (
    Annotation,
    AnnotationImport,
    ArticleCheck,
    Comment,
    Desk,
    Notice,
    Reanchoring,
    RevisionMarkup,
    SecondLook,
)
from tests.factories import a_claim, a_publisher, a_source, an_article, some_evidence, the_administrator

pytestmark = pytest.mark.django_db

MODELS: list[type[models.Model]] = [
    Annotation,
    AnnotationImport,
    ArticleCheck,
    Notice,
    Reanchoring,
    RevisionMarkup,
]


def reanchoring(**values: Any) -> None:
    Reanchoring.objects.create(revision=an_article().revisions.get(), **values)


def check(**values: Any) -> None:
    given = {"every_hours": 6, "next_check_at": timezone.now(), "scheduled_by": the_administrator(), **values}
    ArticleCheck.objects.create(article=an_article(), **given)


def a_desk() -> Desk:
    return Desk.objects.create(name="Harbour", made_by=the_administrator())


def a_second_look() -> SecondLook:
    return SecondLook.objects.create(evidence=some_evidence(), why="ASKED", first_stance="context")


def a_comment() -> Comment:
    return Comment.objects.create(claim=a_claim(), text="Look.", author=the_administrator())


def notice(times: int = 1, *, of_revision: bool = False, **values: Any) -> None:
    article = an_article()
    given = {"person": the_administrator(), "kind": "check_failed", "article": article, **values}
    if of_revision:
        given["revision"] = article.revisions.get()
    for _ in range(times):
        Notice.objects.create(**given)


def annotation(times: int = 1, **values: Any) -> None:
    given = {
        "document": {},
        "fingerprint": "f",
        "outcome": "kept",
        "article": an_article(),
        "made_by": the_administrator(),
        **values,
    }
    for number in range(times):
        Annotation.objects.create(**{"name": f"a-{number}", **given})


def imported(**values: Any) -> None:
    given = {"article": an_article(), "requested_by": the_administrator(), **values}
    AnnotationImport.objects.create(**given)


VIOLATIONS: dict[str, Callable[[], None]] = {
    "reanchoring_state_is_known": lambda: reanchoring(state="lost"),
    "reanchoring_does_no_more_than_all": lambda: reanchoring(total=1, done=2),
    "article_check_interval_is_an_hour_to_a_month": lambda: check(every_hours=721),
    "article_check_outcome_is_known": lambda: check(outcome="odd"),
    "article_check_that_failed_says_why": lambda: check(failures=1),
    "notice_kind_is_known": lambda: notice(kind="gossip"),
    "notice_of_a_revision_is_given_once": lambda: notice(2, of_revision=True),
    "notice_of_an_article_is_given_once_until_read": lambda: notice(2),
    "notice_of_a_source_is_given_once_until_read": lambda: notice(2, article=None, source=a_source()),
    "notice_of_a_publisher_is_given_once_until_read": lambda: notice(
        2, article=None, publisher=a_publisher()
    ),
    "notice_of_a_claim_is_given_once_until_read": lambda: notice(2, article=None, claim=a_claim()),
    "notice_of_a_second_look_is_given_once": lambda: notice(2, article=None, second_look=a_second_look()),
    "notice_of_a_desk_is_given_once_until_read": lambda: notice(2, article=None, desk=a_desk()),
    "notice_of_a_comment_is_given_once": lambda: notice(2, comment=a_comment()),
    "notice_is_about_one_thing": lambda: notice(source=a_source()),
    "annotation_is_kept_once": lambda: annotation(2, iri="https://tool.example/a"),
    "annotation_without_id_is_kept_once": lambda: annotation(2),
    "annotation_state_is_known": lambda: annotation(state="lost"),
    "annotation_outcome_is_known": lambda: annotation(outcome="lucky"),
    "annotation_that_marks_words_has_a_highlight": lambda: annotation(outcome="anchored"),
    "annotation_deleted_says_when": lambda: annotation(state="deleted"),
    "annotation_import_state_is_known": lambda: imported(state="lost"),
    "annotation_import_format_is_known": lambda: imported(format="csv"),
    "annotation_import_ended_says_when": lambda: imported(state="done"),
    "annotation_import_does_no_more_than_all": lambda: imported(rows_done=1),
}


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        VIOLATIONS[name]()
    assert refusal.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


def test_every_constraint_has_its_test() -> None:
    named = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert named == VIOLATIONS.keys()


def test_a_notice_that_was_read_may_be_given_again() -> None:
    notice(read_at=timezone.now())
    notice(read_at=timezone.now() - timedelta(days=1))
    assert Notice.objects.count() == 2


def test_kept_markup_is_never_changed() -> None:
    RevisionMarkup.objects.create(revision=an_article().revisions.get(), markup="<p>Ferry</p>")
    with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
        RevisionMarkup.objects.update(markup="<p>Other</p>")
