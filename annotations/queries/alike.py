"""Sources that may be the one somebody is about to register: shown to them, never taken for the same.

Three signs count: an address that differs only in what hardly ever matters (http for https, `www.`, a slash
at the end, the telephone's edition), an identifier, and a title that reads nearly the same, by the same
publisher and on nearly the same day. Titles are compared by the trigrams they share (pg_trgm's similarity,
from 0 to 1).

The publisher is looked at first: the titles of one publisher are few enough to be compared one by one, where
a search for something similar among all titles has to look at very many.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q
from django.db.models.functions import Upper

from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid
from annotations.domain.identifiers import IDENTIFYING
from annotations.domain.weblinks import canonical_url, duplicate_key
from annotations.models import Publisher, Source, User
from annotations.queries.visibility import visible_sources

SIMILAR: Final = 0.6

NEAR_DAYS: Final = 7
SHOWN: Final = 5
LOOKED_AT: Final = 100
SHORTEST_TITLE: Final = 8


@dataclass(frozen=True, slots=True)
class Alike:
    """A source, and by what it resembles: `address`, `identifier` or `title`. `is_the_same` says that it is
    the same address or identifier, so that registering it again is refused.
    """

    source: Source
    sign: str
    is_the_same: bool


def alike(
    *,
    title: str = "",
    publisher: str = "",
    url: str = "",
    published_on: date | None = None,
    identifiers: Mapping[str, str] | None = None,
    apart_from: int | None = None,
    person: User,
) -> list[Alike]:
    """What is registered and resembles this, the surest signs first, at most `SHOWN`. What cannot be read
    (half an address, half a title) resembles nothing.
    """
    found: dict[int, Alike] = {}
    for one in (
        *_by_identifier(identifiers or {}, person),
        *_by_address(url, person),
        *_by_title(title, publisher, published_on, person),
    ):
        if one.source.pk != apart_from:
            found.setdefault(one.source.pk, one)
    return list(found.values())[:SHOWN]


def _by_identifier(identifiers: Mapping[str, str], person: User) -> list[Alike]:
    condition = Q()
    for name, value in identifiers.items():
        if name in IDENTIFYING and value:
            condition |= Q(identifiers__contains={name: value})
    return [Alike(source, "identifier", True) for source in _standing(condition, person)] if condition else []


def _by_address(url: str, person: User) -> list[Alike]:
    try:
        canonical = canonical_url(url)
        wanted = duplicate_key(url)
    except Invalid:
        return []
    near = _standing(Q(canonical_url__in=_spellings(canonical)), person)
    return [
        Alike(source, "address", source.canonical_url == canonical)
        for source in sorted(near, key=lambda one: one.canonical_url != canonical)
        if duplicate_key(source.canonical_url) == wanted
    ]


def _spellings(canonical: str) -> list[str]:
    """The addresses nearest to this one, few enough to be looked up one by one."""
    rest = canonical.split("://", 1)[1]
    bare = re.sub(r"\A(?:www|m|mobile|amp)\.", "", rest)
    path, query = re.fullmatch(r"([^?]*)(\?.*)?", bare, re.S).groups(default="")  # type: ignore[union-attr]
    host, slash, path = path.partition("/")
    paths = {path, path.removesuffix("/"), f"{path.removesuffix('/')}/"} if path else {""}
    return [
        f"{kind}://{prefix}{host}{slash}{one}{query}"
        for kind in ("http", "https")
        for prefix in ("", "www.", "m.")
        for one in sorted(paths)
    ]


def _by_title(title: str, publisher: str, published_on: date | None, person: User) -> list[Alike]:
    words = one_line(title)
    if len(words) < SHORTEST_TITLE:
        return []
    named = one_line(publisher)
    near = Q()
    if published_on is not None:
        days = timedelta(days=NEAR_DAYS)
        near = Q(published_on=None) | Q(published_on__range=(published_on - days, published_on + days))
    found = (
        visible_sources(person)
        .filter(near, merged_into=None)
        .annotate(likeness=TrigramSimilarity(Upper("title"), words.upper()))
    )
    if named:
        publishers = list(Publisher.objects.filter(name__iexact=named).values_list("pk", flat=True))
        found = found.filter(publisher__in=publishers, likeness__gte=SIMILAR)
    else:
        found = found.filter(title__iexact=words)
    rows = found.select_related("publisher").order_by("-likeness", "-id")[:LOOKED_AT]
    return [Alike(source, "title", False) for source in rows if _numbers(source.title) == _numbers(words)]


def _numbers(title: str) -> list[str]:
    """A title with other numbers is another one of a series: a measurement of 1972 is not that of 1999."""
    return re.findall(r"[0-9]+", title)


def _standing(condition: Q, person: User) -> list[Source]:
    found = visible_sources(person).filter(condition, merged_into=None)
    return list(found.select_related("publisher")[:SHOWN])
