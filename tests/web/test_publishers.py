"""Pages about publishers: found, registered, and what is known about one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.publishers import add_bloc, grade_publisher, join_bloc, relate_publishers
from annotations.domain.vocabulary import Role
from annotations.models import Publisher
from tests.factories import a_publisher, a_source, some_evidence, the_administrator
from tests.web.visitors import field_errors, toasts_of, visitor, words_of

pytestmark = pytest.mark.django_db


def test_a_publisher_is_registered_not_graded() -> None:
    answer = visitor().post(
        "/publishers/new/",
        {
            "name": "Harbour Office",
            "kind": "official_body",
            "country": "de",
            "homepage": "https://h.example/",
        },
        follow=True,
    )
    found = Publisher.objects.get()
    assert (found.name, found.kind, found.country) == ("Harbour Office", "official_body", "DE")
    assert toasts_of(answer) == [("Registered: Harbour Office.", "")]
    assert "Default of its kind" in words_of(answer)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"kind": ""}, {"kind": ["Say what it is: its reliability starts from the default of its kind."]}),
        (
            {"country": "1"},
            {"country": ["“1” is not understood. Give the country as two letters, such as DE."]},
        ),
        ({"name": "The Gazette"}, {"__all__": ["This publisher is registered already."]}),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(
    given: dict[str, str], errors: dict[str, list[str]]
) -> None:
    a_publisher(name="The Gazette")
    values = {"name": "Harbour Office", "kind": "wire", "note": "By the quay.", **given}
    answer = visitor().post("/publishers/new/", values)
    assert (answer.status_code, field_errors(answer)) == (422, errors)
    assert answer.context["form"]["note"].value() == "By the quay."


def test_readers_do_not_register() -> None:
    client = visitor(role=Role.READER)
    assert client.get("/publishers/new/").status_code == 403
    assert "/publishers/new/" not in client.get("/publishers/").content.decode()


def test_the_list_finds_by_name_and_goes_on_after_fifty() -> None:
    for number in range(52):
        a_publisher(name=f"Gazette {number:02}")
    client = visitor()
    second = client.get("/publishers/?words=gazette&page=2")
    assert ([row.name for row in second.context["found"].rows], second.context["pages"]) == (
        ["Gazette 50", "Gazette 51"],
        {"words": "51 to 52", "previous": "?words=gazette&page=1", "next": ""},
    )
    assert "No publisher matches" in words_of(client.get("/publishers/?words=nothing"))


def test_a_publisher_tells_its_grades_its_interests_and_what_rests_on_it() -> None:
    office, post, administrator = a_publisher(name="Harbour Office"), a_publisher(), the_administrator()
    grade_publisher(publisher_id=office.pk, grade="B", reason="Ten figures held.", actor=administrator)
    bloc = add_bloc(name="The harbour", dispute="The ferry dispute", actor=administrator)
    join_bloc(publisher_id=office.pk, bloc_id=bloc.pk, actor=administrator)
    relate_publishers(
        first_id=office.pk, second_id=post.pk, kind="not_independent", reason="One desk.", actor=administrator
    )
    some_evidence(source=a_source(publisher=office, title="Harbour log"))
    page = words_of(visitor().get(f"/publishers/{office.pk}/"))
    for told in (
        "Graded by a person",
        "Ten figures held.",
        "Speaks for The harbour The ferry dispute",
        f"Not independent {post.name}",
        "Harbour log",
        "claim rests on it 1",
        "First Administrator graded it B",
    ):
        assert told in page


def test_only_administrators_are_led_to_the_grade() -> None:
    office = a_publisher()
    pages = {
        role: "Grade and edit" in words_of(visitor(role=role).get(f"/publishers/{office.pk}/"))
        for role in (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)
    }
    assert pages == {Role.REVIEWER: False, Role.EDITOR: False, Role.ADMINISTRATOR: True}


@pytest.mark.parametrize(("path", "number"), [("/publishers/", 5), ("/publishers/{}/", 12)])
def test_pages_cost_the_same_for_one_and_for_twenty(path: str, number: int) -> None:
    client, office = visitor(), a_publisher()
    a_source(publisher=office)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(path.format(office.pk))
        return len(asked)

    statements()
    first = statements()
    for _ in range(19):
        a_publisher()
        a_source(publisher=office)
    assert (first, statements()) == (number, number)
