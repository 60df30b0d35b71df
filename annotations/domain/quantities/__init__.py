"""Figures in sentences: what they say at least and at most, and what one says about another.

A text in a language without rules has no figures rather than wrong ones.
"""

from annotations.domain.quantities import english
from annotations.domain.quantities.comparison import ComparisonCode, StanceSuggestion, suggest_stance
from annotations.domain.quantities.quantity import FoundQuantity, Quantity
from annotations.domain.vocabulary import Comparator

__all__ = [
    "ComparisonCode",
    "FoundQuantity",
    "Quantity",
    "StanceSuggestion",
    "as_written",
    "find_none",
    "find_quantities",
    "parse_quantity",
    "suggest_stance",
]

_LANGUAGES = {"en": english}
_HEDGES = (Comparator.ABOUT, Comparator.OVER, Comparator.AT_LEAST, Comparator.UP_TO)


def find_quantities(sentence: str, language: str = "en") -> tuple[FoundQuantity, ...]:
    """Figures of a sentence with their places, without years, dates, ordinals and numbers in names."""
    rules = _LANGUAGES.get(language.split("-")[0].lower())
    return tuple(rules.find(sentence)) if rules else ()


def find_none(sentence: str, unit: str, language: str = "en") -> tuple[FoundQuantity, ...]:
    """Where a sentence says that there are none of what a figure counts. Only beside a figure is that one."""
    rules = _LANGUAGES.get(language.split("-")[0].lower())
    return tuple(rules.find_none(sentence, unit)) if rules else ()


def parse_quantity(text: str, language: str = "en") -> Quantity | None:
    """The one figure of a text; None when there is none, or more than one."""
    found = find_quantities(text, language)
    return found[0].quantity if len(found) == 1 else None


def as_written(text: str, comparator: str, language: str = "en") -> str:
    """The words of a figure with those of its hedge, which is put before them where it was chosen apart."""
    said = parse_quantity(text, language)
    is_bare = said.comparator == Comparator.EXACT if said else not any(map(str.isalpha, text))
    return f"{Comparator(comparator).label} {text}" if is_bare and comparator in _HEDGES else text
