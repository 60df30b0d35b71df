"""Actions on claim sets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.claim_sets import create_claim_set, edit_claim_set, freeze_claim_set
from annotations.actions.claims import withdraw_claim
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from annotations.domain.vocabulary import ClaimType, Role
from annotations.models import ClaimSet, ClaimSetMember, CurrentAssessment
from tests.events import events_of
from tests.factories import a_claim, a_person, assessed

pytestmark = pytest.mark.django_db


def test_a_filter_is_saved_under_a_name() -> None:
    person = a_person()
    claim_set = create_claim_set(
        name="  Open  events ", criteria={"type": ["event"]}, description=" For May. ", actor=person
    )
    values = {
        "name": "Open events",
        "criteria": {"type": ["event"]},
        "description": "For May.",
        "audience": "newsroom",
        "desk_id": None,
    }
    assert ClaimSet.objects.filter(pk=claim_set.pk).values("kind", "frozen_at", *values).get() == {
        "kind": "live",
        "frozen_at": None,
        **values,
    }
    assert events_of(claim_set) == [("claim_set.created", person.pk, {}, values)]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"name": " "}, "required"),
        ({"name": "x" * 201}, "too-long"),
        ({"criteria": {"colour": "red"}}, "unknown-filter"),
        ({"criteria": {"type": "rumour"}}, "unknown-filter-value"),
        ({"criteria": {"since": "yesterday"}}, "unknown-filter-value"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(given: dict[str, object], rule: str) -> None:
    values: dict[str, object] = {"name": "All", "criteria": {}, **given}
    with pytest.raises(Invalid) as refused:
        create_claim_set(**values, actor=a_person())  # type: ignore[arg-type]
    assert (refused.value.rule, ClaimSet.objects.count()) == (rule, 0)


def test_a_name_is_taken_whatever_its_case() -> None:
    create_claim_set(name="May", criteria={}, actor=a_person())
    with pytest.raises(Conflict) as refused:
        create_claim_set(name="MAY", criteria={}, actor=a_person())
    assert refused.value.rule == "claim-set-name-is-unique"


def test_an_edit_changes_what_differs_and_says_what_was() -> None:
    person = a_person()
    claim_set = create_claim_set(name="May", criteria={}, actor=person)
    edited = edit_claim_set(
        claim_set_id=claim_set.pk,
        values={"name": "June", "criteria": {"type": "event"}, "description": ""},
        expected_version=1,
        actor=person,
    )
    assert (edited.name, edited.criteria, edited.version) == ("June", {"type": "event"}, 2)
    assert events_of(claim_set)[1:] == [
        (
            "claim_set.edited",
            person.pk,
            {"name": "May", "criteria": {}},
            {"name": "June", "criteria": {"type": "event"}},
        )
    ]


def test_an_edit_of_an_older_version_is_refused() -> None:
    person = a_person()
    claim_set = create_claim_set(name="May", criteria={}, actor=person)
    edit_claim_set(claim_set_id=claim_set.pk, values={"name": "June"}, actor=person)
    with pytest.raises(Stale):
        edit_claim_set(claim_set_id=claim_set.pk, values={"name": "July"}, expected_version=1, actor=person)


def test_an_edit_of_what_is_not_editable_or_not_there_is_refused() -> None:
    person = a_person()
    claim_set = create_claim_set(name="May", criteria={}, actor=person)
    with pytest.raises(Invalid):
        edit_claim_set(claim_set_id=claim_set.pk, values={"kind": "frozen"}, actor=person)
    with pytest.raises(NotFound):
        edit_claim_set(claim_set_id=claim_set.pk + 1, values={"name": "June"}, actor=person)


def test_freezing_keeps_the_claims_of_now_with_the_assessments_that_hold() -> None:
    person = a_person()
    event, opinion = assessed(a_claim()), a_claim(text="It is a fine harbour.", type=ClaimType.OPINION)
    unassessed = a_claim(text="The bridge was closed.")
    withdrawn = a_claim(text="The road was closed.")
    withdraw_claim(claim_id=withdrawn.pk, actor=withdrawn.created_by)
    live = create_claim_set(name="Events", criteria={"type": "event"}, description="All.", actor=person)
    frozen = freeze_claim_set(claim_set_id=live.pk, name="Events of today", actor=person)
    a_claim(text="A later claim.")

    holding = CurrentAssessment.objects.get(claim=event).assessment_id
    members = ClaimSetMember.objects.filter(claim_set=frozen).order_by("claim")
    assert list(members.values_list("claim", "assessment")) == [(event.pk, holding), (unassessed.pk, None)]
    assert opinion.pk not in members.values_list("claim", flat=True)
    assert (frozen.kind, frozen.criteria, frozen.description) == ("frozen", {"type": "event"}, "All.")
    assert events_of(frozen) == [
        (
            "claim_set.frozen",
            person.pk,
            {},
            {
                "name": "Events of today",
                "criteria": {"type": "event"},
                "description": "All.",
                "audience": "newsroom",
                "desk_id": None,
                "from": live.pk,
                "members": 2,
            },
        )
    ]


def test_freezing_what_finds_nothing_makes_an_empty_set() -> None:
    person = a_person()
    live = create_claim_set(name="None", criteria={"words": "nowhere"}, actor=person)
    frozen = freeze_claim_set(claim_set_id=live.pk, name="Still none", actor=person)
    assert frozen.members.count() == 0


def test_freezing_takes_as_many_statements_for_many_claims_as_for_one() -> None:
    person = a_person()
    live = create_claim_set(name="All", criteria={}, actor=person)
    counts = []
    for number in range(2):
        for _ in range(1 + 9 * number):
            a_claim()
        with CaptureQueriesContext(connection) as statements:
            freeze_claim_set(claim_set_id=live.pk, name=f"All, take {number}", actor=person)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_what_a_frozen_set_holds_never_changes() -> None:
    person = a_person()
    live = create_claim_set(name="All", criteria={}, actor=person)
    frozen = freeze_claim_set(claim_set_id=live.pk, name="Frozen", actor=person)
    for refused_action in (
        lambda: edit_claim_set(claim_set_id=frozen.pk, values={"criteria": {}}, actor=person),
        lambda: freeze_claim_set(claim_set_id=frozen.pk, name="Again", actor=person),
    ):
        with pytest.raises(Conflict) as refused:
            refused_action()
        assert refused.value.rule == "claim-set-frozen"
    assert edit_claim_set(claim_set_id=frozen.pk, values={"name": "Renamed"}, actor=person).name == "Renamed"


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("own", [True, False])
def test_who_may_make_edit_and_freeze(role: str, own: bool) -> None:
    person = a_person(role=role)
    maker = person if own and role != Role.READER else a_person()
    claim_set = create_claim_set(name="All", criteria={}, actor=maker)
    allowed = {
        "create": role != Role.READER,
        "edit": role in (Role.EDITOR, Role.ADMINISTRATOR) or maker == person,
        "freeze": role in (Role.EDITOR, Role.ADMINISTRATOR) or maker == person,
    }
    actions = {
        "create": lambda: create_claim_set(name="More", criteria={}, actor=person),
        "edit": lambda: edit_claim_set(claim_set_id=claim_set.pk, values={"name": "Other"}, actor=person),
        "freeze": lambda: freeze_claim_set(claim_set_id=claim_set.pk, name="Frozen", actor=person),
    }
    done = {}
    for name, action in actions.items():
        try:
            done[name] = action() is not None
        except NotAllowed:
            done[name] = False
    assert done == allowed
