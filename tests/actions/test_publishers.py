"""Actions on publishers, and which claims each of them marks for assessment."""

from datetime import date
from typing import Any

import pytest

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
from annotations.domain.errors import Conflict, Invalid, NotFound, Stale
from annotations.domain.vocabulary import PublisherKind
from annotations.models import GradeChange, PartyMembership, Publisher, PublisherRelation
from tests.events import events_of
from tests.factories import a_person, a_publisher, a_source, the_administrator
from tests.register import a_bare_claim, a_claim_on, changed_inputs, grades_of

pytestmark = pytest.mark.django_db


def test_registers_a_publisher_without_a_grade() -> None:
    reviewer = a_person()
    owner = a_publisher()
    publisher = register_publisher(
        name="  Marrow Bay\tHerald ",
        kind=PublisherKind.NEWSPAPER,
        country="de",
        languages=["de", "pt-BR", "de"],
        homepage="https://herald.example/",
        wikidata_id="q42",
        owner_id=owner.pk,
        tags=["Harbour", "local"],
        note="Local.\n\n Daily. ",
        is_fictional=True,
        actor=reviewer,
    )
    described = {
        "name": "Marrow Bay Herald",
        "kind": "newspaper",
        "country": "DE",
        "languages": ["de", "pt-BR"],
        "homepage": "https://herald.example/",
        "wikidata_id": "Q42",
        "owner_id": owner.pk,
        "tags": ["harbour", "local"],
        "note": "Local.\nDaily.",
        "is_fictional": True,
    }
    assert Publisher.objects.filter(pk=publisher.pk).values(*described).get() == described
    assert events_of(publisher) == [("publisher.registered", reviewer.pk, {}, described)]
    assert grades_of(publisher) == (None, "B")
    assert not GradeChange.objects.exists()


def test_a_name_is_registered_once_in_its_country() -> None:
    a_publisher(name="Herald", country="DE")
    a_publisher(name="Herald", country="AT")
    with pytest.raises(Conflict) as refused:
        a_publisher(name="herald", country="de")
    assert refused.value.rule == "publisher-name-is-unique-in-its-country"


