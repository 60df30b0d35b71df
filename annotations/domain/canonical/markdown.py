"""Canonical text from Markdown: rendered to HTML, then read as HTML, so that both follow the same rules."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from annotations.domain.canonical.blocks import CanonicalText
from annotations.domain.canonical.markup import from_html
from annotations.domain.errors import Invalid

# The renderer is pure Python, and markup made to be slow takes it seconds at this length.
MAXIMUM_MARKDOWN_CHARACTERS = 500_000
DEEPEST_MARKDOWN = 100


def from_markdown(text: str) -> CanonicalText:
    """Canonical text of a CommonMark text with tables. Invalid where it is empty or too long."""
    if len(text) > MAXIMUM_MARKDOWN_CHARACTERS:
        raise Invalid(
            f"A Markdown text may have {MAXIMUM_MARKDOWN_CHARACTERS:,} characters. Import it in parts.",
            rule="text-too-long",
        )
    return from_html(markdown_to_html(text))


def markdown_to_html(text: str) -> str:
    """The HTML of a Markdown text. It may hold raw HTML: read it with `from_html` only, never show it."""
    # At its own limit the renderer leaves words out without a word; ours is reached first, and refuses.
    settings = {"html": True, "maxNesting": DEEPEST_MARKDOWN + 10}
    renderer = MarkdownIt("commonmark", settings).enable(["table", "strikethrough"])
    renderer.block.ruler.before("table", "depth", _refuse_too_deep)
    return str(renderer.render(text))


def _refuse_too_deep(state: StateBlock, first_line: int, last_line: int, silent: bool) -> bool:
    """A rule of the renderer that never takes a block; it only looks how deep this one stands."""
    if state.level > DEEPEST_MARKDOWN:
        raise Invalid(
            "The lists or quotes of this text stand too deep in one another to be read safely. Import it"
            " as plain text instead.",
            rule="markup-too-complex",
        )
    return False
