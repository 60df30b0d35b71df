"""Selectors of the Web Annotation model, read.

A selector names a part of a resource. Those that can name words become types of their own; every other kind -
regions of pictures, moments of films, bytes, selectors kept elsewhere - is `Other`, which names no words here
and is kept with its annotation. What contradicts the model's own grammar is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from annotations.domain.errors import Invalid
from annotations.domain.webannotations.terms import UNIT, iri_of, listed, types_of

Unit = Literal["code-points", "utf-16"]

LONGEST_CHAIN = 8
"""How many selectors may refine one another."""


@dataclass(frozen=True, slots=True)
class TextQuote:
    """The words themselves, and those beside them as far as they are given."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    refined_by: "AnySelector | None" = None


@dataclass(frozen=True, slots=True)
class TextPosition:
    """A span of the resource's text. `unit` is what its maker said; many programs count UTF-16 unsaid."""

    start: int
    end: int
    unit: Unit = "code-points"
    refined_by: "AnySelector | None" = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """What would stand behind the `#` of an address; `conforms_to` names the grammar."""

    value: str
    conforms_to: str = ""
    refined_by: "AnySelector | None" = None


@dataclass(frozen=True, slots=True)
class Css:
    """An element, by a CSS selector."""

    value: str
    refined_by: "AnySelector | None" = None


@dataclass(frozen=True, slots=True)
class XPath:
    """A node, by an XPath."""

    value: str
    refined_by: "AnySelector | None" = None


@dataclass(frozen=True, slots=True)
class Range:
    """From the beginning of what `start` selects up to the beginning of what `end` selects."""

    start: "AnySelector"
    end: "AnySelector"
    refined_by: "AnySelector | None" = None


@dataclass(frozen=True, slots=True)
class Other:
    """A selector that names no words here; `kind` is its type, empty where it has none."""

    kind: str = ""
    refined_by: "AnySelector | None" = None


AnySelector = TextQuote | TextPosition | Fragment | Css | XPath | Range | Other


def read_selectors(value: Any) -> tuple[AnySelector, ...]:
    """The selectors of one target, those that say most about words first. Invalid (`selector-malformed`)."""
    selectors = [_read(one, 1) for one in listed(value)]
    return tuple(sorted(selectors, key=_preference))


def _preference(selector: AnySelector) -> int:
    order = (TextQuote, TextPosition, Range, XPath, Css, Fragment, Other)
    return order.index(type(selector))


def _read(value: Any, depth: int) -> AnySelector:
    if depth > LONGEST_CHAIN:
        raise malformed(f"more than {LONGEST_CHAIN} selectors refine one another")
    if isinstance(value, str):
        return Other("external")
    if not isinstance(value, Mapping):
        raise malformed("it is neither an object nor an IRI")
    refinement = value.get("refinedBy")
    refined_by = None if refinement is None else _read(_only(refinement), depth + 1)
    kinds = types_of(value)
    for kind in kinds:
        if kind in _READERS:
            return _READERS[kind](value, refined_by, depth)
    return Other(kinds[0] if kinds else "external", refined_by)


def _only(value: Any) -> Any:
    found = listed(value)
    if not found:
        raise malformed("refinedBy is empty")
    return found[0]


def _text_quote(value: Mapping[str, Any], refined_by: AnySelector | None, depth: int) -> AnySelector:
    exact = value.get("exact")
    if not isinstance(exact, str) or not exact.strip():
        raise malformed("a TextQuoteSelector needs the words in exact")
    prefix, suffix = (value.get(side) or "" for side in ("prefix", "suffix"))
    if not (isinstance(prefix, str) and isinstance(suffix, str)):
        raise malformed("prefix and suffix are texts")
    return TextQuote(exact, prefix, suffix, refined_by)


def _text_position(value: Mapping[str, Any], refined_by: AnySelector | None, depth: int) -> AnySelector:
    start, end = _span(value)
    return TextPosition(start, end, "utf-16" if value.get(UNIT) == "utf-16" else "code-points", refined_by)


def _data_position(value: Mapping[str, Any], refined_by: AnySelector | None, depth: int) -> AnySelector:
    _span(value)
    return Other("DataPositionSelector", refined_by)


def _span(value: Mapping[str, Any]) -> tuple[int, int]:
    start, end = value.get("start"), value.get("end")
    # `type` and not `isinstance`: true and false are whole numbers too.
    if not (type(start) is int and type(end) is int and 0 <= start <= end):
        raise malformed("start and end are whole numbers from 0, and end is not before start")
    return start, end


def _fragment(value: Mapping[str, Any], refined_by: AnySelector | None, depth: int) -> AnySelector:
    text = _value(value)
    grammar = next((one for one in listed(value.get("conformsTo")) if isinstance(one, str)), "")
    return Other("external", refined_by) if text is None else Fragment(text, grammar, refined_by)


def _css(value: Mapping[str, Any], refined_by: AnySelector | None, depth: int) -> AnySelector:
    text = _value(value)
    return Other("external", refined_by) if text is None else Css(text, refined_by)


def _xpath(value: Mapping[str, Any], refined_by: AnySelector | None, depth: int) -> AnySelector:
    text = _value(value)
    return Other("external", refined_by) if text is None else XPath(text, refined_by)


def _svg(value: Mapping[str, Any], refined_by: AnySelector | None, depth: int) -> AnySelector:
    _value(value)
    return Other("SvgSelector", refined_by)


def _value(value: Mapping[str, Any]) -> str | None:
    """The expression; None where only a name is given, behind which it is kept elsewhere."""
    text = value.get("value")
    if text is None and iri_of(value) is not None:
        return None
    if not isinstance(text, str) or not text.strip():
        raise malformed("its value is missing")
    return text


def _range(value: Mapping[str, Any], refined_by: AnySelector | None, depth: int) -> AnySelector:
    ends = [value.get(name) for name in ("startSelector", "endSelector")]
    if any(end is None for end in ends):
        raise malformed("a RangeSelector needs startSelector and endSelector")
    start, end = (_read(_only(end), depth + 1) for end in ends)
    return Range(start, end, refined_by)


def malformed(reason: str) -> Invalid:
    """The refusal of a selector, with the reason."""
    return Invalid(
        f"A selector cannot be read: {reason}. Correct it, or leave it out.",
        field="target.selector",
        rule="selector-malformed",
    )


_READERS: dict[str, Callable[[Mapping[str, Any], AnySelector | None, int], AnySelector]] = {
    "TextQuoteSelector": _text_quote,
    "TextPositionSelector": _text_position,
    "DataPositionSelector": _data_position,
    "FragmentSelector": _fragment,
    "CssSelector": _css,
    "XPathSelector": _xpath,
    "RangeSelector": _range,
    "SvgSelector": _svg,
}
