"""The article in a web page, among menus, teasers and footers.

The extractor (trafilatura) only decides *which* blocks belong to the article; their words always come from
the page itself, so that quotations are exact. It is asked only where a page has such surroundings at all, and
overruled where it keeps next to nothing; what was left out is said, and a person can ask for the whole page
instead.
"""

from typing import Any

import regex
import trafilatura
from selectolax.lexbor import LexborHTMLParser

from annotations.domain.canonical.blocks import Draft
from annotations.domain.canonical.bounds import check_markup_bounds

LONGEST_FOR_EXTRACTION = 3_000_000
DEEPEST_FOR_EXTRACTION = 150
LEAST_CHARACTERS = 200
LEAST_SHARE = 0.03
LINK_SHARE = 0.3
LONG_ENOUGH_TO_FIND = 25

_SURROUNDINGS = (
    "nav, aside, footer, [role=navigation], [role=banner], [role=contentinfo], [role=complementary],"
    " [id=sidebar], [class~=sidebar]"
)
_NOT_WORDS = regex.compile(r"[^\p{L}\p{N}]+")
_PARTS = frozenset(["p", "head", "item", "cell", "row", "quote", "code", "ab", "hi", "title"])
NOT_TOLD = ("The article could not be told from the rest of the page, so all of the page's text was kept.",)


def article_drafts(
    markup: str, drafts: list[Draft], headline: str | None
) -> tuple[list[Draft], tuple[str, ...]]:
    """The drafts that make the article, and notes on what was left out."""
    if not _has_surroundings(markup, drafts):
        return drafts, ()
    kept = _kept(drafts, _extracted_parts(markup), headline)
    characters = sum(len(drafts[number].text) for number in kept)
    if characters < max(LEAST_CHARACTERS, LEAST_SHARE * sum(len(draft.text) for draft in drafts)):
        return drafts, NOT_TOLD
    left_out = len(drafts) - len(kept)
    if not left_out:
        return drafts, ()
    note = f"{left_out} of {len(drafts)} blocks of the page lie outside the article and were left out."
    return [drafts[number] for number in kept], (note,)


def _has_surroundings(markup: str, drafts: list[Draft]) -> bool:
    tree = LexborHTMLParser(markup)
    if tree.css_first(_SURROUNDINGS):
        return True
    links = tree.css("a[href]")
    linked = sum(len(link.text()) for link in links[:5_000])
    return len(links) > 30 and linked > LINK_SHARE * sum(len(draft.text) for draft in drafts)


def _extracted_parts(markup: str) -> list[str]:
    """The words of each part that the extractor keeps, squeezed; none where the page is too much for it."""
    if len(markup) > LONGEST_FOR_EXTRACTION or check_markup_bounds(markup) > DEEPEST_FOR_EXTRACTION:
        return []
    try:
        extracted: Any = trafilatura.bare_extraction(
            markup, include_comments=False, include_tables=True, favor_recall=True
        )
    except Exception:
        # A heuristic of others on strangers' markup: whatever it trips over, the page can be read whole.
        return []
    if extracted is None or extracted.body is None:
        return []
    return [_squeezed("".join(part.itertext())) for part in extracted.body.iter() if part.tag in _PARTS]


def _kept(drafts: list[Draft], parts: list[str], headline: str | None) -> list[int]:
    """Numbers of the drafts whose words the extractor kept, with the headline's block before the first."""
    whole = set(parts)
    running = "\n".join(parts)
    kept = [number for number, draft in enumerate(drafts) if _is_kept(_squeezed(draft.text), whole, running)]
    wanted = _squeezed(headline or "")
    before = range(kept[0]) if kept and wanted else range(0)
    titles = [number for number in before if _squeezed(drafts[number].text) == wanted]
    return titles[-1:] + kept


def _is_kept(words: str, whole: set[str], running: str) -> bool:
    return bool(words) and (words in whole or (len(words) >= LONG_ENOUGH_TO_FIND and words in running))


def _squeezed(text: str) -> str:
    return _NOT_WORDS.sub("", text.casefold())
