"""Protected sources: nothing that everybody can read says who they are, and their evidence counts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from annotations.access import may
from annotations.actions.assessments import assess_claim
from annotations.actions.merges import merge_sources, unmerge_sources
from annotations.actions.protection import (
    drop_confidant,
    edit_identity,
    name_confidant,
    protect_source,
    register_protected_source,
)
from annotations.actions.publishers import add_bloc, edit_publisher, grade_publisher, join_bloc
from annotations.actions.sources import derive_source
from annotations.domain.errors import NotAllowed, Refusal
from annotations.domain.verification import assess
from annotations.domain.vocabulary import Role, Sourcing, Status
from annotations.models import (
    Assessment,
    Derivation,
    Event,
    Publisher,
    Source,
    SourceIdentity,
    StaleFlag,
    User,
)
from annotations.queries.engine_inputs import engine_inputs
from annotations.queries.protection import with_masks, with_shown_results, without_masked
from tests.factories import a_claim, a_person, a_publisher, a_source, some_evidence, the_administrator

pytestmark = pytest.mark.django_db

SECRETS = ("Zebulon", "Quartz", "zq-17")
"""Words that occur in nothing but the identity."""


def a_protected_source(actor: User | None = None, **given: Any) -> Source:
    values = {
        "title": "Letter of Zebulon",
        "publisher_name": "Quartz and Sons",
        "url": "https://quay.example/zq-17",
        "note": "Zebulon, by night",
        "publisher_kind": "eyewitness",
        **given,
    }
    return register_protected_source(actor=actor or a_person(), **values)


def tables_that_tell() -> set[str]:
    """The tables with a row in which one of the secret words stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"SELECT count(*) FROM {table} AS t WHERE to_jsonb(t)::text ~* %s", ["|".join(SECRETS)]
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_only_one_table_knows_who_it_is() -> None:
    source = a_protected_source()
    edit_identity(
        source_id=source.pk,
        values={"authors": "Z. Quartz"},
        actor=source.registered_by,
    )
    assert tables_that_tell() == {"annotations_sourceidentity"}
    source.refresh_from_db()
    assert (source.title, source.publisher.name, source.publisher.kind) == (
        f"Protected source {source.pk}",
        f"Protected publisher {source.publisher_id}",
        "eyewitness",
    )
    identity = SourceIdentity.objects.get()
    assert (identity.title, identity.publisher_name, identity.authors, identity.url) == (
        "Letter of Zebulon",
        "Quartz and Sons",
        "Z. Quartz",
        "https://quay.example/zq-17",
    )


def test_a_source_that_was_open_keeps_its_evidence_grade_and_sides() -> None:
    actor = the_administrator()
    above, open_one = a_publisher(), a_publisher(name="Quartz Post")
    edit_publisher(publisher_id=open_one.pk, values={"owner_id": above.pk}, actor=actor)
    grade_publisher(publisher_id=open_one.pk, grade="A", reason="So.", actor=actor)
    bloc = add_bloc(name="A side", dispute="A dispute", actor=actor)
    join_bloc(publisher_id=open_one.pk, bloc_id=bloc.pk, starts_on=date(2020, 1, 1), actor=actor)
    source = a_source(publisher=open_one, title="Zebulon speaks", published_on=date(2021, 1, 1))
    claim = a_claim()
    some_evidence(claim=claim, source=source, sourcing=Sourcing.OWN)
    assess_claim(claim_id=claim.pk)
    before = Assessment.objects.latest("id").support
    protect_source(source_id=source.pk, reason="They asked.", actor=actor)
    assess_claim(claim_id=claim.pk)
    assert Assessment.objects.latest("id").support == before
    mask = Publisher.objects.get(is_protected=True)
    assert (mask.owner, mask.country, mask.homepage) == (None, "", "")
    assert list(mask.party_memberships.values_list("bloc", "starts_on")) == [(bloc.pk, date(2020, 1, 1))]
    assert list(mask.grade_changes.values_list("grade", flat=True)) == ["A"]


def test_only_named_people_know() -> None:
    author, named, other = (a_person() for _ in range(3))
    administrator = a_person(role=Role.ADMINISTRATOR)
    source = a_protected_source(author, person_ids=[named.pk])
    knowing = [may(person, "source.know", source) for person in (author, named, other, administrator)]
    assert knowing == [True, True, False, False]
    drop_confidant(source_id=source.pk, person_id=author.pk, actor=named)
    assert not may(author, "source.know", source)
    name_confidant(source_id=source.pk, person_id=other.pk, actor=named)
    assert may(other, "source.know", source)
    assert list(
        Event.objects.filter(subject_type="source").order_by("id").values_list("verb", flat=True)
    ) == [
        "source.registered",
        "source.confidants_named",
        "source.confidant_dropped",
        "source.confidants_named",
    ]


