"""Trying a change: the status that would follow, and nothing saved."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from annotations.domain.errors import Invalid
from annotations.domain.verification import Inputs, RelationInput, assess, what_if
from annotations.domain.vocabulary import Status
from tests.domain.verification.scenes import amounts, item, own_reports, pro, publisher, scene
from tests.domain.verification.worlds import worlds

TWO = scene(*own_reports("B", "B"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (120, 0, "SUPPORTED")),
        ({"without_links": ["corroborates1"]}, (60, 0, "LEANS_SUPPORTED")),
        ({"grades": {"corroborates1": "D"}}, (60, 0, "LEANS_SUPPORTED")),
        ({"grades": {"corroborates1": "A"}}, (140, 0, "SUPPORTED")),
        ({"retracted": ["corroborates0"]}, (60, 0, "LEANS_SUPPORTED")),
        ({"sourcing": {"corroborates0": "unexamined"}}, (60, 0, "LEANS_SUPPORTED")),
        (
            {"item_relations": [RelationInput("same_work", "corroborates0", "corroborates1")]},
            (60, 0, "LEANS_SUPPORTED"),
        ),
        (
            {"publisher_relations": [RelationInput("not_independent", "corroborates0", "corroborates1")]},
            (60, 0, "LEANS_SUPPORTED"),
        ),
        (
            {
                "sourcing": {"corroborates0": "unexamined"},
                "rests_on": {"corroborates0": ["corroborates1"]},
            },
            (60, 0, "LEANS_SUPPORTED"),
        ),
    ],
)
def test_a_change_gives_the_status_that_would_follow(
    changes: dict[str, Any], expected: tuple[object, ...]
) -> None:
    before = TWO
    assert amounts(what_if(TWO, **changes)) == expected
    assert before == TWO


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"without_links": ["nobody"]}, "unknown-evidence"),
        ({"sourcing": {"nobody": "own"}}, "unknown-evidence"),
        ({"grades": {"nobody": "A"}}, "unknown-publisher"),
        ({"grades": {"corroborates0": "Z"}}, "unknown-grade"),
        ({"sourcing": {"corroborates0": "guessed"}}, "unknown-sourcing"),
        ({"retracted": ["nobody"]}, "unknown-source"),
        ({"rests_on": {"corroborates0": ["nobody"]}}, "unknown-source"),
    ],
)
def test_what_is_not_there_is_refused(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        what_if(TWO, **changes)
    assert refused.value.rule == rule


def test_an_earlier_day_is_tried_with_the_rest() -> None:
    parts = (publisher("p", "A"), item("i", "p", on=date(2020, 5, 1)), pro("L", "i", "primary"))
    assert what_if(scene(*parts), as_of=date(2020, 4, 30)).status is Status.NOT_ENOUGH_EVIDENCE
    assert what_if(scene(*parts), as_of=date(2020, 5, 1)).status is Status.SUPPORTED


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_supposing_what_is_so_changes_nothing(inputs: Inputs) -> None:
    same = {link.id: link.sourcing for link in inputs.links}
    grades = {one.id: one.grade for one in inputs.publishers if one.grade is not None}
    assert what_if(inputs, sourcing=same, grades=grades) == assess(inputs)


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_a_link_ticked_off_is_as_if_it_had_never_been(inputs: Inputs) -> None:
    for link in inputs.links:
        rest = replace(inputs, links=tuple(other for other in inputs.links if other.id != link.id))
        assert what_if(inputs, without_links=[link.id]) == assess(rest)
