"""Counting each origin once and each outlet once (specification 2.2).

Outlets and origins form a bipartite graph whose edges are the best links between them; what a side is worth
is its maximum-weight matching. Of matchings with equal weight the one with more edges is taken, so that the
number of independent origins is determined too.

An origin may use up several classes (a circle of outlets, an unnamed official of a known ministry). Such an
origin excludes every origin that shares a class with it. There are rarely any, so each choice of them is
tried.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

Origin = frozenset[str]
Edges = dict[tuple[str, Origin], int]

# A weight is a whole number of points up to 100; with this factor one more edge never outweighs one more
# point.
_POINT = 1 << 20
# Beyond this many overlapping origins they are merged, which can only count less.
_MOST_OVERLAPPING = 6


@dataclass(frozen=True, slots=True)
class Matching:
    """The value of a side in points, and the pairs that make it up, in a fixed order."""

    points: int
    pairs: tuple[tuple[str, Origin], ...]


EMPTY = Matching(0, ())


def best_matching(edges: Edges) -> Matching:
    """The heaviest set of edges in which every outlet class and every origin class occurs at most once."""
    if not edges:
        return EMPTY
    overlapping = _overlapping({origin for _, origin in edges})
    if len(overlapping) > _MOST_OVERLAPPING:
        return _with_merged_origins(edges, overlapping)
    candidates = [_match(_without(edges, overlapping, chosen)) for chosen in _choices(overlapping)]
    return max(candidates, key=lambda matching: (matching.points, len(matching.pairs)))


def _overlapping(origins: Iterable[Origin]) -> list[Origin]:
    """Origins of several classes that share one with another origin, in a fixed order."""
    origins = list(origins)
    wide = [origin for origin in origins if len(origin) > 1]
    shared = [origin for origin in wide if any(origin & other for other in origins if other != origin)]
    return sorted(shared, key=sorted)


def _choices(overlapping: list[Origin]) -> Iterable[tuple[Origin, ...]]:
    for size in range(len(overlapping) + 1):
        for chosen in combinations(overlapping, size):
            if all(not (a & b) for a, b in combinations(chosen, 2)):
                yield chosen


def _without(edges: Edges, overlapping: list[Origin], chosen: tuple[Origin, ...]) -> Edges:
    """The edges that remain when of the overlapping origins just the chosen ones may be used."""
    if not overlapping:
        return edges
    used = frozenset[str]().union(*chosen)
    return {
        (outlet, origin): points
        for (outlet, origin), points in edges.items()
        if origin in chosen or (origin not in overlapping and not origin & used)
    }


def _with_merged_origins(edges: Edges, overlapping: list[Origin]) -> Matching:
    merged = frozenset[str]().union(*overlapping)
    best: dict[tuple[str, Origin], tuple[str, Origin]] = {}
    for outlet, origin in sorted(edges, key=_edge_order):
        key = (outlet, merged if origin & merged else origin)
        if key not in best or edges[best[key]] < edges[outlet, origin]:
            best[key] = (outlet, origin)
    matching = _match({key: edges[edge] for key, edge in best.items()})
    return Matching(matching.points, tuple(best[pair] for pair in matching.pairs))


def _edge_order(edge: tuple[str, Origin]) -> tuple[str, list[str]]:
    return edge[0], sorted(edge[1])


def _match(edges: Edges) -> Matching:
    pairs: list[tuple[str, Origin]] = []
    for component in _components(edges):
        pairs.extend(_match_component({edge: edges[edge] for edge in component}))
    pairs.sort(key=_edge_order)
    return Matching(sum(edges[pair] for pair in pairs), tuple(pairs))


def _components(edges: Edges) -> list[list[tuple[str, Origin]]]:
    by_vertex: dict[str | Origin, list[tuple[str, Origin]]] = {}
    for edge in sorted(edges, key=_edge_order):
        for vertex in edge:
            by_vertex.setdefault(vertex, []).append(edge)
    components, seen = [], set[str | Origin]()
    for vertex in by_vertex:
        if vertex not in seen:
            components.append(_component(vertex, by_vertex, seen))
    return components


def _component(
    start: str | Origin, by_vertex: dict[str | Origin, list[tuple[str, Origin]]], seen: set[str | Origin]
) -> list[tuple[str, Origin]]:
    found: dict[tuple[str, Origin], None] = {}
    waiting = [start]
    seen.add(start)
    while waiting:
        for edge in by_vertex[waiting.pop()]:
            found[edge] = None
            fresh = [vertex for vertex in edge if vertex not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
    return list(found)


def _match_component(edges: Edges) -> list[tuple[str, Origin]]:
    outlets = sorted({outlet for outlet, _ in edges})
    origins = sorted({origin for _, origin in edges}, key=sorted)
    if len(outlets) == 1 or len(origins) == 1:
        # Of equals, the outlet that is itself the origin is the one to show.
        return [min(edges, key=lambda edge: (-edges[edge], edge[0] not in edge[1], _edge_order(edge)))]
    if len(outlets) > len(origins):
        rows = [[edges.get((outlet, origin), 0) for outlet in outlets] for origin in origins]
        return [(outlets[column], origins[row]) for row, column in assignment(rows)]
    rows = [[edges.get((outlet, origin), 0) for origin in origins] for outlet in outlets]
    return [(outlets[row], origins[column]) for row, column in assignment(rows)]


def assignment(weights: list[list[int]]) -> list[tuple[int, int]]:
    """Maximum-weight matching of rows to columns by the Hungarian method with potentials, in whole numbers.

    `weights` has at least as many columns as rows; 0 is no edge. O(rows^2 x columns).
    """
    rows, columns = len(weights), len(weights[0])
    costs = [[-(weight * _POINT + 1) if weight else 0 for weight in row] for row in weights]
    row_potential, column_potential = [0] * rows, [0] * (columns + 1)
    row_of: list[int] = [-1] * (columns + 1)
    for row in range(rows):
        _assign_row(row, costs, row_potential, column_potential, row_of)
    pairs = [(row_of[column], column) for column in range(columns) if row_of[column] >= 0]
    return sorted((row, column) for row, column in pairs if weights[row][column])


def _assign_row(
    row: int,
    costs: list[list[int]],
    row_potential: list[int],
    column_potential: list[int],
    row_of: list[int],
) -> None:
    """Add one row along a shortest augmenting path; the last column is the imaginary one it starts from."""
    columns = len(column_potential) - 1
    row_of[columns] = row
    slack: list[int | None] = [None] * columns
    came_from = [columns] * columns
    done: list[int] = []
    open_columns = set(range(columns))
    current = columns
    while row_of[current] >= 0:
        done.append(current)
        open_columns.discard(current)
        reached = row_of[current]
        for column in open_columns:
            reduced = costs[reached][column] - row_potential[reached] - column_potential[column]
            known = slack[column]
            if known is None or reduced < known:
                slack[column], came_from[column] = reduced, current
        nearest, step = min(
            ((column, slack[column] or 0) for column in open_columns), key=lambda c: (c[1], c[0])
        )
        for column in done:
            row_potential[row_of[column]] += step
            column_potential[column] -= step
        for column in open_columns:
            slack[column] = (slack[column] or 0) - step
        current = nearest
    while current != columns:
        row_of[current] = row_of[came_from[current]]
        current = came_from[current]
    row_of[columns] = -1
