"""Telling one annotation from another where it has no name of its own."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

NAMES = ("id", "@id")


def fingerprint(document: Mapping[str, Any]) -> str:
    """Hexadecimal SHA-256 of the document without its id, as JSON in UTF-8 with sorted names and no spaces.

    Equal for documents that differ only in the order of their properties or in their id.
    """
    unnamed = {name: value for name, value in document.items() if name not in NAMES}
    canonical = json.dumps(unnamed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
