"""The parts of a written review: who claims, where the claim stands, and what is cited."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from annotations.domain.claimreview.addresses import is_archive, original_of
from annotations.domain.claimreview.parties import is_nobody, is_organisation
from annotations.domain.claimreview.reading import host_of, is_web_address
from annotations.domain.claimreview.told import Told
from annotations.domain.rendering import Publication
from annotations.domain.vocabulary import UNNAMED_MODES, PublisherKind

PERSONS: Final = frozenset({PublisherKind.EYEWITNESS})
# A party's official, an account, an unknown may be a person or an office: of these no type is claimed.
ORGANISATIONS: Final = (
    frozenset(PublisherKind)
    - PERSONS
    - {
        PublisherKind.PARTY_OFFICIAL,
        PublisherKind.SOCIAL_ACCOUNT,
        PublisherKind.ANONYMOUS,
        PublisherKind.UNKNOWN,
    }
)

Part = Mapping[str, Any]


def item_reviewed(claim: Part, told: Told, publication: Publication) -> dict[str, Any]:
    """The claim as an object."""
    layer = _innermost_layer_around(claim)
    described: dict[str, Any] = {"@type": "Claim", "text": told.text}
    if layer is not None and layer["asserter"] and layer["mode"] not in UNNAMED_MODES:
        described |= unless_empty("author", _claimant(layer, publication))
        described |= unless_empty("datePublished", layer["said_on"])
    return {**described, **unless_empty("appearance", _appearances(told.places, publication))}


def citations(links: Iterable[Part]) -> list[dict[str, Any]]:
    """The sources of the evidence that have an address, each once, with their archived copies."""
    sources = {link["source"]["id"]: link["source"] for link in links if not link["protected"]}
    return [
        {
            "@type": "CreativeWork",
            "name": source["title"],
            **places,
            **unless_empty("datePublished", source["published_on"]),
            "publisher": {"name": source["publisher"]["name"]},
        }
        for source in sources.values()
        if (places := _places(source["url"], source.get("archived") or ""))
    ]


def unless_empty(name: str, value: Any) -> dict[str, Any]:
    """The property, where it has a value."""
    return {name: value} if value else {}


def _places(url: str, archived: str) -> dict[str, str]:
    """Where it stands and where its copy does. Of an address that is a copy's, what it is a copy of."""
    if is_archive(url):
        url, archived = original_of(url), url
    found = unless_empty("url", url if is_web_address(url) and not is_archive(url) else "")
    return {**found, **unless_empty("archivedAt", archived)}


def _innermost_layer_around(claim: Part) -> Part | None:
    """Who asserts this very claim. An attribution's own asserter is not its claimant."""
    return next((layer for layer in reversed(claim["attribution"]) if layer["asserts"] == claim["id"]), None)


def _claimant(layer: Part, publication: Publication) -> dict[str, Any] | None:
    publisher = layer["publisher"] or {}
    name = " ".join((publisher.get("name") or layer["asserter"]).split())
    if is_nobody(name) or name.casefold() == publication.organisation.casefold():
        return None
    same = publisher.get("wikidata_id")
    return {
        **unless_empty("@type", _type_of(publisher.get("kind"), name)),
        "name": name,
        **unless_empty("sameAs", same and f"https://www.wikidata.org/wiki/{same}"),
    }


def _type_of(kind: str | None, name: str) -> str:
    if kind in PERSONS and not is_organisation(name):
        return "Person"
    return "Organization" if kind in ORGANISATIONS else ""


def _appearances(highlights: Iterable[Part], publication: Publication) -> list[dict[str, Any]]:
    """The articles in which it stands, each once. A page of the service itself is no appearance."""
    home = host_of(publication.address)
    places = {
        place["url"]: {
            "@type": "CreativeWork",
            **_places(place["url"], ""),
            "headline": place["headline"],
            **unless_empty("datePublished", place["published_on"]),
        }
        for place in highlights
        if is_web_address(place["url"])
        and home not in (host_of(place["url"]), host_of(original_of(place["url"])))
    }
    return list(places.values())
