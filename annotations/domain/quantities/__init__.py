"""Figures in sentences: what they say at least and at most, and what one says about another.

A text in a language without rules has no figures rather than wrong ones.
"""

from annotations.domain.quantities import english
from annotations.domain.quantities.comparison import ComparisonCode, StanceSuggestion, suggest_stance
from annotations.domain.quantities.quantity import FoundQuantity, Quantity

__all__ = [
    "ComparisonCode",
    "FoundQuantity",
    "Quantity",
    "StanceSuggestion",
    "find_quantities",
    "parse_quantity",
    "suggest_stance",
]

_LANGUAGES = {"en": english.find}


def find_quantities(sentence: str, language: str = "en") -> tuple[FoundQuantity, ...]:
    """Figures of a sentence with their places, without years, dates, ordinals and numbers in names."""
    find = _LANGUAGES.get(language.split("-")[0].lower())
    return tuple(find(sentence)) if find else ()


def parse_quantity(text: str, language: str = "en") -> Quantity | None:
    """The one figure of a text; None when there is none, or more than one."""
    found = find_quantities(text, language)
    return found[0].quantity if len(found) == 1 else None
