"""What a link rests on: the derivation graph walked from one passage to its origins (specification 2.1, 2.6).

Derivation is directed. Two links depend on each other only if they share an *origin*, so connected
components would be wrong: an outlet that cites two agencies would make the two agencies one, and support
would fall by adding it.

From the item of a link we follow derivations to the terminal components of what is reachable:

- `relies_on` replaces the item's own derivations for this passage; own reporting replaces them by nothing.
- Items recorded as the same work, or as not independent of each other, are one vertex.
- A cycle of vertices is one component, and is remembered as circular reporting.
- A retracted item and the article under check are dead ends: a vertex all of whose ways end there has no
  origin, and is not promoted to one.
- In an attribution node the asserter's own items are no vertices at all: whoever heard the words is a
  witness of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from annotations.domain.verification.inputs import ItemInput, Key, LinkInput, order
from annotations.domain.verification.register import Register
from annotations.domain.vocabulary import SourceRelationKind, Sourcing

Root = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The origins of one passage.

    `roots` are sets of items, each one origin. `steps` are the derivations that were walked, by item.
    `lost_to_retraction` and `lost_to_host` say that some way ended in a retracted item or in the article
    itself.
    """

    start: Key
    roots: tuple[Root, ...]
    steps: dict[Key, tuple[Key, ...]] = field(default_factory=dict)
    circular: bool = False
    lost_to_retraction: bool = False
    lost_to_host: bool = False


@dataclass(slots=True)
class _Vertex:
    """Items that count as one, with what they rest on and the ways that were cut."""

    members: Root
    targets: tuple[Key, ...] = ()
    heard_from_asserter: bool = False
    lost_to_retraction: bool = False
    lost_to_host: bool = False


def rests_on_others(link: LinkInput, item: ItemInput) -> bool:
    """Whether a passage is a relay: it, or failing that its item, names what it rests on."""
    if link.sourcing == Sourcing.OWN:
        return False
    return bool(_named_by_link(link)) or bool(item.derivations)


def _named_by_link(link: LinkInput) -> tuple[Key, ...]:
    if link.sourcing != Sourcing.RELIES_ON:
        return ()
    return tuple(key for key in link.relies_on if key != link.item)


