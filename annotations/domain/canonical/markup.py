"""Canonical text from HTML.

The tree is built as browsers build it (HTML5, lexbor), then walked once without recursion. Only words
survive: scripts, styles, form controls, embedded media, navigation and whatever the document itself hides are
left out, and every other element counts only as the kind of block it makes. Text directly in a body or a
division is a paragraph; a single `<br>` is a newline inside a block and two end it; a table's cell is one
block, unless the table turns out to lay out the page (its cell holds headings, lists, tables or many
paragraphs), in which case it is ignored.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count, groupby

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from annotations.domain.canonical.blocks import BlockKind, CanonicalText, Draft, assemble
from annotations.domain.canonical.bounds import check_markup_bounds
from annotations.domain.canonical.characters import several_lines, without_surrogates
from annotations.domain.canonical.decoding import decode_text, encoding_named_in_markup
from annotations.domain.canonical.direction import Direction
from annotations.domain.errors import Invalid

MAXIMUM_NODES = 3_000_000
PARAGRAPHS_IN_A_DATA_CELL = 3

_DROPPED = frozenset(
    [
        "head", "title", "script", "style", "template", "noscript", "noframes", "iframe", "frame",
        "frameset", "object", "embed", "applet", "svg", "canvas", "audio", "video", "picture", "map",
        "select", "option", "optgroup", "datalist", "button", "input", "textarea", "progress",
        "meter", "nav", "rt", "rp", "annotation", "annotation-xml",
    ]
)  # fmt: skip
_DROPPED_ROLES = frozenset(["navigation", "search", "menu", "menubar", "toolbar"])
_BLOCKS = frozenset(
    [
        "html", "body", "address", "article", "aside", "blockquote", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li",
        "listing", "main", "menu", "ol", "p", "plaintext", "pre", "search", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
    ]
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset(["ul", "ol", "dl", "dir", "menu"])
_PREFORMATTED = frozenset(["pre", "listing", "xmp", "plaintext"])
_LAYING_OUT = frozenset(["table", "blockquote", *_HEADINGS, *_LISTS, *_PREFORMATTED])
_HIDING_STYLE = regex.compile(r"(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_SPACE = regex.compile(r"\s+")
_BREAKS = regex.compile(r"\n[^\S\n]*\n\s*")
_LANGUAGE = regex.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_DIRECTIONS: dict[str, Direction | None] = {"ltr": "ltr", "rtl": "rtl", "auto": None}


@dataclass
class _Item:
    """An entry of a list: its first block carries the mark, later ones continue it."""

    marked: bool = False


@dataclass
class _Cell:
    """A table's cell, and whether it proved to lay out the page."""

    layout: bool = False
    blocks: int = 0


@dataclass(frozen=True)
class _Context:
    """What the open elements say about text met now."""

    kind: BlockKind = "paragraph"
    level: int = 0
    list_depth: int = 0
    quote_depth: int = 0
    item: _Item | None = None
    cell: _Cell | None = None
    language: str | None = None
    direction: Direction | None = None


@dataclass
class _Collector:
    """Gathers drafts during one walk; the cell of each is kept until it is known whether it lays out the
    page."""

    context: _Context = field(default_factory=_Context)
    outer: list[_Context] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    found: list[tuple[Draft, _Cell | None]] = field(default_factory=list)
    rows: int = 0

    def enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.flush()
        self.outer.append(self.context)
        if tag == "tr":
            self.rows += 1
        if self.context.cell is not None and tag in _LAYING_OUT:
            self.context.cell.layout = True
        self.context = _inner(_declared(self.context, attributes), tag, self.rows)

    def leave(self) -> None:
        self.flush()
        self.context = self.outer.pop()

    def add_text(self, text: str) -> None:
        self.words.append(text if self.context.kind == "preformatted" else _SPACE.sub(" ", text))

    def flush(self) -> None:
        joined = "".join(self.words)
        self.words.clear()
        if not joined or joined.isspace():
            return
        whole = self.context.kind in ("preformatted", "table_cell")
        for part in [joined] if whole else _BREAKS.split(joined):
            self._add(several_lines(part))

    def _add(self, text: str) -> None:
        if not text:
            return
        context = self.context
        kind = context.kind
        if kind == "list_item" and context.item is not None:
            kind = "paragraph" if context.item.marked else "list_item"
            context.item.marked = True
        if context.cell is not None:
            context.cell.blocks += 1
        draft = Draft(text, kind, context.level, None, context.language, context.direction)
        self.found.append((draft, context.cell))


def from_html(markup: str | bytes) -> CanonicalText:
    """Canonical text of a page or a fragment. Bytes are decoded by what they are or declare.

    Invalid where it holds no words, is too long, or is too complex to parse in bounded time.
    """
    if isinstance(markup, bytes):
        markup = decode_text(markup, declared=encoding_named_in_markup(markup)).text
    return assemble(html_drafts(markup))


