"""Entity tags: nothing is read twice for nothing, and nothing is overwritten unseen."""

import re
from typing import Any

import pytest

from annotations.actions.claims import edit_claim
from annotations.models import Claim
from tests.api.calling import Program, made, problem_of
from tests.factories import a_claim, a_publisher, a_source, an_article, assessed, some_evidence

pytestmark = pytest.mark.django_db


def tag_of(answer: Any) -> str:
    return str(answer["ETag"])


@pytest.fixture
def program() -> Program:
    return Program(role="administrator")


def editable(program: Program) -> list[tuple[str, dict[str, Any]]]:
    """One of everything that people edit, with a change to it."""
    claim_set = made(program.post("claim-sets", {"name": "Ferries", "criteria": {}}))
    return [
        (f"articles/{an_article().pk}", {"headline": "Another headline"}),
        (f"claims/{a_claim().pk}", {"text": "The ferry was late."}),
        (f"publishers/{a_publisher().pk}", {"name": "The Other Gazette"}),
        (f"sources/{a_source().pk}", {"title": "Another title"}),
        (f"evidence/{some_evidence().pk}", {"stance": "contradicts"}),
        (f"claim-sets/{claim_set['id']}", {"name": "Boats"}),
    ]


def test_what_did_not_change_is_not_sent_again(program: Program) -> None:
    for address, _ in editable(program):
        first = program.get(address)
        again = program.get(address, headers={"If-None-Match": f'W/{tag_of(first)}, "other"'})
        assert (again.status_code, again.content, tag_of(again)) == (304, b"", tag_of(first))


def test_a_change_with_the_present_tag_is_made_and_gives_the_next_tag(program: Program) -> None:
    for address, change in editable(program):
        before = program.get(address)
        changed = program.patch(address, change, headers={"If-Match": tag_of(before)})
        after = program.get(address)
        assert made(changed, 200)["version"] == before.json()["version"] + 1
        assert (tag_of(changed), changed.json()) == (tag_of(after), after.json())
        assert {name: changed.json()[name] for name in change} == change


def test_a_change_without_a_tag_is_refused(program: Program) -> None:
    for address, change in editable(program):
        assert problem_of(program.patch(address, change)) == (428, "precondition-required", None)


def test_a_stale_change_gets_the_present_state_and_overwrites_nothing(program: Program) -> None:
    for address, change in editable(program):
        old = tag_of(program.get(address))
        program.patch(address, change, headers={"If-Match": old})
        present = program.get(address)
        refused = program.patch(address, change, headers={"If-Match": old})
        assert problem_of(refused) == (412, "stale", None)
        assert refused.json()["current"] == present.json()
        assert (refused["ETag"], refused.json()["etag"]) == (tag_of(present), tag_of(present))
        assert program.get(address).json() == present.json()


@pytest.mark.parametrize("tags", ['W/"1-0123456789abcdef"', '"9"', "1", "nonsense", ""])
def test_only_a_strong_tag_of_the_present_version_matches(program: Program, tags: str) -> None:
    claim = a_claim()
    answer = program.patch(f"claims/{claim.pk}", {"text": "Other."}, headers={"If-Match": tags})
    assert problem_of(answer) == (412, "stale", None)


def test_one_tag_of_several_is_enough_and_a_star_takes_any(program: Program) -> None:
    claim = a_claim()
    several = program.patch(f"claims/{claim.pk}", {"text": "First."}, headers={"If-Match": '"9", "1"'})
    any_version = program.patch(f"claims/{claim.pk}", {"text": "Second."}, headers={"If-Match": "*"})
    assert (several.status_code, any_version.json()["text"]) == (200, "Second.")


def test_a_new_status_changes_the_tag_and_refuses_no_edit(program: Program) -> None:
    claim = a_claim()
    before = tag_of(program.get(f"claims/{claim.pk}"))
    assessed(claim)
    answer = program.get(f"claims/{claim.pk}", headers={"If-None-Match": before})
    assert (answer.status_code, tag_of(answer) == before) == (200, False)
    edited = program.patch(f"claims/{claim.pk}", {"text": "The boat."}, headers={"If-Match": before})
    assert edited.status_code == 200


def test_a_withdrawal_honours_the_tag_where_one_is_sent(program: Program) -> None:
    claim = a_claim()
    old = tag_of(program.get(f"claims/{claim.pk}"))
    edit_claim(claim_id=claim.pk, values={"text": "Another."}, actor=program.person)
    refused = program.post(f"claims/{claim.pk}/withdraw", headers={"If-Match": old})
    assert problem_of(refused) == (412, "stale", None)
    assert Claim.objects.get(pk=claim.pk).state == claim.state
    assert program.post(f"claims/{claim.pk}/withdraw").json()["state"] == "withdrawn"


def test_an_edit_that_loses_the_race_gets_the_present_state(program: Program) -> None:
    """The version is checked again under the row's lock; here the row changed after the tag was read."""
    claim = a_claim()
    stale = tag_of(program.get(f"claims/{claim.pk}"))
    edit_claim(claim_id=claim.pk, values={"text": "Meanwhile."}, actor=program.person)
    refused = program.patch(f"claims/{claim.pk}", {"text": "Mine."}, headers={"If-Match": stale})
    assert (refused.status_code, refused.json()["current"]["text"]) == (412, "Meanwhile.")


def test_what_never_changes_keeps_its_tag(program: Program) -> None:
    revision = an_article().revisions.get()
    first, second = (program.get(f"revisions/{revision.pk}") for _ in range(2))
    assert tag_of(first) == tag_of(second) and tag_of(first).startswith('"0-')


def test_a_page_that_did_not_change_is_not_sent_again() -> None:
    program, claim = Program(), a_claim()
    first = program.get("claims")
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', first["ETag"])
    again = program.get("claims", headers={"If-None-Match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    edit_claim(claim_id=claim.pk, values={"topic": "harbour"}, actor=program.person)
    assert program.get("claims", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_tag_of_a_page_is_no_condition_for_a_change() -> None:
    program, claim = Program(), a_claim()
    tag = program.get("claims")["ETag"]
    answer = program.patch(f"claims/{claim.pk}", {"topic": "x"}, headers={"If-Match": tag})
    assert problem_of(answer)[:2] == (412, "stale")
