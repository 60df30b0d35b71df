"""Random registers for the properties: publishers, derivations, relations and links of any shape."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from annotations.domain.verification import (
    BlocMembership,
    DerivationInput,
    Inputs,
    ItemInput,
    LinkInput,
    NodeInput,
    PublisherInput,
    RelationInput,
)

FIRST_DAY = date(2020, 1, 1)
PUBLISHERS = [f"p{number}" for number in range(5)]
ITEMS = [f"i{number}" for number in range(6)]
STANCES = ("corroborates", "contradicts")

grades = st.sampled_from(["A", "B", "C", "D", "E", "F", None])
days = st.integers(0, 20).map(lambda number: FIRST_DAY + timedelta(days=number))
MIDDLE_DAY = FIRST_DAY + timedelta(days=10)
memberships = st.sampled_from(
    [
        (),
        (),
        (BlocMembership("north"),),
        (BlocMembership("south"),),
        (BlocMembership("north", since=MIDDLE_DAY),),
        (BlocMembership("north", until=MIDDLE_DAY), BlocMembership("south", since=MIDDLE_DAY)),
    ]
)


@st.composite
def publishers(draw: st.DrawFn, key: str) -> PublisherInput:
    kind = draw(st.sampled_from(["wire", "newspaper", "anonymous", "state_media", "unknown"]))
    owner = draw(st.sampled_from([None, None, None, "holding"]))
    return PublisherInput(key, kind, draw(grades), owner, draw(memberships))


@st.composite
def items(draw: st.DrawFn, key: str) -> ItemInput:
    rests_on = draw(st.lists(st.sampled_from(ITEMS), max_size=2, unique=True))
    return ItemInput(
        key,
        draw(st.sampled_from([*PUBLISHERS, None])),
        draw(days),
        draw(st.sampled_from(["active", "active", "active", "corrected", "retracted"])),
        draw(st.integers(0, 5)) == 0,
        tuple(DerivationInput(other) for other in rests_on if other != key),
    )


@st.composite
def links(draw: st.DrawFn, key: str, stance: str | None = None) -> LinkInput:
    return LinkInput(
        key,
        draw(st.sampled_from(ITEMS)),
        stance or draw(st.sampled_from([*STANCES, "context"])),
        draw(st.sampled_from(["accepted", "accepted", "accepted", "proposed", "disputed"])),
        draw(st.sampled_from(["full", "full", "partial"])),
        draw(st.sampled_from(["primary", "secondary", "tertiary"])),
        draw(st.sampled_from(["6", "3", "4", "5"])),
        draw(st.sampled_from(["own", "own", "relies_on", "unexamined"])),
        tuple(draw(st.lists(st.sampled_from(ITEMS), max_size=2, unique=True))),
        passage=draw(st.sampled_from(["stands", "stands", "stands", "gone"])),
    )


@st.composite
def nodes(draw: st.DrawFn) -> NodeInput:
    favours = draw(st.sampled_from([(), ("north",), ("south",)]))
    disfavours = draw(st.sampled_from([(), ("north",), ("south",)]))
    return NodeInput(
        1,
        draw(st.sampled_from(["event", "quantity", "causal", "attribution"])),
        draw(st.sampled_from(["normal", "high"])),
        draw(st.sampled_from([None, *PUBLISHERS])),
        favours,
        disfavours,
        host_items=draw(st.sampled_from([(), ("i0",)])),
    )


@st.composite
def relations(draw: st.DrawFn, kinds: tuple[str, ...], members: list[str]) -> tuple[RelationInput, ...]:
    pairs = draw(st.lists(st.tuples(st.sampled_from(kinds), *[st.sampled_from(members)] * 2), max_size=2))
    return tuple(RelationInput(kind, a, b) for kind, a, b in pairs if a != b)


@st.composite
def worlds(draw: st.DrawFn, most_links: int = 5) -> Inputs:
    """Any inputs whatever, small enough to be tried often."""
    count = draw(st.integers(0, most_links))
    return Inputs(
        node=draw(nodes()),
        links=tuple(draw(links(f"L{number}")) for number in range(count)),
        items=tuple(draw(items(key)) for key in ITEMS),
        publishers=tuple(draw(publishers(key)) for key in PUBLISHERS),
        item_relations=draw(relations(("same_work", "not_independent", "distinct"), ITEMS)),
        publisher_relations=draw(relations(("not_independent", "independent"), PUBLISHERS)),
    )


def mirrored(inputs: Inputs) -> Inputs:
    """Every stance turned round, and whose interest it serves with it."""
    turned = {"corroborates": "contradicts", "contradicts": "corroborates", "context": "context"}
    node = replace(inputs.node, favours=inputs.node.disfavours, disfavours=inputs.node.favours)
    links = tuple(replace(link, stance=turned[link.stance]) for link in inputs.links)
    return replace(inputs, node=node, links=links)


def with_link(inputs: Inputs, link: LinkInput) -> Inputs:
    """One link more."""
    return replace(inputs, links=(*inputs.links, link))


def with_item(inputs: Inputs, changed: ItemInput) -> Inputs:
    """One item changed."""
    return replace(inputs, items=tuple(changed if item.id == changed.id else item for item in inputs.items))
