"""Counting each origin once and each outlet once (specification 2.2).

Outlets and origins form a bipartite graph whose edges are the best links between them; what a side is worth
is its maximum-weight matching. Of matchings with equal weight the one with more edges is taken, so that the
number of independent origins is determined too; of those the one with more outlets that are themselves the
origin, which are the ones to show.

Both ends of an edge are sets of class labels, mostly of one (see `classes`). An origin may use up several:
a circle of outlets, an unnamed official of a known ministry. Two ends that share a label exclude each other.
Such overlaps are rare, so each choice among them is tried.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice

Labels = frozenset[str]
Edge = tuple[Labels, Labels]
Edges = dict[Edge, int]

# One more edge never outweighs one more point, and one more outlet in its own name never one more edge.
_POINT, _EDGE = 1 << 40, 1 << 20
# Beyond this many ways to choose among overlapping ends these are merged, which can only count less.
_MOST_CHOICES = 200

Chosen = tuple[frozenset[Labels], frozenset[Labels]]


@dataclass(frozen=True, slots=True)
class Matching:
    """The value of a side in points, and the pairs that make it up, in a fixed order."""

    points: int
    pairs: tuple[Edge, ...]


EMPTY = Matching(0, ())


def best_matching(edges: Edges) -> Matching:
    """The heaviest set of edges in which every label of an outlet and of an origin occurs at most once."""
    if all(_are_apart(edge[side] for edge in edges) for side in (0, 1)):
        pairs = list(edges)
    else:
        pairs = [pair for component in _components(edges) for pair in _best_pairs(component)]
    pairs.sort(key=_edge_order)
    return Matching(sum(edges[pair] for pair in pairs), tuple(pairs))


def _are_apart(ends: Iterable[Labels]) -> bool:
    """Whether no label stands in two of them: then nothing competes, as with most claims."""
    labels = [label for end in ends for label in end]
    return len(set(labels)) == len(labels)


def _edge_order(edge: Edge) -> tuple[list[str], list[str]]:
    return sorted(edge[0]), sorted(edge[1])


def _value(edge: Edge, points: int) -> int:
    return points * _POINT + _EDGE + (not edge[0].isdisjoint(edge[1]))


def _components(edges: Edges) -> Iterator[Edges]:
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


def _best_pairs(edges: Edges) -> list[Edge]:
    if len(edges) == 1:
        return list(edges)
    wide = (_overlapping({edge[0] for edge in edges}), _overlapping({edge[1] for edge in edges}))
    if not any(wide):
        return _match(edges)
    choices = list(islice(_choices(*wide), _MOST_CHOICES + 1))
    if len(choices) > _MOST_CHOICES:
        return _with_merged_ends(edges)
    tried = [_match(_without(edges, wide, chosen)) for chosen in choices]
    return max(tried, key=lambda pairs: sum(_value(pair, edges[pair]) for pair in pairs))


def _overlapping(ends: set[Labels]) -> list[Labels]:
    """Ends of several labels that share one with another end, in a fixed order."""
    wide = [end for end in ends if len(end) > 1]
    shared = [end for end in wide if any(end & other for other in ends if other is not end)]
    return sorted(shared, key=sorted)


def _choices(outlets: list[Labels], origins: list[Labels]) -> Iterator[Chosen]:
    for first in _compatible(outlets):
        for second in _compatible(origins):
            yield frozenset(first), frozenset(second)


def _compatible(ends: list[Labels], taken: Labels = frozenset()) -> Iterator[tuple[Labels, ...]]:
    """Every set of ends that share no label."""
    yield ()
    for number, end in enumerate(ends):
        if not end & taken:
            for rest in _compatible(ends[number + 1 :], taken | end):
                yield (end, *rest)


def _without(edges: Edges, wide: tuple[list[Labels], list[Labels]], chosen: Chosen) -> Edges:
    """The edges that remain when of the overlapping ends just the chosen ones may be used."""
    used = tuple(frozenset[str]().union(*ends) for ends in chosen)

    def stays(edge: Edge) -> bool:
        return all(
            edge[side] in chosen[side] or (edge[side] not in wide[side] and not edge[side] & used[side])
            for side in (0, 1)
        )

    return {edge: points for edge, points in edges.items() if stays(edge)}


def _with_merged_ends(edges: Edges) -> list[Edge]:
    groups = _groups_of_ends(edges)
    best: dict[Edge, Edge] = {}
    for edge in sorted(edges, key=_edge_order):
        key = (frozenset({groups[0][edge[0]]}), frozenset({groups[1][edge[1]]}))
        if key not in best or edges[best[key]] < edges[edge]:
            best[key] = edge
    pairs = _match({key: edges[edge] for key, edge in best.items()})
    return [best[pair] for pair in pairs]


def _match(edges: Edges) -> list[Edge]:
    """The heaviest matching when no two ends overlap."""
    if not edges:
        return []
    outlets = sorted({outlet for outlet, _ in edges}, key=sorted)
    origins = sorted({origin for _, origin in edges}, key=sorted)
    if min(len(outlets), len(origins)) <= 1:
        return [min(edges, key=lambda edge: (-_value(edge, edges[edge]), *_edge_order(edge)))]
    few, many, side = (outlets, origins, 0) if len(outlets) <= len(origins) else (origins, outlets, 1)
    number = {end: place for place, end in enumerate(many)}
    rows: dict[Labels, dict[int, int]] = {end: {} for end in few}
    for edge, points in edges.items():
        rows[edge[side]][number[edge[1 - side]]] = _value(edge, points)
    found = [(few[row], many[column]) for row, column in assignment(list(rows.values()))]
    return found if side == 0 else [(outlet, origin) for origin, outlet in found]


def assignment(rows: list[dict[int, int]]) -> list[tuple[int, int]]:
    """Heaviest matching of rows to columns, in whole numbers; nobody has to be matched.

    `rows[row][column]` is the value of an edge, above 0. Shortest augmenting paths with potentials
    (Tomizawa 1971, Edmonds and Karp 1972) on a sparse graph: O(rows x edges x log edges) at worst.
    """
    matching = _Assignment(rows)
    for row in range(len(rows)):
        matching.add(row)
    return sorted((row, column) for column, row in matching.row_of.items())


class _Assignment:
    """A matching that stays the heaviest one of the rows added so far.

    The potentials of both ends of an edge together are never below its value, and equal to it on matched
    edges; unmatched ends have potential 0.
    """

    def __init__(self, rows: list[dict[int, int]]) -> None:
        self._rows = rows
        self._row_potential = [0] * len(rows)
        self._column_potential: dict[int, int] = {}
        self.row_of: dict[int, int] = {}

    def add(self, row: int) -> None:
        """Add one row along the shortest way to a free column, or to a row that is better left out."""
        potentials = (value - self._column_potential.get(c, 0) for c, value in self._rows[row].items())
        self._row_potential[row] = max(0, *potentials) if self._rows[row] else 0
        distances, came_from, waiting = {row: 0}, dict[int, int](), list[tuple[int, int, int]]()
        settled: dict[int, int] = {}
        column_of = {row: -1}
        given_up, left_out = self._row_potential[row], row
        self._reach(row, 0, waiting, settled)
        goal, length = -1, given_up
        while waiting and waiting[0][0] <= given_up:
            distance, column, before = heappop(waiting)
            if column in settled:
                continue
            settled[column], came_from[column] = distance, before
            if column not in self.row_of:
                goal, length = column, distance
                break
            reached = self.row_of[column]
            distances[reached], column_of[reached] = distance, column
            if distance + self._row_potential[reached] < given_up:
                given_up, left_out = distance + self._row_potential[reached], reached
            self._reach(reached, distance, waiting, settled)
        if goal < 0:
            goal, length = column_of[left_out], given_up
        self._reprice(distances, settled, length)
        self._flip(goal, came_from, column_of)

    def _reach(
        self, row: int, distance: int, waiting: list[tuple[int, int, int]], settled: dict[int, int]
    ) -> None:
        base = distance + self._row_potential[row]
        for column, value in self._rows[row].items():
            if column not in settled:
                heappush(waiting, (base + self._column_potential.get(column, 0) - value, column, row))

    def _reprice(self, distances: dict[int, int], settled: dict[int, int], length: int) -> None:
        for row, distance in distances.items():
            self._row_potential[row] -= max(0, length - distance)
        for column, distance in settled.items():
            if distance < length:
                self._column_potential[column] = self._column_potential.get(column, 0) + length - distance

    def _flip(self, column: int, came_from: dict[int, int], column_of: dict[int, int]) -> None:
        while column >= 0:
            row = came_from[column]
            self.row_of[column] = row
            column = column_of[row]
