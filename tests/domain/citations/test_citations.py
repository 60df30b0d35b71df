"""Sources as CSL-JSON, BibTeX, RIS and references."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.citations import CitedSource, as_bibtex, as_ris, csl_item, formatted_references
from annotations.domain.citations.names import names_of
from tests.domain.citations.reading import read_bibtex, read_ris

ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60
).filter(lambda text: text.strip())
FERRY = CitedSource(
    id=12,
    title="Ferry {halted} at 100% & more_or less",
    kind="report",
    authors="By Jonas van der Lind and Ena Kovač",
    publisher="Northern Press",
    publisher_kind="wire",
    url="https://example.org/a_b?x={1}",
    identifiers={"doi": "10.1000/182"},
    language="en",
    published="2024-03",
    accessed_on=date(2024, 3, 5),
    archived_at="https://web.archive.org/web/2024/https://example.org/a",
    state="retracted",
)


def test_a_source_is_a_csl_item_with_what_is_known() -> None:
    assert csl_item(FERRY) == {
        "id": "vanderlind2024-12",
        "type": "article-newspaper",
        "title": "Ferry {halted} at 100% & more_or less",
        "author": [{"family": "van der Lind", "given": "Jonas"}, {"family": "Kovač", "given": "Ena"}],
        "container-title": "Northern Press",
        "issued": {"date-parts": [[2024, 3]]},
        "accessed": {"date-parts": [[2024, 3, 5]]},
        "URL": "https://example.org/a_b?x={1}",
        "DOI": "10.1000/182",
        "language": "en",
        "archive": "Internet Archive",
        "archive_location": "https://web.archive.org/web/2024/https://example.org/a",
        "note": "Retracted by its publisher.",
    }


@pytest.mark.parametrize(
    ("published", "parts"),
    [
        ("2024", [[2024]]),
        ("2024-03", [[2024, 3]]),
        ("2024-03-05", [[2024, 3, 5]]),
        ("2024-03-05T10:00:00Z", [[2024, 3, 5]]),
        ("2024-02-31", None),
        ("0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_keep_their_precision(published: str, parts: list[list[int]] | None) -> None:
    issued = csl_item(CitedSource(id=1, title="T", published=published)).get("issued")
    assert (issued["date-parts"] if issued else None) == parts


@pytest.mark.parametrize(
    ("kind", "publisher_kind", "identifiers", "expected"),
    [
        ("report", "newspaper", {}, "article-newspaper"),
        ("report", "academic", {"doi": "10.1/2"}, "article-journal"),
        ("report", "academic", {}, "report"),
        ("report", "official_body", {}, "report"),
        ("report", "broadcaster", {}, "broadcast"),
        ("report", "ngo", {"isbn": "9780000000002"}, "book"),
        ("dataset", "official_body", {}, "dataset"),
        ("statement", "party_official", {}, "document"),
        ("statement", "social_account", {}, "post"),
        ("page", "encyclopedia", {}, "entry-encyclopedia"),
        ("interview", "newspaper", {}, "interview"),
    ],
)
def test_types_follow_what_it_is_and_who_published_it(
    kind: str, publisher_kind: str, identifiers: dict[str, str], expected: str
) -> None:
    source = CitedSource(id=1, title="T", kind=kind, publisher_kind=publisher_kind, identifiers=identifiers)
    assert csl_item(source)["type"] == expected


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Jane Doe", [{"family": "Doe", "given": "Jane"}]),
        ("Doe, Jane", [{"family": "Doe", "given": "Jane"}]),
        (
            "Jane Doe, Piotr Wolny",
            [{"family": "Doe", "given": "Jane"}, {"family": "Wolny", "given": "Piotr"}],
        ),
        (
            "Doe, Jane; Wolny, Piotr",
            [{"family": "Doe", "given": "Jane"}, {"family": "Wolny", "given": "Piotr"}],
        ),
        (
            "Von Lena Aalto und Tomás Rey",
            [{"family": "Aalto", "given": "Lena"}, {"family": "Rey", "given": "Tomás"}],
        ),
        ("Jonas Lind, editor", [{"literal": "Jonas Lind, editor"}]),
        ("van der Lind, Jonas", [{"family": "van der Lind", "given": "Jonas"}]),
        ("Ministry of Transport", [{"literal": "Ministry of Transport"}]),
        ("新华社", [{"literal": "新华社"}]),
        ("AFP", [{"literal": "AFP"}]),
        ("  ", []),
    ],
)
def test_bylines_are_divided_into_names(byline: str, names: list[dict[str, str]]) -> None:
    assert names_of(byline) == names


def test_keys_are_unique_stable_and_plain() -> None:
    sources = [CitedSource(id=number, title="T", publisher="新华社", published="2024") for number in (1, 2)]
    assert [csl_item(source)["id"] for source in sources] == ["source2024-1", "source2024-2"]


def test_a_bibtex_entry_reads_back_as_it_was_meant() -> None:
    (entry,) = read_bibtex(as_bibtex([csl_item(FERRY)]))
    assert entry == {
        "type": "article",
        "key": "vanderlind2024-12",
        "author": "{van der Lind}, Jonas and {Kovač}, Ena",
        "title": "{Ferry {halted} at 100% & more_or less}",
        "journal": "Northern Press",
        "year": "2024",
        "month": "mar",
        "date": "2024-03",
        "doi": "10.1000/182",
        "url": "https://example.org/a_b?x=%7B1%7D",
        "urldate": "2024-03-05",
        "langid": "en",
        "note": (
            "Retracted by its publisher. "
            r"Archived at \url{https://web.archive.org/web/2024/https://example.org/a}."
        ),
    }


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_bibtex_holds_any_title_and_any_names(title: str, authors: str, publisher: str) -> None:
    sources = [CitedSource(id=n, title=title, authors=authors, publisher=publisher) for n in (1, 2)]
    entries = read_bibtex(as_bibtex([csl_item(source) for source in sources]))
    assert len(entries) == 2
    assert entries[0]["title"] == f"{{{' '.join(title.split())}}}"
    assert {entry["key"] for entry in entries} == {csl_item(source)["id"] for source in sources}


@given(ANY_TEXT, ANY_TEXT)
def test_ris_holds_any_title_on_one_line(title: str, authors: str) -> None:
    source = CitedSource(id=1, title=title, authors=authors, url="https://example.org/", published="2024-03")
    (record,) = read_ris(as_ris([csl_item(source)]))
    assert record["TI"] == [" ".join(title.split())]
    assert (record["TY"], record["PY"], record["DA"]) == (["RPRT"], ["2024"], ["2024/03//"])


def test_a_reference_reads_as_people_write_it() -> None:
    bare = CitedSource(id=14, title="Nothing else <i>known</i>")
    assert formatted_references([csl_item(FERRY), csl_item(bare)]) == [
        "Jonas van der Lind and Ena Kovač: “Ferry {halted} at 100% & more_or less”. "
        "Northern Press, March 2024. https://doi.org/10.1000/182 (seen 5 March 2024). "
        "Archived: https://web.archive.org/web/2024/https://example.org/a Retracted by its publisher.",
        "“Nothing else <i>known</i>”.",
    ]
    assert formatted_references([]) == []


@given(ANY_TEXT, ANY_TEXT)
def test_any_source_has_a_reference_that_holds_its_title(title: str, authors: str) -> None:
    (reference,) = formatted_references([csl_item(CitedSource(id=1, title=title, authors=authors))])
    letters = re.sub(r"[\W_]", "", title)
    assert letters in re.sub(r"[\W_]", "", reference)
