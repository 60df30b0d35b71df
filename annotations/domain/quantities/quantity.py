"""A figure with its bounds (specification 1.7)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from annotations.domain.vocabulary import Comparator


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a figure says: at least `low`, at most `high` (None is without end), counted in `unit`.

    `cumulative` figures only grow; `as_of` is the day they were counted. The scopes say of whom and where.
    """

    text: str
    low: Decimal
    high: Decimal | None
    unit: str = ""
    comparator: str = Comparator.EXACT.value
    cumulative: bool = False
    scope_who: str = ""
    scope_where: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """Where a quantity stands in a sentence: characters `start` up to `end`."""

    start: int
    end: int
    quantity: Quantity
