"""One side of the scales: what all links of one stance are worth together (specification 2.2 and 2.3).

Independence has to be shown. Links whose sourcing somebody traced are matched; of those that nobody traced
at most the best single one is taken, and only instead of the others. Alone it stays below the bar, so it
can give a lean and never a verdict.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.domain.verification.inputs import Key
from annotations.domain.verification.matching import EMPTY, Edges, Matching, Origin, best_matching
from annotations.domain.verification.weighing import WeighedLink, Weight

Candidate = tuple[str, Origin, int, Key, Weight]


@dataclass(frozen=True, slots=True)
class Side:
    """Points, number of independent origins, and the weight that each counted link contributes."""

    points: int
    origins: int
    counted: dict[Key, Weight]
    classes: frozenset[str]
    traced: tuple[Candidate, ...]
    untraced: tuple[Candidate, ...]


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


def without_class(side: Side, label: str) -> tuple[int, int]:
    """Points and origins of a side if one class had never spoken."""
    if label not in side.classes:
        # Nothing that was counted involves it, so what was counted is still the best.
        return side.points, side.origins
    traced = {edge: points for edge, points in _edges(side.traced).items() if _stays(edge, label)}
    best = [points for outlet, origin, points, _, _ in side.untraced if _stays((outlet, origin), label)]
    matching = best_matching(traced)
    if best and max(best) > matching.points:
        return max(best), 1
    return matching.points, len(matching.pairs)


def _stays(edge: tuple[str, Origin], label: str) -> bool:
    return label != edge[0] and label not in edge[1]


def _count(traced: tuple[Candidate, ...], untraced: tuple[Candidate, ...]) -> Side:
    matching = best_matching(_edges(traced)) if traced else EMPTY
    best = max(untraced, key=lambda candidate: candidate[2], default=None)
    if best is not None and best[2] > matching.points:
        outlet, origin, points, link, weight = best
        return Side(points, 1, {link: weight}, origin | {outlet}, traced, untraced)
    counted = _counted(matching, traced)
    classes = frozenset(label for outlet, origin in matching.pairs for label in (outlet, *origin))
    return Side(matching.points, len(matching.pairs), counted, classes, traced, untraced)


def _edges(candidates: Iterable[Candidate]) -> Edges:
    edges: Edges = {}
    for outlet, origin, points, _, _ in candidates:
        edges[outlet, origin] = max(points, edges.get((outlet, origin), 0))
    return edges


def _counted(matching: Matching, candidates: Iterable[Candidate]) -> dict[Key, Weight]:
    """The first link that carries each matched edge at its full weight."""
    edges = _edges(candidates)
    open_pairs, counted = set(matching.pairs), dict[Key, Weight]()
    for outlet, origin, points, link, weight in candidates:
        pair = (outlet, origin)
        if pair in open_pairs and points == edges[pair]:
            open_pairs.discard(pair)
            counted[link] = weight
    return counted
