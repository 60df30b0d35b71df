"""Two rows of the register become one, and are two again as if nothing had happened."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, models

from annotations.actions.assessments import assess_claim
from annotations.actions.merges import (
    merge_publishers,
    merge_sources,
    unmerge_publishers,
    unmerge_sources,
)
from annotations.actions.publishers import (
    add_bloc,
    edit_publisher,
    grade_publisher,
    join_bloc,
    relate_publishers,
)
from annotations.actions.sources import change_source_state, derive_source, relate_sources
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Refusal
from annotations.domain.vocabulary import PublisherKind, Sourcing, Status
from annotations.models import (
    Claim,
    Derivation,
    DerivationSuggestion,
    Event,
    Evidence,
    Publisher,
    PublisherMerge,
    Reliance,
    Source,
    SourceMerge,
    SourceRelation,
)
from tests.desks import a_desk
from tests.factories import (
    a_capture,
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db

UNTOUCHED = {"event", "sourcemerge", "publishermerge", "recomputation", "claimtouch"}
"""What a merge adds to: history and the feed of changes grow, nothing else does."""
WORK_OF_JOBS = ("inputs_version", "due_because")


def everything() -> dict[str, dict[str, Any]]:
    """Every row of every table as the database itself reads it."""
    with connection.cursor() as cursor:
        return {
            name: _rows(cursor, name) for name in connection.introspection.table_names() if _is_ours(name)
        }


def _is_ours(table: str) -> bool:
    return table.startswith("annotations_") and table.removeprefix("annotations_") not in UNTOUCHED


def _rows(cursor: Any, table: str) -> dict[str, Any]:
    without = "".join(f" - '{column}'" for column in WORK_OF_JOBS)
    cursor.execute(f"SELECT (to_jsonb(t){without})::text FROM {table} AS t ORDER BY 1")
    return {str(number): row for number, (row,) in enumerate(cursor.fetchall())}


def merge_two_sources(kept: Source, absorbed: Source) -> SourceMerge:
    return merge_sources(
        kept_id=kept.pk, absorbed_id=absorbed.pk, reason="The same report.", actor=the_administrator()
    )


def merge_two_publishers(kept: Publisher, absorbed: Publisher) -> PublisherMerge:
    return merge_publishers(
        kept_id=kept.pk, absorbed_id=absorbed.pk, reason="The same paper.", actor=the_administrator()
    )


def test_evidence_and_origins_of_both_sources_are_of_the_kept_one() -> None:
    kept, absorbed, origin, relay = (a_source() for _ in range(4))
    link = some_evidence(source=absorbed)
    actor = the_administrator()
    derive_source(source_id=absorbed.pk, origin_id=origin.pk, kind="cites", actor=actor)
    derive_source(source_id=relay.pk, origin_id=absorbed.pk, kind="quotes", actor=actor)
    merge = merge_two_sources(kept, absorbed)
    assert list(Evidence.objects.values_list("pk", "source_id")) == [(link.pk, kept.pk)]
    assert set(Derivation.objects.values_list("source_id", "origin_id")) == {
        (kept.pk, origin.pk),
        (relay.pk, kept.pk),
    }
    absorbed.refresh_from_db()
    assert absorbed.merged_into_id == kept.pk
    event = Event.objects.get(verb="source.merged")
    assert (event.stream, event.note, event.after) == (
        f"source:{kept.pk}",
        "The same report.",
        {"kept": kept.pk, "absorbed": absorbed.pk, "moved": {"evidence": 1, "derivation": 2, "source": 1}},
    )
    assert merge.removed == []


def test_what_would_be_said_twice_or_of_itself_is_taken_out_and_comes_back() -> None:
    kept, absorbed, other = (a_source() for _ in range(3))
    actor = the_administrator()
    for one in (kept, absorbed):
        derive_source(source_id=one.pk, origin_id=other.pk, kind="cites", actor=actor)
        relate_sources(first_id=one.pk, second_id=other.pk, kind="same_work", reason="x", actor=actor)
    derive_source(source_id=absorbed.pk, origin_id=kept.pk, kind="republishes", actor=actor)
    before = everything()
    merge = merge_two_sources(kept, absorbed)
    assert (Derivation.objects.count(), SourceRelation.objects.count()) == (1, 1)
    unmerge_sources(merge_id=merge.pk, actor=actor)
    assert everything() == before


def test_a_suggestion_follows_the_derivation_that_says_the_same() -> None:
    kept, absorbed, relay = (a_source() for _ in range(3))
    actor = the_administrator()
    stays = derive_source(source_id=relay.pk, origin_id=kept.pk, kind="cites", actor=actor)
    goes = derive_source(source_id=relay.pk, origin_id=absorbed.pk, kind="cites", actor=actor)
    suggestion = DerivationSuggestion.objects.create(
        source=relay,
        origin=absorbed,
        kind="cites",
        signals=["headline"],
        score=70,
        state="accepted",
        derivation=goes,
        decided_by=actor,
        decided_at=goes.noted_at,
    )
    before = everything()
    merge = merge_two_sources(kept, absorbed)
    suggestion.refresh_from_db()
    assert (suggestion.origin_id, suggestion.derivation_id) == (kept.pk, stays.pk)
    unmerge_sources(merge_id=merge.pk, actor=actor)
    assert everything() == before


def test_a_passage_that_relied_on_the_other_relies_on_nothing_known() -> None:
    kept, absorbed = a_source(), a_source()
    actor = the_administrator()
    link = some_evidence(source=absorbed, sourcing=Sourcing.RELIES_ON, relies_on=[kept.pk])
    before = everything()
    merge = merge_two_sources(kept, absorbed)
    assert list(link.reliances.all()) == []
    unmerge_sources(merge_id=merge.pk, actor=actor)
    assert everything() == before


def test_a_passage_of_an_absorbed_copy_is_one_of_the_kept_source() -> None:
    kept, absorbed = a_source(), a_source()
    capture = a_capture(source=absorbed, text="The pier was rebuilt in May.")
    merge_two_sources(kept, absorbed)
    link = some_evidence(capture=capture, passage="The pier was rebuilt in May.")
    assert (link.source_id, link.capture_id) == (kept.pk, capture.pk)


def test_nothing_relies_on_a_source_that_was_merged_away() -> None:
    kept, absorbed = a_source(), a_source()
    merge_two_sources(kept, absorbed)
    with pytest.raises(Invalid) as refusal:
        some_evidence(sourcing=Sourcing.RELIES_ON, relies_on=[absorbed.pk])
    assert refusal.value.rule == "unknown-source"


def test_statuses_are_computed_anew_both_ways() -> None:
    claim = a_claim()
    actor = the_administrator()
    for name in ("North", "South"):
        publisher = a_publisher(name=name, kind=PublisherKind.WIRE)
        source = a_source(publisher=publisher)
        some_evidence(claim=claim, source=source, sourcing=Sourcing.OWN)
    assess_claim(claim_id=claim.pk)
    two = list(Publisher.objects.filter(name__in=["North", "South"]).order_by("name"))
    assert Claim.objects.get().status == Status.SUPPORTED
    merge = merge_two_publishers(*two)
    assess_claim(claim_id=claim.pk)
    assert Claim.objects.get().status == Status.LEANS_SUPPORTED
    unmerge_publishers(merge_id=merge.pk, actor=actor)
    assess_claim(claim_id=claim.pk)
    assert Claim.objects.get().status == Status.SUPPORTED


def test_what_the_absorbed_one_owned_is_computed_anew_too() -> None:
    """Two outlets of one group give one report, as soon as it is known that the groups are one."""
    claim, actor = a_claim(), the_administrator()
    groups = [a_publisher(), a_publisher()]
    for group in groups:
        outlet = a_publisher(kind=PublisherKind.WIRE, owner_id=group.pk)
        some_evidence(claim=claim, source=a_source(publisher=outlet), sourcing=Sourcing.OWN)
    assess_claim(claim_id=claim.pk)
    merge = merge_two_publishers(*groups)
    assess_claim(claim_id=claim.pk)
    assert Claim.objects.get().status == Status.LEANS_SUPPORTED
    unmerge_publishers(merge_id=merge.pk, actor=actor)
    assess_claim(claim_id=claim.pk)
    assert Claim.objects.get().status == Status.SUPPORTED


def test_an_owner_becomes_what_it_owned() -> None:
    above, absorbed, kept, beneath = (a_publisher() for _ in range(4))
    actor = the_administrator()
    for one, owner in ((absorbed, above), (kept, absorbed), (beneath, absorbed)):
        edit_publisher(publisher_id=one.pk, values={"owner_id": owner.pk}, actor=actor)
    before = everything()
    merge = merge_two_publishers(kept, absorbed)
    owners = dict(Publisher.objects.values_list("pk", "owner_id"))
    assert (owners[kept.pk], owners[beneath.pk]) == (above.pk, kept.pk)
    unmerge_publishers(merge_id=merge.pk, actor=actor)
    assert everything() == before


def owner_through_another() -> None:
    top, middle, bottom = (a_publisher() for _ in range(3))
    actor = the_administrator()
    edit_publisher(publisher_id=middle.pk, values={"owner_id": top.pk}, actor=actor)
    edit_publisher(publisher_id=bottom.pk, values={"owner_id": middle.pk}, actor=actor)
    merge_two_publishers(bottom, top)


def merged_away() -> None:
    first, second, third = (a_source() for _ in range(3))
    merge_two_sources(first, second)
    merge_two_sources(third, second)


def into_merged() -> None:
    first, second, third = (a_source() for _ in range(3))
    merge_two_sources(first, second)
    merge_two_sources(second, third)


def into_retracted() -> None:
    kept = a_source()
    actor = the_administrator()
    change_source_state(source_id=kept.pk, state="retracted", reason="Made up.", actor=actor)
    merge_two_sources(kept, a_source())


def protected() -> None:
    kept = a_source()
    Source.objects.filter(pk=kept.pk).update(is_protected=True)
    merge_two_sources(kept, a_source())


def without_reason() -> None:
    merge_sources(kept_id=a_source().pk, absorbed_id=a_source().pk, reason="  ", actor=the_administrator())


def of_one() -> None:
    source = a_source()
    merge_two_sources(source, source)


def of_a_closed_desk() -> Source:
    source = a_source()
    Source.objects.filter(pk=source.pk).update(desk=a_desk())
    return source


def into_a_closed_desk() -> None:
    merge_two_sources(of_a_closed_desk(), a_source())


def out_of_a_closed_desk() -> None:
    merge_two_sources(a_source(), of_a_closed_desk())


def undone_twice() -> None:
    merge = merge_two_sources(a_source(), a_source())
    for _ in range(2):
        unmerge_sources(merge_id=merge.pk, actor=the_administrator())


def earlier_first() -> None:
    first, second, third = (a_source() for _ in range(3))
    merge = merge_two_sources(second, first)
    merge_two_sources(third, second)
    unmerge_sources(merge_id=merge.pk, actor=the_administrator())


@pytest.mark.parametrize(
    ("what", "refusal", "rule"),
    [
        (owner_through_another, Conflict, "owner-circle"),
        (merged_away, Conflict, "merged-already"),
        (into_merged, Conflict, "merged-already"),
        (into_retracted, Conflict, "merge-into-retracted"),
        (protected, Conflict, "merge-of-protected"),
        (without_reason, Invalid, "required"),
        (of_one, Invalid, "merge-of-one"),
        (into_a_closed_desk, Conflict, "closed-desk-keeps-to-itself"),
        (out_of_a_closed_desk, Conflict, "closed-desk-keeps-to-itself"),
        (undone_twice, Conflict, "unmerged-already"),
        (earlier_first, Conflict, "unmerge-the-later-first"),
    ],
)
def test_what_is_refused(what: Callable[[], None], refusal: type[Refusal], rule: str) -> None:
    with pytest.raises(refusal) as told:
        what()
    assert told.value.rule == rule


def test_what_was_said_anew_meanwhile_stays() -> None:
    kept, absorbed, other = (a_source() for _ in range(3))
    actor = the_administrator()
    for one in (kept, absorbed):
        relate_sources(first_id=one.pk, second_id=other.pk, kind="same_work", reason="x", actor=actor)
    merge = merge_two_sources(kept, absorbed)
    SourceRelation.objects.create(
        first=absorbed, second=other, kind="not_independent", reason="Anew.", noted_by=actor
    )
    unmerge_sources(merge_id=merge.pk, actor=actor)
    assert Event.objects.get(verb="source.unmerged").after == {
        "kept": kept.pk,
        "absorbed": absorbed.pk,
        "stated_anew_meanwhile": 1,
    }
    assert SourceRelation.objects.get(first=absorbed).reason == "Anew."


@pytest.mark.parametrize("seed", range(12))
def test_any_merge_is_undone_to_the_last_byte(seed: int) -> None:
    chance = random.Random(seed)
    publishers, sources = a_register(chance)
    before = everything()
    actor = the_administrator()
    first = merge_two_sources(*chance.sample(sources, 2))
    left = [one for one in sources if one.pk != first.absorbed_id]
    second = merge_two_sources(*chance.sample(left, 2))
    kept, absorbed = chance.sample(publishers, 2)
    try:
        third = merge_two_publishers(kept, absorbed)
    except Conflict as refusal:
        assert refusal.rule == "owner-circle"
    else:
        unmerge_publishers(merge_id=third.pk, actor=actor)
    unmerge_sources(merge_id=second.pk, actor=actor)
    unmerge_sources(merge_id=first.pk, actor=actor)
    assert everything() == before


def a_register(chance: random.Random) -> tuple[list[Publisher], list[Source]]:
    """Four publishers and five sources that hang together in every way, by chance."""
    actor = the_administrator()
    publishers = [a_publisher() for _ in range(4)]
    sources = [a_source(publisher=chance.choice(publishers)) for _ in range(5)]
    bloc = add_bloc(name="A side", dispute=f"A dispute {chance.random()}", actor=actor)
    for one in publishers:
        grade_publisher(publisher_id=one.pk, grade=chance.choice("ABC"), reason="So.", actor=actor)
        if chance.random() < 0.5:
            join_bloc(publisher_id=one.pk, bloc_id=bloc.pk, actor=actor)
    for _ in range(3):
        statement(chance, relate_publishers, publishers, kind="not_independent", reason="So.")
        statement(chance, relate_sources, sources, kind="same_work", reason="So.")
        one, other = chance.sample(publishers, 2)
        attempt(edit_publisher, publisher_id=one.pk, values={"owner_id": other.pk}, actor=actor)
    for _ in range(6):
        relay, origin = (source.pk for source in chance.sample(sources, 2))
        attempt(derive_source, source_id=relay, origin_id=origin, kind="cites", actor=actor)
    for source in sources[:3]:
        link = some_evidence(source=source)
        for beneath in chance.sample(sources, 2):
            Reliance.objects.create(evidence=link, source=beneath)
    an_article(publisher_id=chance.choice(publishers).pk)
    return publishers, sources


def statement(chance: random.Random, action: Callable[..., Any], rows: list[Any], **given: Any) -> None:
    first, second = (row.pk for row in chance.sample(rows, 2))
    attempt(action, first_id=first, second_id=second, actor=the_administrator(), **given)


def attempt(action: Callable[..., Any], **given: Any) -> None:
    """What chance asks for may be refused; then there is one fewer."""
    try:
        action(**given)
    except Conflict:
        return


def pointing_at(model: type[models.Model]) -> set[str]:
    """Every column of every table that points to this one."""
    return {
        f"{related.related_model.__name__}.{related.field.attname}"  # type: ignore[union-attr]
        for related in model._meta.get_fields(include_hidden=True)
        if related.auto_created and not related.concrete and not related.many_to_many
    }


def test_every_column_that_points_at_a_source_is_decided_about() -> None:
    moved = {
        "Evidence.source_id",
        "Reliance.source_id",
        "ArchivedCopy.source_id",
        "Derivation.source_id",
        "Derivation.origin_id",
        "DerivationSuggestion.source_id",
        "DerivationSuggestion.origin_id",
        "SourceRelation.first_id",
        "SourceRelation.second_id",
        "SourceWatch.source_id",  # where the kept one has none
        "Source.merged_into_id",
    }
    stays = {
        "Capture.source_id",  # immutable
        "SourceMerge.kept_id",  # history
        "SourceMerge.absorbed_id",
        "RegisterImportRow.source_id",
        "Notice.source_id",
        "SourceVisit.source_id",  # the log; an open one ends
        "ArchiveRequest.source_id",  # the log; an open one ends when it is its turn
        "SourceIdentity.source_id",  # protected ones are not merged
        "SourceConfidant.source_id",
    }
    assert pointing_at(Source) == moved | stays


def test_every_column_that_points_at_a_publisher_is_decided_about() -> None:
    moved = {
        "Source.publisher_id",
        "Article.publisher_id",
        "Claim.asserter_publisher_id",
        "PartyMembership.publisher_id",
        "PublisherRelation.first_id",
        "PublisherRelation.second_id",
        "Publisher.owner_id",
        "Publisher.merged_into_id",
    }
    stays = {
        "GradeChange.publisher_id",  # append-only: those of the kept one hold
        "PublisherMerge.kept_id",
        "PublisherMerge.absorbed_id",
        "RegisterImportRow.publisher_id",
        "Notice.publisher_id",
        "ReplyRequest.publisher_id",  # who was asked, by the name they had then
    }
    assert pointing_at(Publisher) == moved | stays


def test_only_administrators_merge() -> None:
    kept, absorbed = a_source(), a_source()
    with pytest.raises(NotAllowed):
        merge_sources(kept_id=kept.pk, absorbed_id=absorbed.pk, reason="x", actor=a_person())
