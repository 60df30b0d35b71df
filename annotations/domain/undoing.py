"""Which steps of a history stand, and so can be taken back: the last one first, as from a pile.

Steps are about one thing, in the order in which they happened. A step is taken back by one that names it
(`undoes`), or by the verb that is the opposite of its own. What takes a step back that is no longer on the
pile brings it back, and stands there as a step of its own.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Step(NamedTuple):
    """One thing that was done. `undoes` is the id of the step that it took back on purpose."""

    id: int
    verb: str
    undoes: int | None = None


def standing_steps(steps: Iterable[Step], opposites: Mapping[str, str]) -> list[Step]:
    """The steps that nobody took back, the first one first. `opposites` gives for a verb the one that takes
    it back.
    """
    standing: list[Step] = []
    for step in steps:
        if step.undoes is not None and any(one.id == step.undoes for one in standing):
            standing = [one for one in standing if one.id != step.undoes]
        elif step.undoes is None and standing and opposites.get(standing[-1].verb) == step.verb:
            standing.pop()
        else:
            standing.append(step)
    return standing


def can_be_taken_back(steps: list[Step], opposites: Mapping[str, str]) -> frozenset[int]:
    """The ids of the steps in whose way nothing stands: the top of the pile, and the very last step, which
    may have taken another one back.
    """
    if not steps:
        return frozenset()
    return frozenset({steps[-1].id, *(one.id for one in standing_steps(steps, opposites)[-1:])})


def in_the_way_of(step_id: int, steps: list[Step], opposites: Mapping[str, str]) -> Step | None:
    """What has to be taken back before this step; None where nothing has to, or the step itself is taken back
    already.
    """
    standing = standing_steps(steps, opposites)
    later = [one for one in standing if one.id > step_id]
    return later[-1] if any(one.id == step_id for one in standing) and later else None
