"""Which characters canonical text may hold.

Two texts that look the same to a reader should be the same text, or a quotation copied from one would not be
found in the other; and no character may change what a reader sees without being seen itself. The decisions:

* Unicode NFC throughout.
* Every kind of white space (NBSP, thin and ideographic spaces, tabs) becomes one plain space; only the
  newline stays.
* Dropped: soft hyphens, zero-width spaces, word joiners, byte order marks, invisible operators, object
  replacement and interlinear annotation characters, control characters, noncharacters, private-use tags
  outside a flag.
* Dropped: all bidirectional controls - overrides, embeddings, isolates and the marks LRM, RLM, ALM. An
  override can show words in another order than they are stored, so that a checked quotation would read
  differently from the stored one. Blocks carry their direction instead.
* Zero-width joiner: kept between pictographs (family and profession emoji) and after a letter of a joining or
  Indic script, where it changes the word's shape. Zero-width non-joiner: kept between two letters of such
  scripts, where it is spelling (Persian, Urdu, Indic). Both are dropped elsewhere.
* Lone surrogates become U+FFFD: there was something, and it cannot be read.
* At most 30 combining marks in a row (the stream-safe limit of UAX 15), so that no cluster grows without
  bound.
"""

import unicodedata

import regex

MARKS_IN_A_ROW = 30

_SPACE = regex.compile(r"\s+")
_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_DROPPED = regex.compile(
    r"(?V1)[[\p{Cc}--\s]\p{Noncharacter_Code_Point}\u00ad\u180e\u200b\u200e\u200f\u061c\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffc]"
)
_STRAY_TAG = regex.compile(r"(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")
_JOINING_SCRIPTS = (
    "Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam"
    " Sinhala Khmer Myanmar Tibetan"
)
_IN_JOINING_SCRIPT = "".join(rf"\p{{Script_Extensions={name}}}" for name in _JOINING_SCRIPTS.split())
_JOINING_LETTER = rf"[[{_IN_JOINING_SCRIPT}]&&[\p{{L}}\p{{M}}]]"
_JOINER_RUN = regex.compile(r"([\u200c\u200d])[\u200c\u200d]+")
_STRAY_JOINER = regex.compile(
    r"(?V1)"
    r"(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\u20e3])(?<!" + _JOINING_LETTER + r")\u200d"
    r"|(?<!" + _JOINING_LETTER + r")\u200d(?!\p{Extended_Pictographic})"
    r"|(?<!" + _JOINING_LETTER + r")\u200c"
    r"|\u200c(?!" + _JOINING_LETTER + r")"
)
_MARKS = regex.compile(rf"(\p{{M}}{{{MARKS_IN_A_ROW}}})\p{{M}}+")
_RARE = regex.compile(rf"[\u200c\u200d]|\p{{M}}{{{MARKS_IN_A_ROW + 1}}}")


def clean_characters(text: str) -> str:
    """The text in NFC with forbidden characters dropped; white space is left as it is."""
    if text.isascii():
        return _DROPPED.sub("", text)
    cleaned = _DROPPED.sub("", without_surrogates(text))
    cleaned = unicodedata.normalize("NFC", _STRAY_TAG.sub("", cleaned))
    return _settled(cleaned) if _RARE.search(cleaned) else cleaned


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate, which no encoding can carry, shown as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Cleaned text on one line: every run of white space is one space, none at the ends."""
    return _SPACE.sub(" ", clean_characters(text)).strip()


def several_lines(text: str) -> str:
    """Cleaned text whose newlines stay: white space collapsed within lines, empty lines dropped."""
    lines = (" ".join(line.split()) for line in clean_characters(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _settled(text: str) -> str:
    # Dropping a joiner brings marks together, which may compose, reorder or exceed the limit, and that in
    # turn can change what stands beside the next joiner: repeat until nothing changes.
    while True:
        shorter = _STRAY_JOINER.sub("", _JOINER_RUN.sub(r"\1", text))
        shorter = _MARKS.sub(r"\1", unicodedata.normalize("NFC", shorter))
        if shorter == text:
            return text
        text = shorter