@pytest.mark.parametrize(
    ("given", "field", "rule"),
    [
        ({"name": " \u200b"}, "name", "required"),
        ({"name": None}, "name", "required"),
        ({"name": "x" * 201}, "name", "too-long"),
        ({"kind": "blog"}, "kind", "unknown-kind"),
        ({"country": "Germany"}, "country", "invalid"),
        ({"country": "XQ"}, "country", "invalid"),
        ({"languages": ["german language"]}, "languages", "invalid"),
        ({"languages": ["German"]}, "languages", "invalid"),
        ({"languages": ["xx"]}, "languages", "invalid"),
        ({"languages": "de"}, "languages", "invalid"),
        ({"languages": ["de"] * 21}, "languages", "invalid"),
        ({"homepage": "herald.example"}, "homepage", "url-scheme"),
        ({"homepage": "https://herald.example/" + "a" * 500}, "homepage", "url-too-long"),
        ({"wikidata_id": "42"}, "wikidata_id", "invalid"),
        ({"owner_id": 0}, "owner", "unknown-owner"),
    ],
)
def test_refuses_what_cannot_be_meant(given: dict[str, Any], field: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_publisher(**given)
    assert (refused.value.field, refused.value.rule) == (field, rule)
    assert not Publisher.objects.exists()


def test_a_password_is_taken_out_of_the_home_page() -> None:
    assert a_publisher(homepage="https://u:p@herald.example/a").homepage == "https://herald.example/a"


def test_an_edit_records_old_and_new_once_and_raises_the_version() -> None:
    publisher, administrator = a_publisher(name="Herald"), the_administrator()
    for _ in range(2):
        edit_publisher(publisher_id=publisher.pk, values={"name": "The Herald"}, actor=administrator)
    publisher.refresh_from_db()
    assert (publisher.name, publisher.version) == ("The Herald", 2)
    assert events_of(publisher)[1:] == [
        ("publisher.edited", administrator.pk, {"name": "Herald"}, {"name": "The Herald"})
    ]


def test_an_edit_of_an_older_version_is_refused() -> None:
    publisher, administrator = a_publisher(name="Herald"), the_administrator()
    edit_publisher(publisher_id=publisher.pk, values={"note": "x"}, expected_version=1, actor=administrator)
    with pytest.raises(Stale) as refused:
        edit_publisher(
            publisher_id=publisher.pk, values={"note": "y"}, expected_version=1, actor=administrator
        )
    assert refused.value.details == {"version": 2}
    publisher.refresh_from_db()
    assert publisher.note == "x"


def test_an_edit_to_a_name_in_use_is_refused() -> None:
    a_publisher(name="Herald")
    other = a_publisher(name="Echo")
    with pytest.raises(Conflict):
        edit_publisher(publisher_id=other.pk, values={"name": "Herald"}, actor=the_administrator())


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_nobody_owns_themselves_however_indirectly(steps: int) -> None:
    top = owner = a_publisher()
    for _ in range(steps):
        owner = a_publisher(owner_id=owner.pk)
    with pytest.raises(Conflict) as refused:
        edit_publisher(publisher_id=top.pk, values={"owner_id": owner.pk}, actor=the_administrator())
    assert (refused.value.rule, refused.value.field) == ("owner-circle", "owner")


def test_an_owner_bears_on_everything_owned_below() -> None:
    holding, house = a_publisher(), a_publisher()
    paper = a_publisher(owner_id=house.pk)
    concerned = [a_claim_on(a_source(publisher=house)), a_claim_on(a_source(publisher=paper))]
    others = [a_claim_on(a_source(publisher=holding)), a_bare_claim()]
    edit_publisher(publisher_id=house.pk, values={"owner_id": holding.pk}, actor=the_administrator())
    assert changed_inputs(*concerned, *others) == [True, True, False, False]


@pytest.mark.parametrize(("graded", "kind"), [(False, "wire"), (True, "wire"), (True, "anonymous")])
def test_a_kind_is_among_the_inputs_of_a_status(graded: bool, kind: str) -> None:
    publisher, administrator = a_publisher(), the_administrator()
    if graded:
        grade_publisher(publisher_id=publisher.pk, grade="B", reason="Record.", actor=administrator)
    claim = a_claim_on(a_source(publisher=publisher))
    edit_publisher(publisher_id=publisher.pk, values={"kind": kind}, actor=administrator)
    assert changed_inputs(claim) == [True]


def test_an_owner_who_has_the_same_owner_at_the_top_bears_on_nothing() -> None:
    holding = a_publisher()
    house, paper = a_publisher(owner_id=holding.pk), a_publisher(owner_id=holding.pk)
    claim = a_claim_on(a_source(publisher=paper))
    edit_publisher(publisher_id=paper.pk, values={"owner_id": house.pk}, actor=the_administrator())
    assert changed_inputs(claim) == [False]


def test_a_name_or_note_bears_on_nothing() -> None:
    publisher = a_publisher()
    claim = a_claim_on(a_source(publisher=publisher))
    edit_publisher(
        publisher_id=publisher.pk, values={"name": "Echo", "note": "New."}, actor=the_administrator()
    )
    assert changed_inputs(claim) == [False]


def test_a_grade_is_a_row_of_history_and_bears_on_what_rests_on_the_publisher() -> None:
    publisher, administrator = a_publisher(), the_administrator()
    concerned = a_claim_on(a_source(publisher=publisher))
    others = [a_bare_claim(asserter_publisher=publisher), a_claim_on(a_source())]
    grade_publisher(publisher_id=publisher.pk, grade="C", reason="Short record.", actor=administrator)
    grade_publisher(publisher_id=publisher.pk, grade="B", reason="Longer record.", actor=administrator)

    assert grades_of(publisher) == ("B", "B")
    assert list(publisher.grade_changes.order_by("id").values_list("grade", "reason", "graded_by")) == [
        ("C", "Short record.", administrator.pk),
        ("B", "Longer record.", administrator.pk),
    ]
    assert events_of(publisher)[1:] == [
        (
            "publisher.graded",
            administrator.pk,
            {"grade": None},
            {"grade": "C", "reason": "Short record.", "topic": ""},
        ),
        (
            "publisher.graded",
            administrator.pk,
            {"grade": "C"},
            {"grade": "B", "reason": "Longer record.", "topic": ""},
        ),
    ]
    assert changed_inputs(concerned, *others) == [True, False, False]


def test_the_same_grade_for_the_same_reason_is_one_entry_and_bears_once() -> None:
    publisher, administrator = a_publisher(), the_administrator()
    claim = a_claim_on(a_source(publisher=publisher))
    first = grade_publisher(publisher_id=publisher.pk, grade="B", reason="Record.", actor=administrator)
    again = grade_publisher(publisher_id=publisher.pk, grade="B", reason=" Record. ", actor=administrator)
    grade_publisher(publisher_id=publisher.pk, grade="B", reason="Confirmed.", actor=administrator)
    grade_publisher(publisher_id=publisher.pk, grade="A", reason="Law.", topic="law", actor=administrator)
    assert first == again
    assert publisher.grade_changes.count() == 3
    claim.refresh_from_db()
    assert claim.inputs_version == 2
    assert grades_of(publisher) == ("B", "B")


@pytest.mark.parametrize(
    ("grade", "reason", "field", "rule"),
    [("G", "Why not.", "grade", "unknown-grade"), ("B", " \n ", "reason", "required")],
)
def test_refuses_a_grade(grade: str, reason: str, field: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        grade_publisher(publisher_id=a_publisher().pk, grade=grade, reason=reason, actor=the_administrator())
    assert (refused.value.field, refused.value.rule) == (field, rule)


def test_refuses_to_grade_nobody() -> None:
    with pytest.raises(NotFound):
        grade_publisher(publisher_id=0, grade="B", reason="Record.", actor=the_administrator())


def test_a_side_of_a_dispute_is_added_once() -> None:
    administrator = the_administrator()
    bloc = add_bloc(name="The harbour company", dispute="The harbour", actor=administrator)
    assert events_of(bloc) == [
        (
            "party_bloc.added",
            administrator.pk,
            {},
            {"name": "The harbour company", "dispute": "The harbour"},
        )
    ]
    with pytest.raises(Conflict):
        add_bloc(name="THE HARBOUR COMPANY", dispute="the harbour", actor=administrator)


def test_a_membership_is_noted_corrected_and_bears_on_claims() -> None:
    publisher, administrator = a_publisher(), the_administrator()
    bloc = add_bloc(name="The company", dispute="The harbour", actor=administrator)
    concerned, other = a_claim_on(a_source(publisher=publisher)), a_claim_on(a_source())
    membership = join_bloc(
        publisher_id=publisher.pk,
        bloc_id=bloc.pk,
        starts_on=date(2024, 1, 1),
        reason="Its press office.",
        actor=administrator,
    )
    for _ in range(2):
        edit_membership(
            membership_id=membership.pk, values={"ends_on": date(2024, 6, 1)}, actor=administrator
        )
    edit_membership(membership_id=membership.pk, values={"reason": "Was sold."}, actor=administrator)

    assert events_of(publisher)[1:] == [
        (
            "party_membership.noted",
            administrator.pk,
            {},
            {
                "bloc_id": bloc.pk,
                "bloc": bloc.name,
                "starts_on": "2024-01-01",
                "ends_on": None,
                "reason": "Its press office.",
            },
        ),
        ("party_membership.edited", administrator.pk, {"ends_on": None}, {"ends_on": "2024-06-01"}),
        (
            "party_membership.edited",
            administrator.pk,
            {"reason": "Its press office."},
            {"reason": "Was sold."},
        ),
    ]
    concerned.refresh_from_db()
    assert concerned.inputs_version == 3
    assert changed_inputs(other) == [False]


def test_refuses_a_membership_twice_backwards_or_of_nothing() -> None:
    publisher, administrator = a_publisher(), the_administrator()
    bloc = add_bloc(name="The company", dispute="The harbour", actor=administrator)
    join_bloc(publisher_id=publisher.pk, bloc_id=bloc.pk, actor=administrator)
    with pytest.raises(Conflict) as twice:
        join_bloc(publisher_id=publisher.pk, bloc_id=bloc.pk, actor=administrator)
    assert (twice.value.field, twice.value.rule) == ("starts_on", "membership-overlaps")
    with pytest.raises(Invalid) as backwards:
        join_bloc(
            publisher_id=publisher.pk,
            bloc_id=bloc.pk,
            starts_on=date(2024, 2, 1),
            ends_on=date(2024, 1, 1),
            actor=administrator,
        )
    assert (backwards.value.field, backwards.value.rule) == ("ends_on", "ends-before-start")
    with pytest.raises(Invalid) as unknown:
        join_bloc(publisher_id=publisher.pk, bloc_id=0, actor=administrator)
    assert (unknown.value.field, unknown.value.rule) == ("bloc", "unknown-bloc")
    assert PartyMembership.objects.count() == 1


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "overlaps"),
    [
        (date(2020, 1, 1), None, True),
        (None, date(2021, 1, 1), True),
        (date(2022, 12, 31), date(2023, 5, 1), True),
        (date(2023, 1, 1), None, False),
        (None, date(2020, 12, 31), False),
    ],
)
def test_nobody_speaks_for_one_side_twice_on_a_day(
    starts_on: date | None, ends_on: date | None, overlaps: bool
) -> None:
    publisher, administrator = a_publisher(), the_administrator()
    bloc = add_bloc(name="The company", dispute="The harbour", actor=administrator)
    other = add_bloc(name="The union", dispute="The harbour", actor=administrator)
    named: dict[str, Any] = {"publisher_id": publisher.pk, "actor": administrator}
    held = join_bloc(**named, bloc_id=bloc.pk, starts_on=date(2021, 1, 1), ends_on=date(2022, 12, 31))
    edit_membership(membership_id=held.pk, values={"reason": "Still."}, actor=administrator)
    assert join_bloc(**named, bloc_id=other.pk, starts_on=starts_on, ends_on=ends_on).bloc == other
    if not overlaps:
        assert join_bloc(**named, bloc_id=bloc.pk, starts_on=starts_on, ends_on=ends_on).bloc == bloc
        return
    with pytest.raises(Conflict) as refused:
        join_bloc(**named, bloc_id=bloc.pk, starts_on=starts_on, ends_on=ends_on)
    assert (refused.value.rule, refused.value.details) == ("membership-overlaps", {"id": held.pk})


