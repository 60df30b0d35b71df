"""The lists of the register: one page of what a filter finds, and how much of each kind there is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import OrderBy

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import PublisherKind, SourceKind, SourceState
from annotations.models import Publisher, Source, User
from annotations.models.publishers import PublisherQuerySet
from annotations.queries.publishers import all_publishers
from annotations.queries.register_filters import Asked, Criteria, asked
from annotations.queries.source_pages import PAGE, Page, with_use
from annotations.queries.visibility import visible, visible_sources

SOURCE_SORTS: Final[Mapping[str, str]] = {"registered": "id", "title": "title", "published": "published_on"}
PUBLISHER_SORTS: Final[Mapping[str, str]] = {"registered": "id", "name": "name"}
LATEST, BY_NAME = "-registered", "name"
LANGUAGES_SHOWN: Final = 12
LABELS: Final[Mapping[str, Any]] = {
    "sources.kind": SourceKind,
    "sources.state": SourceState,
    "publishers.kind": PublisherKind,
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a filter, and how many rows it would find together with the other filters."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """What a filter finds, by each of some columns; `total` is all of it."""

    by: Mapping[str, list[Facet]]
    total: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of what a filter finds, and how much it finds."""

    page: Page[Any]
    facets: Facets


def listed_sources(criteria: Criteria, number: int, person: User, *, sort: str = LATEST) -> Listed:
    """Page `number` of the sources that match, fifty at a time and as `with_use` gives them, with how many
    there are of each kind, state and language. Refuses an unknown filter or order (`Invalid`).
    """
    wanted, order = asked("sources", criteria), _order(SOURCE_SORTS, sort)
    facets = _facets("sources", ("kind", "state", "language"), criteria, wanted, person)
    ids, has_more = _page(visible_sources(person).filter(wanted.together()), order, number)
    return Listed(Page(with_use(ids), number, has_more), facets)


def listed_publishers(criteria: Criteria, number: int, person: User, *, sort: str = BY_NAME) -> Listed:
    """Page `number` of the publishers that match, with their grades and `source_count`, and how many there
    are of each kind and country. Refuses as `listed_sources`.
    """
    wanted, order = asked("publishers", criteria), _order(PUBLISHER_SORTS, sort)
    facets = _facets("publishers", ("kind", "country"), criteria, wanted, person)
    ids, has_more = _page(Publisher.objects.filter(wanted.together()), order, number)
    by_id = _with_source_count(all_publishers()).in_bulk(ids)
    return Listed(Page([by_id[pk] for pk in ids], number, has_more), facets)


def _with_source_count(rows: PublisherQuerySet) -> PublisherQuerySet:
    """Sources that were merged away are counted where they were merged into."""
    return rows.annotate(source_count=Count("sources", filter=Q(sources__merged_into=None)))


def _page(found: QuerySet[Any], order: list[Any], number: int) -> tuple[list[int], bool]:
    start = PAGE * (number - 1)
    ids = list(found.order_by(*order).values_list("pk", flat=True)[start : start + PAGE + 1])
    return ids[:PAGE], len(ids) > PAGE


def _order(sorts: Mapping[str, str], sort: str) -> list[Any]:
    """Ties go to the later row, and what has no value comes last."""
    name, falls = sort.removeprefix("-"), sort.startswith("-")
    if name not in sorts:
        raise Invalid(
            f"This list cannot be sorted by “{name[:40]}”. Known are: {', '.join(sorts)}.",
            field="sort",
            rule="unknown-sort",
        )
    first = OrderBy(F(sorts[name]), descending=falls, nulls_last=sorts[name] == "published_on" or None)
    return [first] if sorts[name] == "id" else [first, "-id"]


def _facets(noun: str, columns: Sequence[str], criteria: Criteria, wanted: Asked, person: User) -> Facets:
    """One grouped question for all columns: each heeds all filters but its own, which are applied to the
    groups.
    """
    model: Any = {"sources": Source, "publishers": Publisher}[noun]
    chosen = {name: set(criteria.get(name) or []) for name in columns}
    if "country" in chosen:
        chosen["country"] = {value.upper() for value in chosen["country"]}
    counts: dict[str, Counter[str]] = {name: Counter() for name in columns}
    total = 0
    rest = visible(model.objects.filter(wanted.together(without=columns)), person).order_by()
    for *values, count in rest.values_list(*columns).annotate(count=Count("*")):
        fits = [
            not chosen[name] or value in chosen[name] for name, value in zip(columns, values, strict=True)
        ]
        total += count if all(fits) else 0
        for place, name in enumerate(columns):
            others = fits[:place] + fits[place + 1 :]
            counts[name][values[place]] += count if all(others) else 0
    return Facets({name: _listed(noun, name, counts[name], chosen[name]) for name in columns}, total)


def _listed(noun: str, name: str, counts: Counter[str], chosen: set[str]) -> list[Facet]:
    labels = dict(LABELS[f"{noun}.{name}"].choices) if f"{noun}.{name}" in LABELS else {}
    if labels:
        values = [value for value in labels if counts[value] or value in chosen]
    else:
        often = [value for value, _ in counts.most_common(LANGUAGES_SHOWN) if value and counts[value]]
        values = sorted({*often, *chosen})
    return [Facet(value, str(labels.get(value, value)), counts[value], value in chosen) for value in values]
