"""Positions of changes: what leaves a touch, what gets a position, and that nobody who follows misses any."""

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, connection, connections, transaction
from django.utils import timezone

from annotations.actions.changes import BATCH_CLAIMS, sequence_changes
from annotations.actions.claim_parts import QuantityInput, TimeScopeInput
from annotations.actions.publishers import grade_publisher
from annotations.actions.second_looks import answer_look
from annotations.domain.vocabulary import SecondLookWhy
from annotations.models import ArchivedCopy, Claim, ClaimChange, ClaimTouch, Source, StaleFlag, User
from annotations.models.touching import PARTS
from annotations.queries.changes import changed_since, changes_after, current_position
from annotations.queries.export_rows import ROWS, documents_of
from tests.desks import a_desk
from tests.factories import a_claim, a_person, the_administrator
from tests.overridden import an_override
from tests.random_work import a_newsroom
from tests.random_work.followers import Follower, follow_at_random, followers_of
from tests.reviewed import a_look, review_rules

pytestmark = pytest.mark.django_db

UNCHANGING = {"revision", "capture", "assessment"}
"""What a document reads of rows that never change once they are there."""
OTHERWISE = {
    "CharField": ["left(md5({0} || 'x'), greatest(1, length({0})))", "'en'", "'F'", "'corrected'", "''"],
    "TextField": ["{0} || ' otherwise'"],
    "URLField": ["'https://other.example/' || id"],
    "DateField": ["coalesce({0}, now()::date) + 1"],
    "DateTimeField": ["coalesce({0}, now()) + interval '1 day'", "NULL"],
    "DecimalField": ["{0} + 1", "coalesce({0}, 0) + 1000"],
    "BooleanField": ["NOT {0}"],
    "JSONField": ["'{{\"other\": 1}}'"],
    "PositiveIntegerField": ["{0} + 1", "{0} - 1"],
    "ForeignKey": ["(SELECT max(id) FROM {1} other WHERE other.id <> {0})", "NULL"],
}
"""Other values for a column, by its kind: the first that the rules of the table admit."""


def told(follower: Follower, limit: int = 100) -> list[int]:
    """The claims of the next page, which the follower then has."""
    page = changes_after(follower.person, follower.position, include_unsigned=True, limit=limit)
    follower.read_on(limit)
    return [entry.claim_id for entry in page.entries]


def a_follower() -> Follower:
    return Follower(a_person(role="reader"), include_unsigned=True)


def test_whoever_follows_the_feed_ends_with_what_an_export_gives() -> None:
    room = a_newsroom()
    reader, insider, admin = room.people[0], room.people[-2], room.people[-3]
    followers = followers_of([reader, insider, admin])
    follow_at_random(room, followers, edits=60)
    assert all(follower.documents for follower in followers if follower.include_unsigned)
    assert sum(follower.tombstones for follower in followers) > 0


def test_every_table_that_a_document_reads_leaves_touches() -> None:
    tables = {model._meta.db_table: model._meta.model_name for model in apps.get_models()}
    read = {name for table, name in tables.items() if f"{table} " in ROWS}
    # Nobody follows a frozen set.
    assert read - UNCHANGING - {"claimsetmember"} == set(PARTS) - {"desk", "deskmember"}
    for name in UNCHANGING:
        options: Any = apps.get_model("annotations", name)._meta
        assert any("UPDATE" in str(one.operation) for one in options.triggers), name


def test_no_document_changes_without_a_touch() -> None:
    """Every column of every such table is changed in all rows; the documents say whether it stands in one."""
    a_world()
    before, silent, loud = documents(), [], set()
    for name in sorted(set(PARTS) - {"publication", "gradechange"}):
        model: Any = apps.get_model("annotations", name)
        for field in model._meta.concrete_fields:
            with transaction.atomic():
                ClaimTouch.objects.all().delete()
                if not field.primary_key and otherwise(model, field):
                    after, touched = documents(), set(ClaimTouch.objects.values_list("claim_id", flat=True))
                    changed = {pk for pk in {*before, *after} if before.get(pk) != after.get(pk)}
                    silent += [f"{name}.{field.column}"] if changed - touched else []
                    loud |= {f"{name}.{field.column}"} if changed else set()
                transaction.set_rollback(True)
    assert silent == []

    assert len(loud) > 80, sorted(loud)


def a_world() -> None:
    """Claims with everything that a document can say."""
    a_newsroom()
    claim = a_claim(
        time=TimeScopeInput(text="in May", starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 31)),
        quantities=[QuantityInput(text="two boats", low=Decimal(2), high=Decimal(3), unit="boats")],
    )
    signed = Claim.objects.filter(state="signed").first()
    assert signed is not None
    an_override(signed)
    StaleFlag.objects.create(claim=claim, cause="GRADE_CHANGED")
    admin = the_administrator()
    for source in Source.objects.all():
        grade_publisher(publisher_id=source.publisher_id, grade="A", reason="So.", actor=admin)
        ArchivedCopy.objects.create(
            source=source, url="https://archive.example/1", archived_at=timezone.now(), noted_by=admin
        )


def documents() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(documents_of("ARRAY(SELECT id FROM annotations_claim)"))
        return dict(cursor.fetchall())


