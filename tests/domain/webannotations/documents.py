"""Annotations for the tests, and the recommendation's own examples where they lie beside the project."""

import json
from pathlib import Path
from typing import Any

from annotations.domain.webannotations import ANNOTATION_CONTEXT

RECOMMENDATION = Path(__file__).resolve().parents[4] / "shared/fixtures/w3c-annotation"
PAGE = "https://news.example/harbour"


def annotation(**properties: Any) -> dict[str, Any]:
    """A small annotation of a page; a property given as None is left out."""
    document = {
        "@context": ANNOTATION_CONTEXT,
        "id": "https://notes.example/1",
        "type": "Annotation",
        "target": PAGE,
        **properties,
    }
    return {name: value for name, value in document.items() if value is not None}


def about(*selectors: Any, **properties: Any) -> dict[str, Any]:
    """An annotation of a part of the page."""
    return annotation(target={"source": PAGE, "selector": list(selectors), **properties})


def quote(
    exact: str, prefix: str | None = None, suffix: str | None = None, **properties: Any
) -> dict[str, Any]:
    """A TextQuoteSelector."""
    sides = {"prefix": prefix, "suffix": suffix}
    given = {name: value for name, value in sides.items() if value is not None}
    return {"type": "TextQuoteSelector", "exact": exact, **given, **properties}


def position(start: int, end: int, **properties: Any) -> dict[str, Any]:
    """A TextPositionSelector."""
    return {"type": "TextPositionSelector", "start": start, "end": end, **properties}


def expression(kind: str, value: str, **properties: Any) -> dict[str, Any]:
    """A selector with a value: `Css`, `XPath`, `Fragment`."""
    return {"type": f"{kind}Selector", "value": value, **properties}


def examples() -> dict[str, dict[str, Any]]:
    """The annotations of the recommendation by file name. For tests that ask for `recommendation`."""
    found = sorted(RECOMMENDATION.glob("examples/anno*.json"))
    assert len(found) == 41
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in found}
