"""What a preview tells is what then happens: compared with making the change and computing everything anew.

The oracle is brute force. In a small register drawn by chance, with signatures and overrides on its claims, a
change is previewed; then the action itself is carried out, every claim is computed again, and what became of
statuses, certainties, signatures, overrides and marks is compared with what was told. All is taken back.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, F, Max, Sum
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotations.actions.assessments import assess_claims
from annotations.actions.compounds import add_part
from annotations.actions.merges import (
    merge_publishers,
    merge_sources,
    unmerge_publishers,
    unmerge_sources,
)
from annotations.actions.protection import protect_source
from annotations.actions.publishers import (
    add_bloc,
    drop_publisher_relation,
    edit_membership,
    edit_publisher,
    grade_publisher,
    join_bloc,
    register_publisher,
    relate_publishers,
)
from annotations.actions.register_changes import preview_of
from annotations.actions.sources import (
    change_source_state,
    derive_source,
    drop_derivation,
    drop_source_relation,
    edit_source,
    relate_sources,
)
from annotations.actions.suggestions import accept_suggestion, reject_suggestion, reopen_suggestion
from annotations.domain.errors import Refusal
from annotations.domain.verification import RelationInput
from annotations.domain.verification.register_changes import (
    AnyChange,
    BlocJoined,
    Derived,
    PublishersRelated,
    PublishersUnmerged,
    Regraded,
    SourceEdited,
    SourceProtected,
    SourcesMerged,
    SourcesRelated,
    SourcesUnmerged,
    StateChanged,
    SuggestionAccepted,
    SuggestionRejected,
    SuggestionReopened,
)
from annotations.domain.vocabulary import StaleCause, Status
from annotations.models import (
    Claim,
    ClaimInterest,
    Derivation,
    DerivationSuggestion,
    Event,
    Evidence,
    GradeChange,
    Override,
    PartyMembership,
    Publisher,
    PublisherMerge,
    PublisherRelation,
    Source,
    SourceIdentity,
    SourceMerge,
    SourceRelation,
    StaleFlag,
    User,
    Verdict,
)
from annotations.queries.impact import Impact, impact_of
from annotations.queries.register_changes import (
    membership_changed,
    owner_changed,
    publishers_merged,
    publishers_unrelated,
    sources_unrelated,
    underived,
)
from tests.actions.test_closure import ADDRESSES, World
from tests.factories import (
    a_claim,
    a_person,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)
from tests.queries.test_supposed_merges import suggestions_by_chance
from tests.register import many_claims_on

pytestmark = pytest.mark.django_db

DAY, LONG_AGO = date(2026, 2, 1), date(2000, 1, 1)
RAISED_BY_CHANGES = (StaleCause.GRADE_CHANGED, StaleCause.RELATION_CHANGED, StaleCause.SOURCE_RETRACTED)

Deed = Callable[[], object]


@dataclass(frozen=True)
class Planned:
    """A change as the preview takes it, and the action that makes it."""

    change: AnyChange
    make: Deed


def regrading(world: World) -> Planned:
    pk, grade = world.chance.choice(world.publishers).pk, world.chance.choice("ABCDEF")
    topic = world.chance.choice(["", "", "health"])
    return Planned(
        Regraded(pk, grade, topic),
        lambda: grade_publisher(
            publisher_id=pk, grade=grade, topic=topic, reason="Looked at.", actor=world.actor
        ),
    )


def another_state(world: World) -> Planned:
    pk = world.chance.choice(world.sources).pk
    state = world.chance.choice(["retracted", "corrected", "active"])
    return Planned(
        StateChanged(pk, state),
        lambda: change_source_state(source_id=pk, state=state, reason="Told so.", actor=world.actor),
    )


def joining(world: World) -> Planned:
    pk, bloc = world.chance.choice(world.publishers).pk, world.chance.choice(world.blocs).pk
    return Planned(
        BlocJoined(pk, bloc, None, DAY),
        lambda: join_bloc(publisher_id=pk, bloc_id=bloc, ends_on=DAY, actor=world.actor),
    )


def other_days(world: World) -> Planned:
    row = world.one(PartyMembership, bloc__in=world.blocs)
    choices: list[dict[str, Any]] = [{"ends_on": LONG_AGO, "starts_on": None}, {"ends_on": None}]
    values = world.chance.choice(choices)
    return Planned(
        membership_changed(row.pk, **values),
        lambda: edit_membership(membership_id=row.pk, values=values, actor=world.actor),
    )


def another_owner(world: World) -> Planned:
    owned, other = world.two(world.publishers)
    owner = world.chance.choice([other, other, None])
    return Planned(
        owner_changed(owned, owner),
        lambda: edit_publisher(publisher_id=owned, values={"owner_id": owner}, actor=world.actor),
    )


def relating_publishers(world: World) -> Planned:
    first, second = sorted(world.two(world.publishers))
    kind = world.chance.choice(["independent", "not_independent"])
    return Planned(
        PublishersRelated(RelationInput(kind, first, second)),
        lambda: relate_publishers(
            first_id=first, second_id=second, kind=kind, reason="Known.", actor=world.actor
        ),
    )


def unrelating_publishers(world: World) -> Planned:
    pk = world.one(PublisherRelation, first__in=world.publishers).pk
    return Planned(
        publishers_unrelated(pk), lambda: drop_publisher_relation(relation_id=pk, actor=world.actor)
    )


def deriving(world: World) -> Planned:
    source, origin = world.two(world.sources)
    return Planned(
        Derived(source, origin, "cites"),
        lambda: derive_source(source_id=source, origin_id=origin, kind="cites", actor=world.actor),
    )


def underiving(world: World) -> Planned:
    pk = world.one(Derivation, source__in=world.sources).pk
    return Planned(underived(pk), lambda: drop_derivation(derivation_id=pk, actor=world.actor))


def relating_sources(world: World) -> Planned:
    first, second = sorted(world.two(world.sources))
    kind = world.chance.choice(["same_work", "not_independent", "distinct"])
    return Planned(
        SourcesRelated(RelationInput(kind, first, second)),
        lambda: relate_sources(
            first_id=first, second_id=second, kind=kind, reason="Known.", actor=world.actor
        ),
    )


def unrelating_sources(world: World) -> Planned:
    pk = world.one(SourceRelation, first__in=world.sources).pk
    return Planned(sources_unrelated(pk), lambda: drop_source_relation(relation_id=pk, actor=world.actor))


def merging_sources(world: World) -> Planned:
    kept, absorbed = world.two(world.sources)
    return Planned(
        SourcesMerged(kept, absorbed),
        lambda: merge_sources(kept_id=kept, absorbed_id=absorbed, reason="One text.", actor=world.actor),
    )


def merging_publishers(world: World) -> Planned:
    kept, absorbed = world.two(world.publishers)
    return Planned(
        publishers_merged(kept, absorbed),
        lambda: merge_publishers(kept_id=kept, absorbed_id=absorbed, reason="One house.", actor=world.actor),
    )


def protecting(world: World) -> Planned:
    pk = world.chance.choice(world.sources).pk
    return Planned(
        SourceProtected(pk),
        lambda: protect_source(source_id=pk, reason="They asked us.", actor=world.actor),
    )


def editing(world: World) -> Planned:
    pk, publisher = world.chance.choice(world.sources).pk, world.chance.choice(world.publishers).pk
    choices: list[dict[str, Any]] = [
        {"published_on": DAY},
        {"published_on": None},
        {"is_anonymous": world.chance.random() < 0.5},
        {"publisher_id": publisher},
        {"publisher_id": publisher, "is_anonymous": False},
        {"url": world.chance.choice([*ADDRESSES, ""])},
        {"kind": "record", "title": "Another title"},
    ]
    values = world.chance.choice(choices)
    return Planned(
        SourceEdited(pk, values),
        lambda: edit_source(source_id=pk, values=values, reason="Misread.", actor=world.actor),
    )


def unmerging_sources(world: World) -> Planned:
    pk = world.one(SourceMerge, undone_at=None, kept__in=world.sources).pk
    return Planned(SourcesUnmerged(pk), lambda: unmerge_sources(merge_id=pk, actor=world.actor))


def unmerging_publishers(world: World) -> Planned:
    pk = world.one(PublisherMerge, undone_at=None, kept__in=world.publishers).pk
    return Planned(PublishersUnmerged(pk), lambda: unmerge_publishers(merge_id=pk, actor=world.actor))


def accepting(world: World) -> Planned:
    pk = world.one(DerivationSuggestion, source__in=world.sources, state="open").pk
    kind, is_reversed = world.chance.choice(["republishes", "cites", ""]), world.chance.random() < 0.3
    return Planned(
        SuggestionAccepted(pk, kind, is_reversed),
        lambda: accept_suggestion(suggestion_id=pk, kind=kind, is_reversed=is_reversed, actor=world.actor),
    )


def rejecting(world: World) -> Planned:
    pk = world.one(DerivationSuggestion, source__in=world.sources, state="open").pk
    return Planned(
        SuggestionRejected(pk),
        lambda: reject_suggestion(suggestion_id=pk, reason="Both wrote it.", actor=world.actor),
    )


def reopening(world: World) -> Planned:
    decided = DerivationSuggestion.objects.exclude(state="open")
    pk = world.one(DerivationSuggestion, source__in=world.sources, pk__in=decided).pk
    return Planned(SuggestionReopened(pk), lambda: reopen_suggestion(suggestion_id=pk, actor=world.actor))


PLANS = [
    regrading,
    another_state,
    joining,
    other_days,
    another_owner,
    relating_publishers,
    unrelating_publishers,
    deriving,
    underiving,
    relating_sources,
    unrelating_sources,
    merging_sources,
    merging_publishers,
]
REHEARSED = [
    protecting,
    editing,
    unmerging_sources,
    unmerging_publishers,
    accepting,
    rejecting,
    reopening,
]


def a_world_people_answer_for(seed: int) -> World:
    """A register in which most publishers are graded, with topics, parts, signatures and overrides."""
    world = World(seed)
    for publisher in world.publishers:
        if world.chance.random() < 0.8:
            grade = world.chance.choice("AABBC")
            grade_publisher(publisher_id=publisher.pk, grade=grade, reason="Known.", actor=world.actor)
    for change in (relating_publishers, relating_sources, joining, joining, deriving):
        with contextlib.suppress(Refusal), transaction.atomic():
            change(world).make()
    for claim in world.claims:
        if world.chance.random() < 0.5:
            bloc, kind = world.chance.choice(world.blocs), world.chance.choice(["favours", "disfavours"])
            ClaimInterest.objects.create(claim=claim, bloc=bloc, kind=kind)
    Evidence.objects.exclude(sourcing="relies_on").filter(pk__in=_some_evidence(world)).update(sourcing="own")
    Claim.objects.filter(pk__in=[claim.pk for claim in world.claims[:2]]).update(topic="health")
    add_part(claim_id=world.claims[0].pk, part_id=world.claims[2].pk, actor=world.actor)
    everything_computed()
    for claim in Claim.objects.standing().select_related("current_assessment__assessment").order_by("pk"):
        held = claim.current_assessment.assessment
        if world.chance.random() < 0.6:
            Verdict.objects.create(
                claim=claim, assessment=held, status=held.status, reason="Read.", reviewer=world.actor
            )
        if world.chance.random() < 0.5:
            an_override(claim, world, is_approved=world.chance.random() < 0.7)
    return world


def a_world_with_a_past(seed: int) -> World:
    """The same, in which some were merged, copies are suspected, and some of that was decided."""
    world = a_world_people_answer_for(seed)
    suggestions_by_chance(world.chance, world.sources, world.actor)
    for change in (accepting, merging_sources, merging_publishers, merging_sources, deriving, editing):
        with contextlib.suppress(Refusal), transaction.atomic():
            change(world).make()
    everything_computed()
    return world


def _some_evidence(world: World) -> list[int]:
    known = Evidence.objects.order_by("pk").values_list("pk", flat=True)
    return [pk for pk in known if world.chance.random() < 0.7]


def an_override(claim: Claim, world: World, *, is_approved: bool) -> None:
    approver = User.objects.exclude(pk=world.actor.pk).first() or a_person()
    now, held = timezone.now(), claim.current_assessment.assessment
    approved = {"approved_by": approver, "approved_at": now} if is_approved else {}
    Override.objects.create(
        claim=claim,
        assessment=held,
        status=Status.MIXED,
        reason_code="expert_knowledge",
        text="Whoever was there that day knows it to be otherwise.",
        proposed_by=world.actor,
        expires_at=now + timedelta(days=90),
        **approved,
    )


def everything_computed() -> None:
    Claim.objects.update(inputs_version=F("inputs_version") + 1)
    assess_claims(claim_ids=list(Claim.objects.order_by("pk").values_list("pk", flat=True)))


def as_stored() -> dict[int, tuple[str, str]]:
    rows = Claim.objects.standing().values_list("pk", "status", "current_assessment__assessment__certainty")
    return {pk: (status, certainty or "") for pk, status, certainty in rows}


def answered() -> tuple[set[int], set[int], set[int]]:
    """The claims with a live signature, with an open override, and with a mark of a changed register."""
    live = Verdict.objects.filter(state="live").values_list("claim_id", flat=True)
    overridden = Override.objects.filter(ended_at__isnull=True).values_list("claim_id", flat=True)
    marks = StaleFlag.objects.filter(cause__in=RAISED_BY_CHANGES, cleared_at__isnull=True)
    return set(live), set(overridden), set(marks.values_list("claim_id", flat=True))


def told(impact: Impact) -> dict[int, tuple[tuple[str, str], tuple[str, str]]]:
    return {
        move.claim_id: ((move.before, move.certainty_before), (move.after, move.certainty_after))
        for move in impact.moves
    }


def everything_kept() -> list[object]:
    """How much there is of what a change writes, and the highest number of each."""
    tables = (Claim, Derivation, Event, GradeChange, Publisher, Source, SourceIdentity, StaleFlag)
    versions = Claim.objects.aggregate(Sum("inputs_version"), Sum("assessed_version"))
    return [versions, *(table._default_manager.aggregate(Count("pk"), Max("pk")) for table in tables)]


def compare(planned: Planned) -> bool | None:
    """Whether anything moved; None where the action refuses, since then there is nothing to preview."""
    kept = everything_kept()
    try:
        impact = preview_of(planned.change, actor=the_administrator())
    except Refusal:
        with pytest.raises(Refusal):
            planned.make()
        return None
    assert everything_kept() == kept
    StaleFlag.objects.filter(cause__in=RAISED_BY_CHANGES).delete()
    before, (signed, overridden, _) = as_stored(), answered()
    try:
        with transaction.atomic():
            planned.make()
    except Refusal:
        return None
    everything_computed()
    after, (still_signed, still_overridden, marked) = as_stored(), answered()
    assert told(impact) == {pk: (before[pk], after[pk]) for pk in after if after[pk] != before[pk]}
    assert set(impact.lapsing) == signed - still_signed
    assert set(impact.ending) == overridden - still_overridden
    assert set(impact.flagged) == marked
    return bool(impact.moves)


def plan_in(world: World, plan: Callable[[World], Planned]) -> Planned | None:
    try:
        return plan(world)
    except Refusal:
        return None


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6), plans=st.lists(st.sampled_from(PLANS), min_size=4, max_size=8))
def test_what_is_previewed_is_what_happens(seed: int, plans: Sequence[Callable[[World], Planned]]) -> None:
    with transaction.atomic():
        world = a_world_people_answer_for(seed)
        for plan in plans:
            with transaction.atomic():
                planned = plan_in(world, plan)
                if planned is not None:
                    compare(planned)
                transaction.set_rollback(True)
        transaction.set_rollback(True)


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6))
def test_what_is_tried_first_is_what_happens(seed: int) -> None:
    with transaction.atomic():
        world = a_world_with_a_past(seed)
        for plan in REHEARSED:
            with transaction.atomic():
                planned = plan_in(world, plan)
                if planned is not None:
                    compare(planned)
                transaction.set_rollback(True)
        transaction.set_rollback(True)


class TwoOutlets:
    """Two outlets graded B that each report by themselves what a claim says: together they support it."""

    def __init__(self) -> None:
        self.actor = the_administrator()
        self.first, self.second = (a_graded_outlet() for _ in range(2))
        self.one, self.other = (a_source(publisher=outlet) for outlet in (self.first, self.second))
        self.claim = a_claim(topic="health")
        for source in (self.one, self.other):
            some_evidence(claim=self.claim, source=source, sourcing="own")
        self.bloc = add_bloc(name="The harbour company", dispute="The harbour", actor=self.actor)

    def both_speak_for_the_company(self) -> PartyMembership:
        rows = [
            join_bloc(publisher_id=outlet.pk, bloc_id=self.bloc.pk, actor=self.actor)
            for outlet in (self.first, self.second)
        ]
        return rows[0]


def a_graded_outlet() -> Publisher:
    outlet = a_publisher()
    grade_publisher(publisher_id=outlet.pk, grade="B", reason="Known.", actor=the_administrator())
    return outlet


def regraded(two: TwoOutlets) -> Planned:
    return Planned(
        Regraded(two.first.pk, "E"),
        lambda: grade_publisher(publisher_id=two.first.pk, grade="E", reason="Made up.", actor=two.actor),
    )


def regraded_on_the_topic(two: TwoOutlets) -> Planned:
    return Planned(
        Regraded(two.first.pk, "E", "health"),
        lambda: grade_publisher(
            publisher_id=two.first.pk, grade="E", topic="Health", reason="Made up.", actor=two.actor
        ),
    )


def retracted(two: TwoOutlets) -> Planned:
    return Planned(
        StateChanged(two.one.pk, "retracted"),
        lambda: change_source_state(
            source_id=two.one.pk, state="retracted", reason="Told so.", actor=two.actor
        ),
    )


def joined(two: TwoOutlets) -> Planned:
    join_bloc(publisher_id=two.first.pk, bloc_id=two.bloc.pk, actor=two.actor)
    return Planned(
        BlocJoined(two.second.pk, two.bloc.pk),
        lambda: join_bloc(publisher_id=two.second.pk, bloc_id=two.bloc.pk, actor=two.actor),
    )


def ended(two: TwoOutlets) -> Planned:
    row = two.both_speak_for_the_company()
    Source.objects.filter(pk__in=[two.one.pk, two.other.pk]).update(published_on=DAY)
    return Planned(
        membership_changed(row.pk, ends_on=LONG_AGO),
        lambda: edit_membership(membership_id=row.pk, values={"ends_on": LONG_AGO}, actor=two.actor),
    )


def owned(two: TwoOutlets) -> Planned:
    return Planned(
        owner_changed(two.first.pk, two.second.pk),
        lambda: edit_publisher(
            publisher_id=two.first.pk, values={"owner_id": two.second.pk}, actor=two.actor
        ),
    )


def related_publishers(two: TwoOutlets) -> Planned:
    first, second = sorted((two.first.pk, two.second.pk))
    return Planned(
        PublishersRelated(RelationInput("not_independent", first, second)),
        lambda: relate_publishers(
            first_id=first, second_id=second, kind="not_independent", reason="Known.", actor=two.actor
        ),
    )


def unrelated_publishers(two: TwoOutlets) -> Planned:
    related_publishers(two).make()
    pk = PublisherRelation.objects.get().pk
    return Planned(publishers_unrelated(pk), lambda: drop_publisher_relation(relation_id=pk, actor=two.actor))


def derived(two: TwoOutlets) -> Planned:
    Evidence.objects.filter(claim=two.claim).update(sourcing="unexamined")
    origin = a_source(publisher=a_graded_outlet())
    derive_source(source_id=two.one.pk, origin_id=origin.pk, kind="cites", actor=two.actor)
    return Planned(
        Derived(two.other.pk, a_source(publisher=a_graded_outlet()).pk, "cites"),
        lambda: derive_source(
            source_id=two.other.pk,
            origin_id=Source.objects.latest("pk").pk,
            kind="cites",
            actor=two.actor,
        ),
    )


def underived_again(two: TwoOutlets) -> Planned:
    derived(two).make()
    pk = Derivation.objects.latest("pk").pk
    return Planned(underived(pk), lambda: drop_derivation(derivation_id=pk, actor=two.actor))


def related_sources(two: TwoOutlets) -> Planned:
    first, second = sorted((two.one.pk, two.other.pk))
    return Planned(
        SourcesRelated(RelationInput("same_work", first, second)),
        lambda: relate_sources(
            first_id=first, second_id=second, kind="same_work", reason="Known.", actor=two.actor
        ),
    )


def unrelated_sources(two: TwoOutlets) -> Planned:
    related_sources(two).make()
    pk = SourceRelation.objects.get().pk
    return Planned(sources_unrelated(pk), lambda: drop_source_relation(relation_id=pk, actor=two.actor))


def merged_sources(two: TwoOutlets) -> Planned:
    return Planned(
        SourcesMerged(two.one.pk, two.other.pk),
        lambda: merge_sources(
            kept_id=two.one.pk, absorbed_id=two.other.pk, reason="One text.", actor=two.actor
        ),
    )


def merged_publishers(two: TwoOutlets) -> Planned:
    return Planned(
        publishers_merged(two.first.pk, two.second.pk),
        lambda: merge_publishers(
            kept_id=two.first.pk, absorbed_id=two.second.pk, reason="One house.", actor=two.actor
        ),
    )


def protected(two: TwoOutlets) -> Planned:
    """What two papers of one house say is one origin; of a protected one nobody knows the house."""
    related_publishers(two).make()
    return Planned(
        SourceProtected(two.one.pk),
        lambda: protect_source(source_id=two.one.pk, reason="They asked us.", actor=two.actor),
    )


def edited(values: Callable[[TwoOutlets], dict[str, Any]]) -> Callable[[TwoOutlets], Planned]:
    def plan(two: TwoOutlets) -> Planned:
        return Planned(
            SourceEdited(two.one.pk, values(two)),
            lambda: edit_source(source_id=two.one.pk, values=values(two), actor=two.actor),
        )

    return plan


def given_to_a_new_publisher(two: TwoOutlets) -> Planned:
    def make() -> None:
        publisher = register_publisher(name="The Siren", kind="social_account", actor=two.actor)
        edit_source(source_id=two.one.pk, values={"publisher_id": publisher.pk}, actor=two.actor)

    return Planned(SourceEdited(two.one.pk, {}, new_publisher=("The Siren", "social_account")), make)


def dated_after_the_membership(two: TwoOutlets) -> Planned:
    two.both_speak_for_the_company()
    PartyMembership.objects.update(ends_on=LONG_AGO)
    Source.objects.update(published_on=LONG_AGO)
    return edited(lambda two: {"published_on": DAY})(two)


def found_to_be_the_article(two: TwoOutlets) -> Planned:
    """No article is evidence for its own claims."""
    article = an_article(url=ADDRESSES[0])
    two.claim = a_claim(words="Two boats", article=article)
    Evidence.objects.update(claim=two.claim)
    return edited(lambda two: {"url": ADDRESSES[0]})(two)


def unmerged_sources(two: TwoOutlets) -> Planned:
    merged_sources(two).make()
    pk = SourceMerge.objects.get().pk
    return Planned(SourcesUnmerged(pk), lambda: unmerge_sources(merge_id=pk, actor=two.actor))


def unmerged_publishers(two: TwoOutlets) -> Planned:
    merged_publishers(two).make()
    pk = PublisherMerge.objects.get().pk
    return Planned(PublishersUnmerged(pk), lambda: unmerge_publishers(merge_id=pk, actor=two.actor))


def accepted(two: TwoOutlets) -> Planned:
    """The other way round than suggested: it is the report that rests on somebody’s post."""
    post = a_source(publisher=a_publisher(kind="social_account"))
    pk = DerivationSuggestion.objects.create(
        source=post, origin=two.one, kind="republishes", signals=["headline"], score=70
    ).pk
    return Planned(
        SuggestionAccepted(pk, "republishes", is_reversed=True),
        lambda: accept_suggestion(suggestion_id=pk, is_reversed=True, actor=two.actor),
    )


def rejected(two: TwoOutlets) -> Planned:
    pk = DerivationSuggestion.objects.create(
        source=two.one, origin=two.other, kind="republishes", signals=["headline"], score=70
    ).pk
    return Planned(
        SuggestionRejected(pk),
        lambda: reject_suggestion(suggestion_id=pk, reason="Both wrote it.", actor=two.actor),
    )


def reopened(two: TwoOutlets) -> Planned:
    pk = rejected(two).change.suggestion  # type: ignore[union-attr]
    reject_suggestion(suggestion_id=pk, reason="Both wrote it.", actor=two.actor)
    return Planned(SuggestionReopened(pk), lambda: reopen_suggestion(suggestion_id=pk, actor=two.actor))


@pytest.mark.parametrize(
    "plan",
    [
        regraded,
        regraded_on_the_topic,
        retracted,
        joined,
        ended,
        owned,
        related_publishers,
        unrelated_publishers,
        derived,
        underived_again,
        related_sources,
        unrelated_sources,
        merged_sources,
        merged_publishers,
        protected,
        edited(lambda two: {"is_anonymous": True}),
        edited(lambda two: {"publisher_id": two.second.pk}),
        given_to_a_new_publisher,
        dated_after_the_membership,
        found_to_be_the_article,
        unmerged_sources,
        unmerged_publishers,
        accepted,
        rejected,
        reopened,
    ],
)
def test_each_kind_of_change_moves_a_status_as_previewed(plan: Callable[[TwoOutlets], Planned]) -> None:
    two = TwoOutlets()
    planned = plan(two)
    everything_computed()
    assert compare(planned) is True


def test_a_change_that_changes_nothing_concerns_nobody() -> None:
    two = TwoOutlets()
    everything_computed()
    for change in (Regraded(two.first.pk, "B"), StateChanged(two.one.pk, "active")):
        assert impact_of(change) == Impact(change, 0, (), (), (), ())


@pytest.mark.parametrize("claims", [1, 7])
def test_the_number_of_statements_does_not_grow_with_the_claims(
    claims: int, django_assert_num_queries: Any
) -> None:
    source = a_source(publisher=a_graded_outlet())
    many_claims_on(source, claims)
    everything_computed()
    with django_assert_num_queries(25):
        assert impact_of(Regraded(source.publisher_id, "E")).total == claims
