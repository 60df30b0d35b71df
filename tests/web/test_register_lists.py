"""The lists of the register: found, filtered, sorted, kept, changed together."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.publishers import grade_publisher
from annotations.actions.saved_filters import keep_filter
from annotations.domain.vocabulary import Role
from annotations.models import Publisher, SavedFilter, Source
from tests.factories import a_capture, a_person, a_publisher, a_source, the_administrator
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def titles(answer: Any) -> list[str]:
    return [row.title for row in answer.context["found"].rows]


def test_the_list_finds_by_words_and_goes_on_after_fifty() -> None:
    publisher = a_publisher()
    for number in range(52):
        a_source(title=f"Notice {number}", publisher=publisher)
    client = visitor()
    first = client.get("/sources/?words=notice")
    assert (titles(first)[:2], first.context["pages"]) == (
        ["Notice 51", "Notice 50"],
        {"words": "1 to 50 of 52", "previous": "", "next": "?words=notice&page=2"},
    )
    assert titles(client.get("/sources/?words=notice&page=2")) == ["Notice 1", "Notice 0"]
    assert "No source matches" in words_of(client.get("/sources/?words=nothing"))


def test_everything_that_is_chosen_stands_in_the_address_and_on_the_page() -> None:
    office = a_publisher(name="Harbour Office", country="DE")
    found = a_source(publisher=office, title="Log", kind="record", language="de", tags=["ferry"])
    a_capture(source=found)
    a_source(publisher=office, title="Plan")
    answer = visitor().get(
        f"/sources/?kind=record&language=de&tag=ferry&country=de&captured=yes&publisher={office.pk}&sort=title"
    )
    assert titles(answer) == ["Log"]
    chosen = {menu["name"]: menu["chosen"] for menu in answer.context["menus"] if menu["chosen"]}
    assert chosen == {"publisher": 1, "country": 1, "tag": 1, "links": 1}
    page = answer.content.decode()
    assert '<input type="hidden" name="kind" value="record" form="filters">' in page
    assert f'value="{office.pk}" id="publisher-{office.pk}" checked> <bdi>Harbour Office</bdi>' in page


def test_each_kind_and_state_is_counted_with_the_other_filters() -> None:
    for kind in ("record", "record", "page"):
        a_source(kind=kind, tags=["ferry"])
    a_source(kind="page")
    answer = visitor().get("/sources/?tag=ferry&kind=page")
    kinds = next(line for line in answer.context["facet_lines"] if line["name"] == "kind")
    assert [(facet.value, facet.count, facet.is_chosen, address) for facet, address in kinds["values"]] == [
        ("record", 2, False, "?tag=ferry&kind=page&kind=record"),
        ("page", 1, True, "?tag=ferry"),
    ]
    assert answer.context["total_words"] == "One source"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "There is no filter “colour” here."),
        ("kind=novel", "“novel” is no known kind."),
        ("sort=weight", "This list cannot be sorted by “weight”."),
        ("year=soon", "“soon” is no year."),
        ("publisher=x", "This filter takes ids"),
        ("health=ill", "“ill” is no known health."),
    ],
)
def test_a_filter_that_nobody_knows_is_said_and_nothing_is_found(query: str, said: str) -> None:
    answer = visitor().get(f"/sources/?{query}")
    assert (answer.status_code, said in words_of(answer)) == (422, True)


def test_an_empty_register_teaches_what_belongs_there() -> None:
    client = visitor(the_administrator())
    assert "Paste its address" in words_of(client.get("/sources/"))
    assert "No publisher is registered yet" in words_of(client.get("/publishers/"))


@pytest.mark.parametrize(("noun", "number"), [("sources", 7), ("publishers", 7)])
def test_a_list_costs_the_same_for_one_and_for_twenty(noun: str, number: int) -> None:
    client = visitor()
    a_source()

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/{noun}/")
        return len(asked)

    statements()
    first = statements()
    for count in range(19):
        a_capture(source=a_source(tags=[f"tag {count}"]))
    assert (first, statements()) == (number, number)


def test_menus_are_filled_by_typing() -> None:
    a_publisher(name="Harbour Office", country="DE"), a_publisher(name="Town Hall", country="FR")
    chosen = a_publisher(name="Post")
    a_source(publisher=chosen, tags=["ferry", "port"])
    client = visitor()

    def offered(path: str) -> list[tuple[str, bool]]:
        options = client.get(f"/register/{path}").context["options"]
        return [(option.label, option.is_chosen) for option in options]

    assert offered(f"sources/filter/publisher/?find=harbour&publisher={chosen.pk}") == [
        ("Post", True),
        ("Harbour Office", False),
    ]
    assert offered("sources/filter/tag/?find=fer") == [("ferry", False)]
    assert offered("publishers/filter/country/") == [("DE", False), ("FR", False)]
    assert client.get("/register/sources/filter/kind/").status_code == 404
    assert client.get("/register/claims/filter/tag/").status_code == 404


def test_a_filter_is_kept_renamed_dropped_and_kept_again() -> None:
    person = a_person()
    client = visitor(person)
    a_source(tags=["ferry"])
    asked = client.get("/register/sources/filters/keep/?tag=ferry")
    assert "Tag ferry" in words_of(asked)
    kept = client.post("/register/sources/filters/keep/?tag=ferry", {"name": "Ferries"}, follow=True)
    row = SavedFilter.objects.get()
    assert (row.criteria, row.person) == ({"tag": ["ferry"]}, person)
    assert toasts_of(kept) == [("“Ferries” stands above the list now.", f"/register/filters/{row.pk}/drop/")]
    assert [(view["name"], view["is_current"]) for view in kept.context["views"]] == [
        ("All sources", False),
        ("Ferries", True),
    ]
    client.post(f"/register/filters/{row.pk}/rename/", {"name": "Boats"})
    row.refresh_from_db()
    assert row.name == "Boats"
    dropped = client.post(f"/register/filters/{row.pk}/drop/", follow=True)
    *_, (words, again) = toasts_of(dropped)
    assert (words, SavedFilter.objects.count()) == ("“Boats” was dropped.", 0)
    client.post(again)
    assert list(SavedFilter.objects.values_list("name", "criteria")) == [("Boats", {"tag": ["ferry"]})]


def test_a_name_that_is_taken_is_said_beside_what_was_typed() -> None:
    person = a_person()
    for name in ("Ferries", "Boats"):
        keep_filter(noun="sources", name=name, criteria={"tag": ["ferry"]}, actor=person)
    client = visitor(person)
    taken = "You have a filter of this name already. Choose another."
    answer = client.post("/register/sources/filters/keep/?tag=ferry", {"name": "boats"})
    assert (answer.status_code, field_errors(answer)) == (422, {"__all__": [taken]})
    boats = SavedFilter.objects.get(name="Boats")
    answer = client.post(f"/register/filters/{boats.pk}/rename/", {"name": "FERRIES"})
    assert (answer.status_code, taken in words_of(answer)) == (422, True)
    assert 'value="FERRIES"' in answer.content.decode()
    assert visitor().post(f"/register/filters/{boats.pk}/drop/").status_code == 403


def test_many_rows_are_changed_after_a_preview_and_changed_back() -> None:
    sources = [a_source(tags=["old"]), a_source(kind="page")]
    client = visitor()
    chosen = "&".join(f"row={source.pk}" for source in sources)
    first = client.get(f"/register/sources/together/?{chosen}")
    assert "Change 2 sources" in words_of(first)
    preview = client.get(f"/register/sources/together/?{chosen}&change-add_tags=ferry&change-kind=page")
    assert [one["changes"] for one in preview.context["planned"]] == [
        [("Tags", "old", "ferry, old"), ("Kind", "Report", "Page")],
        [("Tags", "", "ferry")],
    ]
    assert Source.objects.filter(tags__contains=["ferry"]).count() == 0
    address = f"/register/sources/together/?{chosen}&change-add_tags=ferry&change-kind=page"
    done = client.post(address, {"change-add_tags": "ferry", "change-kind": "page"}, follow=True)
    assert (done.redirect_chain, done.status_code) == ([("/sources/", 302)], 200)
    ((words, undo),) = toasts_of(done)
    assert (words, Source.objects.filter(tags__contains=["ferry"], kind="page").count()) == (
        "2 rows were changed.",
        2,
    )
    client.post(undo)
    assert list(Source.objects.order_by("pk").values_list("tags", "kind")) == [
        (["old"], "report"),
        ([], "page"),
    ]


def test_everything_that_a_filter_finds_is_changed_at_once() -> None:
    a_source(title="Plan")
    for number in range(3):
        a_source(title=f"Log {number}")
    client = visitor()
    answer = client.post(
        "/register/sources/together/?words=log&all=1", {"change-language": "de"}, follow=True
    )
    assert answer.redirect_chain == [("/sources/?words=log", 302)]
    assert Source.objects.filter(language="de").count() == 3


@pytest.mark.parametrize("noun", ["sources", "publishers"])
def test_everything_that_a_filter_finds_is_previewed_as_the_page_asks_for_it(noun: str) -> None:
    """What is to change and what is chosen by may be called alike: a kind, a language."""
    for kind in ("wire", "wire", "ngo"):
        office = a_publisher(kind=kind)
        a_source(publisher=office, kind="record" if kind == "wire" else "page")
    wanted = "record" if noun == "sources" else "wire"
    client = visitor(the_administrator())
    asked = client.get(f"/register/{noun}/together/?kind={wanted}&all=1")
    assert (asked.status_code, asked.context["count"], asked.context["is_previewed"]) == (200, 2, False)
    sent = [*asked.context["selection"], ("change-add_tags", "ferry"), ("change-remove_tags", "")]
    sent += [("change-language", ""), ("change-kind", "")]
    address = f"/register/{noun}/together/?{urlencode(sent)}"
    preview = client.get(address)
    assert [one["changes"] for one in preview.context["planned"]] == [[("Tags", "", "ferry")]] * 2
    done = client.post(address, {"change-add_tags": "ferry"}, follow=True)
    assert (done.redirect_chain, done.status_code) == ([(f"/{noun}/?kind={wanted}", 302)], 200)
    assert [row.tags for row in done.context["found"].rows] == [["ferry"], ["ferry"]]


def test_another_kind_of_publisher_says_how_many_claims_it_bears_on() -> None:
    office = a_publisher(kind="unknown")
    client = visitor(the_administrator())
    page = client.get(f"/register/publishers/together/?row={office.pk}&change-kind=wire")
    assert page.context["claim_count"] == 0
    assert page.context["planned"][0]["changes"] == [("Kind", "Unknown", "Wire agency")]
    refused = visitor().get(f"/register/publishers/together/?row={office.pk}")
    assert refused.status_code == 403


@pytest.mark.parametrize("events", ["", "x", "1", "5-1", "1-999999999"])
def test_what_cannot_be_taken_back_is_refused(events: str) -> None:
    assert visitor().post(f"/register/sources/together/undo/?events={events}").status_code == 422


def test_a_change_of_nothing_is_refused_beside_the_form() -> None:
    source = a_source()
    answer = visitor().post(f"/register/sources/together/?row={source.pk}", {"change-add_tags": "x" * 51})
    assert (answer.status_code, field_errors(answer)) == (
        422,
        {"__all__": ["A tag has at most 50 characters, and no comma."]},
    )


def test_readers_find_and_are_offered_nothing_else() -> None:
    a_source()
    page = visitor(role=Role.READER).get("/sources/").content.decode()
    assert not [end for end in ("/sources/new/", "data-together-row", "/export/", "/import/") if end in page]


def test_publishers_are_filtered_by_grade_owner_and_language() -> None:
    owner = a_publisher(name="Group")
    graded = a_publisher(name="Post", owner_id=owner.pk, languages=["hy", "de"], tags=["local"])
    grade_publisher(publisher_id=graded.pk, grade="D", reason="Held.", actor=the_administrator())
    client = visitor()

    def found(query: str) -> list[str]:
        return [row.name for row in client.get(f"/publishers/?{query}").context["found"].rows]

    assert found("") == ["Group", "Post"]
    assert found("grade=D") == ["Post"]
    assert found("language=de") == ["Post"]
    assert found(f"owner={owner.pk}") == ["Group", "Post"]
    assert found("tag=local&tag=other") == []
    assert found("fictional=no") == []
    assert found("sort=-name") == ["Post", "Group"]
    assert Publisher.objects.count() == 2
