"""The recommendation's examples go through the product as they came: byte for byte, and triple for triple."""

import json
from collections.abc import Iterator
from typing import Any

from annotations.domain.webannotations import fingerprint, open_upload, read_annotation
from tests.domain.webannotations.documents import RECOMMENDATION, examples
from tests.domain.webannotations.linked_data import are_contexts_there, expanded


def test_there_are_forty_one_and_each_comes_back_as_it_came() -> None:
    for path in sorted(RECOMMENDATION.glob("examples/anno*.json")):
        text = path.read_text(encoding="utf-8")
        (row,) = open_upload(text.encode()).rows
        assert (row.refusal, row.repairs, json.dumps(row.document)) == (
            None,
            (),
            json.dumps(json.loads(text)),
        )
    assert len(examples()) in (0, 41)


def test_expansion_is_equal_and_says_what_was_read() -> None:
    if not are_contexts_there():
        return
    for document in examples().values():
        read = read_annotation(document)
        (there,) = expanded(document)
        assert expanded(json.loads(json.dumps(read.document))) == [there]
        assert there["@id"] == read.iri
        sources = {name.partition("#")[0] for name in _resources(there["http://www.w3.org/ns/oa#hasTarget"])}
        assert sources == {target.source for target in read.targets}
        motivations = [one["@id"] for one in there.get("http://www.w3.org/ns/oa#motivatedBy", [])]
        assert motivations == [f"http://www.w3.org/ns/oa#{one}" for one in read.motivations]


def _resources(targets: list[dict[str, Any]]) -> Iterator[str]:
    """The IRIs of the resources that expanded targets are about."""
    for target in targets:
        items = target.get("http://www.w3.org/ns/activitystreams#items")
        source = target.get("http://www.w3.org/ns/oa#hasSource")
        if items:
            yield from _resources(items[0]["@list"])
        else:
            yield (source[0] if source else target)["@id"]


def test_the_collection_is_the_examples() -> None:
    path = RECOMMENDATION / "examples/collection1.json"
    if not path.exists():
        print(f"absent: {path.name} is not beside the project; nothing was checked")
        return
    upload = open_upload(path.read_bytes())
    rows = list(upload.rows)

    assert (upload.format, upload.total, upload.is_partial) == ("w3c", 41, False)
    assert [row.refusal for row in rows] == [None] * 41
    by_iri = {document["id"]: document for document in examples().values()}
    assert [row.document for row in rows] == [by_iri[row.annotation.iri] for row in rows if row.annotation]


def test_fingerprints_tell_them_apart() -> None:
    documents = examples()
    assert len({fingerprint(document) for document in documents.values()}) == len(documents)
