"""The parts of a claim that are rows of their own: its time, its figures, whose interest it serves."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Comparator, Granularity
from annotations.models import Claim, ClaimInterest, PartyBloc, Quantity, TimeScope, User

FIGURES_LIMIT: Final = 20


class Keep:
    """Says that a part is to stay as it is."""


KEEP: Final = Keep()


@dataclass(frozen=True, slots=True)
class TimeScopeInput:
    """The time a claim is about (specification 1.6), both days included. Unconfirmed, it is a proposal."""

    text: str
    starts_on: date | None = None
    ends_on: date | None = None
    granularity: str = Granularity.DAY
    rule: str = ""
    anchored_on: date | None = None
    anchor_kind: str = ""
    is_confirmed: bool = False

    def described(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class QuantityInput:
    """A figure (specification 1.7): an interval with a unit. `high` None means no upper bound."""

    text: str
    low: Decimal
    high: Decimal | None = None
    unit: str = ""
    comparator: str = Comparator.EXACT
    scope_who: str = ""
    scope_where: str = ""
    as_of: date | None = None
    is_cumulative: bool = False

    def described(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class InterestsInput:
    """Ids of party blocs whose interest the claim serves or harms, or to which it is neutral
    (specification 2.5).
    """

    favours: Sequence[int] = ()
    disfavours: Sequence[int] = ()
    neutral_for: Sequence[int] = ()

    def described(self) -> dict[str, Any]:
        return asdict(self)

    def by_bloc(self) -> dict[int, str]:
        """Each bloc with its kind; refuses a bloc that is named twice."""
        kinds: dict[int, str] = {}
        for kind in ("favours", "disfavours", "neutral_for"):
            for bloc_id in getattr(self, kind):
                if bloc_id in kinds:
                    raise Invalid(
                        "A party is either favoured, disfavoured or neutral.",
                        field=kind,
                        rule="interest-stated-twice",
                    )
                kinds[bloc_id] = kind
        return kinds


def replace_time(claim: Claim, wanted: TimeScopeInput | None, actor: User) -> bool:
    """Gives the claim this time, or none. False when nothing changed."""
    stored = TimeScope.objects.filter(claim=claim).first()
    if wanted is None:
        return bool(TimeScope.objects.filter(claim=claim).delete()[0])
    _check_time(wanted)
    values = {name: value for name, value in wanted.described().items() if name != "is_confirmed"}
    if stored is not None and _same(stored, values) and bool(stored.confirmed_by_id) == wanted.is_confirmed:
        return False
    confirmation = {
        "confirmed_by": actor if wanted.is_confirmed else None,
        "confirmed_at": timezone.now() if wanted.is_confirmed else None,
    }
    TimeScope.objects.update_or_create(claim=claim, defaults={**values, **confirmation})
    return True


def replace_quantities(claim: Claim, wanted: Sequence[QuantityInput]) -> bool:
    """Gives the claim exactly these figures. False when it had them already."""
    for quantity in wanted:
        _check_quantity(quantity)
    if len(wanted) > FIGURES_LIMIT:
        raise Invalid(f"A claim holds at most {FIGURES_LIMIT} figures.", field="quantities", rule="too-many")
    stored = list(Quantity.objects.filter(claim=claim).order_by("id"))
    described = [quantity.described() for quantity in wanted]
    if len(stored) == len(described) and all(map(_same, stored, described)):
        return False
    Quantity.objects.filter(claim=claim).delete()
    Quantity.objects.bulk_create([Quantity(claim=claim, **values) for values in described])
    return True


def replace_interests(claim: Claim, wanted: InterestsInput) -> bool:
    """Gives the claim exactly these interests. False when it had them already."""
    kinds = wanted.by_bloc()
    stored = dict(ClaimInterest.objects.filter(claim=claim).values_list("bloc_id", "kind"))
    if stored == kinds:
        return False
    known = set(PartyBloc.objects.filter(pk__in=kinds).values_list("pk", flat=True))
    if missing := set(kinds) - known:
        raise Invalid(f"There is no party {min(missing)}.", field="interests", rule="unknown-party")
    ClaimInterest.objects.filter(claim=claim).delete()
    ClaimInterest.objects.bulk_create(
        [ClaimInterest(claim=claim, bloc_id=bloc_id, kind=kind) for bloc_id, kind in kinds.items()]
    )
    return True


def _check_time(time: TimeScopeInput) -> None:
    if time.starts_on and time.ends_on and time.ends_on < time.starts_on:
        raise Invalid("The time ends before it starts.", field="time", rule="time-order")
    if time.granularity not in Granularity.values:
        raise Invalid(f"“{time.granularity}” is no granularity.", field="time", rule="unknown-granularity")
    if time.is_confirmed and time.starts_on is None:
        raise Invalid("A confirmed time needs a date.", field="time", rule="time-without-date")


def _check_quantity(quantity: QuantityInput) -> None:
    if quantity.high is not None and quantity.high < quantity.low:
        raise Invalid("The upper bound lies below the lower one.", field="quantities", rule="quantity-order")
    if quantity.comparator not in Comparator.values:
        raise Invalid(
            f"“{quantity.comparator}” is no comparator.", field="quantities", rule="unknown-comparator"
        )


def _same(row: Any, values: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())
