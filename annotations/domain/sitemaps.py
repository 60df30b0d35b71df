"""Sitemaps (sitemaps.org, 0.9): the addresses that search engines are told of."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree

MOST: Final = 50_000
"""So many addresses fit into one sitemap, and so many sitemaps into one index."""

_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"

Place = tuple[str, datetime | None]
"""An address, and when what stands there was changed last."""


def as_sitemap(places: Iterable[Place]) -> bytes:
    """One sitemap as UTF-8."""
    return _written("urlset", "url", places)


def as_sitemap_index(places: Iterable[Place]) -> bytes:
    """The list of several sitemaps as UTF-8."""
    return _written("sitemapindex", "sitemap", places)


def _written(whole: str, part: str, places: Iterable[Place]) -> bytes:
    root = ElementTree.Element(whole, xmlns=_NAMESPACE)
    for address, changed_at in places:
        element = ElementTree.SubElement(root, part)
        ElementTree.SubElement(element, "loc").text = address
        if changed_at is not None:
            moment = changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            ElementTree.SubElement(element, "lastmod").text = moment
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
