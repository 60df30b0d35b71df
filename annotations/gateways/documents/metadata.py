"""What a page says about itself: JSON-LD first, then its meta elements, then its visible headline.

Everything read here was written by strangers: values are cleaned and bounded, addresses must be plain web
addresses, and a page that was fetched may name another address for itself only on its own host.
"""

from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

import regex
from selectolax.lexbor import LexborHTMLParser

from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid
from annotations.domain.places_and_languages import is_language_tag
from annotations.domain.weblinks import canonical_url, host_of
from annotations.gateways.documents.document import Details
from annotations.gateways.documents.linked_data import (
    as_list,
    first,
    json_ld_items,
    kinds_of,
    meta_values,
    name_of,
    text_of,
    value_of,
)
from annotations.gateways.documents.proposals import tidy_byline

_ARTICLE_TYPE = regex.compile(
    r"(?:Article|Posting|Report|Review|Reporting)$|^(?:Report|ClaimReview|Book|WebPage)$"
)
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
    meta = meta_values(tree)
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
    for item in json_ld_items(tree):
        if is_article(item):
            return _article_item(item)
    return Details()


def is_article(item: dict[str, Any]) -> bool:
    """Whether an object of JSON-LD describes what the page is about."""
    return any(_ARTICLE_TYPE.search(kind) for kind in kinds_of(item))


def _article_item(item: dict[str, Any]) -> Details:
    day, moment = parse_moment(text_of(item.get("datePublished")))
    authors = [name for author in as_list(item.get("author"))[:20] if (name := tidy_byline(name_of(author)))]
    return Details(
        headline=value_of(text_of(item.get("headline"))),
        byline=value_of(", ".join(authors)),
        publisher_name=value_of(name_of(item.get("publisher"))),
        published_on=day,
        published_at=moment,
        language=language_tag(text_of(item.get("inLanguage"))),
    )


def _from_meta(tree: LexborHTMLParser, meta: dict[str, str]) -> Details:
    day, moment = parse_moment(first(meta, _DATE_NAMES) or _time_element(tree))
    return Details(
        headline=_headline(tree, meta),
        byline=next((name for key in _AUTHOR_NAMES if (name := tidy_byline(meta.get(key)))), None),
        publisher_name=value_of(
            first(meta, ("og:site_name", "application-name", "dc.publisher", "citation_publisher"))
        ),
        published_on=day,
        published_at=moment,
    )


def _headline(tree: LexborHTMLParser, meta: dict[str, str]) -> str | None:
    headings = [text for heading in tree.css("h1")[:3] if (text := value_of(heading.text(separator=" ")))]
    if len(headings) == 1:
        return headings[0]
    stated = value_of(first(meta, ("og:title", "twitter:title", "citation_title", "dc.title")))
    title = tree.css_first("title")
    return stated or (value_of(_SITE_IN_TITLE.sub("", title.text())) if title else None)


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
        first(meta, ("content-language", "og:locale", "dc.language", "language"))
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


def language_tag(text: str | None) -> str | None:
    """A BCP 47 tag (`en_GB` becomes `en-GB`); None for anything else."""
    tag = one_line(text or "").replace("_", "-")
    return tag if len(tag) <= 35 and is_language_tag(tag) else None
