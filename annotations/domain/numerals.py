"""English number words as whole numbers: "twenty-eight", "two hundred and five", "one million"."""

import re

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_SMALL_WORD = "(?:" + "|".join(sorted(_SMALL, key=len, reverse=True)) + ")"
_SCALE_WORD = "(?:" + "|".join(SCALES) + ")"
_WORD = f"(?:{_SMALL_WORD}|{_SCALE_WORD})"
# A scale word alone is no number ("million people" has lost its figure); "and" stands only between number
# words.
NUMBER_WORDS = rf"(?:(?:a {_SCALE_WORD}|{_SMALL_WORD})(?:(?:[- ]| and ){_WORD})*)"
_WORD_PATTERN = re.compile(r"[a-z]+")


def number_in_words(text: str) -> int:
    """The number that English number words stand for; raises `ValueError` when there are none.

    Hundreds multiply what stands before them, larger scales close a group: the usual reading of English
    numerals.
    """
    total, group, seen = 0, 0, False
    for word in _WORD_PATTERN.findall(text.lower()):
        if word in _SMALL:
            group, seen = group + _SMALL[word], True
        elif word == "hundred":
            group, seen = max(group, 1) * 100, True
        elif word in SCALES:
            total, group, seen = total + max(group, 1) * SCALES[word], 0, True
    if not seen:
        raise ValueError(f"no number words in {text!r}")
    return total + group
