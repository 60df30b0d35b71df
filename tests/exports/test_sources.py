"""The sources that the evidence is taken from."""

import json
from typing import Any

from annotations.domain.rendering import LeftOut
from annotations.exports import sources
from tests.exports.hard import HARD, PROTECTED, a_source, hard_documents, lines
from tests.exports.samples import PUBLICATION, a_document, a_link

STUDY = a_source(
    id=12,
    kind="report",
    title="On ferries",
    authors="Jonas Lind and Ida Berg",
    identifiers={"doi": "10.1000/182"},
    publisher={"id": 5, "name": "Journal of Ports", "kind": "academic", "grade": "B"},
    archived="https://web.archive.org/web/2020/https://port.example/log",
)


def csl(*documents: dict[str, Any]) -> list[dict[str, Any]]:
    content = b"".join(sources.render_csl(lines(*documents), PUBLICATION, LeftOut()))
    found: list[dict[str, Any]] = json.loads(content)
    return found


def bibtex(*documents: dict[str, Any]) -> str:
    return b"".join(sources.render_bibtex(lines(*documents), PUBLICATION, LeftOut())).decode()


def test_each_source_once_in_the_order_in_which_it_is_cited() -> None:
    first = a_document(evidence=[PROTECTED, a_link(id=6, source=STUDY), a_link()])
    second = a_document(id=8, evidence=[a_link(), a_link(id=9, source=STUDY)])
    assert csl(first, second) == [
        {
            "id": "lind2020-12",
            "type": "article-journal",
            "title": "On ferries",
            "author": [{"family": "Lind", "given": "Jonas"}, {"family": "Berg", "given": "Ida"}],
            "container-title": "Journal of Ports",
            "issued": {"date-parts": [[2020, 9, 30]]},
            "accessed": {"date-parts": [[2020, 10, 1]]},
            "URL": "https://port.example/log",
            "DOI": "10.1000/182",
            "language": "en",
            "archive": "Internet Archive",
            "archive_location": "https://web.archive.org/web/2020/https://port.example/log",
        },
        {
            "id": "theportauthority2020-4",
            "type": "document",
            "title": "The log",
            "publisher": "The Port Authority",
            "issued": {"date-parts": [[2020, 9, 30]]},
            "accessed": {"date-parts": [[2020, 10, 1]]},
            "URL": "https://port.example/log",
            "language": "en",
        },
    ]


def test_bibtex_has_an_entry_for_each_of_the_same() -> None:
    found = bibtex(a_document(evidence=[a_link(id=6, source=STUDY), a_link()]))
    assert [line for line in found.splitlines() if line.startswith("@")] == [
        "@article{lind2020-12,",
        "@misc{theportauthority2020-4,",
    ]
    assert "  author = {{Lind}, Jonas and {Berg}, Ida},\n" in found


def test_an_anonymous_source_has_no_publisher() -> None:
    (item,) = csl(a_document(evidence=[a_link(source=a_source(anonymous=True))]))
    assert "publisher" not in item and "container-title" not in item


def test_hard_words_stay_words() -> None:
    (item,) = csl(*hard_documents())
    assert item["title"] == HARD
    assert bibtex(*hard_documents()).count("@misc") == 1


def test_without_sources_both_are_empty_and_valid() -> None:
    assert (csl(), bibtex()) == ([], "")
