"""Text of a PDF, by page, read in a process of its own (see `portable_reader`)."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import regex

from annotations.domain.canonical import one_line
from annotations.domain.canonical.pages import MAXIMUM_PAGES
from annotations.domain.canonical.plain import MAXIMUM_RAW_CHARACTERS
from annotations.domain.errors import Invalid
from annotations.gateways.documents.document import Details

READER: Final = Path(__file__).with_name("portable_reader.py")
MOST_BYTES: Final = 1024**3
"""Of memory of the reader, code and all."""

MOST_SECONDS: Final = 60
"""Of processor time; by the clock twice as many, since the machine may be busy."""

_WORD = regex.compile(r"\p{L}")
_MAKESHIFT_TITLE = regex.compile(
    r"(?i)^(untitled|microsoft word|document\d*|.*\.(docx?|indd|tex|pdf|dvi|qxd))\b"
)


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of each page, what the file says about itself, and notes."""

    pages: list[str]
    details: Details
    notes: tuple[str, ...]


def read_pdf(content: bytes) -> PdfText:
    """Read a PDF. Invalid where it is broken, locked, too long, too much work, or holds no text."""
    answer = _read_apart(content)
    if "error" in answer:
        raise _refusal(answer)
    pages: list[str] = answer["pages"]
    empty = sum(1 for page in pages if not _WORD.search(page))
    if empty == len(pages):
        raise Invalid(
            "This PDF holds no text (it may be a scan). Run text recognition on it first, or paste its text.",
            rule="pdf-without-text",
        )
    notes = (f"{empty} of {len(pages)} pages hold no text; they may be pictures.",) if empty else ()
    return PdfText(pages, _details(answer["metadata"]), notes)


def _read_apart(content: bytes) -> dict[str, Any]:
    """The reader's answer. One that says nothing, or does not end, met its bounds or fell over."""
    bounds = (MAXIMUM_PAGES, MAXIMUM_RAW_CHARACTERS, MOST_BYTES, MOST_SECONDS)
    command = [sys.executable, "-I", str(READER), *map(str, bounds)]
    try:
        ended = subprocess.run(command, input=content, capture_output=True, timeout=2 * MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return {"error": "too-much-work"}
    return json.loads(ended.stdout) if ended.returncode == 0 else {"error": "too-much-work"}


def _refusal(answer: dict[str, Any]) -> Invalid:
    """What the reader's error means to a person."""
    count = f"{answer.get('count', 0):,}"
    rule, message = {
        "locked": (
            "pdf-locked",
            "This PDF is locked with a password. Save an unlocked copy and import that.",
        ),
        "too-many-pages": (
            "too-many-pages",
            f"This PDF has {count} pages; from 1 to {MAXIMUM_PAGES:,} can be read. Import it in parts.",
        ),
        "too-much-text": (
            "text-too-long",
            "This PDF holds too much text to import at once. Import it in parts.",
        ),
        "too-much-work": (
            "pdf-too-complex",
            "This PDF takes too much work to read. Print it to a new PDF, or paste its text.",
        ),
        "broken": (
            "pdf-broken",
            "This PDF is damaged and cannot be read. Try another copy, or paste its text.",
        ),
    }[answer["error"]]
    return Invalid(message, rule=rule)


def _details(metadata: dict[str, str]) -> Details:
    # When the file was made is left out: that is seldom the day on which its words were published.
    title = one_line(metadata.get("Title") or "")[:300]
    author = one_line(metadata.get("Author") or "")[:200]
    return Details(
        headline=title if title and not _MAKESHIFT_TITLE.match(title) else None,
        byline=author or None,
    )
