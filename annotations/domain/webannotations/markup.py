"""Selectors that count in a page's tree, followed to a span of the page's raw text."""

import math
from dataclasses import dataclass, replace

import regex
from selectolax.lexbor import LexborNode, SelectolaxError

from annotations.domain.errors import Invalid
from annotations.domain.offsets import from_utf16
from annotations.domain.webannotations.fragments import html_id
from annotations.domain.webannotations.pages import Page
from annotations.domain.webannotations.selectors import (
    AnySelector,
    Css,
    Fragment,
    Range,
    TextPosition,
    TextQuote,
    XPath,
)
from annotations.domain.webannotations.squeezing import Squeezed
from annotations.domain.webannotations.xpaths import NotUnderstood, select

LONGEST_CSS = 1_000
MOST_CSS_COMPARISONS = 5_000_000
WIDEST_PARENT = 20_000
MOST_PLACES = 50

_LOOSE = regex.compile(r"""(?:"[^"]*"|'[^']*'|\[[^\]]*\])(*SKIP)(*FAIL)|(?<=[^\s>+,(])\s+(?=[^\s>+~,)])""")
_COSTLY = regex.compile(r"~(?!=)|:(?:has|is|where|not|matches|any)\(|\|\|")


@dataclass(frozen=True, slots=True)
class Place:
    """`raw[start:end]` of a page; `node` where it is one.

    `is_sure` is False where one of several was taken.
    """

    start: int
    end: int
    node: LexborNode | None = None
    is_sure: bool = True


def find_in_page(selector: AnySelector, page: Page) -> list[Place]:
    """The places a selector names in a page, in their order, at most 50.

    None where it names none, or in a way that is not understood.
    """
    return _followed(selector, page, Place(0, len(page.raw)))


def _followed(selector: AnySelector, page: Page, inside: Place) -> list[Place]:
    found = [
        replace(place, is_sure=place.is_sure and inside.is_sure) for place in _named(selector, page, inside)
    ]
    if selector.refined_by is None:
        return found
    refined = [inner for place in found for inner in _followed(selector.refined_by, page, place)]
    return refined[:MOST_PLACES]


def _named(selector: AnySelector, page: Page, inside: Place) -> list[Place]:
    match selector:
        case Css(value=value):
            return _of_nodes(page, _by_css(value, page, inside))
        case XPath(value=value):
            return _of_nodes(page, _by_xpath(value, page, inside))
        case Fragment(value=value, conforms_to=grammar):
            # Of several elements with one id, the first has it.
            return _of_nodes(page, _by_id(html_id(value, grammar), page, inside))[:1]
        case TextQuote():
            return _by_quote(selector, page, inside)
        case TextPosition():
            return _by_position(selector, page, inside)
        case Range(start=start, end=end):
            return _between(_followed(start, page, inside), _followed(end, page, inside))
    return []


def _of_nodes(page: Page, nodes: list[LexborNode]) -> list[Place]:
    # A list of CSS selectors gives a node as often as it fits.
    unique = {node.mem_id: node for node in nodes if node.mem_id in page.spans}.values()
    places = [Place(*page.span(node), node) for node in unique]
    return sorted(places, key=lambda place: (place.start, -place.end))[:MOST_PLACES]


def _by_css(value: str, page: Page, inside: Place) -> list[LexborNode]:
    loose = len(_LOOSE.findall(value.strip()))
    # Each loose step may be tried at each ancestor: the number of ways is what a search can cost.
    if (
        len(value) > LONGEST_CSS
        or _COSTLY.search(value)
        or page.widest > WIDEST_PARENT
        or math.comb(page.depth, min(loose, page.depth)) > MOST_CSS_COMPARISONS
    ):
        return []
    try:
        found = (inside.node or page.tree).css(value)
    except SelectolaxError:
        return []
    return list(found)


def _by_xpath(value: str, page: Page, inside: Place) -> list[LexborNode]:
    root = page.tree.root
    if root is None:
        return []
    try:
        return select(value, root, page.tree.body, inside.node)
    except NotUnderstood:
        return []


def _by_id(name: str, page: Page, inside: Place) -> list[LexborNode]:
    if not name:
        return []
    quoted = "".join(f"\\{ord(one):x} " if one in '"\\\n\r\f' else one for one in name)
    scope = inside.node or page.tree
    try:
        return scope.css(f'[id="{quoted}"]') or scope.css(f'a[name="{quoted}"]')
    except SelectolaxError:
        return []


def _by_quote(quote: TextQuote, page: Page, inside: Place) -> list[Place]:
    found = Squeezed(page.raw[inside.start : inside.end]).places(quote.exact, quote.prefix, quote.suffix)
    return [Place(inside.start + start, inside.start + end) for start, end in found[:MOST_PLACES]]


def _by_position(position: TextPosition, page: Page, inside: Place) -> list[Place]:
    """A span, or a mere point where it is the end of a range."""
    text = page.raw[inside.start : inside.end]
    start, end = position.start, position.end
    if position.unit == "utf-16":
        try:
            start, end = from_utf16(text, start), from_utf16(text, end)
        except Invalid:
            return []
    return [Place(inside.start + start, inside.start + end)] if end <= len(text) else []


def _between(starts: list[Place], ends: list[Place]) -> list[Place]:
    """From the beginning of the one to the beginning of the other, which the model leaves out."""
    start = next(iter(starts), None)
    end = next((place for place in ends if start and place.start > start.start), None)
    if start is None or end is None:
        return []
    is_sure = len(starts) == len(ends) == 1 and start.is_sure and end.is_sure
    return [Place(start.start, end.start, is_sure=is_sure)]
