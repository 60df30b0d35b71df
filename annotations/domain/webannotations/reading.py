"""Reading one Web Annotation: what it says and about what, without changing a character of it.

The model allows many shapes for the same thing: a target may be an address, an object, a list, a group. They
are read into one. What the model forbids is refused by name; what it does not know is left alone, since a
document goes out as it came in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotations.domain.errors import Invalid
from annotations.domain.webannotations.bodies import BodyReading, read_bodies
from annotations.domain.webannotations.bounds import check_bounds
from annotations.domain.webannotations.iris import check_iri
from annotations.domain.webannotations.targets import TargetReading, read_moment, read_targets
from annotations.domain.webannotations.terms import (
    ANNOTATION_CONTEXT,
    CONTEXT_SPELLINGS,
    first_text,
    iri_of,
    listed,
    short_name,
    types_of,
)


@dataclass(frozen=True, slots=True)
class WebAnnotation:
    """One annotation, read. `document` is what came, untouched.

    `iri` and `canonical` are empty where it has none; `via` are the IRIs it came by. `motivations` are short
    names such as `commenting`. `creator` is a name, else the creator's IRI, else empty. Times have their
    zone; one that cannot be read is None.
    """

    iri: str
    motivations: tuple[str, ...]
    bodies: tuple[BodyReading, ...]
    targets: tuple[TargetReading, ...]
    canonical: str
    via: tuple[str, ...]
    creator: str
    created: datetime | None
    modified: datetime | None
    document: Mapping[str, Any]

    @property
    def tags(self) -> tuple[str, ...]:
        """The words of the bodies that only tag."""
        return tuple(body.text for body in self.bodies if body.is_tag)


def read_annotation(document: Mapping[str, Any]) -> WebAnnotation:
    """What the annotation says. Invalid, with the broken rule's name, where it is none.

    Rules: `not-an-object`, `annotation-too-deep`, `annotation-too-large`, `characters-not-storable`,
    `number-not-json`, `context-missing`, `type-not-annotation`, `id-not-an-iri`, `canonical-not-an-iri`,
    `via-not-an-iri`, `annotation-target-missing`, `target-malformed`, `target-not-an-iri`,
    `too-many-targets`, `body-and-body-value`, `body-value-not-text`, `body-malformed`, `too-many-bodies`,
    `selector-malformed`.
    """
    if not isinstance(document, Mapping):
        raise Invalid("An annotation is a JSON object.", rule="not-an-object")
    check_bounds(document)
    _check_context(document)
    _check_type(document)
    return WebAnnotation(
        iri=_iri(iri_of(document), "id", "id-not-an-iri"),
        motivations=_motivations(document),
        bodies=read_bodies(document),
        targets=read_targets(document),
        canonical=_iri(document.get("canonical"), "canonical", "canonical-not-an-iri"),
        via=tuple(_via(one) for one in listed(document.get("via"))),
        creator=_creator(document.get("creator")),
        created=read_moment(document.get("created")),
        modified=read_moment(document.get("modified")),
        document=document,
    )


def _check_context(document: Mapping[str, Any]) -> None:
    contexts = [one for one in listed(document.get("@context")) if isinstance(one, str)]
    if CONTEXT_SPELLINGS.isdisjoint(contexts):
        raise Invalid(
            "The document does not say that it is a Web Annotation."
            f" Its “@context” must name {ANNOTATION_CONTEXT}.",
            field="@context",
            rule="context-missing",
        )


def _check_type(document: Mapping[str, Any]) -> None:
    if "Annotation" not in types_of(document):
        raise Invalid(
            "The document is not an annotation: its “type” must be Annotation.",
            field="type",
            rule="type-not-annotation",
        )


def _iri(value: Any, field: str, rule: str) -> str:
    return "" if value is None else check_iri(value, field, rule)


def _via(value: Any) -> str:
    return check_iri(iri_of(value) if isinstance(value, Mapping) else value, "via", "via-not-an-iri")


def _motivations(document: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(short_name(one) for one in listed(document.get("motivation")) if isinstance(one, str))


def _creator(value: Any) -> str:
    for one in listed(value):
        if isinstance(one, str):
            return one
        if isinstance(one, Mapping):
            return first_text(one.get("name"), one.get("nickname"), iri_of(one))
    return ""