class Derivations:
    """Walks the derivation graph of one register; the same walk is done once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._groups = _groups(register)
        self._known: dict[tuple[Key, tuple[Key, ...] | None], Trace] = {}

    def trace(self, link: LinkInput) -> Trace:
        """Follow a link to its origins."""
        instead = () if link.sourcing == Sourcing.OWN else (_named_by_link(link) or None)
        walk = (link.item, instead)
        if walk not in self._known:
            self._known[walk] = self._walk(*walk)
        return self._known[walk]

    def _walk(self, start: Key, instead: tuple[Key, ...] | None) -> Trace:
        first = self._members(start)
        vertices = {first[0]: self._vertex(first, instead)}
        waiting = list(vertices[first[0]].targets)
        while waiting:
            members = self._members(waiting.pop())
            if members[0] not in vertices:
                vertices[members[0]] = self._vertex(members, None)
                waiting.extend(vertices[members[0]].targets)
        if len(vertices) == 1:
            return _alone(start, vertices[first[0]])
        return self._condensed(start, first[0], vertices)

    def _members(self, key: Key) -> Root:
        return self._groups.get(key, (key,))

    def _vertex(self, members: Root, instead: tuple[Key, ...] | None) -> _Vertex:
        vertex, targets = _Vertex(members), {}
        named = instead
        if named is None:
            named = tuple(d.to for member in members for d in self._register.items[member].derivations)
        for key in named:
            item = self._register.items[key]
            if self._register.is_asserters_own(item):
                vertex.heard_from_asserter = True
            elif self._register.is_retracted(item):
                vertex.lost_to_retraction = True
            elif self._register.is_host(item):
                vertex.lost_to_host = True
            elif key not in members:
                targets[key] = True
        vertex.targets = tuple(sorted(targets, key=order))
        return vertex

    def _condensed(self, start: Key, first: Key, vertices: dict[Key, _Vertex]) -> Trace:
        successors = {
            name: tuple(dict.fromkeys(self._members(key)[0] for key in vertex.targets))
            for name, vertex in vertices.items()
        }
        components = strong_components(first, successors)
        return Trace(
            start=start,
            roots=_roots(components, successors, vertices),
            steps={member: vertex.targets for vertex in vertices.values() for member in vertex.members},
            circular=any(len(component) > 1 for component in components),
            lost_to_retraction=any(vertex.lost_to_retraction for vertex in vertices.values()),
            lost_to_host=any(vertex.lost_to_host for vertex in vertices.values()),
        )


def _groups(register: Register) -> dict[Key, Root]:
    """Sets of items that share their origin by record; only items that can stand in the graph."""
    groups: dict[Key, Root] = {}
    for relation in register.item_relations:
        if relation.kind == SourceRelationKind.DISTINCT or not _both_stand(register, relation.a, relation.b):
            continue
        joined = {*groups.get(relation.a, (relation.a,)), *groups.get(relation.b, (relation.b,))}
        members = tuple(sorted(joined, key=order))
        groups.update(dict.fromkeys(members, members))
    return groups


def _both_stand(register: Register, a: Key, b: Key) -> bool:
    return all(
        not (register.is_retracted(item) or register.is_host(item) or register.is_asserters_own(item))
        for item in (register.items[a], register.items[b])
    )


def _alone(start: Key, vertex: _Vertex) -> Trace:
    lost = vertex.lost_to_retraction or vertex.lost_to_host
    return Trace(
        start=start,
        roots=() if lost and not vertex.heard_from_asserter else (vertex.members,),
        lost_to_retraction=vertex.lost_to_retraction,
        lost_to_host=vertex.lost_to_host,
    )


def strong_components(start: Key, successors: dict[Key, tuple[Key, ...]]) -> list[tuple[Key, ...]]:
    """Strongly connected components reachable from `start`, sinks first (Tarjan 1972), without recursion."""
    index: dict[Key, int] = {start: 0}
    low: dict[Key, int] = {start: 0}
    stack, on_stack = [start], {start}
    calls = [(start, iter(successors[start]))]
    components: list[tuple[Key, ...]] = []
    while calls:
        name, remaining = calls[-1]
        following = next((other for other in remaining if other not in index or other in on_stack), None)
        if following is None:
            calls.pop()
            if calls:
                low[calls[-1][0]] = min(low[calls[-1][0]], low[name])
            if low[name] == index[name]:
                cut = stack.index(name)
                components.append(tuple(stack[cut:]))
                on_stack.difference_update(stack[cut:])
                del stack[cut:]
        elif following in index:
            low[name] = min(low[name], index[following])
        else:
            index[following] = low[following] = len(index)
            stack.append(following)
            on_stack.add(following)
            calls.append((following, iter(successors[following])))
    return components


def _roots(
    components: list[tuple[Key, ...]],
    successors: dict[Key, tuple[Key, ...]],
    vertices: dict[Key, _Vertex],
) -> tuple[Root, ...]:
    """Origins of the component that was reached first, which Tarjan completes last."""
    component_of = {name: number for number, component in enumerate(components) for name in component}
    origins: list[set[Root]] = []
    for number, component in enumerate(components):
        beyond = {component_of[other] for name in component for other in successors[name]} - {number}
        reached = set().union(*(origins[other] for other in beyond))
        if not reached and _stands_itself([vertices[name] for name in component], bool(beyond)):
            reached = {tuple(sorted((m for name in component for m in vertices[name].members), key=order))}
        origins.append(reached)
    return tuple(sorted(origins[-1], key=lambda root: [order(key) for key in root]))


def _stands_itself(vertices: list[_Vertex], leads_on: bool) -> bool:
    if any(vertex.heard_from_asserter for vertex in vertices):
        return True
    return not leads_on and not any(vertex.lost_to_retraction or vertex.lost_to_host for vertex in vertices)


def widest_path(
    trace: Trace, root: Root, start_points: int, entry_points: Callable[[Key, Key, bool], int]
) -> int:
    """The best of the worst grades over all ways from the start of a trace to one of its roots.

    `entry_points(before, item, is_origin)` is what an item is worth when it is reached from another.
    """
    if trace.start in root:
        return start_points
    best, arrived = {trace.start: start_points}, 0
    waiting = [trace.start]
    while waiting:
        before = waiting.pop()
        for item in trace.steps.get(before, ()):
            width = min(best[before], entry_points(before, item, item in root))
            if item in root:
                arrived = max(arrived, width)
            elif width > best.get(item, -1):
                best[item] = width
                waiting.append(item)
    return arrived
