"""The database itself refuses what the register must never hold, whoever writes to it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, models, transaction
from django.utils import timezone

from annotations.actions.publishers import add_bloc, grade_publisher
from annotations.models import (
    ApiToken,
    Capture,
    Derivation,
    GradeChange,
    PartyBloc,
    PartyMembership,
    Publisher,
    PublisherRelation,
    Source,
    SourceRelation,
    User,
)
from tests.factories import a_capture, a_person, a_publisher, a_source, a_token, the_administrator

pytestmark = pytest.mark.django_db

MODELS: list[type[models.Model]] = [
    ApiToken,
    Capture,
    Derivation,
    GradeChange,
    PartyBloc,
    PartyMembership,
    Publisher,
    PublisherRelation,
    Source,
    SourceRelation,
    User,
]


def publisher(**values: Any) -> None:
    Publisher.objects.create(**{"name": "Herald", "registered_by": the_administrator(), **values})


def own_oneself() -> None:
    row = a_publisher()
    Publisher.objects.filter(pk=row.pk).update(owner=row)


def merge_into_itself(row: Publisher | Source) -> None:
    type(row).objects.filter(pk=row.pk).update(merged_into=row.pk)


def same_name() -> None:
    publisher(name="Herald", country="DE")
    publisher(name="HERALD", country="DE")


def grade(**values: Any) -> None:
    GradeChange.objects.create(
        **{
            "publisher": a_publisher(),
            "grade": "B",
            "reason": "x",
            "graded_by": the_administrator(),
            **values,
        }
    )


def same_bloc() -> None:
    PartyBloc.objects.create(name="The company", dispute="The harbour")
    PartyBloc.objects.create(name="the company", dispute="the harbour")


def membership(times: int, **values: Any) -> None:
    bloc = add_bloc(name="The company", dispute="The harbour", actor=the_administrator())
    given = {"publisher": a_publisher(), "bloc": bloc, "noted_by": the_administrator(), **values}
    for _ in range(times):
        PartyMembership.objects.create(**given)


def relation(of: Callable[[], Any], model: Any, kind: str, *, times: int = 1, turned: bool = False) -> None:
    rows = [of(), of()]
    first, second = reversed(rows) if turned else rows
    for _ in range(times):
        model.objects.create(first=first, second=second, kind=kind, reason="x", noted_by=the_administrator())


def source(**values: Any) -> None:
    Source.objects.create(
        **{
            "publisher": a_publisher(),
            "title": "Report",
            "registered_by": the_administrator(),
            **values,
        }
    )


def same_address() -> None:
    source(canonical_url="https://herald.example/a")
    source(canonical_url="https://herald.example/a")


def derivation(times: int = 1, kind: str = "cites", of_itself: bool = False) -> None:
    row, origin = a_source(), a_source()
    for _ in range(times):
        Derivation.objects.create(
            source=row, origin=row if of_itself else origin, kind=kind, noted_by=the_administrator()
        )


def capture(times: int = 1, **values: Any) -> None:
    given = {
        "source": a_source(),
        "text": "Words.",
        "blocks": [],
        "text_sha256": "0" * 64,
        "origin": "paste",
        "captured_by": the_administrator(),
        **values,
    }
    for _ in range(times):
        Capture.objects.create(**given)


def person(**values: Any) -> None:
    User.objects.create(**{"username": "ada", "display_name": "Ada", **values})


def same_sign_in_name() -> None:
    person()
    person(username="ADA")


def token(**values: Any) -> None:
    now = timezone.now()
    ApiToken.objects.create(
        **{
            "person": a_person(),
            "name": "Nightly",
            "prefix": "wb_abc",
            "digest": "0" * 64,
            "scopes": ["read"],
            "issued_by": the_administrator(),
            "issued_at": now,
            "expires_at": now + timedelta(days=1),
            **values,
        }
    )


def same_digest() -> None:
    token()
    token()


OFFENCES: dict[str, Callable[[], None]] = {
    "api_token_digest_is_unique": same_digest,
    "api_token_scopes_are_known": lambda: token(scopes=["everything"]),
    "api_token_may_ask_at_all": lambda: token(requests_per_minute=0),
    "api_token_expires_after_issue": lambda: token(expires_at=timezone.now() - timedelta(days=1)),
    "capture_text_is_kept_once_per_source": lambda: capture(times=2),
    "capture_file_without_text_is_kept_once_per_source": lambda: capture(
        times=2, text="", file_name="a", bytes_sha256="1" * 64
    ),
    "capture_has_text_or_file": lambda: capture(text=""),
    "capture_origin_is_known": lambda: capture(origin="dream"),
    "derivation_is_stated_once": lambda: derivation(times=2),
    "derivation_is_not_of_itself": lambda: derivation(of_itself=True),
    "derivation_kind_is_known": lambda: derivation(kind="dreams"),
    "grade_is_known": lambda: grade(grade="G"),
    "grade_has_a_reason": lambda: grade(reason=""),
    "party_bloc_is_unique_in_its_dispute": same_bloc,
    "party_membership_starts_once": lambda: membership(2),
    "party_membership_ends_after_it_starts": lambda: membership(
        1, starts_on=date(2024, 2, 1), ends_on=date(2024, 1, 1)
    ),
    "publisher_name_is_unique_in_its_country": same_name,
    "publisher_has_a_name": lambda: publisher(name=""),
    "publisher_kind_is_known": lambda: publisher(kind="blog"),
    "publisher_does_not_own_itself": own_oneself,
    "publisher_is_not_merged_into_itself": lambda: merge_into_itself(a_publisher()),
    "publisher_relation_is_stated_once": lambda: relation(
        a_publisher, PublisherRelation, "independent", times=2
    ),
    "publisher_relation_smaller_id_first": lambda: relation(
        a_publisher, PublisherRelation, "independent", turned=True
    ),
    "publisher_relation_kind_is_known": lambda: relation(a_publisher, PublisherRelation, "friends"),
    "source_address_is_registered_once": same_address,
    "source_is_not_merged_into_itself": lambda: merge_into_itself(a_source()),
    "source_has_a_title": lambda: source(title=""),
    "source_kind_is_known": lambda: source(kind="rumour"),
    "source_state_is_known": lambda: source(state="gone", state_reason="x", state_changed_at=timezone.now()),
    "source_state_other_than_active_has_reason_and_time": lambda: source(state="retracted"),
    "source_relation_is_stated_once": lambda: relation(a_source, SourceRelation, "same_work", times=2),
    "source_relation_smaller_id_first": lambda: relation(a_source, SourceRelation, "same_work", turned=True),
    "source_relation_kind_is_known": lambda: relation(a_source, SourceRelation, "alike"),
    "user_sign_in_name_is_unique": same_sign_in_name,
    "user_role_is_known": lambda: person(role="owner"),
    "user_digest_is_known": lambda: person(digest="hourly"),
    "user_has_a_name": lambda: person(display_name=""),
}


def test_every_constraint_has_its_offence() -> None:
    declared = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    assert declared == set(OFFENCES)


@pytest.mark.parametrize("name", sorted(OFFENCES))
def test_the_database_refuses(name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        OFFENCES[name]()
    assert refused.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


def a_grade() -> GradeChange:
    return grade_publisher(
        publisher_id=a_publisher().pk, grade="B", reason="Record.", actor=the_administrator()
    )


@pytest.mark.parametrize("kept", [a_grade, a_capture])
def test_grades_and_captures_are_never_changed_nor_deleted(kept: Callable[[], models.Model]) -> None:
    row = kept()
    rows = type(row)._default_manager.filter(pk=row.pk)
    field = {"reason": "y"} if isinstance(row, GradeChange) else {"text": "y"}
    for offend in (lambda: rows.update(**field), rows.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            offend()
    assert rows.get() == row


@pytest.mark.parametrize(
    "used", [lambda: a_source().publisher, lambda: a_capture().source, lambda: a_token()[0].person]
)
def test_what_others_point_to_cannot_be_deleted(used: Callable[[], models.Model]) -> None:
    row = used()
    with pytest.raises(models.ProtectedError):
        row.delete()
