"""Rules of the document as a whole, and of how its text was made."""

import re
from collections.abc import Mapping
from typing import Any, Final

from annotations.domain.claimreview.reading import Faults, FoundReview, texts_in
from annotations.domain.claimreview.rule import Fault

CONTEXT: Final = "https://schema.org"
_ESCAPED = re.compile(r"&(?:quot|apos|amp|lt|gt|nbsp|#[0-9]{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_LEFT_OVER = re.compile(r"\{\{[^{}]{0,80}\}\}|\{%[^{}]{0,80}%\}|\$\{[^{}]{0,80}\}|<%[^<>]{0,80}%>")


def document_faults(document: Any) -> Faults:
    """What is wrong at the root, of a list with each thing in it."""
    if isinstance(document, list | tuple):
        for index, each in enumerate(document):
            yield from _root_faults(each, f"$[{index}]")
    else:
        yield from _root_faults(document, "$")


def text_faults(found: FoundReview) -> Faults:
    """Traces of templates in the texts of a review, and names of properties that there are none of."""
    for text, path in texts_in(found.review, found.path):
        if escaped := _ESCAPED.search(text):
            yield Fault("json-escaped-for-html", path, escaped[0])
        if left_over := _LEFT_OVER.search(text):
            yield Fault("json-template-leftover", path, left_over[0])
    for holder, path in ((found.review, found.path), (found.item, f"{found.path}.itemReviewed")):
        if "relatedMediaReview" in holder:
            yield Fault("related-media-review", f"{path}.relatedMediaReview")


def _root_faults(root: Any, path: str) -> Faults:
    if not isinstance(root, Mapping):
        return
    yield from _context_faults(root.get("@context"), path)
    if "@graph" in root:
        yield Fault("graph-at-root", f"{path}.@graph")


def _context_faults(written: Any, path: str) -> Faults:
    contexts = written if isinstance(written, list) else [written]
    only = contexts[0] if len(contexts) == 1 else None
    if written in (None, "", []):
        yield Fault("context-missing", path)
    elif only in (CONTEXT, f"{CONTEXT}/"):
        return
    elif only in ("http://schema.org", "http://schema.org/"):
        yield Fault("context-http", f"{path}.@context", only)
    else:
        words = f"“{only}”" if isinstance(only, str) else only if isinstance(only, Mapping) else written
        yield Fault("context-foreign", f"{path}.@context", words)
