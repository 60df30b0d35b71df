"""What the value of a FragmentSelector means, by the grammar it conforms to or looks like."""

import hashlib
from dataclasses import dataclass
from urllib.parse import unquote

import regex

_PLAIN_TEXT = regex.compile(
    r"(?P<unit>char|line)=(?P<start>\d{0,9})(?:(?P<comma>,)(?P<end>\d{0,9}))?(?P<checks>(?:;[\w=,.-]*)*)"
)
_LENGTH = regex.compile(r";length=(\d{1,12})")
_MD5 = regex.compile(r"(?i);md5=([0-9a-f]{32})")
_OTHER_GRAMMARS = regex.compile(
    r"(?:xywh|t|track|page|zoom|view|nameddest|char|line|time|row|col|cell|epubcfi|svgView|viewBox|x?pointer)[=(]"
    r"|:~:"
)
_HTML = ("rfc3236", "html", "rfc2854")


@dataclass(frozen=True, slots=True)
class TextFragment:
    """A span of plain text (RFC 5147), in code points. `is_checked` says its digest is that of the text."""

    start: int
    end: int
    is_checked: bool


def html_id(value: str, grammar: str) -> str:
    """The id of an element of a page; empty where the fragment is of another kind."""
    name = value.removeprefix("#")
    of_pages = not grammar or any(one in grammar.lower() for one in _HTML)
    if not of_pages or (not grammar and _OTHER_GRAMMARS.match(name)):
        return ""
    return unquote(name)


def text_fragment(value: str, text: str) -> TextFragment | None:
    """The span of `text` that `char=` or `line=` names; None where it is no such fragment or lies outside.

    Positions count from 0, between characters or lines. A length or digest that is not the text's means it
    was another text.
    """
    found = _PLAIN_TEXT.fullmatch(value.removeprefix("#"))
    if found is None or not _fits(found["checks"], text):
        return None
    places = _line_starts(text) if found["unit"] == "line" else range(len(text) + 1)
    first = int(found["start"] or 0)
    last = len(places) - 1 if found["comma"] and not found["end"] else int(found["end"] or first)
    if not first < last < len(places):
        return None
    return TextFragment(places[first], places[last], is_checked=_MD5.search(found["checks"]) is not None)


def _fits(checks: str, text: str) -> bool:
    length, digest = _LENGTH.search(checks), _MD5.search(checks)
    if length and int(length[1]) != len(text):
        return False
    return (
        digest is None or digest[1].lower() == hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    )


def _line_starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n"), len(text)]
