"""Canonical text from Markdown: rendered to HTML, then read as HTML, so that both follow the same rules."""

from markdown_it import MarkdownIt

from annotations.domain.canonical.blocks import CanonicalText
from annotations.domain.canonical.markup import from_html
from annotations.domain.errors import Invalid

# The renderer is pure Python, and markup made to be slow takes it seconds at this length.
MAXIMUM_MARKDOWN_CHARACTERS = 500_000


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
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(renderer.render(text))
