"""The numbers behind the small pictures of a status."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.pictures import BAR_POINTS, Band, band, bar


def test_a_bar_is_as_long_as_its_points_and_ends_at_the_edge() -> None:
    assert [bar(points) for points in (None, 0, 75, 200, 450)] == [0, 0, 75, 200, BAR_POINTS]


def test_a_band_is_told_in_percent() -> None:
    found = band({"band": [0.25, 0.75]})
    assert (found, found and (found.end, found.marker)) == (Band(25.0, 50.0, 50.0), (75.0, 49.4))


def test_what_is_not_scored_has_no_band() -> None:
    assert (band({}), band({"band": None})) == (None, None)


@given(st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted))
def test_nothing_is_drawn_outside_of_the_picture(bounds: list[float]) -> None:
    found = band({"band": bounds})
    assert found is not None
    assert 0 <= found.start <= found.end <= 100
    assert 0 <= found.marker <= 98.8
