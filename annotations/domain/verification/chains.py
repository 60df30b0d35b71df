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

from dataclasses import dataclass

from annotations.domain.verification.inputs import Key, LinkInput, order
from annotations.domain.verification.register import Register
from annotations.domain.vocabulary import SourceRelationKind, Sourcing

Root = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """The origins of one passage.

    `roots` are sets of items, each one origin. `lost_to_retraction` and `lost_to_host` say that some way
    ended in a retracted item or in the article itself. `steps` are the derivations that were walked, by
    item, where the passage names its own; None where those of the register hold.
    """

    start: Key
    roots: tuple[Root, ...]
    circular: bool = False
    lost_to_retraction: bool = False
    lost_to_host: bool = False
    steps: dict[Key, tuple[Key, ...]] | None = None


@dataclass(frozen=True, slots=True)
class _Reach:
    """What is known of everything that can be reached from one component, itself included."""

    roots: frozenset[Root]
    circular: bool
    lost_to_retraction: bool
    lost_to_host: bool


@dataclass(slots=True)
class _Vertex:
    """Items that count as one, with what they rest on and the ways that were cut."""

    members: Root
    targets: tuple[Key, ...] = ()
    heard_from_asserter: bool = False
    lost_to_retraction: bool = False
    lost_to_host: bool = False


def _named_by_link(link: LinkInput) -> tuple[Key, ...]:
    if link.sourcing != Sourcing.RELIES_ON:
        return ()
    return tuple(key for key in link.relies_on if key != link.item)


class Derivations:
    """Walks the derivation graph of one register; what was walked once is remembered."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._groups = _groups(register)
        self._vertices: dict[Key, _Vertex] = {}
        self._reaches: dict[Key, _Reach] = {}
        self._traces: dict[tuple[Key, tuple[Key, ...] | None], Trace] = {}

    def is_relay(self, link: LinkInput) -> bool:
        """Whether a passage names what it rests on; failing that, its item or a copy of it does."""
        if link.sourcing == Sourcing.OWN:
            return False
        members = self.copies(link.item)
        named = _named_by_link(link) or self._register_names(members)
        return any(key not in members for key in named)

    def trace(self, link: LinkInput) -> Trace:
        """Follow a link to its origins."""
        instead = () if link.sourcing == Sourcing.OWN else (_named_by_link(link) or None)
        walk = (link.item, instead)
        if walk not in self._traces:
            self._traces[walk] = self._walk(*walk)
        return self._traces[walk]

    def steps(self) -> dict[Key, tuple[Key, ...]]:
        """What each item of the register rests on; ways that end nowhere are left out."""
        return {key: self._vertex(self.copies(key)).targets for key in self._register.items}

    def _walk(self, start: Key, instead: tuple[Key, ...] | None) -> Trace:
        first = self.copies(start)
        if not (self._register_names(first) if instead is None else instead):
            # Resting on nothing, it is its own origin: so it is with most links.
            return Trace(start, (first,), steps=None if instead is None else dict.fromkeys(first, ()))
        vertices = {} if instead is None else {first[0]: self._new_vertex(first, instead)}
        reaches = self._reaches if instead is None else {}
        self._reach(first, vertices, reaches)
        found = reaches[first[0]]
        steps = {member: v.targets for v in vertices.values() for member in v.members}
        return Trace(
            start=start,
            roots=tuple(sorted(found.roots, key=lambda root: [order(key) for key in root])),
            circular=found.circular,
            lost_to_retraction=found.lost_to_retraction,
            lost_to_host=found.lost_to_host,
            steps=None if instead is None else steps,
        )

    def _reach(self, first: Root, vertices: dict[Key, _Vertex], reaches: dict[Key, _Reach]) -> None:
        """Fill in what can be reached from a vertex, taking what is known already as it is."""
        successors: dict[Key, tuple[Key, ...]] = {}
        waiting = [first] if first[0] not in reaches else []
        while waiting:
            members = waiting.pop()
            name = members[0]
            if name not in successors:
                vertex = vertices.get(name) or vertices.setdefault(name, self._vertex(members))
                beneath = [self.copies(key) for key in vertex.targets]
                successors[name] = tuple(dict.fromkeys(m[0] for m in beneath if m[0] not in reaches))
                waiting.extend(m for m in beneath if m[0] not in reaches)
        for component in strong_components(first[0], successors) if successors else ():
            reach = self._condensed([vertices[name] for name in component], reaches)
            reaches.update(dict.fromkeys(component, reach))

    def _condensed(self, component: list[_Vertex], reaches: dict[Key, _Reach]) -> _Reach:
        own = {vertex.members[0] for vertex in component}
        beyond = {self.copies(key)[0] for vertex in component for key in vertex.targets} - own
        known = [reaches[name] for name in beyond]
        roots = frozenset[Root]().union(*(reach.roots for reach in known))
        if not roots and _stands_itself(component, bool(beyond)):
            roots = frozenset({tuple(sorted((m for v in component for m in v.members), key=order))})
        return _Reach(
            roots=roots,
            circular=len(component) > 1 or any(reach.circular for reach in known),
            lost_to_retraction=any(v.lost_to_retraction for v in component)
            or any(reach.lost_to_retraction for reach in known),
            lost_to_host=any(v.lost_to_host for v in component) or any(reach.lost_to_host for reach in known),
        )

    def _vertex(self, members: Root) -> _Vertex:
        if members[0] not in self._vertices:
            self._vertices[members[0]] = self._new_vertex(members, self._register_names(members))
        return self._vertices[members[0]]

    def _register_names(self, members: Root) -> tuple[Key, ...]:
        items = self._register.items
        return tuple(derivation.to for member in members for derivation in items[member].derivations)

    def copies(self, key: Key) -> Root:
        """An item with all that shares its origin by record: one vertex of the graph."""
        return self._groups.get(key, (key,))

    def _new_vertex(self, members: Root, named: tuple[Key, ...]) -> _Vertex:
        vertex, targets = _Vertex(members), dict[Key, bool]()
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


def _stands_itself(vertices: list[_Vertex], leads_on: bool) -> bool:
    if any(vertex.heard_from_asserter for vertex in vertices):
        return True
    return not leads_on and not any(vertex.lost_to_retraction or vertex.lost_to_host for vertex in vertices)