def test_the_days_of_a_membership_are_not_moved_into_those_of_another() -> None:
    publisher, administrator = a_publisher(), the_administrator()
    bloc = add_bloc(name="The company", dispute="The harbour", actor=administrator)
    named: dict[str, Any] = {"publisher_id": publisher.pk, "bloc_id": bloc.pk, "actor": administrator}
    join_bloc(**named, ends_on=date(2021, 12, 31))
    second = join_bloc(**named, starts_on=date(2022, 1, 1))
    with pytest.raises(Conflict) as refused:
        edit_membership(membership_id=second.pk, values={"starts_on": date(2021, 6, 1)}, actor=administrator)
    assert refused.value.rule == "membership-overlaps"


def test_a_relation_is_stated_once_whatever_the_order_and_can_be_dropped() -> None:
    low, high, administrator = a_publisher(), a_publisher(), the_administrator()
    linked = a_publisher()
    given: dict[str, Any] = {"kind": "not_independent", "reason": "One newsroom.", "actor": administrator}
    relate_publishers(first_id=high.pk, second_id=linked.pk, **given)
    claims = [a_claim_on(a_source(publisher=publisher)) for publisher in (low, high, linked, a_publisher())]
    relation = relate_publishers(first_id=high.pk, second_id=low.pk, **given)
    assert relate_publishers(first_id=low.pk, second_id=high.pk, **given) == relation
    assert (relation.first_id, relation.second_id) == (low.pk, high.pk)
    assert changed_inputs(*claims) == [True, True, True, False]

    with pytest.raises(Conflict) as refused:
        relate_publishers(
            first_id=low.pk, second_id=high.pk, kind="independent", reason="Moved.", actor=administrator
        )
    assert (refused.value.rule, refused.value.details) == (
        "publisher-relation-is-stated-once",
        {"id": relation.pk, "kind": "not_independent"},
    )

    drop_publisher_relation(relation_id=relation.pk, actor=administrator)
    said = {"kind": "not_independent", "reason": "One newsroom.", "first": low.pk, "second": high.pk}
    assert events_of(low)[1:] == [
        ("publisher_relation.stated", administrator.pk, {}, said),
        ("publisher_relation.dropped", administrator.pk, said, {}),
    ]
    assert not PublisherRelation.objects.filter(pk=relation.pk).exists()
    claims[2].refresh_from_db()
    assert claims[2].inputs_version == 3
    with pytest.raises(NotFound):
        drop_publisher_relation(relation_id=relation.pk, actor=administrator)


