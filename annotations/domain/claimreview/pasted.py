"""What somebody pasted: JSON, or a page with JSON in it."""

import json
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any, Final

from annotations.domain.claimreview.reading import CarryingPage
from annotations.domain.claimreview.rule import Fault

_END_OF_SCRIPT = re.compile(r"</script[^>\"]{0,20}>?", re.IGNORECASE)
_UNSEEN: Final = frozenset({"script", "style", "template", "noscript", "head", "title"})
_LINKED_DATA: Final = "application/ld+json"


@dataclass(frozen=True, slots=True)
class Pasted:
    """The document that was meant, the page as far as the text told of it, and what could not be read."""

    document: Any
    page: CarryingPage
    faults: tuple[Fault, ...] = ()


def pasted(text: str, page: CarryingPage) -> Pasted:
    """Reads JSON, or the blocks of a page: those of one block as it is, those of several as a list."""
    if text.lstrip().startswith("<"):
        return _page(text, page)
    document, faults = _json(text, "$")
    return Pasted(document, page, tuple(faults))


def _json(text: str, path: str) -> tuple[Any, list[Fault]]:
    faults = [Fault("json-closes-script", path, ends[0])] if (ends := _END_OF_SCRIPT.search(text)) else []
    try:
        return json.loads(text), faults
    except json.JSONDecodeError as failure:
        where = f"{failure.msg}, line {failure.lineno}, column {failure.colno}"
        return None, [*faults, Fault("json-broken", path, where)]
    except (ValueError, RecursionError):
        return None, [*faults, Fault("json-broken", path, "it is nested too deep, or a number is too long")]


def _page(text: str, page: CarryingPage) -> Pasted:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    documents, faults = [], []
    for index, block in enumerate(reader.blocks):
        document, found = _json(block, "$" if len(reader.blocks) == 1 else f"$[{index}]")
        documents.append(document)
        faults += found
    if reader.has_microdata and not documents:
        faults.append(Fault("microdata-form", "$", "itemscope, itemprop"))
    seen = page.visible_text if page.visible_text is not None else " ".join(reader.seen)
    told = replace(page, visible_text=seen, canonical=page.canonical or reader.canonical)
    return Pasted(documents[0] if len(documents) == 1 else documents, told, tuple(faults))


@dataclass
class _Reader(HTMLParser):
    """Gathers the blocks of linked data, the words that are seen, and the canonical address."""

    blocks: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    canonical: str = ""
    has_microdata: bool = False
    _within: list[str] = field(default_factory=list)
    _is_block: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel", "").lower() == "canonical":
            self.canonical = given.get("href", "")
        self.has_microdata = self.has_microdata or given.get("itemtype", "").endswith("ClaimReview")
        if tag in _UNSEEN:
            self._within.append(tag)
        if tag == "script" and given.get("type", "").strip().lower() == _LINKED_DATA:
            self._is_block = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            # Whatever was left open inside it ends with it.
            del self._within[self._within.index(tag) :]
        if tag == "script":
            self._is_block = False

    def handle_data(self, data: str) -> None:
        if self._is_block:
            self.blocks[-1] += data
        elif not self._within and data.strip():
            self.seen.append(data.strip())
