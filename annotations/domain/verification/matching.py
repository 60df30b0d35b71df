"""Counting each origin once and each outlet once (specification 2.2).

Outlets and origins form a bipartite graph whose edges are the best links between them; what a side is worth
is its maximum-weight matching. Of matchings with equal weight the one with more edges is taken, so that the
number of independent origins is determined too; of those the one with more outlets that are themselves the
origin, which are the ones to show.
"""

from dataclasses import dataclass

from annotations.domain.verification.ends import Edge, Edges, are_apart, edge_order
from annotations.domain.verification.overlaps import best_pairs


@dataclass(frozen=True, slots=True)
class Matching:
    """The value of a side in points, and the pairs that make it up, in a fixed order."""

    points: int
    pairs: tuple[Edge, ...]


EMPTY = Matching(0, ())


def best_matching(edges: Edges) -> Matching:
    """The heaviest set of edges in which every label of an outlet and of an origin occurs at most once."""
    nothing_competes = all(are_apart(edge[side] for edge in edges) for side in (0, 1))
    pairs = list(edges) if nothing_competes else best_pairs(edges)
    pairs.sort(key=edge_order)
    return Matching(sum(edges[pair] for pair in pairs), tuple(pairs))