def test_what_was_computed_over_two_steps_is_left_out_too() -> None:
    actor = the_administrator()
    relay, between, secret = a_source(), a_source(), a_source(publisher=a_publisher(name="Quartz Post"))
    derive_source(source_id=relay.pk, origin_id=between.pk, kind="republishes", actor=actor)
    derive_source(source_id=between.pk, origin_id=secret.pk, kind="republishes", actor=actor)
    claim = a_claim()
    some_evidence(claim=claim, source=relay)
    assess_claim(claim_id=claim.pk)
    before = with_shown_results(Assessment.objects.filter(claim=claim), a_person()).get()
    protect_source(source_id=secret.pk, reason="They asked.", actor=actor)
    after = with_shown_results(Assessment.objects.filter(claim=claim).order_by("id")[:1], a_person())
    assert "Quartz" in str(before.shown_result)
    assert "Quartz" not in str(after[0].shown_result)


def test_its_name_is_taken_out_of_reasons_marks_and_the_history_of_others() -> None:
    actor = the_administrator()
    secret, other, claim = a_source(title='The "Zebulon" memo ' + "x" * 200), a_source(), a_claim()
    derive_source(
        source_id=other.pk, origin_id=secret.pk, kind="cites", reason=f"As {secret.title} says.", actor=actor
    )
    StaleFlag.objects.create(claim=claim, cause="AGE", detail=f"“{secret.title}”"[:100])
    protect_source(source_id=secret.pk, reason="They asked.", actor=actor)
    assert (Derivation.objects.get().reason, StaleFlag.objects.get().detail) == (
        f"As Protected source {secret.pk} says.",
        "The source is protected since.",
    )
    told = without_masked(with_masks(Event.objects.filter(stream=f"source:{other.pk}"), a_person()))
    assert "Zebulon" not in str([(event.after, event.note) for event in told])


def once_merged() -> None:
    kept, absorbed = a_source(), a_source()
    actor = the_administrator()
    merge = merge_sources(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="x", actor=actor)
    unmerge_sources(merge_id=merge.pk, actor=actor)
    protect_source(source_id=absorbed.pk, reason="x", actor=actor)


def by_a_stranger() -> None:
    edit_identity(source_id=a_protected_source().pk, values={"title": "x"}, actor=the_administrator())


def last_one() -> None:
    source = a_protected_source()
    drop_confidant(source_id=source.pk, person_id=source.registered_by_id, actor=source.registered_by)


def twice() -> None:
    protect_source(source_id=a_protected_source().pk, reason="x", actor=a_person())


def without_reason() -> None:
    protect_source(source_id=a_source().pk, reason=" ", actor=a_person())


def open_source() -> None:
    name_confidant(source_id=a_source().pk, person_id=a_person().pk, actor=a_person())


def nobody() -> None:
    a_protected_source(person_ids=[999_999])


@pytest.mark.parametrize(
    ("what", "rule"),
    [
        (by_a_stranger, "source.know"),
        (last_one, "last-confidant"),
        (twice, "protected-already"),
        (without_reason, "required"),
        (open_source, "not-protected"),
        (nobody, "unknown-person"),
        (once_merged, "merge-of-protected"),
    ],
)
def test_what_is_refused(what: Callable[[], None], rule: str) -> None:
    with pytest.raises((Refusal, NotAllowed)) as told:
        what()
    assert told.value.rule == rule


@pytest.mark.parametrize("published_on", [None, date(2019, 5, 1), date(2021, 5, 1)])
def test_no_day_as_known_on_which_one_asks_tells_when_it_was_published(published_on: date | None) -> None:
    source = a_source(published_on=published_on)
    claim = some_evidence(source=source).claim
    protect_source(source_id=source.pk, reason="Fears for the post.", actor=the_administrator())
    inputs = engine_inputs([claim.pk])[claim.pk]
    results = [assess(inputs, as_of=day) for day in (date(2018, 1, 1), date(2020, 1, 1), date(2022, 1, 1))]
    assert [item.published_on for item in inputs.items] == [None]
    assert {result.status for result in results} == {Status.NOT_ENOUGH_EVIDENCE}
