"""The picture of independence of one claim: who rests on whom, with the names people know."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from annotations.domain.verification import (
    LinkResult,
    Picture,
    PictureEdge,
    PictureGroup,
    PictureKind,
    PictureNode,
    Result,
    folded_picture,
    independence_picture,
    picture_sentences,
)
from annotations.models import Claim, Source, User
from annotations.queries.claim_trials import publisher_shown, sources_named
from annotations.queries.claims import claim_for
from annotations.queries.label_names import label_names
from annotations.queries.suppositions import ground_of


@dataclass(frozen=True, slots=True)
class PicturedItem:
    """One publication with everything that the picture shows of it. `links` are its evidence as the engine
    weighed it; `rests_on` are publications with the kind of derivation; `groups` what it is one with.
    """

    source: Source
    publisher: str
    kind: PictureKind
    links: tuple[LinkResult, ...]
    rests_on: tuple[tuple[Source, str], ...]
    groups: tuple[PictureGroup, ...]


@dataclass(frozen=True, slots=True)
class Independence:
    """The picture of one claim as its evidence is at this moment, the same in words, and its items by id.

    `folded` has one card for items that are alike; in `picture` those cards lie open that were asked for.
    """

    claim: Claim
    picture: Picture
    folded: Picture
    result: Result
    names: dict[str, str]
    sentences: tuple[str, ...]
    items: dict[int, PicturedItem]


def independence_of(claim_id: int, person: User, unfolded: Collection[int] = ()) -> Independence:
    """Who rests on whom in the evidence of a claim; refuses with `NotFound`. `unfolded` are first items of
    cards that lie open.
    """
    claim = claim_for(claim_id, person)
    ground = ground_of(claim_id)
    picture = independence_picture(ground.inputs, ground.now)
    names = label_names(
        [
            *(node.label for node in picture.nodes),
            *(group.label for group in picture.groups),
            *(link.outlet or link.outlet_class for link in ground.now.links),
        ]
    )
    return Independence(
        claim=claim,
        picture=folded_picture(picture, ground.now, unfolded),
        folded=folded_picture(picture, ground.now),
        result=ground.now,
        names=names,
        sentences=picture_sentences(picture, ground.now, names),
        items=_items(picture, ground.now),
    )


def _items(picture: Picture, result: Result) -> dict[int, PicturedItem]:
    sources = sources_named(node.item for node in picture.nodes)
    told = {link.link: link for link in result.links}
    edges, groups = _edges_by_item(picture), _groups_by_item(picture)
    return {int(node.item): _item(node, sources, told, edges, groups) for node in picture.nodes}


def _item(
    node: PictureNode,
    sources: dict[int, Source],
    told: dict[int | str, LinkResult],
    edges: dict[int, list[PictureEdge]],
    groups: dict[int, list[PictureGroup]],
) -> PicturedItem:
    key = int(node.item)
    return PicturedItem(
        source=sources[key],
        publisher=publisher_shown(sources[key]),
        kind=node.kind,
        links=tuple(told[link] for link in node.links if link in told),
        rests_on=tuple((sources[int(edge.rests_on)], edge.kind) for edge in edges[key]),
        groups=tuple(groups[key]),
    )


def _edges_by_item(picture: Picture) -> dict[int, list[PictureEdge]]:
    edges: dict[int, list[PictureEdge]] = defaultdict(list)
    for edge in picture.edges:
        edges[int(edge.item)].append(edge)
    return edges


def _groups_by_item(picture: Picture) -> dict[int, list[PictureGroup]]:
    groups: dict[int, list[PictureGroup]] = defaultdict(list)
    for group in picture.groups:
        for item in group.items:
            groups[int(item)].append(group)
    return groups
