"""Exactly the claims on which a change bears are due after it: compared with looking at every claim.

The oracle is brute force. Before and after a change the fingerprint of every claim's inputs is taken; the
claims whose fingerprint differs are those that the change concerns. For changes of the register and of an
article's address the marked claims must be exactly these. A change of a claim itself, or of its evidence,
marks that one claim whether or not its inputs differ: looking costs less than knowing.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotations.actions.articles import edit_article
from annotations.actions.claim_parts import InterestsInput, QuantityInput, TimeScopeInput
from annotations.actions.claims import AttributionLayer, edit_claim, restore_claim, withdraw_claim
from annotations.actions.evidence import edit_evidence, restore_evidence, withdraw_evidence
from annotations.actions.highlights import make_highlight
from annotations.actions.publishers import (
    add_bloc,
    drop_publisher_relation,
    edit_membership,
    edit_publisher,
    grade_publisher,
    join_bloc,
    relate_publishers,
)
from annotations.actions.sources import (
    change_source_state,
    derive_source,
    drop_derivation,
    drop_source_relation,
    edit_source,
    register_source,
    relate_sources,
)
from annotations.domain.errors import Refusal
from annotations.domain.verification import fingerprint_of
from annotations.domain.vocabulary import Origin
from annotations.models import (
    Article,
    Claim,
    Derivation,
    Evidence,
    PartyMembership,
    PublisherRelation,
    SourceRelation,
)
from annotations.queries.engine_inputs import engine_inputs
from tests.factories import (
    a_capture,
    a_claim,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)

pytestmark = pytest.mark.django_db

ADDRESSES = [f"https://news.example/{name}" for name in ("ferry", "harbour", "storm")]
KINDS = ["newspaper", "wire", "anonymous", "primary_record", "party_official"]
Change = Callable[["World"], set[int] | None]


class World:
    """A small register with claims on it, drawn by chance; and the chance that draws changes of it."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.actor = the_administrator()
        self.blocs = [
            add_bloc(name=f"Side {n}", dispute=f"Dispute {seed}", actor=self.actor) for n in range(2)
        ]
        self.publishers = [a_publisher(kind=self.chance.choice(KINDS)) for _ in range(5)]
        self.sources = [
            a_source(
                publisher=self.chance.choice(self.publishers),
                is_anonymous=self.chance.random() < 0.2,
                url=url,
            )
            for url in [*ADDRESSES[:2], *[""] * 4]
        ]
        self.captures = {source.pk: a_capture(source=source) for source in self.sources}
        self.articles = [an_article(), an_article(url=ADDRESSES[0])]
        self.claims = [
            a_claim(words="Two boats", article=article) for article in self.articles for _ in range(2)
        ]
        Claim.objects.filter(pk__in=[claim.pk for claim in self.claims[::2]]).update(topic="health")
        layer = AttributionLayer(asserter="The mayor", publisher_id=self.publishers[0].pk)
        self.claims.append(a_claim(attributions=[layer]).asserted_by.get())
        for claim in self.claims:
            for _ in range(self.chance.randint(0, 3)):
                self.link(claim)
        for _ in range(6):
            self.attempt(self.chance.choice(REGISTER_CHANGES))

    def link(self, claim: Claim) -> None:
        """Links the claim to a source, sometimes saying what the passage relies on."""
        source, other = self.chance.sample(self.sources, 2)
        relies = [other.pk] if self.chance.random() < 0.4 else []
        some_evidence(
            claim=claim,
            source=source,
            stance=self.chance.choice(["corroborates", "contradicts"]),
            sourcing="relies_on" if relies else self.chance.choice(["own", "unexamined"]),
            relies_on=relies,
        )

    def attempt(self, change: Change) -> set[int] | None:
        """Makes the change if it is not refused. Gives back the claims that it may mark in any case."""
        try:
            with transaction.atomic():
                return change(self)
        except Refusal:
            return set()

    def two(self, rows: list[Any]) -> tuple[int, int]:
        """The ids of two of these."""
        first, second = self.chance.sample(rows, 2)
        return first.pk, second.pk

    def one(self, model: type[Any], **wanted: Any) -> Any:
        """Any row; a refusal where there is none."""
        rows = list(model.objects.filter(**wanted).order_by("pk"))
        if not rows:
            raise Refusal("There is none.")
        return self.chance.choice(rows)


def fingerprints() -> dict[int, str]:
    ids = list(Claim.objects.values_list("pk", flat=True))
    return {pk: fingerprint_of(inputs) for pk, inputs in engine_inputs(ids).items()}


def versions() -> dict[int, int]:
    return dict(Claim.objects.values_list("pk", "inputs_version"))


