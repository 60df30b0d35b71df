"""Reads a PDF in a process of its own, which may be ended without harm to anybody.

A PDF is a program for a page. A small file may unpack to gigabytes, or keep its reader busy for ever, and a
reader written in C gives neither a deadline nor a bound of memory, nor does it survive every mistake. So this
file is run by itself, knows nothing of the product, and sets itself bounds that the system enforces.

The PDF comes in on standard input; one line of JSON goes out: `pages` and `metadata`, or `error` with one of
`locked`, `broken`, `too-many-pages` (and `count`), `too-much-text`.

PDFium gives lines. Where the gap between two lines is wider than usual, or a line is indented, a blank line
is put between them, which `from_pages` takes for the end of a paragraph.
"""

import contextlib
import json
import re
import resource
import sys
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2

PASSWORD_ERROR = 4
WIDE_GAP = 1.35
INDENT_POINTS = 6.0

_LINE_END = re.compile(r"\r\n?|\n|\ufffe")


def read(content: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """What goes out."""
    try:
        opened = pypdfium2.PdfDocument(content)
        count = len(opened)
        if not 0 < count <= most_pages:
            return {"error": "too-many-pages", "count": count}
        pages = []
        for text in _page_texts(opened):
            pages.append(text)
            most_characters -= len(text)
            if most_characters < 0:
                return {"error": "too-much-text"}
        return {"pages": pages, "metadata": opened.get_metadata_dict()}
    except pypdfium2.PdfiumError as error:
        return {"error": "locked" if error.err_code == PASSWORD_ERROR else "broken"}


def _page_texts(opened: pypdfium2.PdfDocument) -> Iterator[str]:
    for number in range(len(opened)):
        page = opened[number]
        yield _page_text(page)
        page.close()


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
    starts = list(_line_starts(text))
    if not starts:
        return text
    places = [words.get_charbox(start, loose=True)[:2] for start in starts]
    breaks = _paragraph_starts(places)
    ends = [*starts[1:], len(text)]
    lines = (text[start:end] for start, end in zip(starts, ends, strict=True))
    return "".join("\n" + line if number in breaks else line for number, line in enumerate(lines))


def _line_starts(text: str) -> Iterator[int]:
    if text:
        yield 0
    for found in _LINE_END.finditer(text):
        start = found.end()
        if start < len(text) and text[start] not in "\r\n":
            yield start


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


def _bounded(most_bytes: int, most_seconds: int) -> None:
    """From here on. Some systems know no such bounds; the deadline of whoever waits holds there too."""
    bounds = (
        (resource.RLIMIT_AS, most_bytes),
        (resource.RLIMIT_CPU, most_seconds),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in bounds:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    _bounded(int(sys.argv[3]), int(sys.argv[4]))
    answer = read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps(answer))
