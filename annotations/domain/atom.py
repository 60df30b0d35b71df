"""Atom feeds (RFC 4287): what has an id and a moment, for those who follow it with a reader of feeds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.etree import ElementTree

ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"

# What XML 1.0 cannot hold in any form.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ElementTree.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a feed. `id` is an IRI that never changes; `updated` moves when what it says does.

    `language` is a BCP 47 tag, empty or `und` where it is not known; `category` a word to filter by.
    """

    id: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary: str
    language: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `address` is its own, `page` that of the page which says the same. The first entry is the
    newest; an empty feed is as new as `updated` says.
    """

    title: str
    address: str
    page: str
    author: str
    updated: datetime
    entries: Sequence[Entry]


def as_atom(feed: Feed) -> bytes:
    """The feed as UTF-8."""
    root = ElementTree.Element(_name("feed"))
    _text(root, "id", feed.address)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _text(ElementTree.SubElement(root, _name("author")), "name", feed.author)
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    for entry in feed.entries:
        _add(root, entry)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def written(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def _add(root: ElementTree.Element, entry: Entry) -> None:
    element = ElementTree.SubElement(root, _name("entry"))
    if entry.language not in ("", "und"):
        element.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "published", _moment(entry.published))
    _text(element, "updated", _moment(entry.updated))
    _link(element, "alternate", entry.address, "text/html")
    if entry.category:
        ElementTree.SubElement(element, _name("category"), term=written(entry.category))
    _text(element, "summary", entry.summary)


def _link(parent: ElementTree.Element, relation: str, address: str, media_type: str) -> None:
    ElementTree.SubElement(parent, _name("link"), rel=relation, type=media_type, href=address)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _name(name)).text = written(text)


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
