"""Examples of the whole standard go through the product as they came: byte for byte, and triple for triple.

Those of each section are our own and always there; those of the recommendation lie beside the project.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.domain.webannotations import fingerprint, open_upload, read_annotation
from tests.domain.webannotations.documents import examples
from tests.domain.webannotations.linked_data import expanded
from tests.domain.webannotations.of_each_section import OF_EACH_SECTION


def comes_back_as_it_came(document: dict[str, Any]) -> None:
    (row,) = open_upload(json.dumps(document).encode()).rows
    assert (row.refusal, row.repairs, json.dumps(row.document)) == (None, (), json.dumps(document))


@pytest.mark.parametrize("section", OF_EACH_SECTION)
def test_an_annotation_of_each_section_comes_back_as_it_came(section: str) -> None:
    comes_back_as_it_came(OF_EACH_SECTION[section])


def test_a_file_of_them_is_as_many_rows() -> None:
    documents = list(OF_EACH_SECTION.values())
    upload = open_upload(json.dumps(documents))
    assert (upload.format, upload.total, [row.document for row in upload.rows]) == (
        "w3c",
        len(documents),
        documents,
    )


def test_there_are_forty_one_and_each_comes_back_as_it_came(recommendation: Path) -> None:
    for document in examples().values():
        comes_back_as_it_came(document)


def test_expansion_is_equal_and_says_what_was_read(recommendation: Path) -> None:
    for document in (*examples().values(), *OF_EACH_SECTION.values()):
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


def test_the_collection_is_the_examples(recommendation: Path) -> None:
    upload = open_upload((recommendation / "examples/collection1.json").read_bytes())
    rows = list(upload.rows)

    assert (upload.format, upload.total, upload.is_partial) == ("w3c", 41, False)
    assert [row.refusal for row in rows] == [None] * 41
    by_iri = {document["id"]: document for document in examples().values()}
    assert [row.document for row in rows] == [by_iri[row.annotation.iri] for row in rows if row.annotation]


def test_fingerprints_tell_them_apart(recommendation: Path) -> None:
    documents = [*examples().values(), *OF_EACH_SECTION.values()]
    assert len({fingerprint(document) for document in documents}) == len(documents)
