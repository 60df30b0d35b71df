"""The names in use: the standard's, the project's own, and values that stand alone or in a list."""

from collections.abc import Mapping, Sequence
from typing import Any

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CONTEXT_SPELLINGS = frozenset([ANNOTATION_CONTEXT, "https://www.w3.org/ns/anno.jsonld"])
CONTAINER_CONTEXT = "http://www.w3.org/ns/ldp.jsonld"
NAMESPACE = "urn:x-workbench:"
# The published context has no term for this motivation, although the model lists it.
OWN_CONTEXT: dict[str, Any] = {"workbench": NAMESPACE, "assessing": "oa:assessing"}

UNIT = "workbench:unit"
"""On a TextPositionSelector: `utf-16` where it counts UTF-16 units; the standard counts code points."""

SHA256 = "workbench:sha256"
"""On a TimeState: hexadecimal SHA-256 of the UTF-8 text that was annotated."""

STALE = "workbench:stale"
"""On an annotation: the causes for which its claim should be looked at again before this is believed."""

WORDS_CHANGED = "workbench:wordsChanged"
"""On an annotation: what changed in its words that nobody has confirmed yet."""

OVERRIDDEN = "workbench:overridden"
"""On a verdict: the status that two people show beside the signed one, why, and until when."""

_VOCABULARY = ("oa:", "http://www.w3.org/ns/oa#")


def listed(value: Any) -> list[Any]:
    """What a property holds, as a list: JSON-LD writes one value bare, and none as null."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def types_of(value: Mapping[str, Any]) -> list[str]:
    """The types of an object in the standard's short names."""
    return [
        short_name(kind) for kind in listed(value.get("type", value.get("@type"))) if isinstance(kind, str)
    ]


def bare(values: Sequence[Any]) -> Any:
    """One value by itself, as the standard writes it; several as a list."""
    return values[0] if len(values) == 1 else list(values)


def iri_of(value: Mapping[str, Any]) -> Any:
    """What an object gives as its own name, of whatever type; None where it has none."""
    return value.get("id", value.get("@id"))


def short_name(term: str) -> str:
    """A term of the Web Annotation vocabulary without its prefix; others unchanged."""
    for prefix in _VOCABULARY:
        if term.startswith(prefix):
            return term[len(prefix) :]
    return term


def first_text(*values: Any) -> str:
    """The first text that is not empty, also inside lists; empty where there is none."""
    return next((text for value in values for text in listed(value) if isinstance(text, str) and text), "")


def unless_empty(name: str, value: Any) -> dict[str, Any]:
    """The property, or none where there is nothing to say."""
    return {name: value} if value else {}
