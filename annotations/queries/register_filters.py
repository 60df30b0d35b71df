"""Filters of the register: which publishers, which sources. One vocabulary for pages, programs, exports and
filters that people keep.

A criterion takes one value or several. Of several one has to hold, except tags: there all of them. What was
merged into another row is left out unless it is asked for.

Publishers are looked up first and then named by their ids: sources join to them in every other question, and
a condition across the join would read the whole table.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import (
    Grade,
    LinkHealth,
    PublisherKind,
    RegisterNoun,
    SourceKind,
    SourceState,
)
from annotations.models import Capture, Publisher, Source, SourceWatch
from annotations.models.publishers import PublisherQuerySet
from annotations.queries.dependents import publishers_owned_by
from annotations.queries.policies import default_grades
from annotations.queries.publishers import name_contains
from annotations.queries.sources import by_publishers, named_by

NOT_VISITED: Final = "unknown"
"""How an address that nobody has visited yet is called in a filter, where nothing stands for no filter."""
NO_DATE: Final = "none"
LARGEST_ID: Final = 2**63 - 1

Criteria = Mapping[str, Any]
Values = list[str]


@dataclass(frozen=True)
class Asked:
    """Criteria as conditions, each looked up once, however many questions are then asked with them."""

    conditions: Mapping[str, Q]

    def together(self, *, without: Collection[str] = ()) -> Q:
        """All conditions, apart from those on some columns."""
        condition = Q()
        for name, one in self.conditions.items():
            if name not in without:
                condition &= one
        return condition


def asked(noun: str, criteria: Criteria) -> Asked:
    """The criteria for the list of this noun. Refuses an unknown criterion or value by name (`Invalid`)."""
    filters = SOURCE_FILTERS if noun == RegisterNoun.SOURCES else PUBLISHER_FILTERS
    conditions: dict[str, Q] = {} if _values(criteria.get("merged")) else {"merged": Q(merged_into=None)}
    for name, wanted in sorted(criteria.items()):
        if name not in filters:
            raise Invalid(
                f"There is no filter “{name[:80]}” here. Known: {', '.join(sorted(filters))}.",
                field=name[:80],
                rule="unknown-filter",
            )
        if values := _values(wanted):
            conditions[name] = filters[name](values)
    return Asked(conditions)


def sources_matching(criteria: Criteria) -> QuerySet[Source]:
    """The sources that match all criteria. Refuses as `asked`."""
    return Source.objects.filter(asked(RegisterNoun.SOURCES, criteria).together())


def publishers_matching(criteria: Criteria) -> PublisherQuerySet:
    """The publishers that match all criteria. Refuses as `asked`."""
    return Publisher.objects.filter(asked(RegisterNoun.PUBLISHERS, criteria).together())


def condition_of(noun: str, name: str, wanted: Any) -> Q:
    """One criterion as a condition. Refuses an unknown value (`Invalid`)."""
    filters = SOURCE_FILTERS if noun == RegisterNoun.SOURCES else PUBLISHER_FILTERS
    return filters[name](_values(wanted))


def checked_criteria(noun: str, criteria: Criteria) -> dict[str, Values]:
    """The criteria with their values as lists, without empty ones, after a look whether the list of this noun
    knows them. Raises `Invalid`.
    """
    asked(noun, criteria)
    return {name: values for name, wanted in sorted(criteria.items()) if (values := _values(wanted))}


def _values(wanted: Any) -> Values:
    given = wanted if isinstance(wanted, list | tuple) else [wanted]
    return [
        text for value in given if (text := str("" if value is None else value).replace("\x00", "").strip())
    ]


def _one_of(name: str, known: Any, column: str | None = None) -> Callable[[Values], Q]:
    def clause(values: Values) -> Q:
        return Q(**{f"{column or name}__in": _known(name, values, known.values)})

    return clause


def _known(name: str, values: Values, known: list[str]) -> Values:
    for value in values:
        if value not in known:
            raise Invalid(
                f"“{value[:80]}” is no known {name}. Known are: {', '.join(filter(None, known))}.",
                field=name,
                rule=f"unknown-{name}",
            )
    return values


def _yes_or_no(name: str, condition: Callable[[], Any]) -> Callable[[Values], Q]:
    def clause(values: Values) -> Q:
        wanted = set(_known(name, values, ["yes", "no"]))
        if len(wanted) == 2:
            return Q()
        return Q(condition()) if wanted == {"yes"} else ~Q(condition())

    return clause


def _ids(name: str, values: Values) -> list[int]:
    ids = [int(value) if value.isascii() and value.isdigit() else 0 for value in values]
    if not all(0 < pk <= LARGEST_ID for pk in ids):
        raise Invalid("This filter takes ids, which are whole numbers.", field=name, rule="invalid")
    return ids


def _languages(values: Values) -> Q:
    return Q(language__in=values)


def _any_language(values: Values) -> Q:
    condition = Q()
    for value in values:
        condition |= Q(languages__contains=[value])
    return condition


def _tags(values: Values) -> Q:
    return Q(tags__contains=[value.lower() for value in values])


def _countries(values: Values) -> Q:
    return Q(country__in=[value.upper() for value in values])


def _grades(values: Values) -> Q:
    wanted = {"grade__in": _known("grade", values, Grade.values)}
    graded = Publisher.objects.with_grade(default_grades()).filter(**wanted)
    return Q(pk__in=list(graded.values_list("pk", flat=True)))


def _owners(values: Values) -> Q:
    """Whoever is owned by one of these, also through others; the owner itself among them."""
    return Q(pk__in=sorted(publishers_owned_by(_ids("owner", values))))


def _of_publishers(clause: Callable[[Values], Q]) -> Callable[[Values], Q]:
    def of_sources(values: Values) -> Q:
        return by_publishers(list(Publisher.objects.filter(clause(values)).values_list("pk", flat=True)))

    return of_sources


def _years(values: Values) -> Q:
    condition = Q()
    for value in values:
        condition |= Q(published_on=None) if value == NO_DATE else _year(value)
    return condition


def _year(value: str) -> Q:
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:5]) <= 9_999):
        raise Invalid(
            f"“{value[:20]}” is no year. Write it in digits, or “{NO_DATE}”.", field="year", rule="invalid"
        )
    return Q(published_on__range=(date(int(value), 1, 1), date(int(value), 12, 31)))


def _health(values: Values) -> Q:
    wanted = _known("health", values, [NOT_VISITED, *filter(None, LinkHealth.values)])
    visited = SourceWatch.objects.filter(source=OuterRef("pk")).exclude(health=LinkHealth.UNKNOWN)
    condition = Q(pk__in=SourceWatch.objects.filter(health__in=set(wanted) - {NOT_VISITED}).values("source"))
    return condition | ~Q(Exists(visited)) if NOT_VISITED in wanted else condition


PUBLISHER_FILTERS: Final[Mapping[str, Callable[[Values], Q]]] = {
    "words": lambda values: name_contains(" ".join(values)),
    "kind": _one_of("kind", PublisherKind),
    "country": _countries,
    "language": _any_language,
    "tag": _tags,
    "grade": _grades,
    "owner": _owners,
    "fictional": _yes_or_no("fictional", lambda: Q(is_fictional=True)),
    "merged": _yes_or_no("merged", lambda: Q(merged_into__isnull=False)),
    "protected": _yes_or_no("protected", lambda: Q(is_protected=True)),
}

SOURCE_FILTERS: Final[Mapping[str, Callable[[Values], Q]]] = {
    "words": lambda values: named_by(" ".join(values)),
    "publisher": lambda values: Q(publisher__in=_ids("publisher", values)),
    "desk": lambda values: Q(desk__in=_ids("desk", values)),
    "kind": _one_of("kind", SourceKind),
    "state": _one_of("state", SourceState),
    "language": _languages,
    "tag": _tags,
    "year": _years,
    "country": _of_publishers(_countries),
    "grade": _of_publishers(_grades),
    "owner": _of_publishers(_owners),
    "captured": _yes_or_no("captured", lambda: Exists(Capture.objects.filter(source=OuterRef("pk")))),
    "health": _health,
    "merged": _yes_or_no("merged", lambda: Q(merged_into__isnull=False)),
    "protected": _yes_or_no("protected", lambda: Q(is_protected=True)),
}
