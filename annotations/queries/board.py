"""The claim board: one page of the claims a filter finds, and how many there are of each status and type.

Pages are found by where the last one ended, not by counting rows, so the hundredth costs what the first
does. A position is the sort value and the id of the row at the edge.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import ClaimType, Status
from annotations.models import Article, Claim, Publisher, User
from annotations.queries.claim_rows import FIELDS, ClaimRow, claim_rows
from annotations.queries.claims import claims_matching
from annotations.queries.visibility import visible

PAGE_SIZE = 50
FEW = 3_000
DEFAULT_SORT = "-changed"
SORTS = {"changed": "changed_at", "added": "id", "status": "status", "type": "type"}
CHOICES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a filter, and how many claims it would find together with the other filters."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page. `first` and `last` are positions to go on from, empty where there is nothing further."""

    rows: list[ClaimRow]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Facets:
    """What the filter finds, by status and by type; `total` is all of it."""

    statuses: list[Facet]
    types: list[Facet]
    total: int


def board_page(
    criteria: Mapping[str, Any],
    person: User,
    *,
    sort: str = DEFAULT_SORT,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
    total: int | None = None,
) -> BoardPage:
    """The claims after (or before) a position. Refuses an unknown filter, order or position (`Invalid`).

    `total` is how many there are, when that is known. Few of many are found by the filter and then sorted:
    left to itself the database would walk all claims in their order until it had met enough that fit.
    """
    order = _order(sort)
    found = claims_matching(criteria, person)
    if total is not None and total <= FEW:
        found = Claim.objects.filter(pk__in=found.values("pk")[:FEW])
    backwards = bool(before)
    position = before or after
    if position:
        found = found.filter(_beyond(order, position, backwards))
    fields = [_reversed(field) for field in order] if backwards else order
    rows = claim_rows(found.order_by(*fields).values(*FIELDS)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    return BoardPage(
        rows,
        before=_position(order, rows[0]) if rows and (has_more if backwards else position) else "",
        after=_position(order, rows[-1]) if rows and (has_more or backwards) else "",
    )


def board_facets(criteria: Mapping[str, Any], person: User) -> Facets:
    """Counts by status and type in one grouped query: each facet heeds all filters but its own."""
    statuses, types = _chosen(criteria, "status"), _chosen(criteria, "type")
    rest = {name: value for name, value in criteria.items() if name not in ("status", "type")}
    grouped = claims_matching(rest, person).values("status", "type").annotate(count=Count("pk")).order_by()
    by_status: Counter[str] = Counter()
    by_type: Counter[str] = Counter()
    total = 0
    for status, kind, count in grouped.values_list("status", "type", "count"):
        fits_status, fits_type = not statuses or status in statuses, not types or kind in types
        by_status[status] += count if fits_type else 0
        by_type[kind] += count if fits_status else 0
        total += count if fits_status and fits_type else 0
    return Facets(_facets(Status, by_status, statuses), _facets(ClaimType, by_type, types), total)


def choices(facet: str, words: str, chosen: list[str], person: User) -> list[Facet]:
    """Values of a filter that has too many to list: those chosen, and the first that contain the words."""
    model, field = {"article": (Article, "headline"), "publisher": (Publisher, "name")}[facet]
    ids = [int(value) for value in chosen if value.isdigit() and len(value) < 19]
    rows = visible(model._default_manager.all(), person)
    found = rows.filter(**{f"{field}__icontains": words}).exclude(pk__in=ids)
    shown = list(rows.filter(pk__in=ids).order_by("-id").values_list("pk", field))
    shown += found.order_by("-id").values_list("pk", field)[:CHOICES_SHOWN]
    return [Facet(str(pk), label, 0, pk in ids) for pk, label in shown]


def people_to_choose(chosen: list[str]) -> list[Facet]:
    """Everybody who makes, evidences or signs claims, by name."""
    people = User.objects.filter(Q(is_active=True) | Q(pk__in=[value for value in chosen if value.isdigit()]))
    named = people.exclude(role="reader").order_by("display_name", "id").values_list("pk", "display_name")
    return [Facet(str(pk), name, 0, str(pk) in chosen) for pk, name in named]


def _order(sort: str) -> list[str]:
    """The fields to sort by. Ties go to the later claim, in the direction the index has them."""
    name, falling = sort.removeprefix("-"), sort.startswith("-")
    if name not in SORTS:
        raise Invalid(
            f"Claims cannot be sorted by “{name}”. Known are: {', '.join(SORTS)}.",
            field="sort",
            rule="unknown-sort",
        )
    if name == "added":
        return ["-id" if falling else "id"]
    if name == "changed":
        return ["-changed_at", "-id"] if falling else ["changed_at", "id"]
    return [f"-{SORTS[name]}", "id"] if falling else [SORTS[name], "-id"]


def _reversed(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _beyond(order: list[str], position: str, backwards: bool) -> Q:
    """Rows past a position. The first comparison stands alone too, so that the index finds the place."""
    *value, last = position.split("~")
    try:
        edges: list[Any] = [*(_read(order[0], text) for text in value), int(last)]
        if len(edges) != len(order) or abs(edges[-1]) > 2**62:
            raise ValueError(position)
    except ValueError:
        raise Invalid(
            "This place in the list cannot be found. Begin at the first page.", rule="unknown-position"
        ) from None
    comparisons = [_past(field, backwards) for field in order]
    names = [field.removeprefix("-") for field in order]
    if len(order) == 1:
        return Q(**{f"{names[0]}__{comparisons[0]}": edges[0]})
    further = Q(**{f"{names[0]}__{comparisons[0]}": edges[0]}) | Q(**{f"id__{comparisons[1]}": edges[1]})
    return Q(**{f"{names[0]}__{comparisons[0]}e": edges[0]}) & further


def _past(field: str, backwards: bool) -> str:
    return "lt" if field.startswith("-") != backwards else "gt"


def _read(field: str, text: str) -> Any:
    return datetime.fromisoformat(text) if field.endswith("changed_at") else text


def _position(order: list[str], row: ClaimRow) -> str:
    name = order[0].removeprefix("-")
    if name == "id":
        return str(row.id)
    value = (
        row.changed_at.isoformat() if name == "changed_at" else {"status": row.status, "type": row.type}[name]
    )
    return f"{value}~{row.id}"


def _chosen(criteria: Mapping[str, Any], name: str) -> set[str]:
    wanted = criteria.get(name) or []
    return set(wanted if isinstance(wanted, list | tuple | set | frozenset) else [wanted])


def _facets(words: Any, counts: Counter[str], chosen: set[str]) -> list[Facet]:
    return [
        Facet(value, label, counts[value], value in chosen)
        for value, label in words.choices
        if counts[value] or value in chosen or words is Status
    ]
