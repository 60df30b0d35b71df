"""JSON-LD without the network: contexts from beside the project, and one written out here.

For tests that ask for `recommendation`.
"""

import json
from typing import Any

from pyld import jsonld

from annotations.domain.webannotations import ANNOTATION_CONTEXT, CONTAINER_CONTEXT
from tests.domain.webannotations.documents import RECOMMENDATION

# The terms of the container vocabulary that are used; the published context is not among the fixtures.
CONTAINER_TERMS = {"@context": {"BasicContainer": "http://www.w3.org/ns/ldp#BasicContainer"}}


def expanded(document: Any) -> Any:
    """The document with all its terms written out."""
    return jsonld.expand(document, {"documentLoader": _load})


def compacted(document: Any, context: Any) -> Any:
    """The written-out document in the terms of a context."""
    return jsonld.compact(document, context, {"documentLoader": _load})


def framed(document: Any, name: str) -> Any:
    """The document in one of the standard's frames: `annotation`, `page`."""
    frame = json.loads((RECOMMENDATION / f"contexts/{name}_frame.jsonld").read_text(encoding="utf-8"))
    return jsonld.frame(document, frame, {"documentLoader": _load})


def _load(address: str, options: Any) -> dict[str, Any]:
    if address == ANNOTATION_CONTEXT:
        document = json.loads((RECOMMENDATION / "contexts/anno.jsonld").read_text(encoding="utf-8"))
    elif address == CONTAINER_CONTEXT:
        document = CONTAINER_TERMS
    else:
        raise jsonld.JsonLdError(f"{address} is not served", "test")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": document,
    }
