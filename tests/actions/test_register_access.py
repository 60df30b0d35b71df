"""Who may do what to the register, people and tokens: every action with every role, against the table."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone

from annotations.access import TABLE, may
from annotations.actions.captures import add_capture
from annotations.actions.merges import (
    merge_publishers,
    merge_sources,
    unmerge_publishers,
    unmerge_sources,
)
from annotations.actions.people import (
    change_own_password,
    change_own_profile,
    create_person,
    edit_person,
    set_password,
)
from annotations.actions.protection import (
    drop_confidant,
    edit_identity,
    name_confidant,
    protect_source,
    register_protected_source,
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
from annotations.actions.register_imports import request_register_import
from annotations.actions.saved_filters import drop_filter, keep_filter
from annotations.actions.sources import (
    change_source_state,
    derive_source,
    drop_derivation,
    drop_source_relation,
    edit_source,
    register_source,
    relate_sources,
)
from annotations.actions.suggestions import reject_suggestion
from annotations.actions.tokens import issue_token, revoke_token
from annotations.actions.visits import ask_for_visit, watch_source
from annotations.domain.canonical import from_plain
from annotations.domain.errors import NotAllowed
from annotations.domain.vocabulary import Origin, Role
from annotations.models import DerivationSuggestion, Event, Source, SourceVisit, User
from tests.factories import PASSWORD, a_person, a_publisher, a_source, a_token, the_administrator
from tests.web.visitors import visitor

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


def protecting_a_source() -> Attempt:
    row = a_source()
    return lambda actor: protect_source(source_id=row.pk, reason="x", actor=actor)


def registering_a_protected_source() -> Attempt:
    return lambda actor: register_protected_source(title="x", actor=actor)


def a_secret() -> Source:
    return register_protected_source(title="x", actor=the_administrator())


def correcting_an_identity() -> Attempt:
    row = a_secret()
    return lambda actor: edit_identity(source_id=row.pk, values={"note": "x"}, actor=actor)


def naming_a_confidant() -> Attempt:
    row, person = a_secret(), a_person()
    return lambda actor: name_confidant(source_id=row.pk, person_id=person.pk, actor=actor)


def dropping_a_confidant() -> Attempt:
    row, person = a_secret(), a_person()
    name_confidant(source_id=row.pk, person_id=person.pk, actor=the_administrator())
    return lambda actor: drop_confidant(source_id=row.pk, person_id=person.pk, actor=actor)


def watching_a_source() -> Attempt:
    row = a_source(url="https://a.example/x")
    return lambda actor: watch_source(source_id=row.pk, every_hours=24, actor=actor)


def visiting_a_source() -> Attempt:
    row = a_source(url="https://a.example/x")
    return lambda actor: ask_for_visit(source_id=row.pk, actor=actor)


def merging_sources() -> Attempt:
    given = {"kept_id": a_source().pk, "absorbed_id": a_source().pk}
    return lambda actor: merge_sources(**given, reason="x", actor=actor)


def taking_a_merge_of_sources_back() -> Attempt:
    row: Any = merging_sources()(the_administrator())
    return lambda actor: unmerge_sources(merge_id=row.pk, actor=actor)


def merging_publishers() -> Attempt:
    given = {"kept_id": a_publisher().pk, "absorbed_id": a_publisher().pk}
    return lambda actor: merge_publishers(**given, reason="x", actor=actor)


def taking_a_merge_of_publishers_back() -> Attempt:
    row: Any = merging_publishers()(the_administrator())
    return lambda actor: unmerge_publishers(merge_id=row.pk, actor=actor)


def importing_into_the_register() -> Attempt:
    return lambda actor: request_register_import(
        noun="publishers", stream=BytesIO(b"name,kind\nHerald,newspaper\n"), actor=actor
    )


def keeping_a_filter() -> Attempt:
    return lambda actor: keep_filter(noun="sources", name="x", criteria={"kind": ["report"]}, actor=actor)


def dropping_anothers_filter() -> Attempt:
    row = keep_filter(noun="sources", name="x", criteria={"kind": ["report"]}, actor=a_person())
    return lambda actor: drop_filter(filter_id=row.pk, actor=actor)


def dropping_ones_filter() -> Attempt:
    def attempt(actor: User) -> object:
        row = keep_filter(noun="sources", name="x", criteria={"kind": ["report"]}, actor=actor)
        return drop_filter(filter_id=row.pk, actor=actor)

    return attempt


def deciding_about_a_derivation() -> Attempt:
    row = DerivationSuggestion.objects.create(
        source=a_source(), origin=a_source(), kind="cites", signals=["headline"], score=70
    )
    return lambda actor: reject_suggestion(suggestion_id=row.pk, reason="x", actor=actor)


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


EVERYBODY, NOBODY = frozenset(Role), frozenset[Role]()
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
    protecting_a_source: ("source.protect", None),
    registering_a_protected_source: ("source.protect", None),
    correcting_an_identity: ("source.know", NOBODY),
    naming_a_confidant: ("source.know", NOBODY),
    dropping_a_confidant: ("source.know", NOBODY),
    watching_a_source: ("source.watch", None),
    visiting_a_source: ("source.visit", None),
    merging_sources: ("source.merge", None),
    taking_a_merge_of_sources_back: ("source.merge", None),
    merging_publishers: ("publisher.merge", None),
    taking_a_merge_of_publishers_back: ("publisher.merge", None),
    importing_into_the_register: ("register.import", None),
    keeping_a_filter: ("saved_filter.keep", EVERYBODY),
    dropping_anothers_filter: ("saved_filter.drop", NOBODY),
    dropping_ones_filter: ("saved_filter.drop", EVERYBODY),
    deciding_about_a_derivation: ("derivation.decide", None),
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
    nouns = (
        "publisher",
        "source",
        "derivation",
        "capture",
        "register",
        "saved_filter",
        "person",
        "token",
    )
    of_these = {row for row in TABLE if row.split(".")[0] in nouns}
    # Nothing is changed by reading a list out; its page asks the table. Invitations have tests of their own.
    assert of_these - {"register.export", "person.invite"} == {row for row, _ in MATRIX.values()}


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_the_register_out(role: Role) -> None:
    allowed = role != Role.READER
    assert may(a_person(role=role), "register.export") is allowed
    answer = visitor(role=role).get("/register/sources/export/")
    assert answer.status_code == (200 if allowed else 403)


def traces() -> int:
    """How much was written down: events, and visits, which are their own log."""
    return Event.objects.count() + SourceVisit.objects.count()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("prepare", MATRIX, ids=lambda prepare: prepare.__name__)
def test_the_action_asks_the_table(prepare: Callable[[], Attempt], role: Role) -> None:
    row, allowed = MATRIX[prepare]
    attempt, actor = prepare(), a_person(role=role)
    before = traces()
    if role in allowed if allowed is not None else may(actor, row):
        attempt(actor)
        assert traces() > before
    else:
        with pytest.raises(NotAllowed) as refused:
            attempt(actor)
        assert refused.value.rule == row
        assert traces() == before


@pytest.mark.parametrize(
    "prepare",
    [prepare for prepare in MATRIX if prepare not in (revoking_ones_token, dropping_ones_filter)],
    ids=lambda prepare: prepare.__name__,
)
def test_nobody_who_may_not_sign_in_does_anything(prepare: Callable[[], Attempt]) -> None:
    attempt, actor = prepare(), a_person(role=Role.ADMINISTRATOR)
    edit_person(person_id=actor.pk, values={"is_active": False}, actor=the_administrator())
    actor.refresh_from_db()
    with pytest.raises(NotAllowed):
        attempt(actor)
