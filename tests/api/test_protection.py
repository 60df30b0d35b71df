"""Protected sources through the API."""

from typing import Any

import pytest

from annotations.domain.vocabulary import Role
from tests.api.calling import Program, made, problem_of
from tests.factories import a_capture, a_person, a_source

pytestmark = pytest.mark.django_db

SECRET = {
    "title": "The pilot on board",
    "publisher_kind": "eyewitness",
    "note": "After ten.",
    "published_on": "2026-03-01",
}


def a_protected(program: Program, **given: Any) -> dict[str, Any]:
    return made(program.post("sources/protected", {**SECRET, **given}))


def test_the_answer_is_the_mask_and_the_identity_is_for_those_named() -> None:
    keeper, friend, other = Program(), Program(), Program(role=Role.ADMINISTRATOR)
    source = a_protected(keeper, person_ids=[friend.person.pk])
    assert (source["title"], source["is_protected"]) == (f"Protected source {source['id']}", True)
    for program in (keeper, friend):
        answer = program.get(f"sources/{source['id']}/identity")
        assert made(answer, 200) | {"protected_at": ""} == {
            "source_id": source["id"],
            "title": "The pilot on board",
            "publisher_name": "",
            "authors": "",
            "url": "",
            "identifiers": {},
            "published_on": "2026-03-01",
            "note": "After ten.",
            "protected_by_id": keeper.person.pk,
            "protected_at": "",
        }
        assert answer["Cache-Control"] == "no-store"
    for path in ("identity", "confidants"):
        refused = other.get(f"sources/{source['id']}/{path}")
        assert problem_of(refused) == (403, "source.know", None)


def test_people_are_named_and_dropped() -> None:
    keeper, friend = Program(), Program()
    at = f"sources/{a_protected(keeper)['id']}/confidants"
    named = made(keeper.post(at, {"person_id": friend.person.pk}))
    assert named["person_name"] == friend.person.display_name
    assert len(made(friend.get(at), 200)["results"]) == 2
    assert keeper.delete(f"source-confidants/{named['id']}").status_code == 204
    assert problem_of(friend.get(at)) == (403, "source.know", None)
    last = made(keeper.get(at), 200)["results"][0]["id"]
    assert problem_of(keeper.delete(f"source-confidants/{last}")) == (409, "last-confidant", None)
    assert problem_of(friend.get(f"source-confidants/{last}"))[0] == 404
    assert problem_of(keeper.post(at, {"person_id": 999_999})) == (400, "unknown-person", "person")


def test_a_source_that_is_open_is_protected_for_good() -> None:
    keeper, other = Program(), Program()
    source = a_source(title="Memo of the harbour")
    capture = a_capture(source=source)
    assert problem_of(keeper.get(f"sources/{source.pk}/identity")) == (409, "not-protected", None)
    shown = made(keeper.post(f"sources/{source.pk}/protect", {"reason": "They asked us."}), 200)
    assert shown["title"] == f"Protected source {source.pk}"
    assert made(keeper.get(f"captures/{capture.pk}"), 200)["text"] == capture.text
    assert problem_of(other.get(f"captures/{capture.pk}"))[0] == 404
    assert made(other.get("captures"), 200)["results"] == []
    again = keeper.post(f"sources/{source.pk}/protect", {"reason": "x"})
    assert problem_of(again) == (409, "protected-already", None)


def test_the_history_says_what_is_left_out() -> None:
    keeper, other = Program(), Program()
    source = a_source(title="Memo of the harbour")
    made(keeper.post(f"sources/{source.pk}/protect", {"reason": "They asked us."}), 200)
    stream = f"source:{source.pk}"
    told = [
        (one["verb"], one["is_masked"]) for one in made(other.get("history", stream=stream), 200)["results"]
    ]
    assert told == [
        ("source.confidants_named", False),
        ("source.protected", False),
        ("source.registered", True),
    ]
    mine = made(keeper.get("history", stream=stream), 200)["results"]
    assert mine[-1]["after"]["title"] == "Memo of the harbour"


def test_the_mask_takes_no_words() -> None:
    program = Program(a_person(role=Role.ADMINISTRATOR))
    source = a_protected(program)
    tag = {"If-Match": program.get(f"sources/{source['id']}")["ETag"]}
    refused = program.patch(f"sources/{source['id']}", {"title": "The pilot"}, headers=tag)
    assert problem_of(refused) == (409, "protected", "title")
    made(program.patch(f"sources/{source['id']}", {"kind": "record"}, headers=tag), 200)
    at = f"publishers/{source['publisher_id']}"
    tag = {"If-Match": program.get(at)["ETag"]}
    assert problem_of(program.patch(at, {"country": "SE"}, headers=tag)) == (409, "protected", "country")