def test_a_relation_is_between_two() -> None:
    publisher = a_publisher()
    with pytest.raises(Invalid) as refused:
        relate_publishers(
            first_id=publisher.pk,
            second_id=publisher.pk,
            kind="independent",
            reason="x",
            actor=the_administrator(),
        )
    assert (refused.value.field, refused.value.rule) == ("second", "relation-of-one")


def test_one_wikidata_item_is_one_publisher() -> None:
    first, other = a_publisher(wikidata_id="Q42"), a_publisher()
    edit_publisher(publisher_id=first.pk, values={"wikidata_id": "q42"}, actor=the_administrator())
    refusals = []
    for attempt in (
        lambda: a_publisher(wikidata_id="q42"),
        lambda: edit_publisher(
            publisher_id=other.pk, values={"wikidata_id": "Q42"}, actor=the_administrator()
        ),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        refusals.append((refused.value.rule, refused.value.field, refused.value.details["id"]))
    assert refusals == [("identifier-registered-already", "wikidata_id", first.pk)] * 2


def test_a_name_that_is_taken_leads_to_whose_it_is() -> None:
    known = a_publisher(name="Harbour Post", country="DE")
    with pytest.raises(Conflict) as refused:
        a_publisher(name="HARBOUR POST", country="de")
    assert (refused.value.rule, refused.value.details) == (
        "publisher-name-is-unique-in-its-country",
        {"id": known.pk},
    )