def html_drafts(markup: str) -> list[Draft]:
    """The blocks of a page before they are placed, so that a caller may leave some out."""
    check_markup_bounds(markup)
    collector = _Collector()
    root = LexborHTMLParser(without_surrogates(markup)).root
    if root is not None:
        _walk(root, collector)
        collector.flush()
    return list(_settled(collector.found))


def _walk(root: LexborNode, collector: _Collector) -> None:
    closings: list[str] = []
    node: LexborNode | None = root
    for _ in range(MAXIMUM_NODES):
        if node is None:
            return
        child = _open(node, collector, closings)
        node = child if child is not None else _following(node, root, collector, closings)
    raise Invalid(
        "This page has too many parts to be read safely. Paste its text instead.", rule="markup-too-complex"
    )


def _open(node: LexborNode, collector: _Collector, closings: list[str]) -> LexborNode | None:
    """Take in one node, and note what its end will do; its first child where there is something below to
    read."""
    closings.append("")
    if node.is_text_node:
        collector.add_text(node.text_content or "")
        return None
    if not node.is_element_node:
        return None
    tag, attributes = node.tag or "", node.attributes
    if is_left_out(tag, attributes):
        return None
    if tag in _BLOCKS:
        collector.enter(tag, attributes)
        closings[-1] = "block"
    elif tag == "br":
        collector.words.append("\n")
    elif tag == "q":
        collector.words.append("\u201c")
        closings[-1] = "quotation"
    return node.first_child


def _following(
    node: LexborNode, root: LexborNode, collector: _Collector, closings: list[str]
) -> LexborNode | None:
    """Close the node and those that end with it; the next one in document order."""
    current: LexborNode | None = node
    while current is not None:
        closing = closings.pop()
        if closing == "block":
            collector.leave()
        elif closing == "quotation":
            collector.words.append("\u201d")
        if not closings:
            return None
        if (sibling := current.next) is not None:
            return sibling
        current = current.parent
    return None


def makes_a_block(tag: str) -> bool:
    """Whether an element's words stand in blocks of their own."""
    return tag in _BLOCKS


def is_left_out(tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether an element is left out with all it holds: by what it is, or because the document hides it."""
    if tag in _DROPPED or "hidden" in attributes:
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    if (attributes.get("role") or "").strip().lower() in _DROPPED_ROLES:
        return True
    return bool(_HIDING_STYLE.search(attributes.get("style") or ""))


def _declared(context: _Context, attributes: dict[str, str | None]) -> _Context:
    language = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
    direction = (attributes.get("dir") or "").strip().lower()
    if len(language) <= 35 and _LANGUAGE.fullmatch(language):
        context = replace(context, language=language, direction=None)
    if direction in _DIRECTIONS:
        context = replace(context, direction=_DIRECTIONS[direction])
    return context


def _inner(context: _Context, tag: str, rows: int) -> _Context:
    if tag in _HEADINGS:
        return replace(context, kind="heading", level=_HEADINGS[tag])
    if tag in _PREFORMATTED:
        return replace(context, kind="preformatted", level=0)
    if tag in _LISTS:
        return replace(context, list_depth=context.list_depth + 1, item=None, kind="paragraph", level=0)
    if tag in ("li", "dt", "dd"):
        depth = max(1, context.list_depth) + (tag == "dd")
        return replace(context, kind="list_item", level=depth, item=_Item())
    if tag == "blockquote":
        depth = context.quote_depth + 1
        return replace(context, kind="quote", level=depth, quote_depth=depth)
    if tag in ("td", "th"):
        return replace(context, kind="table_cell", level=rows, cell=_Cell())
    if tag in ("table", "caption"):
        return replace(context, kind="paragraph", level=0, cell=None)
    return context


def _settled(found: list[tuple[Draft, _Cell | None]]) -> Iterator[Draft]:
    """Drafts with each data cell as one block, and the cells that lay out the page as what they hold."""
    for _, group in groupby(found, key=_cell_key()):
        entries = list(group)
        draft, cell = entries[0]
        if cell is not None and _lays_out(cell) and draft.kind == "table_cell":
            yield replace(draft, kind="paragraph", level=0)
        else:
            yield replace(draft, text="\n".join(draft.text for draft, _ in entries))


def _cell_key() -> Callable[[tuple[Draft, _Cell | None]], tuple[int, int]]:
    """Keys that are equal only for blocks of the same data cell."""
    numbers = count()

    def key(entry: tuple[Draft, _Cell | None]) -> tuple[int, int]:
        cell = entry[1]
        return (next(numbers), 0) if cell is None or _lays_out(cell) else (-1, id(cell))

    return key


def _lays_out(cell: _Cell) -> bool:
    return cell.layout or cell.blocks > PARAGRAPHS_IN_A_DATA_CELL
