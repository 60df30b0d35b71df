"""Understanding values that are written otherwise than they should be, with a note of each repair."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from annotations.domain.claim_files.records import Repair
from annotations.domain.claimreview.reading import is_web_address, many, object_of, one, text_of

_ENTITIES: Final = re.compile(r"&(?:quot|amp|lt|gt|apos|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_TAGS: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_ADDRESS: Final = re.compile(r"https?://[^\s,;|<>\"]+")
_SPELLED_DAYS: Final = (
    "%d %B %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y%m%d",
)
"""Only spellings that have one meaning: 05/06/2020 is a day in June to some and in May to others."""


@dataclass(slots=True)
class Repairs:
    """The repairs of one record so far."""

    done: list[Repair] = field(default_factory=list)

    def add(self, rule: str, done: str) -> None:
        """One more; the same one is told once."""
        repair = Repair(rule, done)
        if repair not in self.done:
            self.done.append(repair)

    def words(self, written: Any, what: str) -> str:
        """Plain words on one line: markup and escapes that got into them are taken out."""
        text = text_of(written)
        plain = _unescaped(_TAGS.sub(" ", text)) if _TAGS.search(text) or _ENTITIES.search(text) else text
        if plain != text:
            self.add("markup-in-words", f"Markup was taken out of {what}.")
        if isinstance(written, list | tuple) and len(written) > 1:
            self.add("several-values", f"Of several values for {what} the first was taken.")
        return " ".join(plain.split())

    def day(self, written: Any, what: str) -> date | None:
        """The day that is meant, however it is spelled; None where it cannot be told."""
        text = text_of(written)
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).date()
        except ValueError:
            found = _spelled_day(text)
        if found is None:
            self.add("date-unreadable", f"The day of {what} could not be read: “{text[:40]}”.")
        else:
            self.add("date-spelled-out", f"The day of {what}, “{text[:40]}”, was read as {found}.")
        return found

    def number(self, written: Any, what: str) -> float | int | None:
        """A number that stands in the file as one or as a text, in the digits of any script."""
        value = one(written)
        if isinstance(value, bool) or value is None or value == "":
            return None
        if isinstance(value, int | float):
            return value if abs(value) < 1e9 else None
        read = _number(str(value))
        if read is None:
            self.add("number-unreadable", f"{what} is no number: “{str(value)[:40]}”.")
        else:
            self.add("number-as-text", f"{what}, “{str(value)[:40]}”, was read as {read}.")
        return read

    def addresses(self, written: Any, what: str) -> tuple[str, ...]:
        """Every web address in it, each once: of texts, of objects with a `url`, glued together or in a
        list.
        """
        found: list[str] = []
        for value in many(written):
            text = (
                text_of(value) or text_of(object_of(value).get("url")) or text_of(object_of(value).get("@id"))
            )
            parts = [text] if is_web_address(text) and "," not in text else _ADDRESS.findall(text)
            if len(parts) > 1:
                self.add("addresses-glued", f"{len(parts)} addresses of {what} were taken apart.")
            elif text and not parts:
                self.add("address-unreadable", f"“{text[:60]}” is no address of {what}; it was left out.")
            found += parts
        return tuple(dict.fromkeys(found))


def _unescaped(text: str) -> str:
    named = {"quot": '"', "amp": "&", "lt": "<", "gt": ">", "apos": "'", "nbsp": " "}

    def replaced(match: re.Match[str]) -> str:
        name = match.group(0)[1:-1].lower()
        if name in named:
            return named[name]
        code = int(name[2:], 16) if name.startswith("#x") else int(name[1:])
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 and code else ""

    return _ENTITIES.sub(replaced, text)


def _spelled_day(text: str) -> date | None:
    for spelling in _readings(text):
        for form in _SPELLED_DAYS:
            try:
                return datetime.strptime(spelling, form).date()
            except ValueError:
                continue
    return None


def _readings(text: str) -> Iterator[str]:
    """The text, without the name of a weekday and the ending of an ordinal, and without a time behind it."""
    plain = re.sub(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", "", text, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", plain)
    yield plain
    yield re.split(r"[T\s]+\d{1,2}:\d{2}", plain, maxsplit=1)[0].strip()


def _number(text: str) -> float | int | None:
    digits = "".join(
        str(unicodedata.digit(character)) if unicodedata.digit(character, None) is not None else character
        for character in text.strip()
    ).replace("٫", ".")
    if re.fullmatch(r"-?\d{1,9}", digits):
        return int(digits)
    if re.fullmatch(r"-?\d{1,9}[.,]\d{1,6}", digits):
        return float(digits.replace(",", "."))
    return None
