"""The matching is the heaviest there is, compared with trying everything."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.verification.ends import Edge, Edges
from annotations.domain.verification.matching import best_matching
from annotations.domain.verification.overlaps import best_pairs

OUTLETS = [*(frozenset({name}) for name in "abcd"), frozenset("ab")]
ORIGINS = [frozenset({name}) for name in "pqrs"] + [frozenset("pq"), frozenset("qr"), frozenset("rt")]

edge_sets = st.dictionaries(
    st.tuples(st.sampled_from(OUTLETS), st.sampled_from(ORIGINS)), st.integers(30, 100), max_size=9
)


def by_trying(edges: Edges) -> tuple[int, int]:
    """Weight and size of the best of all sets of edges that use nothing twice."""
    best = (0, 0)
    for size in range(1, len(edges) + 1):
        for chosen in combinations(edges, size):
            if uses_nothing_twice(chosen):
                best = max(best, (sum(edges[edge] for edge in chosen), size))
    return best


def uses_nothing_twice(chosen: tuple[Edge, ...]) -> bool:
    outlets = [label for outlet, _ in chosen for label in outlet]
    labels = [label for _, origin in chosen for label in origin]
    return len(set(outlets)) == len(outlets) and len(set(labels)) == len(labels)


@settings(deadline=None)
@given(edge_sets)
def test_matching_equals_brute_force(edges: Edges) -> None:
    found = best_matching(edges)
    assert uses_nothing_twice(found.pairs)
    assert sum(edges[pair] for pair in found.pairs) == found.points
    assert (found.points, len(found.pairs)) == by_trying(edges)


def edge(outlet: str, origin: str) -> Edge:
    return frozenset({outlet}), frozenset({origin})


def test_a_relay_of_two_origins_counts_once() -> None:
    assert best_matching({edge("a", "p"): 60, edge("a", "q"): 60}).points == 60


def test_two_outlets_that_share_one_of_two_origins_count_twice() -> None:
    assert best_matching({edge("a", "p"): 80, edge("a", "q"): 60, edge("b", "p"): 75}).points == 135


def test_of_equal_weights_the_one_with_more_origins_is_taken() -> None:
    found = best_matching({edge("a", "p"): 100, edge("a", "q"): 50, edge("b", "p"): 50})
    assert (found.points, len(found.pairs)) == (100, 2)


def test_of_equal_ways_the_outlet_that_is_itself_the_origin_is_shown() -> None:
    found = best_matching({edge("a", "p"): 60, edge("p", "p"): 60, edge("q", "p"): 60})
    assert found.pairs == (edge("p", "p"),)


def test_someone_matched_early_gives_way_to_two_that_are_worth_more() -> None:
    found = best_matching({edge("a", "p"): 60, edge("b", "p"): 100, edge("b", "q"): 100, edge("a", "q"): 30})
    assert found.points == 160


def test_someone_matched_early_is_left_out_where_one_is_worth_more_than_two() -> None:
    found = best_matching({edge("a", "p"): 30, edge("b", "p"): 100, edge("b", "q"): 60})
    assert (found.points, found.pairs) == (100, (edge("b", "p"),))


def chain_of_overlaps(length: int, name: str = "") -> Edges:
    """Outlets whose origins share a class with the next."""
    return {
        (
            frozenset({f"outlet{name}{number}"}),
            frozenset({f"{name}{number}", f"{name}{number + 1}"}),
        ): 60
        for number in range(length)
    }


def test_overlapping_origins_exclude_each_other() -> None:
    assert best_matching(chain_of_overlaps(8)).points == 240


@pytest.mark.parametrize("length", [11, 12, 13, 40, 120])
def test_a_long_row_of_overlaps_is_counted_as_exactly_as_a_short_one(length: int) -> None:
    pairs = best_matching(chain_of_overlaps(length)).pairs
    assert (len(pairs), uses_nothing_twice(pairs)) == ((length + 1) // 2, True)


def test_overlaps_on_both_sides_are_counted_exactly() -> None:
    both = {(origin, origin): points for (_, origin), points in chain_of_overlaps(60).items()}
    assert best_matching(both).points == 30 * 60


CROSSWISE = [frozenset({a, b}) for a, b in combinations("stuvwx", 2)]

crosswise = st.dictionaries(
    st.tuples(st.sampled_from(CROSSWISE), st.sampled_from(CROSSWISE)),
    st.sampled_from((30, 40, 60, 75, 80, 100)),
    max_size=9,
)


@settings(deadline=None)
@given(crosswise)
def test_ends_that_all_overlap_are_counted_exactly(edges: Edges) -> None:
    found = best_matching(edges)
    assert uses_nothing_twice(found.pairs)
    assert (found.points, len(found.pairs)) == by_trying(edges)


def grid(size: int) -> Edges:
    """Outlets of their own, each resting on a circle of two of `size` classes: every two of them meet."""
    pairs = combinations(range(size), 2)
    return {
        (frozenset({f"o{a}-{b}"}), frozenset({f"r{a}", f"r{b}"})): 30 + (7 * a + 11 * b) % 71
        for a, b in pairs
    }


@pytest.mark.parametrize("most_work", [0, 100, 1000])
def test_beyond_the_work_allowed_what_was_found_stands_and_nothing_counts_twice(most_work: int) -> None:
    edges = grid(12)
    pairs = best_pairs(edges, most_work)
    assert uses_nothing_twice(tuple(pairs))
    assert sum(map(edges.__getitem__, pairs)) >= max(edges.values()) + min(edges.values())


def test_overlaps_elsewhere_do_not_matter() -> None:
    apart = {**chain_of_overlaps(8, "x"), **chain_of_overlaps(8, "y"), **chain_of_overlaps(8, "z")}
    assert best_matching(apart).points == 720


@given(st.integers(2, 40))
def test_a_ring_is_matched_whole(size: int) -> None:
    """Every outlet cites two neighbours: the worst case for taking the best edge first."""
    ring = {edge(f"o{n}", f"r{(n + step) % size}"): 60 - step for n in range(size) for step in (0, 1)}
    assert best_matching(ring).points == 60 * size
