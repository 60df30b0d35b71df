"""What an annotation says: its bodies, as plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.domain.errors import Invalid
from annotations.domain.webannotations.targets import GROUPS
from annotations.domain.webannotations.terms import first_text, iri_of, listed, short_name, types_of

MAXIMUM_BODIES = 100
LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class BodyReading:
    """One body: its words, or the IRI of the resource that says them.

    `language` and `format` are as given (BCP 47, media type), empty where they are not. `purposes` are short
    names such as `tagging`. `group` is how it was listed: Choice, Composite, List, Independents, or empty.
    """

    text: str = ""
    language: str = ""
    format: str = ""
    purposes: tuple[str, ...] = ()
    source: str = ""
    group: str = ""

    @property
    def is_tag(self) -> bool:
        """Whether it only tags."""
        return "tagging" in self.purposes and bool(self.text)


def read_bodies(document: Mapping[str, Any]) -> tuple[BodyReading, ...]:
    """All bodies in order, groups opened. Invalid where `body` and `bodyValue` stand side by side."""
    words = document.get("bodyValue")
    if words is None:
        return _several(document.get("body"))
    if document.get("body") is not None:
        raise Invalid(
            "The annotation has both “body” and “bodyValue”. Write the words as a TextualBody in “body”.",
            field="bodyValue",
            rule="body-and-body-value",
        )
    if not isinstance(words, str):
        raise Invalid(
            "“bodyValue” is one text. Several go into “body”.", field="bodyValue", rule="body-value-not-text"
        )
    return (BodyReading(text=words, format="text/plain"),)


def _several(value: Any) -> tuple[BodyReading, ...]:
    bodies: list[BodyReading] = []
    for body in _opened(value, "", (), 0):
        bodies.append(body)
        if len(bodies) > MAXIMUM_BODIES:
            raise Invalid(
                f"The annotation has more than {MAXIMUM_BODIES} bodies. Divide it.",
                field="body",
                rule="too-many-bodies",
            )
    return tuple(bodies)


def _opened(value: Any, group: str, purposes: tuple[str, ...], depth: int) -> Iterator[BodyReading]:
    if depth > LONGEST_CHAIN:
        raise Invalid("The bodies are nested too deeply.", field="body", rule="body-malformed")
    for one in listed(value):
        if isinstance(one, str):
            yield BodyReading(source=one, purposes=purposes, group=group)
        elif not isinstance(one, Mapping):
            raise Invalid("A body is neither an object nor an IRI.", field="body", rule="body-malformed")
        else:
            yield from _object(one, group, _purposes(one) or purposes, depth)


def _object(
    body: Mapping[str, Any], group: str, purposes: tuple[str, ...], depth: int
) -> Iterator[BodyReading]:
    kinds = GROUPS.intersection(types_of(body))
    if kinds:
        yield from _opened(body.get("items"), min(kinds), purposes, depth + 1)
    elif body.get("source") is not None:
        # A specific resource: the words, where it holds any, stand in its source.
        yield from _opened(body["source"], group, purposes, depth + 1)
    else:
        yield BodyReading(
            text=first_text(body.get("value")),
            language=first_text(body.get("language")),
            format=first_text(body.get("format")),
            purposes=purposes,
            source=first_text(iri_of(body)),
            group=group,
        )


def _purposes(body: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(short_name(one) for one in listed(body.get("purpose")) if isinstance(one, str))
