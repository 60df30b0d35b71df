"""A figure with its bounds (specification 1.7)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from annotations.domain.vocabulary import Comparator

_TOO_MUCH = Decimal(10) ** 24
_STATES_ITS_LOW = frozenset((Comparator.OVER, Comparator.AT_LEAST, Comparator.RANGE))
_STATES_ITS_HIGH = frozenset((Comparator.UP_TO, Comparator.RANGE))


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a figure says: at least `low`, at most `high` (None is without end), counted in `unit`.

    `excludes_bound` figures leave out the bound they name ("more than", "fewer than"). `cumulative` figures
    only grow; `as_of` is the day they were counted. The scopes say of whom and where.
    """

    text: str
    low: Decimal
    high: Decimal | None
    unit: str = ""
    comparator: str = Comparator.EXACT.value
    excludes_bound: bool = False
    cumulative: bool = False
    scope_who: str = ""
    scope_where: str = ""
    as_of: date | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it is small enough to have counted anything: below a septillion, which is also what can be
        kept exactly.
        """
        return max(self.low, self.high or self.low) < _TOO_MUCH

    @property
    def ceiling(self) -> Decimal | None:
        """The most that the words allow: "over" N is usually within half of N, yet names no upper bound."""
        return None if self.comparator == Comparator.OVER else self.high

    @property
    def states_low(self) -> bool:
        """Whether `low` stands in the words, rather than being what they usually mean."""
        return self.comparator in _STATES_ITS_LOW

    @property
    def states_high(self) -> bool:
        """Whether `high` stands in the words."""
        return self.comparator in _STATES_ITS_HIGH

    @property
    def excludes_low(self) -> bool:
        """Whether the figure is above `low`; "over" always says so."""
        return self.comparator == Comparator.OVER

    @property
    def excludes_high(self) -> bool:
        """Whether the figure is below `high`."""
        return self.excludes_bound and self.comparator == Comparator.UP_TO


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """Where a quantity stands in a sentence: characters `start` up to `end`."""

    start: int
    end: int
    quantity: Quantity
