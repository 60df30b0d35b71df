"""The heaviest matching where ends may share labels (specification 2.2).

Without overlaps it is an assignment. So the overlaps are forgotten first: where the assignment happens to
keep to them it is the answer. Otherwise one of the ends that clash is either given up, or all others that
overlap it are, and each way is followed in the same manner, split into what hangs together; what was solved
once is remembered, and a way that cannot be worth more than what was found is not followed.

How much there is to follow grows fast only where dozens of ends overlap crosswise: two of two dozen labels
each, at random. There, after a fixed amount of work, the best choice that was found stands: it may count less
than the heaviest, never more. Rows, rings and stars of overlaps, however long, stay far below.
"""

from collections.abc import Iterable
from math import gcd, lcm
from typing import Final

from annotations.domain.verification.assignment import heaviest
from annotations.domain.verification.ends import Edge, Edges, Labels, components, edge_order, value_of

MOST_WORK: Final = 3000
"""So many edges are looked at in all ways together, each way counting those that are left in it."""

Worth = tuple[int, int]
"""Points and number of edges: first the one, then the other."""


def best_pairs(edges: Edges, most_work: int = MOST_WORK) -> list[Edge]:
    """The heaviest set of edges in which every label of an outlet and of an origin occurs at most once."""
    return _Search(most_work).best(edges)


class _Search:
    """Follows the ways to choose among overlapping ends, up to an amount of work."""

    def __init__(self, most_work: int) -> None:
        self._work_left = most_work
        self._known: dict[frozenset[Edge], list[Edge]] = {}

    def best(self, edges: Edges) -> list[Edge]:
        """The heaviest pairs, or the best that were found while there was work left."""
        return [pair for component in components(edges) for pair in self._of_component(component)]

    def _of_component(self, edges: Edges) -> list[Edge]:
        key = frozenset(edges)
        if key not in self._known:
            self._known[key] = self._searched(edges)
        return self._known[key]

    def _searched(self, edges: Edges) -> list[Edge]:
        if len(edges) == 1:
            return list(edges)
        without_overlaps = heaviest(edges)
        clashing = _clashing_end(without_overlaps, edges)
        if clashing is None:
            return without_overlaps
        found = _best_first(edges)
        self._work_left -= len(edges)
        most = min(_worth(without_overlaps, edges), _most(edges))
        if self._work_left < 0 or _worth(found, edges) >= most:
            return found
        for way in _ways(edges, *clashing):
            if _most(way) > _worth(found, edges):
                found = max(found, self.best(way), key=lambda pairs: _worth(pairs, edges))
        return found


def _worth(pairs: list[Edge], edges: Edges) -> Worth:
    return sum(edges[pair] for pair in pairs), len(pairs)


def _clashing_end(pairs: list[Edge], edges: Edges) -> tuple[int, Labels] | None:
    """Of the ends that overlap another among these pairs the one in the way of most ends, with its side."""
    clashing = [
        (side, pair[side])
        for side in (0, 1)
        for pair in pairs
        if any(pair[side] != other[side] and pair[side] & other[side] for other in pairs)
    ]
    if not clashing:
        return None
    return min(clashing, key=lambda one: (-len(_in_the_way(edges, *one)), one[0], sorted(one[1])))


def _in_the_way(edges: Edges, side: int, end: Labels) -> set[Labels]:
    return {edge[side] for edge in edges if edge[side] != end and edge[side] & end}


def _ways(edges: Edges, side: int, end: Labels) -> Iterable[Edges]:
    """What is left with the end and without what overlaps it, and what is left without the end."""
    others = _in_the_way(edges, side, end)
    yield {edge: points for edge, points in edges.items() if edge[side] not in others}
    yield {edge: points for edge, points in edges.items() if edge[side] != end}


def _best_first(edges: Edges) -> list[Edge]:
    """A good choice without a search: by value, or by value for each label used up, whichever gives more."""
    ranks = (
        lambda edge: (-value_of(edge, edges[edge]), *edge_order(edge)),
        lambda edge: (-value_of(edge, edges[edge]) // (len(edge[0]) + len(edge[1])), *edge_order(edge)),
    )
    taken = [_taken_in_order(sorted(edges, key=rank), edges) for rank in ranks]
    return max(taken, key=lambda pairs: _worth(pairs, edges))


def _taken_in_order(ordered: list[Edge], edges: Edges) -> list[Edge]:
    """Every edge in turn that overlaps nothing taken; then the same ends in their best pairing."""
    used = (set[str](), set[str]())
    ends = (set[Labels](), set[Labels]())
    for edge in ordered:
        if used[0].isdisjoint(edge[0]) and used[1].isdisjoint(edge[1]):
            for side in (0, 1):
                used[side].update(edge[side])
                ends[side].add(edge[side])
    return heaviest({edge: edges[edge] for edge in ordered if edge[0] in ends[0] and edge[1] in ends[1]})


def _most(edges: Edges) -> Worth:
    """More than this no choice is worth: each label is given its share of the best edge that it stands in.

    Points of any choice are a multiple of what divides all of them, so the rest is dropped.
    """
    if not edges:
        return 0, 0
    points, count = (
        min(_most_on(side, {edge: amounts[edge] for edge in edges}) for side in (0, 1))
        for amounts in (edges, dict.fromkeys(edges, 1))
    )
    step = gcd(*edges.values()) or 1
    return points // step * step, count


def _most_on(side: int, amounts: Edges) -> int:
    scale = lcm(*(len(edge[side]) for edge in amounts))
    shares: dict[str, int] = {}
    for edge, amount in amounts.items():
        share = amount * scale // len(edge[side])
        for label in edge[side]:
            shares[label] = max(share, shares.get(label, 0))
    return sum(shares.values()) // scale
