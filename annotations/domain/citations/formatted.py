"""References as people read them, in plain text, by a CSL processor."""

import warnings
from collections.abc import Sequence
from io import BytesIO

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc.string import String

from annotations.domain.citations.items import Item
from annotations.domain.citations.style import STYLE


class _AsTheyStand(CiteProcJSON):
    """Items whose words are words: nothing in a title is markup."""

    def parse_string(self, string: object) -> String:
        return String(str(string))


def formatted_references(items: Sequence[Item]) -> list[str]:
    """One reference for each item, in their order, as plain text."""
    if not items:
        return []
    # A style keeps the state of what it renders, so each call has its own: threads share nothing.
    style = CitationStylesStyle(BytesIO(STYLE.encode()), validate=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bibliography = CitationStylesBibliography(style, _AsTheyStand(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [" ".join(str(reference).split()) for reference in bibliography.bibliography()]
