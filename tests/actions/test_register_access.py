"""Who may do what to the register, people and tokens: every action with every role, against the table."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.access import TABLE, may
from annotations.actions.captures import add_capture
from annotations.actions.people import (
    change_own_password,
    change_own_profile,
    create_person,
    edit_person,
    set_password,
)
from annotations.actions.publishers import (
    add_bloc,
    drop_publisher_relation,
    edit_membership,
    edit_publisher,
    grade_publisher,
    join_bloc,
    register_publisher,
    relate_publishers,
)
from annotations.actions.sources import (
    change_source_state,
    derive_source,
    drop_derivation,
    drop_source_relation,
    edit_source,
    register_source,
    relate_sources,
)
from annotations.actions.tokens import issue_token, revoke_token
from annotations.domain.canonical import from_plain
from annotations.domain.errors import NotAllowed
from annotations.domain.vocabulary import Origin, Role
from annotations.models import Event, User
from tests.factories import PASSWORD, a_person, a_publisher, a_source, a_token, the_administrator

pytestmark = pytest.mark.django_db

Attempt = Callable[[User], object]


def registering_a_publisher() -> Attempt:
    return lambda actor: register_publisher(name="Herald", kind="newspaper", actor=actor)


def editing_a_publisher() -> Attempt:
    row = a_publisher()
    return lambda actor: edit_publisher(publisher_id=row.pk, values={"note": "x"}, actor=actor)


def grading_a_publisher() -> Attempt:
    row = a_publisher()
    return lambda actor: grade_publisher(publisher_id=row.pk, grade="B", reason="x", actor=actor)


def adding_a_side() -> Attempt:
    return lambda actor: add_bloc(name="The company", dispute="The harbour", actor=actor)


def joining_a_side() -> Attempt:
    row, bloc = a_publisher(), add_bloc(name="A", dispute="B", actor=the_administrator())
    return lambda actor: join_bloc(publisher_id=row.pk, bloc_id=bloc.pk, actor=actor)


def editing_a_membership() -> Attempt:
    row, bloc = a_publisher(), add_bloc(name="A", dispute="B", actor=the_administrator())
    member = join_bloc(publisher_id=row.pk, bloc_id=bloc.pk, actor=the_administrator())
    return lambda actor: edit_membership(membership_id=member.pk, values={"reason": "x"}, actor=actor)


def relating_publishers() -> Attempt:
    given: dict[str, Any] = {"first_id": a_publisher().pk, "second_id": a_publisher().pk}
    return lambda actor: relate_publishers(**given, kind="independent", reason="x", actor=actor)


def dropping_a_publisher_relation() -> Attempt:
    row: Any = relating_publishers()(the_administrator())
    return lambda actor: drop_publisher_relation(relation_id=row.pk, actor=actor)


def registering_a_source() -> Attempt:
    row = a_publisher()
    return lambda actor: register_source(publisher_id=row.pk, title="Report", actor=actor)


def editing_a_source() -> Attempt:
    row = a_source()
    return lambda actor: edit_source(source_id=row.pk, values={"note": "x"}, actor=actor)


def changing_a_sources_state() -> Attempt:
    row = a_source()
    return lambda actor: change_source_state(source_id=row.pk, state="retracted", reason="x", actor=actor)


def deriving_a_source() -> Attempt:
    source, origin = a_source(), a_source()
    return lambda actor: derive_source(source_id=source.pk, origin_id=origin.pk, kind="cites", actor=actor)


def dropping_a_derivation() -> Attempt:
    row: Any = deriving_a_source()(the_administrator())
    return lambda actor: drop_derivation(derivation_id=row.pk, actor=actor)


def relating_sources() -> Attempt:
    given: dict[str, Any] = {"first_id": a_source().pk, "second_id": a_source().pk}
    return lambda actor: relate_sources(**given, kind="same_work", reason="x", actor=actor)


def dropping_a_source_relation() -> Attempt:
    row: Any = relating_sources()(the_administrator())
    return lambda actor: drop_source_relation(relation_id=row.pk, actor=actor)


def adding_a_capture() -> Attempt:
    row = a_source()
    return lambda actor: add_capture(
        source_id=row.pk, canonical=from_plain("Words."), origin=Origin.PASTE, actor=actor
    )


def creating_a_person() -> Attempt:
    return lambda actor: create_person(username="ada", display_name="Ada", role="reader", actor=actor)


def editing_a_person() -> Attempt:
    row = a_person()
    return lambda actor: edit_person(person_id=row.pk, values={"role": "reader"}, actor=actor)


def setting_a_password() -> Attempt:
    row = a_person()
    return lambda actor: set_password(person_id=row.pk, new="a heron stands still", actor=actor)


def changing_ones_profile() -> Attempt:
    return lambda actor: change_own_profile(values={"theme": "dark"}, actor=actor)


def changing_ones_password() -> Attempt:
    return lambda actor: change_own_password(old=PASSWORD, new="a heron stands still", actor=actor)


def _issue(person: User, actor: User) -> object:
    ends = timezone.now() + timedelta(days=1)
    return issue_token(person_id=person.pk, name="x", scopes=["read"], expires_at=ends, actor=actor)


def issuing_a_token_for_oneself() -> Attempt:
    return lambda actor: _issue(actor, actor)


def issuing_a_token_for_another() -> Attempt:
    person = a_person()
    return lambda actor: _issue(person, actor)


def revoking_anothers_token() -> Attempt:
    token, _ = a_token()
    return lambda actor: revoke_token(token_id=token.pk, actor=actor)


def revoking_ones_token() -> Attempt:
    def attempt(actor: User) -> object:
        token, _ = a_token(person=actor, actor=the_administrator())
        return revoke_token(token_id=token.pk, actor=actor)

    return attempt


EVERYBODY = frozenset(Role)
MATRIX: dict[Callable[[], Attempt], tuple[str, frozenset[Role] | None]] = {
    registering_a_publisher: ("publisher.register", None),
    editing_a_publisher: ("publisher.edit", None),
    grading_a_publisher: ("publisher.grade", None),
    adding_a_side: ("publisher.relate", None),
    joining_a_side: ("publisher.relate", None),
    editing_a_membership: ("publisher.relate", None),
    relating_publishers: ("publisher.relate", None),
    dropping_a_publisher_relation: ("publisher.relate", None),
    registering_a_source: ("source.register", None),
    editing_a_source: ("source.edit", None),
    changing_a_sources_state: ("source.change_state", None),
    deriving_a_source: ("source.derive", None),
    dropping_a_derivation: ("source.derive", None),
    relating_sources: ("source.derive", None),
    dropping_a_source_relation: ("source.derive", None),
    adding_a_capture: ("capture.add", None),
    creating_a_person: ("person.create", None),
    editing_a_person: ("person.edit", None),
    setting_a_password: ("person.edit", None),
    issuing_a_token_for_another: ("token.issue", None),
    revoking_anothers_token: ("token.revoke", None),
    changing_ones_profile: ("person.change_own_profile", EVERYBODY),
    changing_ones_password: ("person.change_own_profile", EVERYBODY),
    issuing_a_token_for_oneself: ("token.issue", EVERYBODY),
    revoking_ones_token: ("token.revoke", EVERYBODY),
}
"""Each attempt with its row of the table, and who may where that depends on whose it is."""


def test_every_row_of_the_table_about_these_nouns_is_tried() -> None:
    nouns = ("publisher", "source", "capture", "person", "token")
    assert {row for row in TABLE if row.split(".")[0] in nouns} == {row for row, _ in MATRIX.values()}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("prepare", MATRIX, ids=lambda prepare: prepare.__name__)
def test_the_action_asks_the_table(prepare: Callable[[], Attempt], role: Role) -> None:
    row, allowed = MATRIX[prepare]
    attempt, actor = prepare(), a_person(role=role)
    before = Event.objects.count()
    if role in allowed if allowed is not None else may(actor, row):
        attempt(actor)
        assert Event.objects.count() > before
    else:
        with pytest.raises(NotAllowed) as refused:
            attempt(actor)
        assert refused.value.rule == row
        assert Event.objects.count() == before


@pytest.mark.parametrize(
    "prepare",
    [prepare for prepare in MATRIX if prepare is not revoking_ones_token],
    ids=lambda prepare: prepare.__name__,
)
def test_nobody_who_may_not_sign_in_does_anything(prepare: Callable[[], Attempt]) -> None:
    attempt, actor = prepare(), a_person(role=Role.ADMINISTRATOR)
    edit_person(person_id=actor.pk, values={"is_active": False}, actor=the_administrator())
    actor.refresh_from_db()
    with pytest.raises(NotAllowed):
        attempt(actor)
