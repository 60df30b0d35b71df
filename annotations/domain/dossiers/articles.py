"""An article as readers of a dossier meet it: who wrote it, what was checked in it, from what sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from annotations.domain.canonical.direction import first_strong
from annotations.domain.citations import Item, formatted_references
from annotations.domain.citations.exported import cited_source
from annotations.domain.dossiers.evidence import Link
from annotations.domain.dossiers.words import Words, day, web_address, words

_NAMED: Final = ("title", "publisher", "container-title")


@dataclass(frozen=True, slots=True)
class ArticleTold:
    """`byline` names writer, publisher and day. Without an address, it is of claims that stand nowhere."""

    anchor: str
    headline: Words
    byline: list[str]
    address: str


def told_article(place: Mapping[str, Any] | None) -> ArticleTold:
    """The article of a place; without one, the part for claims that stand in no article."""
    if place is None:
        return ArticleTold("claims", words("Claims that stand in no article", "en"), [], "")
    byline = [place["byline"], place["publisher"] or "", day(place["published_on"])]
    return ArticleTold(
        f"article-{place['article']}",
        words(place["headline"], place["language"]),
        [part for part in byline if part],
        web_address(place["url"]),
    )


@dataclass(slots=True)
class References:
    """The sources of one article, numbered as they are cited first."""

    numbers: dict[int, int] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)

    def number_of(self, link: Link) -> int:
        """The number of a link's source in this article."""
        key = link["source"]["id"]
        if key not in self.numbers:
            self.items.append(_isolated(cited_source(link)))
            self.numbers[key] = len(self.items)
        return self.numbers[key]

    def formatted(self) -> list[str]:
        """The references in the order of their numbers."""
        return formatted_references(self.items)


def _isolated(item: Item) -> Item:
    """The item with names that are read from the right set apart, so that they move nothing beside them."""
    return {
        name: f"\u2068{value}\u2069" if name in _NAMED and first_strong(value) == "rtl" else value
        for name, value in item.items()
    }
