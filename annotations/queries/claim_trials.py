"""What the page "Try it" offers about one claim: its links, the publishers behind them, and publications."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.domain.verification import LinkResult, PublisherInput
from annotations.domain.vocabulary import Grade, SourceState
from annotations.models import Claim, Publisher, Source, User
from annotations.queries.claims import claim_for
from annotations.queries.suppositions import Ground, ground_of


@dataclass(frozen=True, slots=True)
class TriedLink:
    """One link as it is: its source, stance, sourcing, and its points where it counts (None where not).

    `is_traced` where it names what it relies on.
    """

    id: int
    title: str
    publisher: str
    stance: str
    sourcing: str
    is_traced: bool
    points: int | None


@dataclass(frozen=True, slots=True)
class TriedPublisher:
    """A publisher whose grade takes part."""

    id: int
    name: str
    grade: str


@dataclass(frozen=True, slots=True)
class TriedSource:
    """A publication that takes part and could be taken back."""

    id: int
    title: str
    publisher: str


@dataclass(frozen=True, slots=True)
class TrialPage:
    """Everything that may be supposed about a claim. `parts` are the claims that decide in its place."""

    claim: Claim
    ground: Ground
    links: tuple[TriedLink, ...]
    publishers: tuple[TriedPublisher, ...]
    sources: tuple[TriedSource, ...]
    parts: tuple[Claim, ...]


def trial_page(claim_id: int, person: User) -> TrialPage:
    """What may be supposed about the claim; refuses with `NotFound`."""
    claim = claim_for(claim_id, person)
    ground = ground_of(claim_id)
    sources = sources_named(item.id for item in ground.inputs.items)
    return TrialPage(
        claim=claim,
        ground=ground,
        links=_links(ground, sources),
        publishers=_publishers(ground),
        sources=tuple(
            TriedSource(pk, source.title, publisher_shown(source))
            for pk, source in sources.items()
            if source.state != SourceState.RETRACTED
        ),
        parts=tuple(Claim.objects.standing().filter(part_of=claim_id).order_by("id")),
    )


def sources_named(source_ids: Iterable[int | str]) -> dict[int, Source]:
    """These sources with their publishers, by id, in the order of ids."""
    found = Source.objects.filter(pk__in=[int(pk) for pk in source_ids]).select_related("publisher")
    return {source.pk: source for source in found.order_by("pk")}


def publisher_shown(source: Source) -> str:
    """The name under a publication; empty where it is unnamed."""
    return "" if source.is_anonymous else source.publisher.name


def _links(ground: Ground, sources: dict[int, Source]) -> tuple[TriedLink, ...]:
    told = {link.link: link for link in ground.now.links}
    return tuple(
        TriedLink(
            id=int(link.id),
            title=sources[int(link.item)].title,
            publisher=publisher_shown(sources[int(link.item)]),
            stance=link.stance,
            sourcing=link.sourcing,
            is_traced=bool(link.relies_on),
            points=_points(told.get(link.id)),
        )
        for link in ground.inputs.links
    )


def _points(told: LinkResult | None) -> int | None:
    return told.points if told and told.counted else None


def _publishers(ground: Ground) -> tuple[TriedPublisher, ...]:
    rows = {publisher.id: publisher for publisher in ground.inputs.publishers}
    names = Publisher.objects.filter(pk__in=list(rows)).order_by("name", "pk").values_list("pk", "name")
    return tuple(TriedPublisher(pk, name, _grade(ground, rows[pk])) for pk, name in names)


def _grade(ground: Ground, publisher: PublisherInput) -> str:
    """The grade recorded, else that of its kind."""
    return publisher.grade or ground.policy.grade_by_kind.get(publisher.kind, Grade.F.value)
