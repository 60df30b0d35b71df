"""Finding reviews in whatever was handed over, and reading their values however they are written.

Any JSON comes in here: lists for single values, types as full addresses, `None`. Nothing is refused and
nothing raises; what cannot be read as the thing asked for is absent.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from annotations.domain.claimreview.rule import Fault

DEEPEST: Final = 60
"""Reviews that stand deeper than this are not looked for."""

LIST_PAGES: Final = ("ItemList", "CollectionPage", "SearchResultsPage", "Blog")
_NAME = re.compile(r"[A-Za-z_@][\w@:-]*", re.ASCII)
_PREFIX = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:)")

Object = Mapping[str, Any]
Faults = Iterator[Fault]


@dataclass(frozen=True, slots=True)
class CarryingPage:
    """The page that carries the markup, as far as it is known; what is left empty is not judged.

    `address` is where it was asked for, `redirects_to` where that led, `canonical` what it calls itself.
    `visible_text` is what readers see, None if nobody looked. `previous` is the markup as it was before.
    """

    address: str = ""
    redirects_to: str = ""
    canonical: str = ""
    visible_text: str | None = None
    is_private: bool = False
    previous: Any = None


@dataclass(frozen=True, slots=True)
class FoundReview:
    """A review, where it stands, and whether that is a feed or a list page."""

    review: Object
    path: str
    is_in_feed: bool = False
    is_on_list: bool = False
    item: Object = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its address, as it is written."""
        return text_of(self.review.get("url"))


def reviews_in(document: Any) -> list[FoundReview]:
    """Every ClaimReview of a document, wherever it stands, in reading order."""
    found: list[FoundReview] = []
    waiting: list[tuple[Any, str, int, bool, bool]] = [(document, "$", 0, False, False)]
    while waiting:
        value, path, depth, in_feed, on_list = waiting.pop()
        if isinstance(value, Mapping):
            types = types_of(value)
            if "ClaimReview" in types:
                item = one(value.get("itemReviewed"))
                found.append(
                    FoundReview(value, path, in_feed, on_list, item if isinstance(item, Mapping) else {})
                )
                continue
            in_feed = in_feed or "DataFeed" in types
            on_list = on_list or any(kind in types for kind in LIST_PAGES)
            inner = [(child, f"{path}{step(name)}") for name, child in value.items()]
        elif isinstance(value, list | tuple):
            inner = [(child, f"{path}[{index}]") for index, child in enumerate(value)]
        else:
            continue
        if depth < DEEPEST:
            waiting += [(child, place, depth + 1, in_feed, on_list) for child, place in reversed(inner)]
    return found


def texts_in(review: Object, path: str) -> Iterator[tuple[str, str]]:
    """Every text of a review with its path."""
    waiting: list[tuple[Any, str, int]] = [(review, path, 0)]
    while waiting:
        value, place, depth = waiting.pop()
        if isinstance(value, str):
            yield value, place
        elif depth < DEEPEST and isinstance(value, Mapping):
            waiting += [(child, f"{place}{step(name)}", depth + 1) for name, child in value.items()]
        elif depth < DEEPEST and isinstance(value, list | tuple):
            waiting += [(child, f"{place}[{index}]", depth + 1) for index, child in enumerate(value)]


def step(name: Any) -> str:
    """The piece of a path for a property."""
    text = str(name)[:80]
    return f".{text}" if _NAME.fullmatch(text) else f"[{json.dumps(text)}]"


def one(value: Any) -> Any:
    """The first of a list; anything else as it is."""
    if isinstance(value, list | tuple):
        return value[0] if value else None
    return value


def many(value: Any) -> list[Any]:
    """A list of what is there: of nothing none, of one thing that."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def object_of(value: Any) -> Object:
    """The object, the first of several, or one without properties."""
    first = one(value)
    return first if isinstance(first, Mapping) else {}


def text_of(value: Any) -> str:
    """The text without spaces around it; of anything else nothing."""
    first = one(value)
    return first.strip() if isinstance(first, str) else ""


def types_of(value: Any) -> tuple[str, ...]:
    """The types of an object, without the address of schema.org before them; of microdata as well."""
    if not isinstance(value, Mapping):
        return ()
    written = many(value.get("@type")) or (many(value.get("type")) if "properties" in value else [])
    return tuple(_PREFIX.sub("", kind.strip()) for kind in written if isinstance(kind, str))


def host_of(url: str) -> str:
    """The host of an address in lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_web_address(url: str) -> bool:
    """Whether it is a whole address of the web, without spaces in it."""
    return url.startswith(("http://", "https://")) and bool(host_of(url)) and not any(map(str.isspace, url))


def is_private_host(host: str) -> bool:
    """Whether only who is inside a network reaches it."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".intranet")):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False
