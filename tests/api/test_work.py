"""Work, comments, the queue and who is here, through the API."""

import pytest

from annotations.actions.presence import note_presence
from annotations.domain.vocabulary import Role
from annotations.models import Presence
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, a_person, an_article

pytestmark = pytest.mark.django_db


def test_work_goes_from_hand_to_hand() -> None:
    editor, first, second = Program(role=Role.EDITOR), Program(), Program()
    claims = [a_claim().pk for _ in range(2)]
    given = made(
        editor.post(
            "assignments", {"claim_ids": claims, "person_ids": [first.person.pk], "due_on": "2030-05-06"}
        )
    )
    assert (len(given["assignments"]), given["known"]) == (2, 0)
    [queue] = first.get("queue").json()["groups"]
    assert (queue["group"], queue["total"], queue["lines"][0]["due_at"]) == (
        "work",
        2,
        "2030-05-06T23:59:59Z",
    )
    pk = given["assignments"][0]
    one = first.get(f"assignments/{pk}")
    changed = first.patch(f"assignments/{pk}", {"due_on": None}, headers={"If-Match": one["ETag"]}).json()
    assert (changed["due_at"], changed["version"]) == (None, 2)
    theirs = made(
        first.post(f"assignments/{pk}/hand-on", {"person_id": second.person.pk, "note": "The log."})
    )
    assert (theirs["person_id"], theirs["note"]) == (second.person.pk, "The log.")
    done = made(second.post(f"assignments/{theirs['id']}/finish"), 200)
    assert (done["end"], done["ended_by_id"]) == ("done", second.person.pk)
    made(second.post(f"assignments/{theirs['id']}/resume"), 200)
    made(second.post(f"assignments/{theirs['id']}/release"), 200)
    taken = made(first.post("assignments/take", {"claim_id": claims[0]}))
    assert problem_of(second.post("assignments/take", {"claim_id": claims[0]}))[:2] == (409, "taken-already")
    open_ones = first.get("assignments", is_open="true", person=first.person.pk).json()["results"]
    assert {row["id"] for row in open_ones} == {taken["id"], given["assignments"][1]}
    assert problem_of(second.post(f"assignments/{taken['id']}/release"))[:2] == (403, "work.release")
    assert problem_of(first.post("assignments", {"claim_ids": claims, "person_ids": [1]}))[:2] == (
        403,
        "work.assign",
    )
    assert problem_of(first.post("assignments/take", {}))[:2] == (400, "required")


def test_people_talk_through_the_api() -> None:
    author, reader, named = Program(), Program(role=Role.READER), Program()
    claim = a_claim()
    said = made(author.post("comments", {"claim_id": claim.pk, "text": f"@{named.person.username} look"}))
    assert (said["mentioned"], said["edited_at"]) == ([named.person.pk], None)
    reply = made(named.post("comments", {"claim_id": claim.pk, "replies_to_id": said["id"], "text": "I do."}))
    assert reply["replies_to_id"] == said["id"]
    [notice] = named.get("notices", kind="mentioned").json()["results"]
    assert (notice["claim_id"], notice["comment_id"]) == (claim.pk, said["id"])
    tag = author.get(f"comments/{said['id']}")["ETag"]
    changed = author.patch(f"comments/{said['id']}", {"text": "Look."}, headers={"If-Match": tag}).json()
    assert (changed["text"], changed["mentioned"]) == ("Look.", [])
    removed = made(author.post(f"comments/{said['id']}/remove"), 200)
    assert (removed["text"], removed["removed_by_id"]) == ("", author.person.pk)
    assert [row["text"] for row in reader.get("comments", claim=claim.pk).json()["results"]] == ["I do.", ""]
    assert made(author.post(f"comments/{said['id']}/restore"), 200)["text"] == "Look."
    assert problem_of(reader.post("comments", {"claim_id": claim.pk, "text": "No."}))[:2] == (
        403,
        "comment.write",
    )
    gone = a_person()
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    refused = author.post("comments", {"claim_id": claim.pk, "text": f"@{gone.username}"})
    assert problem_of(refused) == (400, "mention-without-access", "text")
    assert refused.json()["people"] == [gone.pk]


def test_reading_an_item_counts_as_having_seen_it() -> None:
    program, other, claim, article = Program(), a_person(), a_claim(), an_article()
    program.get(f"claims/{claim.pk}")
    program.get(f"articles/{article.pk}")
    seen = set(Presence.objects.values_list("person", "claim", "article"))
    assert seen == {(program.person.pk, claim.pk, None), (program.person.pk, None, article.pk)}
    note_presence(actor=other, claim_id=claim.pk)
    here = program.get(f"claims/{claim.pk}/onlookers").json()
    assert here == {"onlookers": [{"id": other.pk, "name": other.display_name}]}
    assert program.get(f"articles/{article.pk}/onlookers").json() == {"onlookers": []}
    assert problem_of(program.get("claims/999999/onlookers"))[:2] == (404, "not-found")


def test_people_say_what_they_want_to_hear_of() -> None:
    program, claim = Program(), a_claim()
    wish = {"claim_id": claim.pk, "wish": "mute"}
    assert made(program.post("followings", wish), 200) == {**wish, "article_id": None}
    [row] = program.get("followings").json()["results"]
    assert (row["claim_id"], row["is_muted"]) == (claim.pk, True)
    made(program.post("followings", {**wish, "wish": "nothing"}), 200)
    assert program.get("followings").json()["results"] == []
    assert problem_of(program.post("followings", {"wish": "watch"}))[:2] == (400, "required")
