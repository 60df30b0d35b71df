"""How the claims of an export are divided into parts."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.export_parts import Piece, digest_of, divided, pieces

IDS = st.lists(st.integers(1, 300), unique=True).map(sorted)


@st.composite
def some_ranges(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Ranges that do not overlap, in order."""
    edges = sorted(draw(st.lists(st.integers(1, 300), unique=True, max_size=20)))
    return list(zip(edges[::2], edges[1::2], strict=False))


@given(IDS, some_ranges(), st.integers(1, 50))
def test_all_ids_are_in_a_piece_once_and_in_order(
    claim_ids: list[int], ranges: list[tuple[int, int]], size: int
) -> None:
    found = list(pieces(claim_ids, ranges, size))
    assert [pk for piece in found for pk in claim_ids[piece.begin : piece.end]] == claim_ids
    assert all(piece.end - piece.begin <= size for piece in found if piece.kept is None)


@given(IDS, some_ranges(), st.integers(1, 50))
def test_what_lies_in_a_range_stays_together(
    claim_ids: list[int], ranges: list[tuple[int, int]], size: int
) -> None:
    kept = {
        piece.kept: claim_ids[piece.begin : piece.end]
        for piece in pieces(claim_ids, ranges, size)
        if piece.kept is not None
    }
    within = {
        number: [pk for pk in claim_ids if first <= pk <= last] for number, (first, last) in enumerate(ranges)
    }
    assert kept == {number: ids for number, ids in within.items() if ids}


@given(IDS, st.integers(1, 50))
def test_asked_again_the_pieces_are_the_same(claim_ids: list[int], size: int) -> None:
    first = list(pieces(claim_ids, [], size))
    ranges = [(claim_ids[piece.begin], claim_ids[piece.end - 1]) for piece in first]
    again = list(pieces(claim_ids, ranges, size))
    assert again == [Piece(piece.begin, piece.end, number) for number, piece in enumerate(first)]


def test_the_last_piece_is_what_is_left() -> None:
    assert list(divided(3, 10, 4)) == [Piece(3, 7), Piece(7, 10)]


def test_a_digest_tells_other_ids_and_another_order() -> None:
    assert len({digest_of(ids) for ids in ([], [1, 2], [2, 1], [12], [1, 2, 3])}) == 5
