"""What the words of a document suggest about it: headline, byline, dateline, date, language.

Nothing here is certain, and a person sees all of it before it is stored.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import TypeVar

import regex

from annotations.domain.canonical import Block, CanonicalText, one_line, propose_language
from annotations.gateways.documents.document import Details

Value = TypeVar("Value")

LONGEST_HEADLINE = 160
LOOKED_AT_BLOCKS = 6

_BYLINE = regex.compile(
    r"(?:By|BY|Von|Par|Por|Di|Door|Автор:|Byline:|Author:)\s+"
    r"(\p{Lu}[\p{L}\p{M}.'’-]*(?:[ ,&]+(?:and |und |et |y |e )?\p{L}[\p{L}\p{M}.'’-]*){0,10})"
)
_PLACE = r"\p{Lu}[\p{L}\p{M}.'’ -]{1,39}?(?:, \p{Lu}[\p{L}\p{M}.'’ ]{1,39}?)?"
_DATELINE = regex.compile(rf"({_PLACE})(?: \([\p{{L}}\p{{M}} ./]{{2,30}}\))?(?: (?:[—–-]|--) ?| ?—)(?=\S)")
_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
]  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS)
_DAY_FIRST = regex.compile(rf"(?i)\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})\.?,? (\d{{4}})\b")
_MONTH_FIRST = regex.compile(rf"(?i)\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b")
_ISO = regex.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_SENTENCE_END = regex.compile(r"[.!?。！？।؟…:;,]['\"”’»)]*\Z")


def propose_from_text(canonical: CanonicalText) -> Details:
    """Details that the opening of a text suggests."""
    opening = canonical.blocks[:LOOKED_AT_BLOCKS]
    words = [canonical.block_text(block) for block in opening]
    return Details(
        headline=_headline(canonical, opening),
        byline=_first(_byline(text) for text in words),
        published_on=_first(_date_in(text) for text in words if len(text) <= 80),
        language=propose_language(canonical.text),
        dateline=_first(_dateline(text) for text in words),
    )


def propose_from_filename(filename: str | None) -> Details:
    """The day that a file's name carries, as archives name their files."""
    return Details(published_on=_date_in(PurePath(filename or "").stem.replace("_", "-")))


def first_words(canonical: CanonicalText) -> str:
    """A makeshift headline: the opening of the text, without its dateline, cut between words."""
    opening = canonical.block_text(canonical.blocks[0]).replace("\n", " ")
    opening = _DATELINE.sub("", opening, count=1) if _DATELINE.match(opening) else opening
    if len(opening) <= LONGEST_HEADLINE // 2:
        return opening
    cut = opening[: LONGEST_HEADLINE // 2]
    return (cut.rsplit(" ", 1)[0] or cut).rstrip(" ,;:–—-") + "…"


def tidy_byline(value: str | None) -> str | None:
    """A person's or a desk's name without "By"; None for an address or anything too long to be one."""
    name = regex.sub(r"(?i)^by\s+", "", one_line(value or ""))
    return name if name and len(name) <= 200 and "://" not in name else None


def _headline(canonical: CanonicalText, opening: tuple[Block, ...]) -> str | None:
    headings = [block for block in opening if block.kind == "heading"]
    if headings:
        return one_line(canonical.block_text(min(headings, key=lambda block: block.level)))
    text = canonical.block_text(opening[0])
    looks_so = len(text) <= LONGEST_HEADLINE and "\n" not in text and not _SENTENCE_END.search(text)
    return text if looks_so and len(canonical.blocks) > 1 and not _byline(text) else None


def _byline(text: str) -> str | None:
    found = _BYLINE.fullmatch(text) if len(text) <= 120 else None
    return tidy_byline(found[1]) if found else None


def _dateline(text: str) -> str | None:
    found = _DATELINE.match(text)
    return found[1] if found and len(text) > 2 * len(found[0]) else None


def _date_in(text: str) -> date | None:
    if found := _ISO.search(text):
        return _date(found[1], found[2], found[3])
    if found := _DAY_FIRST.search(text):
        return _date(found[3], _month(found[2]), found[1])
    if found := _MONTH_FIRST.search(text):
        return _date(found[3], _month(found[1]), found[2])
    return None


def _month(name: str) -> str:
    return str(1 + [month[:3] for month in _MONTHS].index(name[:3].lower()))


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value is not None), None)
