"""The heaviest matching of outlets to origins that exclude each other only where they are the same."""

from heapq import heappop, heappush

from annotations.domain.verification.ends import Edge, Edges, Labels, edge_order, value_of


def heaviest(edges: Edges) -> list[Edge]:
    """The heaviest set of edges in which no end occurs twice; ends that overlap do not mind each other."""
    if not edges:
        return []
    outlets = sorted({outlet for outlet, _ in edges}, key=sorted)
    origins = sorted({origin for _, origin in edges}, key=sorted)
    if min(len(outlets), len(origins)) <= 1:
        return [min(edges, key=lambda edge: (-value_of(edge, edges[edge]), *edge_order(edge)))]
    few, many, side = (outlets, origins, 0) if len(outlets) <= len(origins) else (origins, outlets, 1)
    number = {end: place for place, end in enumerate(many)}
    rows: dict[Labels, dict[int, int]] = {end: {} for end in few}
    for edge, points in edges.items():
        rows[edge[side]][number[edge[1 - side]]] = value_of(edge, points)
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
