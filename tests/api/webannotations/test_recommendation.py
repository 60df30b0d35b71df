"""Examples of the whole standard: sent in, and read back meaning the same."""

from pathlib import Path
from typing import Any

from annotations.domain.webannotations.reading import read_annotation
from annotations.models import Annotation, Article
from annotations.queries.annotation_documents import MARKS
from tests.api.webannotations.wire import TEXT, Wire
from tests.domain.webannotations.documents import examples
from tests.domain.webannotations.linked_data import expanded
from tests.domain.webannotations.of_each_section import OF_EACH_SECTION
from tests.factories import an_article


def sent_and_read(wire: Wire, document: dict[str, Any]) -> dict[str, Any]:
    """What is given of an annotation that was sent in, without what is said here of its words."""
    source = read_annotation(document).targets[0].source
    if not Article.objects.filter(canonical_url=source).exists():
        an_article(text=TEXT, url=source)
    read: dict[str, Any] = wire.get(wire.made(document)).document
    said = document.get("via", [])
    assert read["via"] == (
        [*(said if isinstance(said, list) else [said]), document["id"]] if said else document["id"]
    )
    return {name: value for name, value in read.items() if name not in ("id", "via", *MARKS)}


def unnamed(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in ("id", "via")}


def test_an_annotation_of_each_section_comes_back_as_it_was_sent(wire: Wire, transactional_db: None) -> None:
    for section, document in OF_EACH_SECTION.items():
        read = sent_and_read(wire, document)
        declared = [document["@context"], {"workbench": "urn:x-workbench:"}]
        assert read.pop("@context") in (document["@context"], declared), section
        assert read == {name: value for name, value in unnamed(document).items() if name != "@context"}
    assert Annotation.objects.count() == len(OF_EACH_SECTION)


def test_every_example_comes_back_meaning_the_same(
    recommendation: Path, wire: Wire, transactional_db: None
) -> None:
    found = examples()
    for name, document in found.items():
        assert expanded(sent_and_read(wire, document)) == expanded(unnamed(document)), name
    assert Annotation.objects.count() == len(found) == 41