def otherwise(model: Any, field: Any) -> bool:
    """Gives every row another value in this column. Whether the rules of the table admit any."""
    table, column = model._meta.db_table, connection.ops.quote_name(field.column)
    related = field.related_model._meta.db_table if field.related_model else ""
    kind = "ForeignKey" if related else field.get_internal_type()
    chosen = [f"'{choice}'" for choice, _ in reversed(field.choices or [])]
    for value in chosen or OTHERWISE.get(kind, []):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = {value.format(column, related)}")
            return True
        except Error:
            continue
    return False


def test_a_statement_that_changes_nothing_told_leaves_nothing() -> None:
    claim = a_claim()
    sequence_changes()
    Claim.objects.filter(pk=claim.pk).update(version=9, changed_at=timezone.now(), text=claim.text)
    User.objects.update(theme="dark")
    assert ClaimTouch.objects.count() == 0


def test_a_change_is_told_once_it_has_its_position_and_one_that_is_none_is_not() -> None:
    follower, claim = a_follower(), a_claim()
    assert told(follower) == []
    sequence_changes()
    assert (told(follower), told(follower)) == ([claim.pk], [])
    ClaimTouch.objects.create(claim_id=claim.pk)
    assert changed_since(connection, 99, [claim.pk, 7]) == {claim.pk}
    assert (sequence_changes(), changed_since(connection, 99, [claim.pk])) == (0, set())
    assert changed_since(connection, 0, [claim.pk]) == {claim.pk}


def test_what_was_done_and_undone_by_two_is_told_again() -> None:
    """Somebody may have read what was there between them."""
    follower, claim = a_follower(), a_claim()
    sequence_changes()
    for text in ("Another text.", claim.text):
        with transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(text=text)
        follower.position, follower.documents = 0, {}
        if text != claim.text:
            told(follower)
    seen = follower.documents
    told(follower)
    follower.position = current_position(connection)
    follower.documents = seen
    sequence_changes()
    assert told(follower) == [claim.pk]
    follower.require_whole()


def test_more_than_a_batch_waits_for_its_turn() -> None:
    person, many = the_administrator(), 2 * BATCH_CLAIMS + 1
    Claim.objects.bulk_create(
        Claim(text=f"Claim {place}.", type="event", created_by=person) for place in range(many)
    )
    assert sequence_changes() == many
    assert set(ClaimChange.objects.values_list("position", flat=True)) == set(range(1, many + 1))


def test_whoever_leaves_a_desk_is_told_once_of_each_of_its_claims() -> None:
    insider = a_person(role="reader")
    desk, claim = a_desk(insider), a_claim()
    Claim.objects.filter(pk=claim.pk).update(desk=desk)
    sequence_changes()
    follower = Follower(insider, include_unsigned=True)
    stranger = a_follower()
    assert (told(follower), told(stranger)) == ([claim.pk], [])
    desk.members.update(left_at=timezone.now())
    sequence_changes()
    assert (told(follower), follower.documents, told(stranger)) == ([claim.pk], {}, [])
    Claim.objects.filter(pk=claim.pk).update(text="Said among those who are there.")
    sequence_changes()
    assert (told(follower), told(stranger)) == ([], [])
    desk.members.update(left_at=None)
    sequence_changes()
    assert (told(follower), list(follower.documents)) == ([claim.pk], [claim.pk])


def test_who_reads_blind_is_told_no_further_than_what_would_give_it_away() -> None:
    review_rules(asks_when=[SecondLookWhy.HIGH_RISK])
    readers = [a_person() for _ in range(2)]
    before = a_claim()
    sequence_changes()
    look = a_look(first=readers[0])
    after = a_claim()
    sequence_changes()
    assert look.reader is not None
    follower, other = Follower(look.reader, include_unsigned=True), a_follower()
    sealed = look.sealed_claims[0]
    # Made in one turn, the later two may have either order.
    assert (told(follower), told(follower)) in [([before.pk], []), ([before.pk, after.pk], [])]
    assert set(told(other)) == {before.pk, sealed, after.pk}
    answer_look(look_id=look.pk, stance=look.first_stance, reason="So it says.", actor=look.reader)
    sequence_changes()
    told(follower)
    follower.require_whole()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_committed_late_is_not_missed() -> None:
    """It was written first, yet others come before it in the order."""
    early, late = a_claim(), a_claim()
    sequence_changes()
    follower = a_follower()
    told(follower)
    written, may_end = threading.Event(), threading.Event()

    def change_late() -> None:
        try:
            with transaction.atomic():
                Claim.objects.filter(pk=late.pk).update(text="Written first, told last.")
                written.set()
                may_end.wait(60)
        finally:
            connections.close_all()

    thread = threading.Thread(target=change_late)
    thread.start()
    assert written.wait(60)
    Claim.objects.filter(pk=early.pk).update(text="Written second, told first.")
    sequence_changes()
    assert (told(follower), told(follower)) == ([early.pk], [])
    may_end.set()
    thread.join(60)
    sequence_changes()
    assert told(follower) == [late.pk]
    follower.require_whole()


@pytest.mark.django_db(transaction=True)
def test_of_two_that_give_out_positions_at_once_one_does() -> None:
    a_claim()
    given: list[int] = []

    def give_out() -> None:
        try:
            given.append(sequence_changes())
        finally:
            connections.close_all()

    with transaction.atomic():
        assert sequence_changes() == 1
        thread = threading.Thread(target=give_out)
        thread.start()
        thread.join(60)
    assert given == [0]
