"""Filters of the register that people keep."""

from typing import Any

import pytest

from annotations.actions.saved_filters import drop_filter, keep_filter, rename_filter
from annotations.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from annotations.models import SavedFilter, User
from annotations.queries.saved_filters import filter_of, filters_of
from tests.events import events_of
from tests.factories import a_person

pytestmark = pytest.mark.django_db


def a_filter(person: User, **given: Any) -> SavedFilter:
    values: dict[str, Any] = {"noun": "sources", "name": "Ferry", "criteria": {"tag": ["ferry"]}, **given}
    return keep_filter(**values, actor=person)


def test_a_filter_is_kept_with_what_it_says() -> None:
    person = a_person()
    kept = a_filter(person, criteria={"tag": "ferry", "kind": ["report", ""], "state": []})
    assert (kept.person, kept.noun, kept.name, kept.criteria) == (
        person,
        "sources",
        "Ferry",
        {"kind": ["report"], "tag": ["ferry"]},
    )
    assert [verb for verb, *_ in events_of(kept)] == ["saved_filter.kept"]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"criteria": {}}, "filter-is-empty"),
        ({"criteria": {"colour": ["red"]}}, "unknown-filter"),
        ({"criteria": {"kind": ["novel"]}}, "unknown-kind"),
        ({"noun": "publishers", "criteria": {"captured": ["yes"]}}, "unknown-filter"),
        ({"name": ""}, "required"),
        ({"name": "x" * 101}, "too-long"),
        ({"noun": "claims"}, "unknown-noun"),
    ],
)
def test_what_no_list_understands_is_not_kept(given: dict[str, Any], rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_filter(a_person(), **given)
    assert (refused.value.rule, SavedFilter.objects.count()) == (rule, 0)


def test_a_name_is_taken_once_by_a_person_and_a_list() -> None:
    person = a_person()
    first = a_filter(person)
    a_filter(a_person())
    a_filter(person, noun="publishers")
    other = a_filter(person, name="Boats")
    for attempt in (
        lambda: a_filter(person, name="FERRY"),
        lambda: rename_filter(filter_id=other.pk, name="ferry", actor=person),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.rule == "saved-filter-name-is-unique-for-its-person"
    rename_filter(filter_id=first.pk, name="ferry", actor=person)
    assert [kept.name for kept in filters_of(person, "sources")] == ["Boats", "ferry"]


def test_what_is_dropped_says_what_it_was() -> None:
    person = a_person()
    kept = a_filter(person)
    dropped = drop_filter(filter_id=kept.pk, actor=person)
    again = keep_filter(noun=dropped.noun, name=dropped.name, criteria=dropped.criteria, actor=person)
    assert (again.name, again.criteria, SavedFilter.objects.count()) == ("Ferry", {"tag": ["ferry"]}, 1)


def test_nobody_touches_the_filters_of_others() -> None:
    kept, other = a_filter(a_person()), a_person()
    with pytest.raises(NotAllowed):
        drop_filter(filter_id=kept.pk, actor=other)
    with pytest.raises(NotAllowed):
        rename_filter(filter_id=kept.pk, name="Mine", actor=other)
    with pytest.raises(NotFound):
        filter_of(other, kept.pk)
    assert list(filters_of(other, "sources")) == []
