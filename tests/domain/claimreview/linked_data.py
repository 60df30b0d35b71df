"""JSON-LD without the network: the evidence vocabulary as it is served, and of schema.org the terms that are
used, defined as its own context defines them.
"""

import json
from pathlib import Path
from typing import Any

from pyld import jsonld

HERE = Path(__file__).resolve().parent
SERVED = Path(__file__).resolve().parents[3] / "annotations/static/annotations/contexts/evidence.jsonld"


def there_and_back(document: dict[str, Any]) -> Any:
    """The document written out and put back into the terms of its context."""
    options = {"documentLoader": _load, "compactArrays": True}
    written_out = jsonld.expand(document, options)
    return jsonld.compact(written_out, document["@context"], options)


def _load(address: str, options: Any) -> dict[str, Any]:
    path = HERE / "schema_org.json" if address == "https://schema.org" else None
    path = SERVED if address.endswith("/contexts/evidence.jsonld") else path
    if path is None:
        raise jsonld.JsonLdError(f"{address} is not served", "test")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": json.loads(path.read_text(encoding="utf-8")),
    }
