"""Limits on markup, found before it is parsed.

A tree builder takes time and memory that grow with the square of some features: nesting depth, attributes of
one tag, and formatting tags left open, which every later paragraph opens again. A few kilobytes can so cost
minutes, inside a parser that cannot be interrupted. One linear pass over the tags refuses such input first.
It counts roughly (tags inside scripts count too), so the limits lie far above what any real page reaches.
"""

from dataclasses import dataclass

import regex

from annotations.domain.errors import Invalid

MAXIMUM_MARKUP_CHARACTERS = 20_000_000
MAXIMUM_TAGS = 500_000
MAXIMUM_DEPTH = 4_000
MAXIMUM_ATTRIBUTES = 8_000
MAXIMUM_REOPENED = 5_000_000

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>)))?"""
_TAG = regex.compile(
    rf"""<(?:!--.*?(?:-->|\Z)|(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[\s/]++|{_ATTRIBUTE})*+))""",
    regex.DOTALL,
)
_ONE_ATTRIBUTE = regex.compile(_ATTRIBUTE)
# Elements that never stay open: void ones, and those whose end the next of their kind implies.
_NEVER_DEEP = frozenset(
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead",
        "tbody", "tfoot", "colgroup", "rp", "rt", "html", "head", "body",
    ]
)  # fmt: skip
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)

# Inside drawings and formulas no tag is void or implied, except those that end the drawing.
_FOREIGN = frozenset(["svg", "math"])
_LEAVING_DRAWINGS = frozenset(["p", "li", "dt", "dd", "br", "embed", "hr", "img", "meta", "head", "body"])


@dataclass
class _Tally:
    tags: int = 0
    depth: int = 0
    formatting: int = 0
    deepest: int = 0
    most_formatting: int = 0
    in_drawing: bool = False

    def count(self, name: str, *, closing: bool) -> None:
        self.tags += 1
        if name in _FOREIGN:
            self.in_drawing = not closing
        if name in _NEVER_DEEP and not (self.in_drawing and name not in _LEAVING_DRAWINGS):
            return
        step = -1 if closing else 1
        self.depth = max(0, self.depth + step)
        self.deepest = max(self.deepest, self.depth)
        if name in _FORMATTING:
            self.formatting = max(0, self.formatting + step)
            self.most_formatting = max(self.most_formatting, self.formatting)


def check_markup_bounds(markup: str) -> int:
    """How deep the tags nest, at most. Invalid, with what to do, for markup too complex to parse safely."""
    if len(markup) > MAXIMUM_MARKUP_CHARACTERS:
        raise _too_complex(f"holds more than {MAXIMUM_MARKUP_CHARACTERS:,} characters of markup")
    tally = _Tally()
    for found in _TAG.finditer(markup):
        if found["name"]:
            _check_attributes(found["attributes"])
            tally.count(found["name"].lower(), closing=bool(found["slash"]))
            _check_tally(tally)
    return tally.deepest


def _check_tally(tally: _Tally) -> None:
    if tally.tags > MAXIMUM_TAGS:
        raise _too_complex(f"has more than {MAXIMUM_TAGS:,} tags")
    if tally.deepest > MAXIMUM_DEPTH:
        raise _too_complex(f"is nested more than {MAXIMUM_DEPTH:,} levels deep")
    if tally.tags * tally.most_formatting > MAXIMUM_REOPENED and tally.most_formatting > 10:
        raise _too_complex("leaves too many formatting tags open")


def _check_attributes(attributes: str) -> None:
    # No tag of few characters can have many attributes: count only in long ones.
    if len(attributes) > 2 * MAXIMUM_ATTRIBUTES and (
        sum(1 for _ in _ONE_ATTRIBUTE.finditer(attributes)) > MAXIMUM_ATTRIBUTES
    ):
        raise _too_complex(f"has a tag with more than {MAXIMUM_ATTRIBUTES:,} attributes")


def _too_complex(what: str) -> Invalid:
    return Invalid(
        f"This page {what}, which is more than can be read safely. Paste its text instead.",
        rule="markup-too-complex",
    )
