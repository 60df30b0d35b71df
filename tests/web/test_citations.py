"""Citations as a page and as files."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    a_capture,
    a_claim,
    a_publisher,
    a_source,
    an_article,
    some_evidence,
    the_administrator,
)
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def test_selected_sources_are_references_to_read_and_files_to_download() -> None:
    wire = a_publisher(name="Northern Press", kind="wire")
    first, second = a_source(publisher=wire, title="Ferry <b>halted</b>"), a_source(title="Second")
    a_source(title="Not asked for")
    person, query = visitor(), f"ids={first.pk},{second.pk}"
    page = person.get(f"/sources/citations/?{query}").content.decode()
    assert "“Ferry &lt;b&gt;halted&lt;/b&gt;”. Northern Press." in page
    assert "Not asked for" not in page
    csl = person.get(f"/sources/citations/?{query}&format=csl")
    assert [item["title"] for item in json.loads(csl.content)] == ["Ferry <b>halted</b>", "Second"]
    assert csl["Content-Disposition"] == 'attachment; filename="sources.json"'
    bibtex = person.get(f"/sources/citations/?{query}&format=bibtex").content.decode()
    assert bibtex.count("@") == 2
    assert person.get(f"/sources/citations/?{query}&format=ris").content.decode().count("ER  - ") == 2
    text = person.get(f"/sources/citations/?{query}&format=text").content.decode()
    assert len(text.splitlines()) == 2


def test_the_evidence_of_an_article_can_be_cited() -> None:
    article, source = an_article(), a_source(title="Linked")
    claim = a_claim(words="The ferry stopped.", article=article)
    some_evidence(claim=claim, source=source)
    some_evidence(source=a_source(title="Of another claim"))
    found = visitor().get(f"/sources/citations/?article={article.pk}&format=csl")
    assert [item["title"] for item in json.loads(found.content)] == ["Linked"]


def test_filters_of_the_register_select_what_is_cited() -> None:
    a_source(title="A dataset", kind="dataset")
    a_source(title="A report")
    found = visitor().get("/sources/citations/?kind=dataset&format=csl")
    assert [item["title"] for item in json.loads(found.content)] == ["A dataset"]
    assert visitor().get("/sources/citations/?colour=red").status_code == 422


def test_what_was_ticked_in_a_list_is_all_that_is_cited_and_exported() -> None:
    ticked = [a_source(title="Plan"), a_source(title="Plan of May")]
    a_source(title="Plan of June")
    person = visitor(the_administrator())
    page = person.get("/sources/?words=plan").content.decode()
    assert 'formaction="/sources/citations/"' in page and 'formaction="/register/sources/export/"' in page
    rows = "&".join(f"row={source.pk}" for source in ticked)
    cited = person.get(f"/sources/citations/?words=plan&{rows}")
    assert len(cited.context["cited"]["references"]) == 2
    assert all(rows in address for _, address in cited.context["cited"]["downloads"])
    exported = person.get(f"/register/sources/export/?words=plan&{rows}")
    lines = b"".join(exported).decode().splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["Plan", "Plan of May"]


def test_a_protected_source_is_counted_and_left_out() -> None:
    source = a_source(title="Somebody we know")
    source.is_protected = True
    source.save(update_fields=["is_protected"])
    person = visitor(the_administrator())
    page = person.get(f"/sources/citations/?ids={source.pk}").content.decode()
    assert "1 protected source is left out." in page
    answer = person.get(f"/sources/citations/?ids={source.pk}&format=bibtex")
    assert answer.content.decode() == "% 1 protected source is left out.\n\n"
    assert answer["Workbench-Left-Out"] == "1"


@pytest.mark.parametrize("query", ["ids=x", "ids=1&format=word", "article=0x1"])
def test_what_makes_no_sense_is_refused(query: str) -> None:
    assert visitor().get(f"/sources/citations/?{query}").status_code == 422


def test_what_is_not_there_is_not_found() -> None:
    assert visitor().get("/sources/citations/?article=999").status_code == 404
    assert visitor().get("/sources/citations/?claim_set=999").status_code == 404


def test_the_page_of_a_source_says_how_to_cite_it() -> None:
    source = a_capture(source=a_source(title="Ferry halted", url="https://example.org/ferry")).source
    page = visitor().get(f"/sources/{source.pk}/").content.decode()
    assert "“Ferry halted”." in page
    assert f"/sources/citations/?ids={source.pk}&amp;format=bibtex" in page


def test_a_citation_names_the_address_as_it_really_is() -> None:
    """Not the look-alike letters, and not how somebody came there."""
    source = a_source(url="https://kur\u0456r.example/a?utm_source=mail#top")
    person, query = visitor(), f"ids={source.pk}"
    for format_ in ("bibtex", "ris", "csl", "text"):
        cited = person.get(f"/sources/citations/?{query}&format={format_}").content.decode()
        assert ("xn--kurr-n9d.example/a" in cited, "utm_source" in cited, "#top" in cited) == (
            True,
            False,
            False,
        ), format_
    assert "https://xn--kurr-n9d.example/a" in person.get(f"/sources/{source.pk}/").content.decode()


@pytest.mark.parametrize("number", [1, 5])
def test_the_number_of_statements_does_not_grow_with_the_selection(number: int) -> None:
    for _ in range(number):
        a_capture()
    person = visitor(the_administrator())
    person.get("/sources/citations/")
    with CaptureQueriesContext(connection) as statements:
        assert person.get("/sources/citations/?format=csl").status_code == 200
    assert len(statements) == 5
