"""The database itself refuses what the tables around sources must never hold."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from annotations.models import (
    ArchivedCopy,
    ArchiveRequest,
    DerivationSuggestion,
    PublisherMerge,
    RegisterImport,
    RegisterImportRow,
    SavedFilter,
    SourceConfidant,
    SourceIdentity,
    SourceMerge,
    SourceVisit,
    SourceWatch,
    TextPrint,
    WebHost,
)
from tests.factories import a_publisher, a_source, the_administrator

pytestmark = pytest.mark.django_db

MODELS: list[type[models.Model]] = [
    ArchivedCopy,
    ArchiveRequest,
    DerivationSuggestion,
    PublisherMerge,
    RegisterImport,
    RegisterImportRow,
    SavedFilter,
    SourceConfidant,
    SourceIdentity,
    SourceMerge,
    SourceVisit,
    SourceWatch,
    TextPrint,
    WebHost,
]


def watch(**values: Any) -> None:
    given = {"every_hours": 24, "next_visit_at": timezone.now(), "set_by": the_administrator(), **values}
    SourceWatch.objects.create(source=a_source(), **given)


def visit(times: int = 1, **values: Any) -> None:
    given = {
        "source": a_source(),
        "url": "https://quay.example/",
        "host": "quay.example",
        "reason": "asked",
        "requested_by": the_administrator(),
        **values,
    }
    for _ in range(times):
        SourceVisit.objects.create(**given)


def archived_twice() -> None:
    source = a_source()
    for _ in range(2):
        ArchivedCopy.objects.create(
            source=source,
            url="https://archive.example/1",
            archived_at=timezone.now(),
            noted_by=the_administrator(),
        )


def archive_request(times: int = 1, **values: Any) -> None:
    given = {"source": a_source(), "url": "https://quay.example/", "saves": True, **values}
    for _ in range(times):
        ArchiveRequest.objects.create(requested_by=the_administrator(), **given)


def identity(title: str) -> None:
    SourceIdentity.objects.create(source=a_source(), title=title, protected_by=the_administrator())


def confidant_twice() -> None:
    source = a_source()
    for _ in range(2):
        SourceConfidant.objects.create(
            source=source, person=the_administrator(), named_by=the_administrator()
        )


def suggestion(times: int = 1, **values: Any) -> None:
    given = {
        "source": a_source(),
        "origin": a_source(),
        "kind": "cites",
        "signals": ["headline"],
        "score": 60,
        **values,
    }
    for _ in range(times):
        DerivationSuggestion.objects.create(**given)


def suggestion_of_itself() -> None:
    source = a_source()
    suggestion(source=source, origin=source)


def source_merge(times: int = 1, *, of_one: bool = False, **values: Any) -> None:
    absorbed = a_source()
    for _ in range(times):
        given = {"reason": "The same report.", "merged_by": the_administrator(), **values}
        SourceMerge.objects.create(kept=absorbed if of_one else a_source(), absorbed=absorbed, **given)


def publisher_merge(times: int = 1, *, of_one: bool = False, **values: Any) -> None:
    absorbed = a_publisher()
    for _ in range(times):
        given = {"reason": "The same paper.", "merged_by": the_administrator(), **values}
        PublisherMerge.objects.create(kept=absorbed if of_one else a_publisher(), absorbed=absorbed, **given)


def register_import(**values: Any) -> RegisterImport:
    given = {"noun": "sources", "sha256": "0" * 64, "requested_by": the_administrator(), **values}
    return RegisterImport.objects.create(**given)


def row(times: int = 1, **values: Any) -> None:
    file = register_import()
    given = {"number": 1, "line": 2, "outcome": "new", **values}
    for _ in range(times):
        RegisterImportRow.objects.create(register_import=file, **given)


def saved_filter(*names: str, **values: Any) -> None:
    for name in names:
        SavedFilter.objects.create(
            **{"person": the_administrator(), "noun": "sources", "name": name, **values}
        )


VIOLATIONS: dict[str, Callable[[], Any]] = {
    "source_watch_interval_is_at_most_a_year": lambda: watch(every_hours=8_761),
    "source_watch_by_itself_has_a_next_visit": lambda: watch(next_visit_at=None),
    "source_watch_health_is_known": lambda: watch(health="rosy", visited_at=timezone.now()),
    "source_watch_visited_says_what_was_found": lambda: watch(visited_at=timezone.now()),
    "source_visit_reason_is_known": lambda: visit(reason="whim"),
    "source_visit_state_is_known": lambda: visit(state="lost"),
    "source_visit_health_is_known": lambda: visit(health="rosy"),
    "source_visit_ended_says_when": lambda: visit(state="done"),
    "source_visit_given_up_says_why": lambda: visit(state="failed", finished_at=timezone.now()),
    "source_visit_is_one_at_a_time": lambda: visit(2),
    "archived_copy_is_noted_once_per_source": archived_twice,
    "archive_request_state_is_known": lambda: archive_request(state="lost"),
    "archive_request_ended_says_when": lambda: archive_request(state="done"),
    "archive_request_given_up_says_why": lambda: archive_request(state="failed", finished_at=timezone.now()),
    "archive_request_is_one_at_a_time": lambda: archive_request(2),
    "identity_has_a_title": lambda: identity(""),
    "confidant_is_named_once_per_source": confidant_twice,
    "derivation_is_suggested_once": lambda: suggestion(2),
    "derivation_suggestion_is_of_two_sources": suggestion_of_itself,
    "derivation_suggestion_kind_is_known": lambda: suggestion(kind="steals"),
    "derivation_suggestion_state_is_known": lambda: suggestion(
        state="lost", decided_by=the_administrator(), decided_at=timezone.now()
    ),
    "derivation_suggestion_score_is_at_most_100": lambda: suggestion(score=101),
    "derivation_suggestion_decided_says_by_whom_and_when": lambda: suggestion(state="accepted"),
    "source_merge_is_of_two": lambda: source_merge(of_one=True),
    "source_merge_has_a_reason": lambda: source_merge(reason=""),
    "source_is_merged_away_once": lambda: source_merge(2),
    "publisher_merge_is_of_two": lambda: publisher_merge(of_one=True),
    "publisher_merge_has_a_reason": lambda: publisher_merge(reason=""),
    "publisher_is_merged_away_once": lambda: publisher_merge(2),
    "register_import_noun_is_known": lambda: register_import(noun="claims"),
    "register_import_state_is_known": lambda: register_import(state="lost"),
    "register_import_ended_says_when": lambda: register_import(state="done"),
    "register_import_failed_says_why": lambda: register_import(state="failed", finished_at=timezone.now()),
    "register_import_does_no_more_than_all": lambda: register_import(rows_done=1),
    "register_import_row_is_told_once": lambda: row(2),
    "register_import_row_outcome_is_known": lambda: row(outcome="lucky"),
    "register_import_row_refused_says_why": lambda: row(outcome="refused"),
    "saved_filter_name_is_unique_for_its_person": lambda: saved_filter("Wires", "wires"),
    "saved_filter_has_a_name": lambda: saved_filter(""),
    "saved_filter_noun_is_known": lambda: saved_filter("Wires", noun="claims"),
}


@pytest.mark.parametrize("name", sorted(VIOLATIONS))
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        VIOLATIONS[name]()
    assert refusal.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


def test_every_constraint_has_its_test() -> None:
    named = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert named == VIOLATIONS.keys()


def test_a_merge_that_was_undone_may_be_made_again() -> None:
    source_merge(2, undone_at=timezone.now(), undone_by=the_administrator())
    assert SourceMerge.objects.count() == 2
