"""A typical claim is assessed within a millisecond, and a crowded one without a noticeable wait.

Bounds are in calls, of which the machine they were set on does 3,500 in a millisecond: `bench/world` measures
time.
"""

import sys
from types import FrameType

import pytest

from annotations.domain.verification import Inputs, assess
from tests.domain.verification.scenes import item, pro, publisher, scene


def crowd(size: int) -> Inputs:
    """Outlets of which two in three cite a few agencies, and each third reports by itself."""
    parts: list[object] = []
    for number in range(6):
        parts += [publisher(f"agency{number}", "A"), item(f"wire{number}", f"agency{number}")]
    for number in range(size):
        name = f"outlet{number}"
        cited = () if number % 3 == 0 else (f"wire{number % 6}", f"wire{(number + 1) % 6}")
        sourcing = "own" if number % 3 == 0 else "unexamined"
        parts += [publisher(name, "B"), item(name, name, *cited), pro(name, name, sourcing=sourcing)]
    return scene(*parts)


def calls(inputs: Inputs) -> int:
    """How many functions of the project one assessment calls: the same on every machine."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        assess(inputs)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(("links", "most"), [(5, 3_500), (30, 20_000), (60, 40_000), (120, 80_000)])
def test_a_claim_is_little_work_however_crowded(links: int, most: int) -> None:
    assert calls(crowd(links)) < most


def test_twice_as_many_links_are_twice_as_much_work() -> None:
    assert calls(crowd(400)) < 2.5 * calls(crowd(200))


def test_a_chain_of_a_thousand_citations_is_followed_without_recursion() -> None:
    parts: list[object] = [publisher("p", "B")]
    parts += [item(f"i{number}", "p", f"i{number + 1}") for number in range(1000)]
    result = assess(scene(*parts, item("i1000", "p"), pro("L", "i0")))
    assert result.support == 60
