"""One side of the scales: what all links of one stance are worth together (specification 2.2 and 2.3).

Independence has to be shown. Links whose sourcing somebody traced are matched; of those that nobody traced
at most the best single one is taken, and only instead of the others. Alone it stays below the bar, so it
can give a lean and never a verdict.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.domain.verification.ends import Edge, Edges, Labels
from annotations.domain.verification.inputs import Key
from annotations.domain.verification.matching import EMPTY, Matching, best_matching
from annotations.domain.verification.weighing import WeighedLink, Weight

Candidate = tuple[Labels, Labels, int, Key, Weight]


@dataclass(frozen=True, slots=True)
class Side:
    """Points, number of independent origins, and the weight that each counted link contributes.

    `pairs` are the matched outlets and origins with their points. `is_untraced` says that a single untraced
    link outweighs everything traced and stands alone.
    """

    points: int
    pairs: dict[Edge, int]
    counted: dict[Key, Weight]
    is_untraced: bool
    traced: tuple[Candidate, ...]
    untraced: tuple[Candidate, ...]

    @property
    def origins(self) -> int:
        """How many independent origins were counted."""
        return len(self.pairs)

    @property
    def classes(self) -> Labels:
        """Every class that what was counted uses up."""
        return frozenset(label for outlet, origin in self.pairs for label in outlet | origin)


def side_of(links: Iterable[WeighedLink], floor: int) -> Side:
    """Count the admissible links of one stance; they come in a fixed order."""
    traced: list[Candidate] = []
    untraced: list[Candidate] = []
    for weighed in links:
        if weighed.reason is None:
            for weight in weighed.weights:
                if weight.points >= floor:
                    candidate = (weighed.outlet_class, weight.origin, weight.points, weighed.link.id, weight)
                    (traced if weighed.traced else untraced).append(candidate)
    return _count(tuple(traced), tuple(untraced))


def without_class(side: Side, label: str) -> Side:
    """The side as it would be if one class had never spoken."""
    if all(_stays(edge, label) for edge in side.pairs):
        # Nothing that was counted involves it, so what was counted is still the best.
        return side
    traced = tuple(candidate for candidate in side.traced if _stays(candidate[:2], label))
    untraced = tuple(candidate for candidate in side.untraced if _stays(candidate[:2], label))
    return _count(traced, untraced)


def least_without(side: Side, label: str) -> int:
    """Points that surely remain without one class: those of the pairs that do not involve it."""
    return sum(points for edge, points in side.pairs.items() if _stays(edge, label))


def _stays(edge: Edge, label: str) -> bool:
    return label not in edge[0] and label not in edge[1]


def _count(traced: tuple[Candidate, ...], untraced: tuple[Candidate, ...]) -> Side:
    edges = _edges(traced)
    matching = best_matching(edges) if traced else EMPTY
    best = max(untraced, key=lambda candidate: candidate[2], default=None)
    if best is not None and best[2] > matching.points:
        outlet, origin, points, link, weight = best
        return Side(points, {(outlet, origin): points}, {link: weight}, True, traced, untraced)
    pairs = {edge: edges[edge] for edge in matching.pairs}
    return Side(matching.points, pairs, _counted(matching, edges, traced), False, traced, untraced)


def _edges(candidates: Iterable[Candidate]) -> Edges:
    edges: Edges = {}
    for outlet, origin, points, _, _ in candidates:
        edges[outlet, origin] = max(points, edges.get((outlet, origin), 0))
    return edges


def _counted(matching: Matching, edges: Edges, candidates: Iterable[Candidate]) -> dict[Key, Weight]:
    """The first link that carries each matched edge at its full weight."""
    open_pairs, counted = set(matching.pairs), dict[Key, Weight]()
    for outlet, origin, points, link, weight in candidates:
        pair = (outlet, origin)
        if pair in open_pairs and points == edges[pair]:
            open_pairs.discard(pair)
            counted[link] = weight
    return counted
