"""Issuing, finding, noting and revoking API tokens."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from annotations.actions.people import edit_person
from annotations.actions.tokens import issue_token, note_token_use, revoke_token
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.models import ApiToken, Event
from annotations.queries.tokens import find_live_token
from tests.events import events_of
from tests.factories import a_person, a_token, the_administrator

pytestmark = pytest.mark.django_db


def test_issues_a_token_whose_clear_text_is_kept_nowhere() -> None:
    person, administrator = a_person(), the_administrator()
    ends = timezone.now() + timedelta(days=90)
    token, clear_text = issue_token(
        person_id=person.pk,
        name=" Nightly export ",
        scopes=["export", "read", "read"],
        expires_at=ends,
        actor=administrator,
    )
    stored = ApiToken.objects.values("name", "scopes", "prefix", "digest", "expires_at", "issued_by").get()
    assert stored == {
        "name": "Nightly export",
        "scopes": ["read", "export"],
        "prefix": clear_text[:10],
        "digest": hashlib.sha256(clear_text.encode()).hexdigest(),
        "expires_at": ends,
        "issued_by": administrator.pk,
    }
    assert clear_text.startswith("wb_") and len(clear_text) == 46
    assert events_of(person)[1:] == [
        (
            "token.issued",
            administrator.pk,
            {},
            {
                "name": "Nightly export",
                "scopes": ["read", "export"],
                "expires_at": ends.isoformat(),
                "prefix": token.prefix,
            },
        )
    ]
    history = str(list(Event.objects.values()))
    assert clear_text not in history and token.digest not in history


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"name": ""}, "name", "required"),
        ({"scopes": []}, "scopes", "required"),
        ({"scopes": ["read", "everything"]}, "scopes", "unknown-scope"),
        ({"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}, "expires_at", "expired-already"),
        ({"expires_at": datetime(2999, 1, 1, tzinfo=UTC)}, "expires_at", "life-too-long"),
        ({"expires_at": datetime(2999, 1, 1)}, "expires_at", "time-without-zone"),
    ],
)
def test_refuses_what_cannot_be_meant(given: dict[str, Any], field: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_token(**given)
    assert (refused.value.field, refused.value.rule) == (field, rule)


def test_refuses_a_token_for_somebody_who_may_not_sign_in_or_is_not_there() -> None:
    person, administrator = a_person(), the_administrator()
    edit_person(person_id=person.pk, values={"is_active": False}, actor=administrator)
    with pytest.raises(Conflict) as refused:
        a_token(person=person, actor=administrator)
    assert refused.value.rule == "person-inactive"
    with pytest.raises(NotFound):
        issue_token(
            person_id=0,
            name="x",
            scopes=["read"],
            expires_at=timezone.now() + timedelta(days=1),
            actor=administrator,
        )


def test_a_token_is_for_oneself_unless_an_administrator_issues_it() -> None:
    with pytest.raises(NotAllowed) as refused:
        a_token(person=a_person(), actor=a_person())
    assert refused.value.rule == "token.issue"


def test_revoking_is_recorded_once() -> None:
    person = a_person()
    token, _ = a_token(person=person)
    revoked = revoke_token(token_id=token.pk, actor=person)
    assert revoke_token(token_id=token.pk, actor=person).revoked_at == revoked.revoked_at
    assert revoked.revoked_at is not None
    assert events_of(person)[2:] == [
        (
            "token.revoked",
            person.pk,
            {"revoked_at": None},
            {"revoked_at": revoked.revoked_at.isoformat()},
        )
    ]


def test_another_reviewer_may_not_revoke_it() -> None:
    token, _ = a_token()
    with pytest.raises(NotAllowed) as refused:
        revoke_token(token_id=token.pk, actor=a_person())
    assert refused.value.rule == "token.revoke"


def test_a_live_token_is_found_with_its_person_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person = a_person()
    token, clear_text = a_token(person=person)
    with django_assert_num_queries(1):
        found = find_live_token(clear_text)
        assert (found, found.person) == (token, person)


@pytest.mark.parametrize("rule", ["token-unknown", "token-revoked", "token-expired"])
def test_a_token_that_does_not_live_is_refused_by_its_own_rule(rule: str) -> None:
    token, clear_text = a_token()
    if rule == "token-unknown":
        clear_text = clear_text[:-1]
    elif rule == "token-revoked":
        revoke_token(token_id=token.pk, actor=the_administrator())
    else:
        past = timezone.now() - timedelta(days=2)
        ApiToken.objects.filter(pk=token.pk).update(issued_at=past, expires_at=past + timedelta(days=1))
    with pytest.raises(NotAllowed) as refused:
        find_live_token(clear_text)
    assert refused.value.rule == rule
    assert clear_text not in refused.value.message


def test_a_token_ends_with_its_persons_access() -> None:
    token, clear_text = a_token()
    edit_person(person_id=token.person_id, values={"is_active": False}, actor=the_administrator())
    with pytest.raises(NotAllowed) as refused:
        find_live_token(clear_text)
    assert refused.value.rule == "token-revoked"


def test_a_use_is_noted_at_most_once_a_minute(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    token, clear_text = a_token()
    before = timezone.now()
    with django_assert_num_queries(1):
        note_token_use(token)
    noted = find_live_token(clear_text)
    assert noted.last_used_at is not None and noted.last_used_at >= before
    with django_assert_num_queries(0):
        note_token_use(noted)
    note_token_use(token)  # a request that found the token before the first use was noted
    assert find_live_token(clear_text).last_used_at == noted.last_used_at
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=before - timedelta(minutes=1))
    note_token_use(find_live_token(clear_text))
    latest = find_live_token(clear_text).last_used_at
    assert latest is not None and latest > before
