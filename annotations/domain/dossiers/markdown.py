"""Text that people wrote, so that it stands for itself in Markdown: nothing in it is markup.

Escaped is what CommonMark and its usual extensions read as markup anywhere (also addresses that would become
links by themselves, mathematics, attributes, mentions), and at the beginning of a line what makes it a
heading, an item or a rule.
"""

from typing import Final
from urllib.parse import quote

import regex

_ANYWHERE: Final = regex.compile(r"[\\`*_{}\[\]<>&~|#^$@]|:(?=\S)|=(?==)")
_BEGINNING: Final = regex.compile(r"^(\d{0,9})([-+.)!:=])")
_ADDRESS: Final = regex.compile(r"\b(www)\.", regex.IGNORECASE)
_BREAKS: Final = regex.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS: Final = regex.compile(r"[\s\p{Cc}]+")
_KEPT: Final = "/:?#@!$&'*+,;=%~-._"


def line(text: str) -> str:
    """The text as one line."""
    return _escaped(_BLANKS.sub(" ", text).strip())


def lines(text: str) -> list[str]:
    """The text line by line; empty lines are left out."""
    return [told for told in map(line, _BREAKS.split(text)) if told]


def paragraph(text: str, before: str = "") -> str:
    """The text with its lines kept, and `before` each of them."""
    return "\\\n".join(before + told for told in lines(text))


def quoted(text: str) -> str:
    """The text as a quotation, its lines kept."""
    return paragraph(text, "> ")


def link(text: str, address: str) -> str:
    """A link to a web address (`words.web_address`); only the text where there is none."""
    if not address:
        return line(text)
    encoded = quote(address, safe=_KEPT).replace("&", "\\&")
    return f"[{line(text)}](<{encoded}>)"


def _escaped(told: str) -> str:
    escaped = _ADDRESS.sub(r"\1\\.", _ANYWHERE.sub(r"\\\g<0>", told))
    return _BEGINNING.sub(r"\1\\\2", escaped)
