"""The pile of steps that stand."""

from hypothesis import given
from hypothesis import strategies as some

from annotations.domain.undoing import Step, can_be_taken_back, in_the_way_of, standing_steps

OPPOSITES = {"withdrawn": "restored", "restored": "withdrawn"}


def steps(*told: tuple[str, int | None]) -> list[Step]:
    return [Step(number, verb, undoes) for number, (verb, undoes) in enumerate(told, start=1)]


def ids(found: list[Step]) -> list[int]:
    return [one.id for one in found]


def test_nothing_stands_where_nothing_happened() -> None:
    assert (standing_steps([], OPPOSITES), can_be_taken_back([], OPPOSITES)) == ([], frozenset())


def test_only_the_last_can_be_taken_back() -> None:
    told = steps(("edited", None), ("edited", None))
    assert (can_be_taken_back(told, OPPOSITES), in_the_way_of(1, told, OPPOSITES)) == (
        frozenset({2}),
        told[1],
    )


def test_what_was_taken_back_gives_way_to_what_was_before_it() -> None:
    told = steps(("edited", None), ("edited", None), ("edited", 2))
    assert ids(standing_steps(told, OPPOSITES)) == [1]
    assert can_be_taken_back(told, OPPOSITES) == frozenset({1, 3})
    assert in_the_way_of(2, told, OPPOSITES) is None


def test_what_takes_the_taking_back_back_is_a_step_itself() -> None:
    told = steps(("edited", None), ("edited", 1), ("edited", 2))
    assert ids(standing_steps(told, OPPOSITES)) == [3]


def test_an_opposite_takes_back_without_naming() -> None:
    told = steps(("edited", None), ("withdrawn", None), ("restored", None))
    assert ids(standing_steps(told, OPPOSITES)) == [1]


@given(some.lists(some.booleans(), max_size=40))
def test_whoever_goes_on_taking_back_comes_to_an_end(moves: list[bool]) -> None:
    """Each of a row of edits and undos; afterwards as many undos as steps stand empty the pile."""
    told: list[Step] = []
    for is_undo in moves:
        top = standing_steps(told, OPPOSITES)[-1:]
        undoes = top[0].id if is_undo and top else None
        told.append(Step(len(told) + 1, "edited", undoes))
    while top := standing_steps(told, OPPOSITES)[-1:]:
        assert top[0].id in can_be_taken_back(told, OPPOSITES)
        told.append(Step(len(told) + 1, "edited", top[0].id))
    edits = sum(one.undoes is None for one in told)
    assert len(told) == 2 * edits
