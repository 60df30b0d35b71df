"""Containers and their pages, as the annotation protocol sends them.

A container is an LDP container and an annotation collection in one. Its items stand on pages; a page holds
whole annotations or only their IRIs, as was asked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from annotations.domain.webannotations.terms import ANNOTATION_CONTEXT, CONTAINER_CONTEXT
from annotations.domain.webannotations.writing import moment

CONTAINER_TYPES = ["BasicContainer", "AnnotationCollection"]


def collection(
    iri: str,
    *,
    label: str,
    total: int,
    modified: datetime | None = None,
    first: str | Mapping[str, Any] | None = None,
    last: str = "",
) -> dict[str, Any]:
    """The container at `iri`, which ends in `/`. `first` is the first page's IRI or the page itself, `last`
    the last one's IRI; an empty container has neither.
    """
    pages: dict[str, Any] = {}
    if total and first is not None:
        pages["first"] = first if isinstance(first, str) else _embedded(first)
        pages["last"] = last or (first if isinstance(first, str) else first["id"])
    return {
        "@context": [ANNOTATION_CONTEXT, CONTAINER_CONTEXT],
        "id": iri,
        "type": CONTAINER_TYPES,
        "label": label,
        "total": total,
        **({"modified": moment(modified)} if modified else {}),
        **pages,
    }


def page(
    iri: str,
    items: Sequence[str | Mapping[str, Any]],
    *,
    collection_iri: str,
    start_index: int,
    total: int | None = None,
    next_iri: str = "",
    previous_iri: str = "",
) -> dict[str, Any]:
    """One page of a collection: its items in order, IRIs or whole annotations; `start_index` counts from 0.

    With `total` the page says how many there are in the whole collection and describes it; else it names it.
    """
    whole = {"id": collection_iri, "type": "AnnotationCollection", "total": total}
    return {
        "@context": ANNOTATION_CONTEXT,
        "id": iri,
        "type": "AnnotationPage",
        "partOf": collection_iri if total is None else whole,
        "startIndex": start_index,
        **({"prev": previous_iri} if previous_iri else {}),
        **({"next": next_iri} if next_iri else {}),
        "items": [item if isinstance(item, str) else _embedded(item) for item in items],
    }


def _embedded(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document inside another: a context that says no more than the outer one is left out."""
    said = document.get("@context") == ANNOTATION_CONTEXT
    return {name: value for name, value in document.items() if not (said and name == "@context")}
