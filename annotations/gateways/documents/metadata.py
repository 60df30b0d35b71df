"""What a page says about itself: JSON-LD first, then its meta elements, then its visible headline.

Everything read here was written by strangers: values are cleaned and bounded, addresses must be plain web
addresses, and a page that was fetched may name another address for itself only on its own host.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import regex
from selectolax.lexbor import LexborHTMLParser

from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid
from annotations.domain.weblinks import canonical_url, host_of
from annotations.gateways.documents.document import Details
from annotations.gateways.documents.proposals import tidy_byline

LONGEST_VALUE = 500
MAXIMUM_SCRIPTS = 20
LONGEST_SCRIPT = 500_000
MAXIMUM_ITEMS = 1_000

_ARTICLE_TYPE = regex.compile(
    r"(?:Article|Posting|Report|Review|Reporting)$|^(?:Report|ClaimReview|Book|WebPage)$"
)
_LANGUAGE = regex.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_ISO_DAY = regex.compile(r"\d{4}-\d\d-\d\d")
_SITE_IN_TITLE = regex.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")
_DATE_NAMES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created",
    "pubdate", "publishdate", "citation_publication_date", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
)


def page_details(markup: str, url: str | None) -> Details:
    """Details that a page states. `markup` must have passed `check_markup_bounds`."""
    tree = LexborHTMLParser(markup)
    meta = _meta_values(tree)
    return (
        _from_json_ld(tree)
        .or_else(_from_meta(tree, meta))
        .or_else(Details(language=_language(tree, meta), canonical_url=_address(tree, meta, url)))
    )


def parse_moment(value: str | None) -> tuple[date | None, datetime | None]:
    """The day as written, and the moment where the value gives a time with its zone.

    (None, None) for anything else.
    """
    text = one_line(value or "")[:64]
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
        except (ValueError, TypeError, IndexError):
            continue
        return moment.date(), moment if moment.tzinfo else None
    found = _ISO_DAY.match(text)
    try:
        return (date.fromisoformat(found[0]) if found else None), None
    except ValueError:
        return None, None


def _from_json_ld(tree: LexborHTMLParser) -> Details:
    for item in _json_ld_items(tree):
        kinds = [kind for kind in _as_list(item.get("@type")) if isinstance(kind, str)]
        if any(_ARTICLE_TYPE.search(kind) for kind in kinds):
            return _article_item(item)
    return Details()


def _article_item(item: dict[str, Any]) -> Details:
    day, moment = parse_moment(_text(item.get("datePublished")))
    authors = [name for author in _as_list(item.get("author"))[:20] if (name := tidy_byline(_name(author)))]
    return Details(
        headline=_value(_text(item.get("headline"))),
        byline=_value(", ".join(authors)),
        publisher_name=_value(_name(item.get("publisher"))),
        published_on=day,
        published_at=moment,
        language=language_tag(_text(item.get("inLanguage"))),
    )


def _json_ld_items(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
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
            waiting.extend(_as_list(value.get("@graph")) + _as_list(value.get("mainEntity")))


def _from_meta(tree: LexborHTMLParser, meta: dict[str, str]) -> Details:
    day, moment = parse_moment(_first(meta, _DATE_NAMES) or _time_element(tree))
    return Details(
        headline=_headline(tree, meta),
        byline=next((name for key in _AUTHOR_NAMES if (name := tidy_byline(meta.get(key)))), None),
        publisher_name=_value(
            _first(meta, ("og:site_name", "application-name", "dc.publisher", "citation_publisher"))
        ),
        published_on=day,
        published_at=moment,
    )


def _headline(tree: LexborHTMLParser, meta: dict[str, str]) -> str | None:
    headings = [text for heading in tree.css("h1")[:3] if (text := _value(heading.text(separator=" ")))]
    if len(headings) == 1:
        return headings[0]
    stated = _value(_first(meta, ("og:title", "twitter:title", "citation_title", "dc.title")))
    title = tree.css_first("title")
    return stated or (_value(_SITE_IN_TITLE.sub("", title.text())) if title else None)


def _time_element(tree: LexborHTMLParser) -> str | None:
    elements = tree.css("time[datetime]")[:20]
    published = [
        one
        for one in elements
        if one.attributes.get("itemprop") == "datePublished" or "pubdate" in one.attributes
    ]
    chosen = (published or (elements if len(elements) == 1 else []))[:1]
    return chosen[0].attributes.get("datetime") if chosen else None


def _language(tree: LexborHTMLParser, meta: dict[str, str]) -> str | None:
    root = tree.css_first("html")
    declared = root.attributes.get("lang") if root else None
    return language_tag(declared) or language_tag(
        _first(meta, ("content-language", "og:locale", "dc.language", "language"))
    )


def _address(tree: LexborHTMLParser, meta: dict[str, str], url: str | None) -> str | None:
    link = tree.css_first('link[rel="canonical"]')
    stated = (link.attributes.get("href") if link else None) or meta.get("og:url")
    own = web_address(url)
    named = web_address(urljoin(url or "", stated)) if stated else None
    return named if named and (own is None or host_of(named) == host_of(own)) else own


def web_address(url: str | None) -> str | None:
    """The address in its one spelling; None for anything that is no plain web address."""
    try:
        return canonical_url(url) if url else None
    except (Invalid, ValueError):
        return None


def _meta_values(tree: LexborHTMLParser) -> dict[str, str]:
    values: dict[str, str] = {}
    for element in tree.css("meta")[:500]:
        attributes = element.attributes
        name = next(
            (
                attributes[key]
                for key in ("property", "name", "itemprop", "http-equiv")
                if attributes.get(key)
            ),
            None,
        )
        content = attributes.get("content")
        if name and content:
            values.setdefault(name.strip().lower(), content[:5000])
    return values


def _first(meta: dict[str, str], names: Iterable[str]) -> str | None:
    return next((meta[name] for name in names if meta.get(name)), None)


def _value(text: str | None) -> str | None:
    return one_line(text or "")[:LONGEST_VALUE] or None


def language_tag(text: str | None) -> str | None:
    """A BCP 47 tag (`en_GB` becomes `en-GB`); None for anything else."""
    tag = one_line(text or "")
    return tag.replace("_", "-") if len(tag) <= 35 and _LANGUAGE.fullmatch(tag) else None


def _text(value: Any) -> str | None:
    first = next(iter(_as_list(value)), None)
    return first if isinstance(first, str) else None


def _name(value: Any) -> str | None:
    first = next(iter(_as_list(value)), None)
    return _text(first.get("name")) if isinstance(first, dict) else _text(first)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
