"""How good the best way from a link to one of its origins is (specification 2.6).

rel(e, root) is, over all ways from e to the root, the best of the worst grades on each: a widest path.
"""

from collections.abc import Callable

from annotations.domain.verification.chains import Derivations, Root, Trace
from annotations.domain.verification.inputs import Key

Entry = Callable[[Key, Key, bool], int]
"""`entry(before, item, is_origin)`: what an item is worth when it is reached from another."""


class Widths:
    """The widths of all ways to the roots of one register; all ways to one root are measured at once."""

    def __init__(self, derivations: Derivations) -> None:
        self._derivations = derivations
        self._resting: dict[Key, list[Key]] | None = None
        self._known: dict[tuple[Root, str], dict[Key, int]] = {}

    def width(self, trace: Trace, root: Root, stance: str, start_points: int, entry: Entry) -> int:
        """The width of the best way from the start of a trace; `entry` depends on nothing but the stance."""
        if trace.start in root:
            return start_points
        if trace.steps is not None:
            widths = _widths(root, _turned(trace.steps), entry)
        else:
            if (root, stance) not in self._known:
                self._known[root, stance] = _widths(root, self._who_rests_on(), entry)
            widths = self._known[root, stance]
        return min(start_points, widths.get(trace.start, 0))

    def _who_rests_on(self) -> dict[Key, list[Key]]:
        if self._resting is None:
            self._resting = _turned(self._derivations.steps())
        return self._resting


def _turned(steps: dict[Key, tuple[Key, ...]]) -> dict[Key, list[Key]]:
    turned: dict[Key, list[Key]] = {}
    for before, items in steps.items():
        for item in items:
            turned.setdefault(item, []).append(before)
    return turned


def _widths(root: Root, resting: dict[Key, list[Key]], entry: Entry) -> dict[Key, int]:
    """From the root backwards: the width of the best way from each item, without the item itself."""
    origin, best = set(root), dict[Key, int]()
    waiting = list(root)
    while waiting:
        item = waiting.pop()
        for before in resting.get(item, ()):
            width = (
                entry(before, item, True) if item in origin else min(best[item], entry(before, item, False))
            )
            if before not in origin and width > best.get(before, -1):
                best[before] = width
                waiting.append(before)
    return best
