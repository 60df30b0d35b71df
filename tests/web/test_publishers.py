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
            {"country": ["“1” is not understood. Give the country as its two letters, such as DE."]},
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


def test_all_that_is_wrong_is_said_at_once() -> None:
    values = {
        "name": "Post",
        "kind": "wire",
        "country": "Nowhere",
        "languages": "Swedish",
        "homepage": "post",
    }
    answer = visitor().post("/publishers/new/", values | {"wikidata_id": "42", "tags": "x" * 51})
    assert sorted(field_errors(answer)) == ["country", "homepage", "languages", "tags", "wikidata_id"]


def test_a_country_may_be_named_and_a_password_is_taken_out_and_said() -> None:
    values = {"name": "Post", "kind": "wire", "country": "sweden", "homepage": "https://a:b@post.example/"}
    answer = visitor().post("/publishers/new/", values, follow=True)
    found = Publisher.objects.get()
    assert (found.country, found.homepage) == ("SE", "https://post.example/")
    assert toasts_of(answer) == [
        ("Registered: Post. The user name and password were taken out of the address.", "")
    ]


def test_of_two_owners_of_one_name_one_is_picked() -> None:
    one, other = a_publisher(name="The Gazette", country="DE"), a_publisher(name="The Gazette", country="SE")
    client = visitor()
    values = {"name": "Post", "kind": "wire", "owner_publisher": "the gazette"}
    refused = client.post("/publishers/new/", values)
    assert field_errors(refused) == {
        "owner_publisher": [
            "Several publishers are called “the gazette”. "
            f"Write “The Gazette [{one.pk}]” (DE) or “The Gazette [{other.pk}]” (SE)."
        ]
    }
    offered = client.get("/publishers/options/?owner_publisher=gaz").content.decode()
    assert f'<option value="The Gazette [{other.pk}]">' in offered
    client.post("/publishers/new/", values | {"owner_publisher": f"The Gazette [{other.pk}]"})
    assert Publisher.objects.get(name="Post").owner == other


def test_readers_do_not_register() -> None:
    client = visitor(role=Role.READER)
    assert client.get("/publishers/new/").status_code == 403
    assert "/publishers/new/" not in client.get("/publishers/").content.decode()


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
        "Owned by Nobody is named",
        "Harbour log",
        "claim rests on it 1",
        "First Administrator graded it B",
    ):
        assert told in page


def test_only_administrators_are_led_to_the_grade_and_to_what_is_said() -> None:
    office = a_publisher()
    pages = {
        role: [end for end in ("grade", "edit", "owner") if f"/publishers/{office.pk}/{end}/" in page]
        for role in (Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR)
        for page in [visitor(role=role).get(f"/publishers/{office.pk}/").content.decode()]
    }
    assert pages == {Role.REVIEWER: [], Role.EDITOR: [], Role.ADMINISTRATOR: ["grade", "edit", "owner"]}


def test_its_history_says_on_which_topic_and_for_which_side() -> None:
    office, agnes = a_publisher(), the_administrator()
    grade_publisher(publisher_id=office.pk, grade="C", topic="Mining", reason="Held.", actor=agnes)
    grade_publisher(publisher_id=office.pk, grade="D", topic="Mining", reason="Held again.", actor=agnes)
    bloc = add_bloc(name="The company", dispute="The harbour", actor=agnes)
    join_bloc(publisher_id=office.pk, bloc_id=bloc.pk, reason="Its press office.", actor=agnes)
    told = [(one.words, one.note) for one in visitor().get(f"/publishers/{office.pk}/").context["happenings"]]
    name = agnes.display_name
    assert told[:3] == [
        (f"{name} noted that it speaks for The company", "Its press office."),
        (f"{name} graded it D on “Mining”, was C", "Held again."),
        (f"{name} graded it C on “Mining”", "Held."),
    ]


def test_grades_are_drawn_and_told_topic_by_topic() -> None:
    office, administrator = a_publisher(), the_administrator()
    for grade, topic in (("B", ""), ("D", "shipping"), ("C", "")):
        grade_publisher(
            publisher_id=office.pk, grade=grade, reason=f"Because {grade}.", topic=topic, actor=administrator
        )
    answer = visitor().get(f"/publishers/{office.pk}/")
    told = [(one.topic, [change.grade for change in one.changes]) for one in answer.context["reading"].graded]
    assert told == [("", ["C", "B"]), ("shipping", ["D"])]
    assert "Overall" in words_of(answer) and "Because D." in words_of(answer)
    assert " style=" not in answer.content.decode()


def test_a_publisher_is_registered_with_all_there_is_to_say() -> None:
    owner = a_publisher(name="Harbour Group")
    values = {
        "name": "Harbour Post",
        "kind": "newspaper",
        "languages": "de, pt-BR",
        "wikidata_id": "https://www.wikidata.org/wiki/Q42",
        "owner_publisher": "harbour group",
        "tags": "Local",
        "is_fictional": "on",
    }
    visitor().post("/publishers/new/", values)
    found = Publisher.objects.get(name="Harbour Post")
    assert (found.languages, found.wikidata_id, found.owner, found.tags, found.is_fictional) == (
        ["de", "pt-BR"],
        "Q42",
        owner,
        ["local"],
        True,
    )
    again = visitor().post("/publishers/new/", values | {"name": "Other"})
    assert (again.status_code, list(field_errors(again))) == (422, ["wikidata_id"])
    assert f'href="/publishers/{found.pk}/">Look at it' in again.content.decode()
    nobody = visitor().post(
        "/publishers/new/", {"name": "Third", "kind": "wire", "owner_publisher": "Nobody"}
    )
    assert field_errors(nobody) == {
        "owner_publisher": ["“Nobody” is not in the register. Register it first."]
    }


def test_what_is_said_about_a_publisher_is_corrected() -> None:
    owner = a_publisher()
    office = a_publisher(name="Harbour Office", languages=["de"], tags=["old"], owner_id=owner.pk)
    client = visitor(the_administrator())
    form = client.get(f"/publishers/{office.pk}/edit/").context["form"]
    values = {name: form[name].value() or "" for name in form.fields if name != "is_fictional"}
    answer = client.post(
        f"/publishers/{office.pk}/edit/", values | {"note": "New.", "version": office.version}, follow=True
    )
    office.refresh_from_db()
    assert (office.note, office.languages, office.tags, office.owner) == ("New.", ["de"], ["old"], owner)
    assert toasts_of(answer) == [("The publisher was changed.", "")]
    slower = client.post(f"/publishers/{office.pk}/edit/", values | {"note": "Mine.", "version": 1})
    assert (slower.status_code, slower.context["form"]["note"].value()) == (409, "Mine.")
    assert "Somebody changed it meanwhile" in words_of(slower)
    assert visitor(role=Role.EDITOR).get(f"/publishers/{office.pk}/edit/").status_code == 403


def test_a_page_costs_the_same_for_one_and_for_twenty() -> None:
    client, office = visitor(), a_publisher()
    a_source(publisher=office)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/publishers/{office.pk}/")
        return len(asked)

    statements()
    first = statements()
    for number in range(19):
        a_publisher(owner_id=office.pk)
        a_source(publisher=office)
        grade_publisher(
            publisher_id=office.pk, grade="B", reason=f"Held {number}.", actor=the_administrator()
        )
    assert (first, statements()) == (14, 14)