def regrade(world: World) -> None:
    pk = world.chance.choice(world.publishers).pk
    topic, grade = world.chance.choice(["", "", "health"]), world.chance.choice("ABCDEF")
    grade_publisher(publisher_id=pk, topic=topic, grade=grade, reason="Looked at.", actor=world.actor)


def own(world: World) -> None:
    owned, owner = world.two(world.publishers)
    value = world.chance.choice([owner, owner, None])
    edit_publisher(publisher_id=owned, values={"owner_id": value}, actor=world.actor)


def kind(world: World) -> None:
    pk, value = world.chance.choice(world.publishers).pk, world.chance.choice(KINDS)
    edit_publisher(publisher_id=pk, values={"kind": value, "note": "Looked at."}, actor=world.actor)


def join(world: World) -> None:
    pk, bloc = world.chance.choice(world.publishers).pk, world.chance.choice(world.blocs).pk
    join_bloc(publisher_id=pk, bloc_id=bloc, starts_on=date(2026, 1, 1), actor=world.actor)


def leave(world: World) -> None:
    membership = world.one(PartyMembership, bloc__in=world.blocs)
    values: dict[str, Any] = world.chance.choice([{"ends_on": date(2026, 2, 1)}, {"reason": "Known."}])
    edit_membership(membership_id=membership.pk, values=values, actor=world.actor)


def relate_two_publishers(world: World) -> None:
    first, second = world.two(world.publishers)
    value = world.chance.choice(["independent", "not_independent"])
    relate_publishers(first_id=first, second_id=second, kind=value, reason="Known.", actor=world.actor)


def unrelate_publishers(world: World) -> None:
    relation = world.one(PublisherRelation, first__in=world.publishers)
    drop_publisher_relation(relation_id=relation.pk, actor=world.actor)


def derive(world: World) -> None:
    source, origin = world.two(world.sources)
    derive_source(source_id=source, origin_id=origin, kind="cites", actor=world.actor)


def underive(world: World) -> None:
    drop_derivation(derivation_id=world.one(Derivation, source__in=world.sources).pk, actor=world.actor)


def relate_two_sources(world: World) -> None:
    first, second = world.two(world.sources)
    value = world.chance.choice(["same_work", "not_independent", "distinct"])
    relate_sources(first_id=first, second_id=second, kind=value, reason="Known.", actor=world.actor)


def unrelate_sources(world: World) -> None:
    relation = world.one(SourceRelation, first__in=world.sources)
    drop_source_relation(relation_id=relation.pk, actor=world.actor)


def retract(world: World) -> None:
    pk = world.chance.choice(world.sources).pk
    state = world.chance.choice(["retracted", "active", "corrected"])
    change_source_state(source_id=pk, state=state, reason="Told so.", actor=world.actor)


def correct_source(world: World) -> None:
    values: dict[str, Any] = world.chance.choice(
        [
            {"published_on": date(2026, 3, world.chance.randint(1, 28))},
            {"is_anonymous": world.chance.random() < 0.5},
            {"is_unreachable": world.chance.random() < 0.5},
            {"publisher_id": world.chance.choice(world.publishers).pk},
            {"url": world.chance.choice([*ADDRESSES, ""])},
            {"title": "Another title"},
            {"publisher_id": world.chance.choice(world.publishers).pk, "is_anonymous": True},
        ]
    )
    edit_source(source_id=world.chance.choice(world.sources).pk, values=values, actor=world.actor)


def register_another(world: World) -> None:
    register_source(
        publisher_id=world.chance.choice(world.publishers).pk,
        title="Another report",
        url=world.chance.choice(ADDRESSES),
        actor=world.actor,
    )


def read_again(world: World) -> None:
    source = world.chance.choice(world.sources)
    said = [evidence.passage for evidence in source.evidence.all()]
    kept = [passage for passage in said if world.chance.random() < 0.5]
    a_capture(source=source, text="\n\n".join(["Read again.", *kept]), origin=Origin.FETCH)


def correct_article(world: World) -> None:
    values: dict[str, Any] = world.chance.choice(
        [{"url": world.chance.choice([*ADDRESSES, ""])}, {"headline": "Another"}]
    )
    edit_article(article_id=world.chance.choice(world.articles).pk, values=values, actor=world.actor)


def judge(world: World) -> set[int]:
    evidence = world.one(Evidence, claim__in=world.claims)
    values: dict[str, Any] = world.chance.choice(
        [
            {"stance": "context"},
            {"credibility": "4"},
            {"coverage": "partial"},
            {"proximity": "primary"},
            {"sourcing": "own"},
            {"is_out_of_scope": True},
            {"scope_starts_on": date(2026, 1, 1)},
            {"note": "Looked at."},
        ]
    )
    relies_on = [pk for pk in world.two(world.sources) if pk != evidence.source_id]
    edit_evidence(evidence_id=evidence.pk, values=values, relies_on=relies_on, actor=world.actor)
    return {evidence.claim_id}


