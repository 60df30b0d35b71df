"""Rules of `reviewRating`."""

import re
from collections.abc import Sequence
from math import isfinite
from typing import Any, Final

from annotations.domain.claimreview.reading import Faults, FoundReview, Object, object_of, text_of
from annotations.domain.claimreview.rule import Fault
from annotations.domain.claimreview.words import Leaning, leaning

NUMBERS: Final = ("ratingValue", "worstRating", "bestRating")
SENTINEL: Final = -1
_PLAIN = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?", re.ASCII)
_WITH_COMMA = re.compile(r"[-+]?[0-9]{1,15}(?:,[0-9]{1,15})+(?:\.[0-9]{1,15})?", re.ASCII)
_FOREIGN = re.compile(r"[-+]?\d{1,15}(?:[.,\u066b\u066c]\d{1,15})?")

Number = int | float


def rating_faults(found: FoundReview) -> Faults:
    """What is wrong with the rating of one review."""
    path = f"{found.path}.reviewRating"
    rating = object_of(found.review.get("reviewRating"))
    if not rating:
        yield Fault("rating-missing", found.path)
        return
    words = text_of(rating.get("alternateName"))
    if not words:
        yield Fault("rating-without-words", path)
    yield from _number_faults(rating, words, path)


def _number_faults(rating: Object, words: str, path: str) -> Faults:
    faults, numbers = _read(rating, path)
    if (sentinels := [name for name, number in numbers.items() if number == SENTINEL]) or faults:
        yield from faults
        yield from (Fault("rating-sentinel", f"{path}.{name}", SENTINEL) for name in sentinels)
        # What was written out of shape is judged as far as it could be read, a sentinel is no number at all.
        if sentinels or any(fault.code == "rating-value-empty" for fault in faults):
            return
    if leaning(words) is Leaning.OPEN and "ratingValue" in numbers:
        yield Fault("unrated-with-number", f"{path}.ratingValue", words)
        return
    if "ratingValue" in numbers and not all(name in rating for name in NUMBERS):
        yield Fault("rating-without-bounds", f"{path}.ratingValue", numbers["ratingValue"])
    yield from _scale_faults(numbers, words, path)


def _scale_faults(numbers: dict[str, Number], words: str, path: str) -> Faults:
    value, worst, best = (numbers.get(name) for name in NUMBERS)
    if worst is not None and worst < 1:
        yield Fault("worst-below-one", f"{path}.worstRating", worst)
    if worst is None or best is None:
        return
    if worst >= best:
        yield Fault("worst-not-below-best", f"{path}.worstRating", worst)
    elif value is not None and not worst <= value <= best:
        yield Fault("rating-outside-bounds", f"{path}.ratingValue", value)
    elif value is not None:
        yield from _end_faults(value, worst, best, words, path)


def _end_faults(value: Number, worst: Number, best: Number, words: str, path: str) -> Faults:
    way = leaning(words)
    from_worst, from_best = value - worst, best - value
    if (way is Leaning.FALSE and from_best < from_worst) or (way is Leaning.TRUE and from_worst < from_best):
        yield Fault("rating-inverted", f"{path}.ratingValue", words)
    if way is Leaning.BETWEEN and value in (worst, best):
        yield Fault("bounds-observed", path, f"“{words}” at the end of {worst} to {best}")


def observed_bounds(reviews: Sequence[FoundReview]) -> Faults:
    """Where one publisher's reviews have several scales, their bounds follow what occurred."""
    scales: dict[str, tuple[Any, Any]] = {}
    for found in reviews:
        reviewer = object_of(found.review.get("author"))
        name = text_of(reviewer.get("name")) or text_of(reviewer.get("url"))
        numbers = _read(object_of(found.review.get("reviewRating")), "")[1]
        if not name or not all(bound in numbers for bound in NUMBERS[1:]):
            continue
        here = (numbers["worstRating"], numbers["bestRating"])
        if scales.setdefault(name, here) != here:
            first = scales[name]
            words = f"{here[0]} to {here[1]} here, {first[0]} to {first[1]} before"
            yield Fault("bounds-observed", f"{found.path}.reviewRating", words)


def _read(rating: Object, path: str) -> tuple[list[Fault], dict[str, Number]]:
    faults, numbers = [], {}
    for name in NUMBERS:
        if name not in rating:
            continue
        code, number = _number(rating[name], is_value=name == "ratingValue")
        if code:
            faults.append(Fault(code, f"{path}.{name}", rating[name]))
        if number is not None:
            numbers[name] = number
    return faults, numbers


def _number(written: Any, *, is_value: bool) -> tuple[str, Number | None]:
    """The rule that the way of writing breaks, and the number that is meant."""
    if isinstance(written, bool):
        return "number-unreadable", None
    if isinstance(written, int) or (isinstance(written, float) and isfinite(written)):
        return "", written
    if written is None or (isinstance(written, str) and not written.strip()):
        return "rating-value-empty" if is_value else "number-unreadable", None
    return _number_in_text(written.strip()) if isinstance(written, str) else ("number-unreadable", None)


def _number_in_text(text: str) -> tuple[str, Number | None]:
    if _PLAIN.fullmatch(text):
        return "number-as-text", _value(text)
    if _WITH_COMMA.fullmatch(text):
        return "number-with-comma", _value(text.replace(",", "."))
    if _FOREIGN.fullmatch(text):
        return "number-in-foreign-digits", _value(re.sub("[,\u066b\u066c]", ".", text))
    return "number-unreadable", None


def _value(text: str) -> Number | None:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return None
