"""The feed of changes and webhooks, over the API."""

from typing import Any

import pytest

from annotations.actions.changes import sequence_changes
from annotations.actions.claims import withdraw_claim
from annotations.domain.vocabulary import Role
from annotations.models import Claim, ClaimChange
from annotations.queries.changes import cursor_for
from tests.api.calling import Program, made, problem_of
from tests.desks import a_desk
from tests.exports.signed_claims import a_signed_claim
from tests.factories import a_claim, a_person, the_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program(a_person(role=Role.READER))


def told(page: dict[str, Any]) -> list[tuple[int, str, str | None]]:
    return [(entry["claim"], entry["kind"], entry.get("reason")) for entry in page["results"]]


def test_a_program_follows_changes_from_cursor_to_cursor(program: Program) -> None:
    claims = [a_claim() for _ in range(3)]
    sequence_changes()
    first = program.get("changes", include_unsigned="true", limit=2)
    page = first.json()
    assert (told(page), page["has_more"]) == ([(claim.pk, "claim", None) for claim in claims[:2]], True)
    assert page["results"][0]["document"]["text"] == claims[0].text
    following = first["Link"].removeprefix("<http://testserver/api/v1/").partition(">")[0]
    second = program.get(following).json()
    assert (told(second), second["has_more"]) == ([(claims[2].pk, "claim", None)], False)
    withdraw_claim(claim_id=claims[0].pk, actor=the_administrator())
    sequence_changes()
    third = program.get("changes", include_unsigned="true", cursor=second["next_cursor"]).json()
    assert told(third) == [(claims[0].pk, "gone", "withdrawn")]
    end = program.get("changes/latest", include_unsigned="true").json()["next_cursor"]
    assert end == third["next_cursor"]


def test_what_is_verified_is_told_and_that_it_is_no_longer(program: Program) -> None:
    signed, _ = a_signed_claim(), a_claim()
    sequence_changes()
    page = program.get("changes").json()
    assert told(page) == [(signed.pk, "claim", None)]
    Claim.objects.filter(pk=signed.pk).update(inputs_version=99)
    sequence_changes()
    page = program.get("changes", cursor=page["next_cursor"]).json()
    assert told(page) == [(signed.pk, "gone", "stale")]


def test_nothing_new_is_answered_in_a_word(program: Program) -> None:
    a_claim()
    sequence_changes()
    cursor = program.get("changes").json()["next_cursor"]
    empty = program.get("changes", cursor=cursor)
    assert (empty.status_code, empty.json()["results"], empty.json()["next_cursor"]) == (200, [], cursor)
    again = program.get("changes", cursor=cursor, headers={"If-None-Match": empty["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "field", "rule"),
    [
        ({"cursor": "MTI"}, "cursor", "cursor-invalid"),
        ({"cursor": ""}, "cursor", "cursor-invalid"),
        ({"cursor": cursor_for(0, include_unsigned=True)}, "cursor", "cursor-of-another-filter"),
        ({"cursor": cursor_for(9, include_unsigned=False)}, "cursor", "cursor-beyond-the-end"),
        ({"limit": 0}, "limit", "page-size-invalid"),
        ({"limit": 501}, "limit", "page-size-invalid"),
        ({"include_unsigned": "maybe"}, "include_unsigned", "boolean-invalid"),
        ({"page_size": 5}, "page_size", "unknown-filter"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(
    program: Program, asked: dict[str, Any], field: str, rule: str
) -> None:
    assert problem_of(program.get("changes", **asked)) == (400, rule, field)


def test_a_page_costs_the_same_for_one_and_for_fifty(
    program: Program, django_assert_num_queries: Any
) -> None:
    # The first request also notes that the token was used.
    program.get("changes")
    for number in (1, 50):
        person = the_administrator()
        Claim.objects.bulk_create(Claim(text="One.", type="event", created_by=person) for _ in range(number))
        sequence_changes()
        with django_assert_num_queries(2):
            page = program.get("changes", include_unsigned="true").json()
    assert len(page["results"]) == 51


def test_a_claim_of_a_closed_desk_is_told_to_who_is_there() -> None:
    insider = a_person(role=Role.READER)
    inside, outside = Program(insider), Program(role=Role.READER)
    claim = a_claim()
    sequence_changes()
    before = [told(one.get("changes", include_unsigned="true").json()) for one in (inside, outside)]
    assert before == [[(claim.pk, "claim", None)]] * 2
    Claim.objects.filter(pk=claim.pk).update(desk=a_desk(insider))
    pending = [told(one.get("changes", include_unsigned="true").json()) for one in (inside, outside)]
    assert pending == [[(claim.pk, "claim", None)], []]
    sequence_changes()
    after = [told(one.get("changes", include_unsigned="true").json()) for one in (inside, outside)]
    assert after == [[(claim.pk, "claim", None)], [(claim.pk, "gone", "not_yours")]]
    left = ClaimChange.objects.get(claim_id=claim.pk).left_at_position
    cursor = cursor_for(left or 0, include_unsigned=True)
    Claim.objects.filter(pk=claim.pk).update(text="Something that nobody else is told.")
    sequence_changes()
    assert told(outside.get("changes", include_unsigned="true", cursor=cursor).json()) == []


def test_a_program_keeps_webhooks() -> None:
    program = Program()
    hook = made(program.post("webhooks", {"name": "News", "address": "https://news.example/hook"}))
    assert (hook["state"], hook["include_unsigned"], hook["waiting"]) == ("active", False, 0)
    address = f"webhooks/{hook['id']}"
    secret = program.get(f"{address}/secret")
    assert (secret["Cache-Control"], secret.json()["secret"][:6]) == ("no-store", "whsec_")
    paused = made(program.post(f"{address}/pause"), 200)
    assert paused["state"] == "paused"
    changed = program.patch(address, {"name": "More"}, {"If-Match": "*"}).json()
    assert (changed["name"], changed["state"]) == ("More", "paused")
    made(program.post(f"{address}/resume"), 200)
    made(program.post(f"{address}/rotate-secret"), 200)
    assert program.get(f"{address}/secret").json() != secret.json()
    test = made(program.post(f"{address}/test"))
    assert (test["number"], test["changes"], test["state"]) == (1, 0, "waiting")
    listed = program.get("webhook-deliveries", webhook=hook["id"]).json()["results"]
    assert [row["id"] for row in listed] == [test["id"]]
    replay = program.post(f"webhook-deliveries/{test['id']}/replay")
    assert problem_of(replay) == (409, "delivery-under-way", None)


def test_anothers_webhook_is_not_there() -> None:
    owner, other, admin = Program(), Program(), Program(role=Role.ADMINISTRATOR)
    hook = made(owner.post("webhooks", {"name": "News", "address": "https://news.example/hook"}))
    addresses = (f"webhooks/{hook['id']}", f"webhooks/{hook['id']}/secret")
    for address in addresses:
        assert [one.get(address).status_code for one in (owner, other, admin)] == [200, 404, 200]
    assert other.get("webhooks").json()["results"] == []


def test_a_webhook_to_a_private_address_is_refused() -> None:
    answer = Program().post("webhooks", {"name": "News", "address": "https://10.0.0.1/hook"})
    assert problem_of(answer) == (400, "address-not-public", "address")
