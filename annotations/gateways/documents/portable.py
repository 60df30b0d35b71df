"""Text of a PDF, by page.

PDFium gives lines; where the gap between two lines is wider than usual, or a line is indented, a blank line
is put between them, which `from_pages` takes for the end of a paragraph. PDFium is not safe to use from two
threads, hence the lock around every use.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from statistics import median

import pypdfium2
import regex

from annotations.domain.canonical import one_line
from annotations.domain.canonical.pages import MAXIMUM_PAGES
from annotations.domain.canonical.plain import MAXIMUM_RAW_CHARACTERS
from annotations.domain.errors import Invalid
from annotations.gateways.documents.document import Details

PASSWORD_ERROR = 4
WIDE_GAP = 1.35
INDENT_POINTS = 6.0

_ONE_READER = threading.Lock()
_LINE_START = regex.compile(r"\A|(?<=\r\n?|\n|\ufffe)(?=[^\r\n])")
_WORD = regex.compile(r"\p{L}")
_MOMENT = regex.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:([+-])(\d\d)'?(\d\d)?|Z)?")
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
    """Read a PDF. Invalid where it is broken, locked, too long, or holds no text."""
    with _ONE_READER:
        opened = _open(content)
        try:
            pages = list(_page_texts(opened))
            details = _details(opened.get_metadata_dict())
        except pypdfium2.PdfiumError as error:
            raise _broken() from error
        finally:
            opened.close()
    empty = sum(1 for page in pages if not _WORD.search(page))
    if empty == len(pages):
        raise Invalid(
            "This PDF holds no text (it may be a scan). Run text recognition on it first, or paste its text.",
            rule="pdf-without-text",
        )
    notes = (f"{empty} of {len(pages)} pages hold no text; they may be pictures.",) if empty else ()
    return PdfText(pages, details, notes)


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        opened = pypdfium2.PdfDocument(content)
        count = len(opened)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD_ERROR:
            raise Invalid(
                "This PDF is locked with a password. Save an unlocked copy and import that.",
                rule="pdf-locked",
            ) from error
        raise _broken() from error
    if not 0 < count <= MAXIMUM_PAGES:
        opened.close()
        raise Invalid(
            f"This PDF has {count:,} pages; from 1 to {MAXIMUM_PAGES:,} can be read. Import it in parts.",
            rule="too-many-pages",
        )
    return opened


def _page_texts(opened: pypdfium2.PdfDocument) -> Iterator[str]:
    characters = 0
    for number in range(len(opened)):
        page = opened[number]
        text = _page_text(page)
        page.close()
        characters += len(text)
        if characters > MAXIMUM_RAW_CHARACTERS:
            raise Invalid(
                "This PDF holds too much text to import at once. Import it in parts.", rule="text-too-long"
            )
        yield text


def _page_text(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    try:
        text = str(words.get_text_range())
        if len(text) != words.count_chars():
            # Characters beyond U+FFFF: only this call gives them whole, but without places for them.
            return str(words.get_text_bounded())
        return _with_blank_lines(text, words)
    finally:
        words.close()


def _with_blank_lines(text: str, words: pypdfium2.PdfTextPage) -> str:
    starts = [found.start() for found in _LINE_START.finditer(text) if found.start() < len(text)]
    if not starts:
        return text
    places = [words.get_charbox(start, loose=True)[:2] for start in starts]
    breaks = _paragraph_starts(places)
    ends = [*starts[1:], len(text)]
    lines = (text[start:end] for start, end in zip(starts, ends, strict=True))
    return "".join("\n" + line if number in breaks else line for number, line in enumerate(lines))


def _paragraph_starts(places: list[tuple[float, float]]) -> set[int]:
    """Numbers of the lines that begin a paragraph, from the left and bottom of each line's first character,
    in points."""
    drops = [before[1] - after[1] for before, after in pairwise(places)]
    falling = [drop for drop in drops if drop > 1]
    if not falling:
        return set()
    wide = WIDE_GAP * median(falling)
    by_gap = {number for number, drop in enumerate(drops, 1) if drop > wide}
    lefts = [left for left, _ in places]
    by_indent = {
        number
        for number in range(1, len(lefts) - 1)
        if lefts[number] - lefts[number + 1] > INDENT_POINTS
        and lefts[number] - lefts[number - 1] > INDENT_POINTS
    }
    return by_gap | by_indent


def _details(metadata: dict[str, str]) -> Details:
    title = one_line(metadata.get("Title") or "")[:300]
    author = one_line(metadata.get("Author") or "")[:200]
    created = _moment(metadata.get("CreationDate") or "")
    return Details(
        headline=title if title and not _MAKESHIFT_TITLE.match(title) else None,
        byline=author or None,
        published_on=created.date() if created else None,
    )


def _moment(value: str) -> datetime | None:
    found = _MOMENT.match(value)
    if found is None:
        return None
    year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        parts = [int(part or 0) for part in (year, month, day, hour, minute, second)]
        return datetime(*parts, tzinfo=timezone(offset))  # type: ignore[misc,arg-type]
    except ValueError:
        return None


def _broken() -> Invalid:
    return Invalid(
        "This PDF is damaged and cannot be read. Try another copy, or paste its text.", rule="pdf-broken"
    )
