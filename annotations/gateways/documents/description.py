"""What a page says of itself, as the plain values that are kept beside a capture.

Other than `page_details`, which proposes to a person what to register, this keeps statements as they are:
a canonical address on another host is no identity of this page, yet the best trace of where its text comes
from. Everything is bounded, and nothing of it is believed.

| key | meaning |
| --- | --- |
| `title` | the headline, else the page's title |
| `authors` | names, as a list |
| `published`, `modified` | as ISO 8601: a moment with its zone, or a day |
| `canonical` | the address the page names as its own or as the original, absolute, on whatever host |
| `image` | the lead picture's address, absolute |
| `site` | the name of the site or publisher |
| `language` | a BCP 47 tag |
| `is_free` | whether the page says that it may be read without paying |
| `agency` | whom the page credits in its markup, such as a news agency |
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from annotations.gateways.documents.document import Details
from annotations.gateways.documents.linked_data import (
    as_list,
    first,
    json_ld_items,
    meta_values,
    name_of,
    text_of,
    value_of,
)
from annotations.gateways.documents.metadata import is_article, page_details, parse_moment, web_address
from annotations.gateways.documents.proposals import tidy_byline

MOST_AUTHORS: Final = 20
LONGEST_CREDIT: Final = 80

_AUTHORS = "author", "article:author", "dc.creator", "citation_author", "parsely-author"
_MODIFIED = "article:modified_time", "datemodified", "og:updated_time", "last-modified", "dcterms.modified"
_IMAGE = "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
_SITE = "og:site_name", "application-name", "dc.publisher", "citation_publisher"
_AGENCY = "article:agency", "news_agency", "agency", "dc.source", "dcterms.source", "source"
_CREDITS = '[itemprop="sourceOrganization"], [itemprop="creditText"], [class*="agency"], [class*="newswire"]'


def page_description(markup: str, url: str | None) -> dict[str, Any]:
    """What a page states about itself; only the keys for which it states something. `markup` must have passed
    `check_markup_bounds`; `url` is where it was read.
    """
    tree = LexborHTMLParser(markup)
    meta = meta_values(tree)
    items = [item for item in json_ld_items(tree) if is_article(item)]
    item: Mapping[str, Any] = items[0] if items else {}
    details = page_details(markup, url)
    found = {
        "title": details.headline,
        "authors": _authors(item, meta),
        "published": _published(details),
        "modified": _moment(text_of(item.get("dateModified")) or first(meta, _MODIFIED)),
        "canonical": _address(_canonical(tree, meta), url),
        "image": _address(_image(item) or first(meta, _IMAGE), url),
        "site": details.publisher_name or value_of(first(meta, _SITE)),
        "language": details.language,
        "is_free": _is_free(items),
        "agency": _agency(item, meta, tree),
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def details_described(details: Details) -> dict[str, Any]:
    """The same keys for a document that is no page."""
    found = {
        "title": details.headline,
        "authors": [details.byline] if details.byline else [],
        "published": _published(details),
        "site": details.publisher_name,
        "language": details.language,
    }
    return {name: value for name, value in found.items() if value}


def _authors(item: Mapping[str, Any], meta: Mapping[str, str]) -> list[str]:
    stated = [name_of(author) for author in as_list(item.get("author"))[:MOST_AUTHORS]]
    named = [name for name in map(tidy_byline, stated) if name]
    return named or [name for key in _AUTHORS if (name := tidy_byline(meta.get(key)))][:1]


def _published(details: Details) -> str | None:
    stated = details.published_at or details.published_on
    return stated.isoformat() if stated else None


def _moment(text: str | None) -> str | None:
    day, moment = parse_moment(text)
    stated = moment or day
    return stated.isoformat() if stated else None


def _canonical(tree: LexborHTMLParser, meta: Mapping[str, str]) -> str | None:
    link = tree.css_first('link[rel~="canonical"]')
    stated = link.attributes.get("href") if link else None
    return stated or meta.get("og:url") or meta.get("syndication-source") or meta.get("original-source")


def _address(stated: str | None, url: str | None) -> str | None:
    try:
        return web_address(urljoin(url or "", stated.strip())) if stated else None
    except ValueError:
        return None


def _image(item: Mapping[str, Any]) -> str | None:
    found = next(iter(as_list(item.get("image"))), None)
    return text_of(found.get("url")) if isinstance(found, dict) else text_of(found)


def _is_free(items: Iterable[Mapping[str, Any]]) -> bool | None:
    """What the page's own description says, also of its parts; not free where any part is not."""
    said = [stated for item in items for stated in _statements(item)]
    return all(said) if said else None


def _statements(item: Mapping[str, Any]) -> list[bool]:
    parts = [item, *(part for part in as_list(item.get("hasPart")) if isinstance(part, dict))]
    read = (_truth(part.get("isAccessibleForFree")) for part in parts)
    return [stated for stated in read if stated is not None]


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    return words.get(str(value).strip().lower().rpartition("/")[2]) if value is not None else None


def _agency(item: Mapping[str, Any], meta: Mapping[str, str], tree: LexborHTMLParser) -> str | None:
    names = [name_of(item.get(key)) for key in ("sourceOrganization", "creditText", "provider")]
    elements = [element.text(separator=" ") for element in tree.css(_CREDITS)[:5]]
    for stated in (*names, first(meta, _AGENCY), *elements):
        credit = value_of(stated)
        if credit and len(credit) <= LONGEST_CREDIT and "://" not in credit:
            return credit
    return None
