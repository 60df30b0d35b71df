"""A merge brings suggestions of who copied whom along, and its preview knows."""

import contextlib
import random

import pytest
from django.db import transaction
from django.utils import timezone

from annotations.actions.merges import merge_sources
from annotations.actions.suggestions import accept_suggestion
from annotations.domain.errors import Refusal
from annotations.domain.verification import Inputs
from annotations.domain.verification.changed_inputs import applied
from annotations.models import Claim, DerivationSuggestion, Evidence, Source, User
from annotations.queries.engine_inputs import engine_inputs
from annotations.queries.impact import impact_of
from annotations.queries.register_changes import claims_concerned_by, sources_merged
from tests.actions.test_closure import World
from tests.factories import a_claim, a_source, some_evidence

pytestmark = pytest.mark.django_db


def suggestions_by_chance(chance: random.Random, sources: list[Source], actor: User) -> None:
    """Open, rejected and accepted ones, in every direction."""
    for _ in range(12):
        source, origin = chance.sample(sources, 2)
        state = chance.choice(["open", "open", "rejected"])
        decided = {} if state == "open" else {"decided_by": actor, "decided_at": timezone.now()}
        with contextlib.suppress(Refusal), transaction.atomic():
            suggestion, _ = DerivationSuggestion.objects.get_or_create(
                source=source,
                origin=origin,
                defaults={
                    "kind": "republishes",
                    "signals": ["headline"],
                    "score": 70,
                    "state": state,
                    **decided,
                },
            )
            if chance.random() < 0.25:
                accept_suggestion(suggestion_id=suggestion.pk, actor=actor)


Read = dict[int, dict[int, tuple[str, bool]]]


def links_read(inputs: dict[int, Inputs]) -> Read:
    """By claim and link what the engine is told of its sourcing."""
    return {
        claim: {int(link.id): (link.sourcing, link.copy_suspected) for link in one.links}
        for claim, one in inputs.items()
    }


@pytest.mark.parametrize("seed", range(30))
def test_the_preview_reads_every_link_as_it_is_read_after_the_merge(seed: int) -> None:
    world = World(seed)
    Evidence.objects.exclude(sourcing="relies_on").update(sourcing="own")
    Source.objects.update(state="active")
    suggestions_by_chance(world.chance, world.sources, world.actor)
    kept, absorbed = world.two(world.sources)
    claims = list(Claim.objects.values_list("pk", flat=True))
    before, change = engine_inputs(claims), sources_merged(kept, absorbed)
    concerned = claims_concerned_by(change)
    merge_sources(kept_id=kept, absorbed_id=absorbed, reason="One.", actor=world.actor)
    after = links_read(engine_inputs(claims))
    assert links_read({pk: applied(change, one) for pk, one in before.items()}) == after
    assert {pk for pk, read in links_read(before).items() if read != after[pk]} <= concerned


def test_a_doubt_about_the_absorbed_one_is_one_about_the_kept_one() -> None:
    kept, absorbed, origin = (a_source() for _ in range(3))
    link = some_evidence(claim=a_claim(), source=kept, sourcing="own")
    DerivationSuggestion.objects.create(
        source=absorbed, origin=origin, kind="republishes", signals=["headline"], score=70
    )
    change = sources_merged(kept.pk, absorbed.pk)
    assert [(one.link, one.sourcing, one.copy_suspected) for one in change.doubts] == [
        (link.pk, "unexamined", True)
    ]
    assert impact_of(change).total == 1


def test_a_doubt_between_the_two_ends() -> None:
    kept, absorbed = a_source(), a_source()
    link = some_evidence(claim=a_claim(), source=kept, sourcing="own")
    DerivationSuggestion.objects.create(
        source=kept, origin=absorbed, kind="republishes", signals=["headline"], score=70
    )
    change = sources_merged(kept.pk, absorbed.pk)
    assert [(one.link, one.sourcing, one.copy_suspected) for one in change.doubts] == [
        (link.pk, "own", False)
    ]
