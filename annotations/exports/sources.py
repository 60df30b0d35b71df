"""The sources that the evidence is taken from, each once, in the order in which they are cited first."""

import json
from collections.abc import Iterator

from annotations.domain.citations import Item, as_bibtex, cited_sources
from annotations.domain.rendering import Documents, Format, LeftOut, Publication


def render_csl(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """One list of CSL-JSON items, item by item."""
    separator = "[\n"
    for item in _items(documents):
        yield f"{separator}{json.dumps(item, ensure_ascii=False)}".encode()
        separator = ",\n"
    yield b"[]\n" if separator == "[\n" else b"\n]\n"


def render_bibtex(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """One BibTeX database, entry by entry."""
    separator = ""
    for item in _items(documents):
        yield f"{separator}{as_bibtex([item])}".encode()
        separator = "\n"


def _items(documents: Documents) -> Iterator[Item]:
    """Only the numbers of the sources are held."""
    seen: set[int] = set()
    for document in documents:
        for number, item in cited_sources(json.loads(document)):
            if number not in seen:
                seen.add(number)
                yield item


CSL_FORMAT = Format(
    media_type="application/vnd.citationstyles.csl+json", suffix=".csl.json", render=render_csl
)
BIBTEX_FORMAT = Format(media_type="application/x-bibtex", suffix=".bib", render=render_bibtex)
