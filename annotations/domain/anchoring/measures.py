"""What makes another amount of the same figure: its sign, its currency, a share, how often, which one.

Signs and currencies count in every language; words for currencies and for "percent" are the signs they stand
for. Shares, multiples and ordinals in words are known in English.
"""

from collections.abc import Iterator

import regex

_CURRENCIES_AND_SHARES = {
    "%": "percent/per cent/prozent/pour cent/por ciento/por cento/per cento/procent"
    "/процент/процента/процентов",
    "$": "dollar/dollars/доллар/доллара/долларов/dólares/dollari",
    "€": "euro/euros/евро",
}
_ENGLISH = (
    "half/halves",
    "third/thirds",
    "quarter/quarters",
    "fifth/fifths",
    "sixth/sixths",
    "seventh/sevenths",
    "eighth/eighths",
    "ninth/ninths",
    "tenth/tenths",
    "first/firstly",
    "second/secondly",
    "dozen/dozens",
    "once",
    "twice/double/doubled/doubles/doubling/twofold",
    "thrice/triple/tripled/triples/tripling/treble/trebled/threefold",
    "quadruple/quadrupled/quadruples/fourfold",
    "halve/halved/halving",
)
_SIGN = r"(?<![\p{L}\p{N}.,)\]])[-\u2212](?=\p{Sc}?\p{Nd})"
_SYMBOL = r"\p{Sc}|[%٪‰]"


def _words(table: "dict[str, str]") -> dict[str, str]:
    return {word: sign for sign, words in table.items() for word in words.split("/")}


_EVERYWHERE = _words(_CURRENCIES_AND_SHARES) | {"٪": "%"}
_IN_ENGLISH = _EVERYWHERE | _words({words.split("/")[0]: words for words in _ENGLISH})


def _pattern(words: "dict[str, str]") -> "regex.Pattern[str]":
    return regex.compile(rf"{_SIGN}|{_SYMBOL}|\b(?:\L<words>)\b", words=list(words))


_PATTERN, _ENGLISH_PATTERN = _pattern(_EVERYWHERE), _pattern(_IN_ENGLISH)


def measures(text: str, language: str) -> list[str]:
    """The signs, currencies and words of amount of a text, in their order, each in one form."""
    return list(_measures(text.casefold(), is_english=language in ("en", "und")))


def _measures(text: str, *, is_english: bool) -> Iterator[str]:
    pattern, forms = (_ENGLISH_PATTERN, _IN_ENGLISH) if is_english else (_PATTERN, _EVERYWHERE)
    for found in pattern.finditer(text):
        yield forms.get(found[0], found[0].replace("\u2212", "-"))
