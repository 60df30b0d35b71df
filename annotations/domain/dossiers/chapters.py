"""The claims of an export article by article, and in each in reading order.

They come in the order of their ids. So they are laid aside in a file, and only where each stands is held: a
few numbers for each claim and article. Whoever renders the chapters takes the claims as they come.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import IO, Any, Final, NamedTuple

from annotations.domain.dossiers.articles import ArticleTold, References, told_article
from annotations.domain.dossiers.claims import ClaimTold, told_claim
from annotations.domain.dossiers.words import day
from annotations.domain.rendering import Documents, Publication
from annotations.domain.verification.overrides import effective_status
from annotations.domain.vocabulary import Status

NOWHERE: Final = sys.maxsize
"""Stands for the article of claims that stand in none; they come last."""


class _Place(NamedTuple):
    article: int
    start: int
    offset: int
    status: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One article with its claims, to be gone through once. The references are complete afterwards."""

    article: ArticleTold
    counts: list[tuple[str, int]]
    claims: Iterator[ClaimTold]
    references: References = field(default_factory=References)

    @property
    def total(self) -> int:
        """How many claims there are."""
        return sum(count for _, count in self.counts)

    @property
    def summary(self) -> str:
        """How many claims were checked, and what came of them."""
        noun = "claim" if self.total == 1 else "claims"
        return f"{self.total} {noun}: " + ", ".join(f"{count} {status}" for status, count in self.counts)


class Dossier:
    """What was laid aside. Made by `laid_aside`."""

    def __init__(self, publication: Publication, file: IO[bytes]) -> None:
        self._publication, self._file = publication, file
        self._places: list[_Place] = []
        self._articles: dict[int, Mapping[str, Any] | None] = {}
        self._signed_at = ""
        self.total = 0
        """How many claims there are, each counted once."""

    @property
    def title(self) -> str:
        """What the whole is called."""
        only = next(iter(self._articles.values()), None) if len(self._articles) == 1 else None
        if only is not None:
            return f"Fact-check: {only['headline']}"
        return f"Claims checked by {self._publication.organisation}"

    @property
    def as_of(self) -> str:
        """The day of the latest signature; empty where nothing is signed."""
        return day(self._signed_at)

    def add(self, document: bytes) -> None:
        """One more claim, under each article in which it stands."""
        claim, offset = json.loads(document), self._file.tell()
        self._file.write(document)
        told = {name: Status(status) for name, status in claim["status"].items() if status}
        status = sys.intern(str(effective_status(**told).status.label).lower())
        self._signed_at = max([self._signed_at, *(verdict["signed_at"] for verdict in claim["verdicts"])])
        self.total += 1
        for article, place in _first_places(claim).items():
            self._articles.setdefault(article, place)
            self._places.append(_Place(article, (place or {}).get("start") or 0, offset, status))

    def put_in_order(self) -> None:
        """Once all are there."""
        self._places.sort()

    def articles(self) -> list[tuple[ArticleTold, int]]:
        """Every article with its number of claims, in order."""
        counts = Counter(place.article for place in self._places)
        return [(told_article(self._articles[article]), count) for article, count in counts.items()]

    def chapters(self) -> Iterator[Chapter]:
        """The articles in order, each with its claims."""
        for article, grouped in groupby(self._places, key=attrgetter("article")):
            places, references = list(grouped), References()
            yield Chapter(
                told_article(self._articles[article]),
                Counter(place.status for place in places).most_common(),
                self._claims(places, references),
                references,
            )

    def _claims(self, places: list[_Place], references: References) -> Iterator[ClaimTold]:
        for number, place in enumerate(places, start=1):
            self._file.seek(place.offset)
            claim = json.loads(self._file.readline())
            at = _first_places(claim)[place.article]
            yield told_claim(claim, at, number, self._publication, references.number_of)


def laid_aside(documents: Documents, publication: Publication, file: IO[bytes]) -> Dossier:
    """The claims in reading order. They are kept in the file, which is empty before, and open for as long as
    the dossier is read.
    """
    dossier = Dossier(publication, file)
    for document in documents:
        dossier.add(document)
    dossier.put_in_order()
    return dossier


def _first_places(claim: Mapping[str, Any]) -> dict[int, Mapping[str, Any] | None]:
    """In each article the first place in which the claim stands."""
    places: dict[int, Mapping[str, Any] | None] = {}
    for place in sorted(claim["highlights"], key=lambda place: place["start"] or 0):
        places.setdefault(place["article"], place)
    return places or {NOWHERE: None}
