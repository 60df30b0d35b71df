"""The words of a page by their place in its tree.

Selectors made in a browser count in the tree: the second text of the third paragraph, twelve characters into
an element. So a page is walked once and laid out flat: its raw text, as `textContent` gives it (scripts and
hidden parts included, since browsers count them), the span of every node in it, and beside it what a reader
sees. Words taken from here are looked for in the canonical text like any other quotation.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from annotations.domain.canonical.bounds import check_markup_bounds
from annotations.domain.canonical.characters import without_surrogates
from annotations.domain.canonical.markup import is_left_out, makes_a_block

CONTEXT_CHARACTERS = 400

# What canonical text writes for an element that is no block.
_AROUND = {"br": ("\n", ""), "q": ("\u201c", "\u201d")}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a span of a page as a reader sees them, and some of those before and after."""

    exact: str
    before: str
    after: str


@dataclass
class Page:
    """A page laid out flat. Offsets are code points into `raw`."""

    tree: LexborHTMLParser
    depth: int
    raw: str = ""
    widest: int = 0
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _seen: list[str] = field(default_factory=list)
    _counted: list[bool] = field(default_factory=list)

    def span(self, node: LexborNode) -> tuple[int, int]:
        """Where the node's text stands in `raw`."""
        return self.spans[node.mem_id]

    def words(self, start: int, end: int) -> Words:
        """What a reader sees of `raw[start:end]`, and up to 400 raw characters on either side."""
        before = self._visible(max(0, start - CONTEXT_CHARACTERS), start)
        after = self._visible(end, min(len(self.raw), end + CONTEXT_CHARACTERS))
        return Words(self._visible(start, end), before, after)

    def _visible(self, start: int, end: int) -> str:
        """Cut by raw offsets; what is shown but not counted (line ends) belongs where it stands."""
        first = max(0, bisect_left(self._starts, start) - 1)
        shown: list[str] = []
        for index in range(first, len(self._starts)):
            at = self._starts[index]
            if at > end:
                break
            if not self._counted[index]:
                shown.append(self._seen[index] if start <= at <= end else "")
            elif self._seen[index]:
                shown.append(self._seen[index][max(0, start - at) : max(0, end - at)])
        return "".join(shown)


def read_page(markup: str) -> Page:
    """The page of this markup. Invalid where it is too complex to be read safely."""
    depth = check_markup_bounds(markup)
    page = Page(LexborHTMLParser(without_surrogates(markup)), depth)
    _lay_out(page)
    return page


@dataclass(slots=True)
class _Open:
    """A node whose end has not been reached; `closing` is what is shown there."""

    node: LexborNode
    start: int
    closing: str
    is_hidden: bool
    children: int = 0


def _lay_out(page: Page) -> None:
    """One walk in document order, without recursion: pages nest deeper than Python calls."""
    pieces: list[str] = []
    length = 0
    opened: list[_Open] = []
    node = page.tree.root
    while node is not None:
        entry = _entered(page, node, length, opened)
        opened.append(entry)
        text = _own_text(node)
        if text:
            _show(page, length, "" if entry.is_hidden else text, counted=True)
            pieces.append(text)
            length += len(text)
        node = _first_below(node) or _after(page, opened, length)
    page.raw = "".join(pieces)


def _own_text(node: LexborNode) -> str:
    """The text that a node itself adds. To a browser with scripts, what a `noscript` holds is text."""
    if node.is_text_node:
        return node.text_content or ""
    return node.inner_html or "" if node.tag == "noscript" else ""


def _first_below(node: LexborNode) -> LexborNode | None:
    return None if node.tag == "noscript" else node.first_child


def _entered(page: Page, node: LexborNode, at: int, opened: list[_Open]) -> _Open:
    hidden = bool(opened) and opened[-1].is_hidden
    if opened:
        opened[-1].children += 1
        page.widest = max(page.widest, opened[-1].children)
    if not node.is_element_node:
        return _Open(node, at, "", hidden)
    tag = node.tag or ""
    if hidden or is_left_out(tag, node.attributes):
        return _Open(node, at, "", True)
    opening, closing = ("\n", "\n") if makes_a_block(tag) else _AROUND.get(tag, ("", ""))
    if opening:
        _show(page, at, opening, counted=False)
    return _Open(node, at, closing, False)


def _after(page: Page, opened: list[_Open], length: int) -> LexborNode | None:
    """Close nodes until one has a sibling; that sibling, or None at the end of the page."""
    while opened:
        ended = opened.pop()
        page.spans[ended.node.mem_id] = (ended.start, length)
        if ended.closing:
            _show(page, length, ended.closing, counted=False)
        if opened and (sibling := ended.node.next) is not None:
            return sibling
    return None


def _show(page: Page, at: int, text: str, *, counted: bool) -> None:
    page._starts.append(at)
    page._seen.append(text)
    page._counted.append(counted)
