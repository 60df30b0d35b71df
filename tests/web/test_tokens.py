"""One's own API tokens, as people meet them."""

import pytest

from annotations.domain.vocabulary import Role
from annotations.models import ApiToken
from annotations.queries.tokens import find_live_token
from tests.factories import a_person, a_token
from tests.web.visitors import field_errors, toasts_of, visitor

pytestmark = pytest.mark.django_db


def test_the_clear_text_is_shown_once() -> None:
    person = a_person()
    client = visitor(person)
    answer = client.post("/profile/tokens/", {"name": "site", "scopes": ["read", "export"], "days": "30"})
    clear_text = answer.context["clear_text"]
    token = find_live_token(clear_text)
    assert (token.person_id, token.name, token.scopes) == (person.pk, "site", ["read", "export"])
    assert [clear_text in page.content.decode() for page in (answer, client.get("/profile/tokens/"))] == [
        True,
        False,
    ]
    assert "no-store" in answer["Cache-Control"]


def test_what_is_missing_is_said_beside_its_field_and_the_name_is_kept() -> None:
    answer = visitor().post("/profile/tokens/", {"name": "site", "days": "30"})
    assert (answer.status_code, answer.context["form"]["name"].value()) == (422, "site")
    assert field_errors(answer) == {"scopes": ["This field is required."]}


def test_a_revoked_token_stays_in_the_list() -> None:
    person = a_person()
    token, _clear_text = a_token(person=person, name="site")
    answer = visitor(person).post(f"/profile/tokens/{token.pk}/revoke/", follow=True)
    assert toasts_of(answer) == [("“site” is revoked.", "")]
    assert [one.revoked_at is not None for one in answer.context["tokens"]] == [True]


def test_nobody_revokes_the_token_of_another() -> None:
    token, _clear_text = a_token()
    assert visitor().post(f"/profile/tokens/{token.pk}/revoke/").status_code == 403
    assert ApiToken.objects.get(pk=token.pk).revoked_at is None


def test_read_only_people_issue_tokens_for_themselves() -> None:
    client = visitor(role=Role.READER)
    assert client.post("/profile/tokens/", {"name": "x", "scopes": ["read"], "days": "7"}).status_code == 200


@pytest.mark.parametrize("tokens", [1, 4])
def test_the_list_costs_the_same_however_long_it_is(tokens: int, django_assert_num_queries: object) -> None:
    person = a_person()
    for _ in range(tokens):
        a_token(person=person)
    client = visitor(person)
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get("/profile/tokens/")