def attach(world: World) -> set[int]:
    claim = world.chance.choice(world.claims)
    world.link(claim)
    return {claim.pk}


def withdraw(world: World) -> set[int]:
    evidence = world.one(Evidence, claim__in=world.claims)
    verb = restore_evidence if evidence.state == "withdrawn" else withdraw_evidence
    verb(evidence_id=evidence.pk, actor=world.actor)
    return {evidence.claim_id}


def correct_claim(world: World) -> set[int]:
    claim = world.chance.choice(world.claims)
    given: dict[str, Any] = world.chance.choice(
        [
            {"values": {"risk": "high"}},
            {"values": {"must_split": True}},
            {"values": {"topic": "health"}},
            {"values": {"text": "Other words."}},
            {"values": {"type": "prediction", "matures_on": date(2020, 1, 1)}},
            {"values": {"type": "opinion"}},
            {"values": {"asserter_publisher_id": world.chance.choice(world.publishers).pk}},
            {"values": {}, "interests": InterestsInput(favours=[world.chance.choice(world.blocs).pk])},
            {"values": {}, "time": TimeScopeInput("today", starts_on=date(2026, 1, 1), is_confirmed=True)},
            {"values": {}, "time": TimeScopeInput("soon", granularity="unresolved")},
            {"values": {}, "quantities": [QuantityInput("ten", low=Decimal(10), high=Decimal(10))]},
        ]
    )
    edit_claim(claim_id=claim.pk, actor=world.actor, **given)
    return {claim.pk}


def withdraw_or_restore_claim(world: World) -> set[int]:
    claim = Claim.objects.get(pk=world.chance.choice(world.claims).pk)
    verb = restore_claim if claim.state == "withdrawn" else withdraw_claim
    verb(claim_id=claim.pk, actor=world.actor)
    return {claim.pk}


def mark_another_place(world: World) -> set[int]:
    claim = world.chance.choice(world.claims)
    revision = Article.objects.get(pk=world.chance.choice(world.articles).pk).revisions.get()
    start = revision.text.index("boats")
    make_highlight(
        claim_id=claim.pk,
        revision_id=revision.pk,
        start=start,
        end=start + 5,
        exact="boats",
        actor=world.actor,
    )
    return {claim.pk}


REGISTER_CHANGES: list[Change] = [
    regrade,
    own,
    kind,
    join,
    leave,
    relate_two_publishers,
    unrelate_publishers,
    derive,
    underive,
    relate_two_sources,
    unrelate_sources,
    retract,
    correct_source,
    register_another,
    read_again,
    correct_article,
]
CLAIM_CHANGES: list[Change] = [
    judge,
    attach,
    withdraw,
    correct_claim,
    withdraw_or_restore_claim,
    mark_another_place,
]


@settings(
    max_examples=10,
    deadline=None,
    # A world is made anew for every example: a smaller one is not worth the minutes it takes to find.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 10**6),
    changes=st.lists(st.sampled_from([*REGISTER_CHANGES, *CLAIM_CHANGES]), min_size=3, max_size=8),
)
def test_exactly_the_claims_concerned_are_due(seed: int, changes: list[Change]) -> None:
    with transaction.atomic():
        world = World(seed)
        for change in changes:
            before, due = fingerprints(), versions()
            in_any_case = world.attempt(change) or set()
            after, now = fingerprints(), versions()
            concerned = {pk for pk in after if after[pk] != before[pk]}
            marked = {pk for pk in now if now[pk] != due[pk]}
            assert concerned - marked == set(), f"{change.__name__} overlooked claims"
            assert marked - concerned - in_any_case == set(), f"{change.__name__} marked too many"
        transaction.set_rollback(True)


def test_each_change_of_the_register_moves_some_claim() -> None:
    """Otherwise the test above would compare nothing with nothing."""
    without_effect = [change for change in REGISTER_CHANGES if change is not register_another]
    for seed in range(60):
        with transaction.atomic():
            world = World(seed)
            due = versions()
            without_effect = [change for change in without_effect if not _moves(world, change, due)]
            transaction.set_rollback(True)
        if not without_effect:
            break
    assert without_effect == []


def _moves(world: World, change: Change, due: object) -> bool:
    """Whether the change makes a claim of this world due; it is taken back."""
    with transaction.atomic():
        world.attempt(change)
        moved = versions() != due
        transaction.set_rollback(True)
    return moved
