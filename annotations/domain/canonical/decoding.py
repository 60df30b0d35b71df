"""From bytes to text, or a refusal: never text that was read in the wrong encoding without a word.

The order of trust: a byte order mark; UTF-8 where the bytes are valid UTF-8 (bytes in another encoding hardly
ever are); the encoding that the sender or the document declares; a guess from the bytes, taken only where it
is clear. What is guessed or mended is said in a note for the person who imports.
"""

import codecs
from typing import NamedTuple

import regex
from charset_normalizer import from_bytes

from annotations.domain.canonical.languages import familiar_share
from annotations.domain.errors import Invalid

# The encodings that the WHATWG standard reads these labels as: what pages so labelled really use.
_AS_BROWSERS_READ = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_TEXT_CODECS_ONLY = frozenset(
    ["utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"]
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SCRIPT_ENCODINGS = (
    "cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256", "cp932", "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
# Letters of languages that are written together, so that a mixture of Polish and Czech letters is no Polish.
_LATIN_LETTERS = (
    ("cp1252", frozenset("àâäæçèéêëîïñôöùûüßœáíóúìòãõåø")),
    ("cp1250", frozenset("ąćęłńóśźż")),
    ("cp1250", frozenset("áčďéěíňóřšťúůýžľĺŕôä")),
    ("cp1250", frozenset("áéíóöőúüű")),
    ("cp1250", frozenset("ăâîşţ")),
    ("cp1250", frozenset("čćđšž")),
    ("cp1254", frozenset("çğıöşüâîûi\u0307")),
)
_TYPOGRAPHY = frozenset("\xa0€‚„…‘’“”«»–—•°§·¿¡©®™ªº£")
_NAMED = regex.compile(rb"""(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:.\-]{2,40})""")
_CONTROL = regex.compile(r"(?V1)[\p{Cc}--\s\x1a\x1b]")
_GARBLED = regex.compile(
    r"Ã[\x80-\xbf©¨¤¶¼«§ª®¯°±²³´µ·¸¹º»½¾¿‚ƒ„…†‡ˆ‰Š‹Œ]|â€[\x90-\x9f™œ“”¦˜\x9d]|Ð[\x80-\xbf°±²³µ¾][Ð Ñ]"
)
GUESSED_FROM_BYTES = 200_000
ACCEPTED_CHAOS = 0.1
EXPECTED_LETTERS = 0.98
LEAST_FAMILIAR = 0.03
LATIN_SPECIAL_LETTERS = 0.4
VALID_FOR_EACH_BROKEN = 50


class DecodedText(NamedTuple):
    """Text, the Python name of the encoding it was read in, and notes for the person who imports it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def encoding_named_in_markup(content: bytes) -> str | None:
    """The encoding that a page names in its first 2,048 bytes."""
    found = _NAMED.search(content[:2048])
    return found[1].decode("ascii") if found else None


def decode_text(content: bytes, declared: str | None = None) -> DecodedText:
    """Decode an upload or a page. `declared` is the encoding its sender or the document itself names, if any.

    Invalid where the bytes are not text, or where no encoding is clearly right.
    """
    decoded = (
        _by_mark(content)
        or _by_zero_bytes(content)
        or _as_utf8(content, declared)
        or _as_utf8_with_surrogates(content)
        or _as_declared(content, declared)
        or _as_damaged_utf8(content)
        or _as_guessed(content)
    )
    if decoded is None:
        raise _unreadable()
    return _checked(decoded)


def _by_mark(content: bytes) -> DecodedText | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding) or _mended(content, encoding)
    return None


def _by_zero_bytes(content: bytes) -> DecodedText | None:
    """UTF-16 without a mark shows as a zero byte in every second place; other zero bytes are no text."""
    sample = content[:4096]
    if b"\0" not in sample:
        return None
    half = max(1, len(sample) // 2)
    for encoding, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[place::2].count(0) > 0.4 * half and sample[1 - place :: 2].count(0) < 0.05 * half:
            return _strictly(content, encoding)
    raise _not_text()


def _as_utf8(content: bytes, declared: str | None) -> DecodedText | None:
    decoded = _strictly(content, "utf-8")
    if decoded is None or content.isascii() or _codec(declared) in (None, "utf-8"):
        return decoded
    return decoded._replace(notes=(f"The document says it is {declared}, but it is UTF-8 and was read so.",))


def _as_utf8_with_surrogates(content: bytes) -> DecodedText | None:
    """UTF-8 as programs write it that encode each UTF-16 unit by itself. Halves that find each other are the
    character they were; a lone one is unreadable.
    """
    try:
        units = content.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return _mended(units, "utf-16-le")._replace(encoding="utf-8")


def _as_declared(content: bytes, declared: str | None) -> DecodedText | None:
    codec = _codec(declared)
    decoded = _strictly(content, codec) if codec and codec != "utf-8" else None
    return decoded if decoded and not _CONTROL.search(decoded.text) else None


def _as_damaged_utf8(content: bytes) -> DecodedText | None:
    """UTF-8 with a few broken places, as pages put together from several sources have."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = sum(1 for character in text if ord(character) > 127) - broken
    return _mended(content, "utf-8") if valid >= VALID_FOR_EACH_BROKEN * broken else None


def _as_guessed(content: bytes) -> DecodedText | None:
    letters = sum(1 for byte in content if byte > 127 or chr(byte).isalpha())
    high = sum(1 for byte in content if byte > 127)
    latin = _guessed_latin(content) if high < LATIN_SPECIAL_LETTERS * letters else None
    encoding = latin or _guessed_script(content)
    decoded = _strictly(content, encoding) if encoding else None
    if decoded is None:
        return None
    note = f"The document does not say how it is encoded. It was read as {encoding}: check the letters."
    return decoded._replace(notes=(note,))


def _guessed_latin(content: bytes) -> str | None:
    """The Latin code page under which nearly every special letter is one that its languages use."""
    shares = [_expected_share(content, encoding, letters) for encoding, letters in _LATIN_LETTERS]
    best = max(shares)
    return _LATIN_LETTERS[shares.index(best)][0] if best >= EXPECTED_LETTERS else None


def _expected_share(content: bytes, encoding: str, letters: frozenset[str]) -> float:
    text = content.decode(encoding, "replace").casefold()
    special = [character for character in text if not character.isascii()]
    return sum(one in letters or one in _TYPOGRAPHY for one in special) / max(1, len(special))


def _guessed_script(content: bytes) -> str | None:
    """The encoding that gives clearly more familiar words than any other."""
    matches = from_bytes(content[:GUESSED_FROM_BYTES], cp_isolation=list(_SCRIPT_ENCODINGS))
    likely = [match for match in matches if match.chaos <= ACCEPTED_CHAOS]
    ranked = sorted(((familiar_share(str(match)), match.encoding) for match in likely), reverse=True)
    if not ranked or ranked[0][0] < LEAST_FAMILIAR:
        return None
    runner_up = ranked[1][0] if len(ranked) > 1 else 0.0
    return ranked[0][1] if ranked[0][0] > 1.5 * runner_up else None


def _strictly(content: bytes, encoding: str) -> DecodedText | None:
    try:
        return DecodedText(content.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _mended(content: bytes, encoding: str) -> DecodedText:
    text = content.decode(encoding, "replace")
    places = text.count("\ufffd")
    notes = (f"Unreadable places are shown as \ufffd ({places} in all).",) if places else ()
    return DecodedText(text, encoding, notes)


def _codec(label: str | None) -> str | None:
    """The Python codec for a declared label, as browsers understand it; None where it names none for text."""
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in _TEXT_CODECS_ONLY or not getattr(codecs.lookup(name), "_is_text_encoding", True):
        return None
    return _AS_BROWSERS_READ.get(name, name)


def _checked(decoded: DecodedText) -> DecodedText:
    sample = decoded.text[:100_000]
    if len(_CONTROL.findall(sample)) > 0.01 * len(sample) + 2:
        raise _not_text()
    if len(_GARBLED.findall(sample)) < 3:
        return decoded
    note = (
        "Some letters look garbled already in the document itself (such as Ã© for é). Look for a better copy."
    )
    return decoded._replace(notes=(*decoded.notes, note))


def _not_text() -> Invalid:
    return Invalid("This file is not text. Import a .txt, .md, .html or .pdf file.", rule="not-text")


def _unreadable() -> Invalid:
    return Invalid(
        "It is not clear in which encoding this text is written, and a wrong guess would garble it."
        " Save it as UTF-8 and import it again.",
        rule="unknown-encoding",
    )
