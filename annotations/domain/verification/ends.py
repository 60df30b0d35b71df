"""What a matching is made of: edges between outlets and origins, each end a set of class labels.

Mostly an end is one label (see `classes`). An origin may use up several: a circle of outlets, an unnamed
official of a known ministry. Two ends that share a label exclude each other.
"""

from collections.abc import Iterable, Iterator

Labels = frozenset[str]
Edge = tuple[Labels, Labels]
Edges = dict[Edge, int]

# One more edge never outweighs one more point, and one more outlet in its own name never one more edge.
_POINT, _EDGE = 1 << 40, 1 << 20


def are_apart(ends: Iterable[Labels]) -> bool:
    """Whether no label stands in two of them: then nothing competes, as with most claims."""
    labels = [label for end in ends for label in end]
    return len(set(labels)) == len(labels)


def edge_order(edge: Edge) -> tuple[list[str], list[str]]:
    """Sort key that depends on the labels alone."""
    return sorted(edge[0]), sorted(edge[1])


def value_of(edge: Edge, points: int) -> int:
    """One number for an edge: its points, then itself, then whether the outlet is the origin."""
    return points * _POINT + _EDGE + (not edge[0].isdisjoint(edge[1]))


def components(edges: Edges) -> Iterator[Edges]:
    """Groups of edges that have nothing to do with each other."""
    groups = _groups_of_ends(edges)
    by_end: dict[tuple[int, str], list[Edge]] = {}
    for edge in edges:
        for side in (0, 1):
            by_end.setdefault((side, groups[side][edge[side]]), []).append(edge)
    seen = set[Edge]()
    for edge in edges:
        if edge not in seen:
            yield {found: edges[found] for found in _reached(edge, groups, by_end, seen)}


def _reached(
    start: Edge,
    groups: tuple[dict[Labels, str], ...],
    by_end: dict[tuple[int, str], list[Edge]],
    seen: set[Edge],
) -> list[Edge]:
    found = [start]
    seen.add(start)
    for edge in found:
        for side in (0, 1):
            # Each end is followed once: afterwards all its edges are known.
            fresh = [other for other in by_end.pop((side, groups[side][edge[side]]), ()) if other not in seen]
            seen.update(fresh)
            found.extend(fresh)
    return found


def _groups_of_ends(edges: Edges) -> tuple[dict[Labels, str], ...]:
    """For outlets and for origins: each end with a name for all that hangs together through shared labels."""
    return tuple(_grouped({edge[side] for edge in edges}) for side in (0, 1))


def _grouped(ends: set[Labels]) -> dict[Labels, str]:
    parent: dict[str, str] = {}

    def find(label: str) -> str:
        while parent.setdefault(label, label) != label:
            parent[label] = label = parent[parent[label]]
        return label

    for end in ends:
        first, *others = sorted({find(label) for label in end})
        parent.update(dict.fromkeys(others, first))
    return {end: find(min(end)) for end in ends}
