"""The examples of the Web Annotation recommendation: sent in, and read back meaning the same."""

import json
from pathlib import Path
from typing import Any

from annotations.domain.webannotations.reading import read_annotation
from annotations.models import Annotation, Article
from tests.api.webannotations.wire import TEXT, Wire
from tests.domain.webannotations.documents import RECOMMENDATION
from tests.domain.webannotations.linked_data import are_contexts_there, expanded
from tests.factories import an_article


def examples() -> dict[str, dict[str, Any]]:
    """Each example of an annotation by the name of its file; none where they do not lie there."""
    paths = sorted(Path(RECOMMENDATION / "examples").glob("anno*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def unnamed(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in ("id", "via")}


def test_every_example_comes_back_meaning_the_same(wire: Wire, transactional_db: None) -> None:
    found = examples()
    assert len(found) == (41 if are_contexts_there() else 0)
    for name, document in found.items():
        source = read_annotation(document).targets[0].source
        if not Article.objects.filter(canonical_url=source).exists():
            an_article(text=TEXT, url=source)
        read = wire.get(wire.made(document)).document
        assert expanded(unnamed(read)) == expanded(unnamed(document)), name
        said = document.get("via", [])
        assert read["via"] == (
            [*(said if isinstance(said, list) else [said]), document["id"]] if said else document["id"]
        )
    assert Annotation.objects.count() == len(found)
