"""What single class would flip a status: every class is left out once, and the rest decided again (3.1).

Most classes cannot change anything, which is seen without counting again: what is left for sure is still
enough. Only where the two most unlike outcomes differ is the side counted anew.
"""

from dataclasses import dataclass

from annotations.domain.verification.decision import decide
from annotations.domain.verification.policy import Policy
from annotations.domain.verification.sides import Side, least_without, without_class
from annotations.domain.vocabulary import Status

# No link weighs more, so more points than so many of them stand for one origin more.
_MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class Flip:
    """Without this class alone the status would be that one."""

    label: str
    status: Status


def flips_of(
    status: Status, support: Side, opposition: Side, required: int, policy: Policy
) -> tuple[Flip, ...]:
    """Every class whose loss changes the status, by label, with the status that it changes to."""
    flips = []
    for label in sorted(support.classes | opposition.classes):
        if _surely_stands(status, support, opposition, label, required, policy):
            continue
        for_it, against_it = without_class(support, label), without_class(opposition, label)
        origins = (for_it.origins, against_it.origins)
        after = decide(for_it.points, against_it.points, origins, required, policy)
        if after is not status:
            flips.append(Flip(label, after))
    return tuple(flips)


def _surely_stands(
    status: Status, support: Side, opposition: Side, label: str, required: int, policy: Policy
) -> bool:
    """Whether the worst and the best that can be left on both sides decide alike, and as before."""
    least, most = least_without(support, label), support.points
    least_against, most_against = least_without(opposition, label), opposition.points
    at_worst = (_origins_of(least), required)
    at_best = (required, _origins_of(least_against))
    return (
        decide(least, most_against, at_worst, required, policy) is status
        and decide(most, least_against, at_best, required, policy) is status
    )


def _origins_of(points: int) -> int:
    """The fewest origins that can give so many points."""
    return -(-points // _MOST_POINTS)
