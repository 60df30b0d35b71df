"""English figures with their hedges.

What looks like a figure and is none stays out: years and dates (found by the time rules), ordinals, clock
times, numbers inside names ("S-300", "Resolution 822"), compounds ("two-day") and the pronoun "one".
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from annotations.domain.numerals import NUMBER_WORDS, SCALES, number_in_words
from annotations.domain.quantities.quantity import FoundQuantity, Quantity
from annotations.domain.times import find_time_expressions
from annotations.domain.vocabulary import Comparator

Bounds = tuple[Decimal, Decimal | None]

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"hundred|thousand|million|billion|trillion"
_CURRENCY = r"US\$|[$€£¥]"
_CURRENCIES = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_DASH = r"\s?[-\u2013\u2014]\s?"

# How many of what "dozens" and the like amount to at least and at most.
_ORDERS = {
    "dozens": (24, 99),
    "scores": (40, 99),
    "hundreds": (200, 999),
    "thousands": (2000, 9999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "millions": (2 * 10**6, 10**7 - 1),
    "tens of millions": (2 * 10**7, 10**8 - 1),
    "hundreds of millions": (2 * 10**8, 10**9 - 1),
    "billions": (2 * 10**9, 10**10 - 1),
}

_HEDGES = {
    Comparator.OVER: "over|more than|above|upwards of|in excess of",
    Comparator.AT_LEAST: "at least|no(?:t|) (?:fewer|less) than|not (?:under|below)|a minimum of",
    Comparator.UP_TO: "up to|at most|no(?:t|) more than|not (?:over|above)|as many as|as much as|a maximum of"
    "|fewer than|less than|under|below|not even",
    Comparator.ABOUT: "about|around|roughly|approximately|some|circa|an estimated|nearly|almost|close to",
}
_HEDGE = "|".join(_HEDGES.values()).replace(" ", r"\s+")
_AFTER = {
    "or more": Comparator.AT_LEAST,
    "or so": Comparator.ABOUT,
    "or fewer": Comparator.UP_TO,
    "or less": Comparator.UP_TO,
}
# These leave out the figure behind them; of the others only those of OVER do, all of them.
_SHORT_OF = ("fewer than", "less than", "under", "below", "not even")
_BELOW = ("nearly", "almost", "close to")

_SHORT_SCALES = {"k": 1000, "m": 10**6, "bn": 10**9, "tn": 10**12}
_IN_DIGITS = rf"(?:{_DIGITS})(?:[ -](?:{_SCALE})|(?:bn|tn|m|k)(?!\w))?"
_AMOUNT = rf"(?:{_CURRENCY})?(?:{_IN_DIGITS}|half a (?:dozen|{_SCALE})|{NUMBER_WORDS}|a dozen)"
_JOINED = rf"{_DASH}|\s+(?:to|and|or)\s+"
_PERCENT = r"\s?%|[ -]per ?cent(?:age points?)?"
_EDGE_BEFORE = r"(?<![\w.,:/-])"
_EDGE_AFTER = r"(?![\w:/])(?![-\u2013]\w)(?!(?:,\d{3}|\.\d))"

_ORDER = "|".join(sorted(_ORDERS, key=len, reverse=True))
_FIGURE = re.compile(
    rf"{_EDGE_BEFORE}(?:(?P<hedge>{_HEDGE})\s+)?"
    rf"(?:(?P<order>{_ORDER})"
    rf"|(?:(?:between|from) )?(?P<first>{_AMOUNT})(?:(?P<link>{_JOINED})(?P<second>{_AMOUNT}))?)"
    rf"(?P<percent>{_PERCENT})?{_EDGE_AFTER}"
    rf"(?:\s+(?P<after>{'|'.join(_AFTER)})\b)?",
    re.IGNORECASE,
)
# "Two of the three": how many of how many.
_WHOLE = re.compile(
    rf"\s+(?:out\s+)?of\s+(?:(?:the|its|his|her|their|our|all|these|those)\s+){{0,2}}"
    rf"(?P<whole>{_AMOUNT}){_EDGE_AFTER}",
    re.IGNORECASE,
)
_NONE_OF = (
    r"\b(?:no(?!\s+(?:more|fewer|less|longer|other|such|doubt)\b)|none\s+of\s+(?:the|its|their|these|those)"
    r"|not\s+(?:one|a\s+single))\s+(?:[a-z-]+\s+)?"
)

_IN_A_NAME = re.compile(
    r"(?:resolution|article|section|chapter|no\.|number|page|route|flight|act|part|level|type|mark"
    r"|boeing|airbus)\s+$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\s*(?:[ap]\.?m\.?\b|o['’]clock)", re.IGNORECASE)
_WORD = re.compile(r"\s+([A-Za-z][\w'’-]*)")
_COUNTED_WITHOUT_S = re.compile(
    r"people|men|women|children|personnel|aircraft|police|infantry|killed|wounded|injured|dead|missing"
    r"|displaced|hurt|detained|arrested|infected|euro"
)
_NO_NOUN = re.compile(
    r"an?|the|and|or|but|of|in|on|at|to|for|from|by|with|as|than|while|when|where|who|which|that|was|were"
    r"|is|are|be|been|had|has|have|will|would|could|may|might|said|after|before|since|during|per|each|more"
    r"|so|not|if|then|they|he|she|it|we|you|this|these|those|there"
)
_TOTAL_BEFORE = re.compile(r"\b(?:totals?|toll|altogether|overall|cumulative)\b[^.;,]{0,40}$", re.IGNORECASE)
_TOTAL_AFTER = re.compile(
    r"^[^.;]{0,40}\b(?:so far|to date|in total|altogether|since the start)\b", re.IGNORECASE
)
_ADJECTIVES_AT_MOST = 4
_DIGITS_OF_ROUND = 2


def find(sentence: str) -> Iterator[FoundQuantity]:
    """Figures of a sentence, from left to right."""
    taken = [(e.start, e.end) for e in find_time_expressions(sentence)]
    position = 0
    while match := _FIGURE.search(sentence, position):
        clash = next((span for span in taken if match.start() < span[1] and span[0] < match.end()), None)
        if clash is not None:
            position = max(clash[1], match.start() + 1)
        elif _is_no_figure(sentence, match):
            position = match.start() + len(match[0].split()[0])
        else:
            yield from (figure for figure in _figures(sentence, match) if figure.quantity.is_counted)
            position = _end_of_share(sentence, match)


def find_none(sentence: str, unit: str) -> Iterator[FoundQuantity]:
    """Where a sentence says that there are none of what a figure counts ("no boats"): zero of them."""
    counted = re.escape(unit.removesuffix("s")) + "s?"
    for match in re.finditer(rf"{_NONE_OF}{counted}\b", sentence, re.IGNORECASE) if unit else ():
        yield FoundQuantity(match.start(), match.end(), Quantity(match[0], Decimal(0), Decimal(0), unit))


def _is_no_figure(sentence: str, match: re.Match[str]) -> bool:
    bare_one = match[0].strip().lower() == "one" and _end_of_share(sentence, match) == match.end()
    in_a_name = bool(_IN_A_NAME.search(sentence[: match.start()]))
    return bare_one or in_a_name or bool(_CLOCK.match(sentence, match.end()))


def _figures(sentence: str, match: re.Match[str]) -> Iterator[FoundQuantity]:
    if match["second"] and not _is_range(match):
        # "3 and 10 million" are two figures that share their scale.
        first = _bare(_scaled_like(match["first"], match["second"]))
        second = _bare(_value(match["second"]))
        yield _found(sentence, match, match.start(), match.end("first"), *first)
        yield _found(sentence, match, match.start("second"), match.end(), *second)
        return
    bounds, comparator = _bounds(match)
    yield _found(sentence, match, match.start(), _end_of_share(sentence, match), bounds, comparator)


def _end_of_share(sentence: str, match: re.Match[str]) -> int:
    """The end of a figure together with the whole that it is a share of, which is no figure of its own."""
    whole = _WHOLE.match(sentence, match.end()) if match["first"] and not match["link"] else None
    if whole is None or (not match["percent"] and _value(match["first"]) > _value(whole["whole"])):
        return match.end()
    return whole.end()


def _is_range(match: re.Match[str]) -> bool:
    link = match["link"].strip().lower()
    return link not in ("and", "or") or match[0].lower().startswith("between")


def _scaled_like(first: str, second: str) -> Decimal:
    """The first of two joined figures, in the scale of the second when it has none of its own."""
    value, scale = _value(first), _scale(second)
    shares = scale is not None and _scale(first) is None and value < 1000
    return value * scale if shares and scale else value


def _bounds(match: re.Match[str]) -> tuple[Bounds, Comparator]:
    if match["order"]:
        low, high = _ORDERS[" ".join(match["order"].lower().split())]
        return (Decimal(low), Decimal(high)), Comparator.ORDER
    if match["second"]:
        ends = sorted((_scaled_like(match["first"], match["second"]), _value(match["second"])))
        return (ends[0], ends[1]), Comparator.RANGE
    hedge = _hedge_of(match)
    value = _value(match["first"])
    if not hedge:
        return _bare(value) if not match["percent"] else ((value, value), Comparator.EXACT)
    return _hedged(value, hedge)


def _hedge_of(match: re.Match[str]) -> str:
    return " ".join((match["hedge"] or match["after"] or "").lower().split())


def _hedged(value: Decimal, hedge: str) -> tuple[Bounds, Comparator]:
    comparator = _comparator(hedge)
    if comparator is Comparator.OVER:
        return (value, value * Decimal("1.5")), comparator
    if comparator is Comparator.AT_LEAST:
        return (value, None), comparator
    if comparator is Comparator.UP_TO:
        return (Decimal(0), value), comparator
    high = value if hedge in _BELOW else value * Decimal("1.1")
    return (value * Decimal("0.9"), high), comparator


def _comparator(hedge: str) -> Comparator:
    if hedge in _AFTER:
        return _AFTER[hedge]
    return next(comparator for comparator, words in _HEDGES.items() if re.fullmatch(words, hedge))


def _bare(value: Decimal) -> tuple[Bounds, Comparator]:
    """A round number of a thousand or more is meant within five percent; any other is meant exactly."""
    if value >= 1000 and len(value.normalize().as_tuple().digits) <= _DIGITS_OF_ROUND:
        return (value * Decimal("0.95"), value * Decimal("1.05")), Comparator.ABOUT
    return (value, value), Comparator.EXACT


def _value(text: str) -> Decimal:
    text = re.sub(rf"^(?:{_CURRENCY})", "", text.lower().replace("us$", "$"))
    if "dozen" in text:
        return Decimal(6 if "half" in text else 12)
    if text.startswith("half a "):
        return Decimal(SCALES[text.removeprefix("half a ")]) / 2
    digits = re.match(_DIGITS, text)
    if digits is None:
        return Decimal(number_in_words(text))
    return Decimal(digits[0].replace(",", "")) * (_scale(text) or 1)


def _scale(text: str) -> int | None:
    """What a scale word or its abbreviation multiplies by; None without one."""
    word = re.search(rf"{_SCALE}|(?:bn|tn|m|k)$", text.lower())
    return None if word is None else SCALES.get(word[0]) or _SHORT_SCALES[word[0]]


def _found(
    sentence: str, match: re.Match[str], start: int, end: int, bounds: Bounds, comparator: Comparator
) -> FoundQuantity:
    quantity = Quantity(
        text=sentence[start:end],
        low=_plain(bounds[0]),
        high=None if bounds[1] is None else _plain(bounds[1]),
        unit=_unit(sentence, match, end),
        comparator=comparator.value,
        excludes_bound=comparator is Comparator.OVER or _hedge_of(match) in _SHORT_OF,
        cumulative=_is_cumulative(sentence, start, end),
    )
    return FoundQuantity(start, end, quantity)


def _plain(value: Decimal) -> Decimal:
    """Without exponent or trailing zeros, so that equal figures look equal."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _unit(sentence: str, match: re.Match[str], end: int) -> str:
    if match["percent"]:
        return "percent"
    currency = re.search(_CURRENCY, match[0], re.IGNORECASE)
    if currency:
        return _CURRENCIES[currency[0].upper()]
    return _counted_noun(list(_following_words(sentence, end)))


def _following_words(sentence: str, end: int) -> Iterable[str]:
    """The words after a figure up to the first that can belong to no noun; "of" is stepped over once."""
    words: list[str] = []
    while len(words) < _ADJECTIVES_AT_MOST and (found := _WORD.match(sentence, end)):
        word, end = found[1], found.end()
        if word.lower() == "of" and not words:
            continue
        if _NO_NOUN.fullmatch(word.lower()):
            break
        words.append(word)
    return words


def _counted_noun(words: list[str]) -> str:
    """The first plural, or word that counts without one, among the following words; else the next word."""
    for word in words:
        lower = word.lower()
        plural = lower.endswith("s") and not lower.endswith(("ss", "'s", "’s", "ous"))
        if plural or _COUNTED_WITHOUT_S.fullmatch(lower):
            return lower
    return words[0].lower() if words and words[0].islower() else ""


def _is_cumulative(sentence: str, start: int, end: int) -> bool:
    return bool(_TOTAL_BEFORE.search(sentence[:start]) or _TOTAL_AFTER.search(sentence[end:]))
