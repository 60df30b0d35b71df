"""Short ways to write down a node with its evidence; outlets and places are invented."""

from datetime import date

from annotations.domain.verification import (
    BlocMembership,
    DerivationInput,
    Inputs,
    ItemInput,
    LinkInput,
    NodeInput,
    PublisherInput,
    Result,
    assess,
)

NORTH, SOUTH = "north", "south"


def publisher(
    key: str, grade: str | None = None, kind: str = "wire", bloc: str | None = None, owner: str | None = None
) -> PublisherInput:
    """A publisher, speaking for a bloc when one is given."""
    blocs = (BlocMembership(bloc),) if bloc else ()
    return PublisherInput(key, kind, grade, owner, blocs)


def item(
    key: str, by: str | None, *rests_on: str, on: date | None = None, state: str = "active"
) -> ItemInput:
    """An item of a publisher that cites the items it rests on."""
    derivations = tuple(DerivationInput(other) for other in rests_on)
    return ItemInput(key, by, on, state, by is None, derivations)


def pro(
    key: str, on: str, proximity: str = "secondary", sourcing: str = "unexamined", **more: object
) -> LinkInput:
    """A corroborating link to an item."""
    return LinkInput(key, on, "corroborates", proximity=proximity, sourcing=sourcing, **more)  # type: ignore[arg-type]


def con(
    key: str, on: str, proximity: str = "secondary", sourcing: str = "unexamined", **more: object
) -> LinkInput:
    """A contradicting link to an item."""
    return LinkInput(key, on, "contradicts", proximity=proximity, sourcing=sourcing, **more)  # type: ignore[arg-type]


def scene(*parts: object, node: NodeInput | None = None) -> Inputs:
    """Sort publishers, items and links into the inputs of one node."""
    return Inputs(
        node=node or NodeInput(1),
        links=tuple(part for part in parts if isinstance(part, LinkInput)),
        items=tuple(part for part in parts if isinstance(part, ItemInput)),
        publishers=tuple(part for part in parts if isinstance(part, PublisherInput)),
    )


def own_reports(*grades: str, stance: str = "corroborates") -> tuple[object, ...]:
    """One own report of a separate publisher for each grade."""
    parts: list[object] = []
    for number, grade in enumerate(grades):
        name = f"{stance}{number}"
        parts += [publisher(name, grade), item(name, name), LinkInput(name, name, stance, sourcing="own")]
    return tuple(parts)


def amounts(result: Result) -> tuple[int | None, int | None, str]:
    """Support, opposition and status: what a table of examples compares."""
    return result.support, result.opposition, result.status.value


def judged(
    *parts: object, node: NodeInput | None = None, as_of: date | None = None
) -> tuple[int | None, int | None, str]:
    """Assess a scene and keep what a table compares."""
    return amounts(assess(scene(*parts, node=node), as_of=as_of))
