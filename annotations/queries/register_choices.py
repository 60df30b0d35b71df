"""Values of filters of the register that are too many to stand in a menu: found by typing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.db.models import F, Func, Q

from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import RegisterNoun
from annotations.models import Publisher, Source, User
from annotations.queries.publishers import name_contains
from annotations.queries.register_lists import Facet
from annotations.queries.visibility import visible

SHOWN: Final = 12


def choices(noun: str, facet: str, words: str, chosen: Sequence[str], person: User) -> list[Facet]:
    """The values that are chosen, then the first that contain the words. Refuses an unknown facet with
    `NotFound`.
    """
    find = _FACETS.get(facet)
    if (
        noun not in RegisterNoun.values
        or find is None
        or (facet == "publisher" and noun != RegisterNoun.SOURCES)
    ):
        raise NotFound(f"There is no filter “{facet}” to choose from.")
    found = find(noun, words.strip(), [value for value in chosen if value], person)
    return [Facet(value, label, 0, value in chosen) for value, label in found]


def chosen_choices(noun: str, facet: str, chosen: Sequence[str]) -> list[Facet]:
    """The values that are chosen, with their names."""
    if not chosen:
        return []
    if facet in ("publisher", "owner"):
        return [Facet(value, label, 0, True) for value, label in _named(chosen)]
    return [Facet(value, value, 0, True) for value in chosen]


def _publishers(noun: str, words: str, chosen: Sequence[str], person: User) -> list[tuple[str, str]]:
    return _by_name(name_contains(words), chosen)


def _owners(noun: str, words: str, chosen: Sequence[str], person: User) -> list[tuple[str, str]]:
    owning = Publisher.objects.exclude(owner=None).values("owner")
    return _by_name(name_contains(words) & Q(pk__in=owning), chosen)


def _by_name(condition: Q, chosen: Sequence[str]) -> list[tuple[str, str]]:
    named = _named(chosen)
    found = Publisher.objects.filter(condition, merged_into=None).exclude(pk__in=[pk for pk, _ in named])
    shown = found.order_by("name", "id").values_list("pk", "name")[:SHOWN]
    return [*named, *((str(pk), name) for pk, name in shown)]


def _named(chosen: Sequence[str]) -> list[tuple[str, str]]:
    ids = [int(value) for value in chosen if value.isascii() and value.isdigit() and len(value) < 19]
    named = (
        Publisher.objects.filter(pk__in=ids).order_by("name", "id").values_list("pk", "name") if ids else []
    )
    return [(str(pk), name) for pk, name in named]


def _tags(noun: str, words: str, chosen: Sequence[str], person: User) -> list[tuple[str, str]]:
    return _words([tag for tag in tags_in_use(noun, person) if words.lower() in tag], chosen)


def _countries(noun: str, words: str, chosen: Sequence[str], person: User) -> list[tuple[str, str]]:
    used = Publisher.objects.exclude(country="").filter(country__istartswith=words)
    return _words(list(used.order_by("country").values_list("country", flat=True).distinct()), chosen)


def _languages(noun: str, words: str, chosen: Sequence[str], person: User) -> list[tuple[str, str]]:
    listed = Publisher.objects.order_by().values_list("languages", flat=True).distinct()
    used = {language for languages in listed for language in languages}
    return _words(sorted(code for code in used if code.lower().startswith(words.lower())), chosen)


def _words(found: Sequence[str], chosen: Sequence[str]) -> list[tuple[str, str]]:
    others = [value for value in found if value not in chosen][: 2 * SHOWN]
    return [(value, value) for value in (*chosen, *others)]


def tags_in_use(noun: str, person: User) -> list[str]:
    """Every tag of the register's rows of this noun, in order."""
    model: Any = Source if noun == RegisterNoun.SOURCES else Publisher
    tags = visible(model.objects.order_by(), person).annotate(tag=Func(F("tags"), function="unnest"))
    return sorted(tags.values_list("tag", flat=True).distinct())


_FACETS: Final[Mapping[str, Callable[[str, str, Sequence[str], User], list[tuple[str, str]]]]] = {
    "publisher": _publishers,
    "owner": _owners,
    "tag": _tags,
    "country": _countries,
    "language": _languages,
}
