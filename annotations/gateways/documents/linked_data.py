"""Values out of a page's JSON-LD and meta elements, which strangers wrote: bounded, and never trusted."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from annotations.domain.canonical import one_line

LONGEST_VALUE = 500
MAXIMUM_SCRIPTS = 20
LONGEST_SCRIPT = 500_000
MAXIMUM_ITEMS = 1_000


def json_ld_items(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, also of its graphs; what cannot be read is passed over."""
    for script in tree.css('script[type="application/ld+json"]')[:MAXIMUM_SCRIPTS]:
        content = script.text()
        if len(content) > LONGEST_SCRIPT:
            continue
        try:
            loaded = json.loads(content)
        except (ValueError, RecursionError):
            continue
        yield from _flattened(loaded)


def _flattened(loaded: Any) -> Iterator[dict[str, Any]]:
    waiting = [loaded]
    for _ in range(MAXIMUM_ITEMS):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            yield value
            waiting.extend(as_list(value.get("@graph")) + as_list(value.get("mainEntity")))


def kinds_of(item: dict[str, Any]) -> list[str]:
    """The types an object names for itself."""
    return [kind for kind in as_list(item.get("@type")) if isinstance(kind, str)]


def meta_values(tree: LexborHTMLParser) -> dict[str, str]:
    """The first value of each name, in small letters."""
    values: dict[str, str] = {}
    for element in tree.css("meta")[:500]:
        attributes = element.attributes
        keys = ("property", "name", "itemprop", "http-equiv")
        name = next((attributes[key] for key in keys if attributes.get(key)), None)
        content = attributes.get("content")
        if name and content:
            values.setdefault(name.strip().lower(), content[:5000])
    return values


def first(meta: Mapping[str, str], names: Iterable[str]) -> str | None:
    """The value of the first of the names that has one."""
    return next((meta[name] for name in names if meta.get(name)), None)


def value_of(text: str | None) -> str | None:
    """The text on one line, bounded; None for nothing."""
    return one_line(text or "")[:LONGEST_VALUE] or None


def text_of(value: Any) -> str | None:
    """The text, or the first of several; None for anything else."""
    found = next(iter(as_list(value)), None)
    return found if isinstance(found, str) else None


def name_of(value: Any) -> str | None:
    """The name of a person or an organisation, given as text or as an object."""
    found = next(iter(as_list(value)), None)
    return text_of(found.get("name")) if isinstance(found, dict) else text_of(found)


def as_list(value: Any) -> list[Any]:
    """JSON-LD writes one value as itself and several as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
