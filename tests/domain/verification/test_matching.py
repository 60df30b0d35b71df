"""The matching is the heaviest there is, compared with trying everything."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.verification.matching import Edges, Origin, best_matching

ORIGINS = [frozenset({name}) for name in "pqrs"] + [frozenset("pq"), frozenset("qr"), frozenset("rt")]

edge_sets = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(ORIGINS)), st.integers(30, 100), max_size=9
)


def by_trying(edges: Edges) -> tuple[int, int]:
    """Weight and size of the best of all sets of edges that use nothing twice."""
    best = (0, 0)
    for size in range(1, len(edges) + 1):
        for chosen in combinations(edges, size):
            if uses_nothing_twice(chosen):
                best = max(best, (sum(edges[edge] for edge in chosen), size))
    return best


def uses_nothing_twice(chosen: tuple[tuple[str, Origin], ...]) -> bool:
    outlets = [outlet for outlet, _ in chosen]
    labels = [label for _, origin in chosen for label in origin]
    return len(set(outlets)) == len(outlets) and len(set(labels)) == len(labels)


@given(edge_sets)
def test_matching_equals_brute_force(edges: Edges) -> None:
    found = best_matching(edges)
    assert uses_nothing_twice(found.pairs)
    assert sum(edges[pair] for pair in found.pairs) == found.points
    assert (found.points, len(found.pairs)) == by_trying(edges)


def test_a_relay_of_two_origins_counts_once() -> None:
    p, q = frozenset("p"), frozenset("q")
    assert best_matching({("a", p): 60, ("a", q): 60}).points == 60


def test_two_outlets_that_share_one_of_two_origins_count_twice() -> None:
    p, q = frozenset("p"), frozenset("q")
    assert best_matching({("a", p): 80, ("a", q): 60, ("b", p): 75}).points == 135


def test_of_equal_weights_the_one_with_more_origins_is_taken() -> None:
    p, q = frozenset("p"), frozenset("q")
    found = best_matching({("a", p): 100, ("a", q): 50, ("b", p): 50})
    assert (found.points, len(found.pairs)) == (100, 2)


def test_many_overlapping_origins_are_merged_rather_than_counted_twice() -> None:
    chain = [frozenset({str(number), str(number + 1)}) for number in range(8)]
    found = best_matching({(f"outlet{number}", origin): 60 for number, origin in enumerate(chain)})
    assert (found.points, len(found.pairs)) == (60, 1)
