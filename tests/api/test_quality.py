"""Figures of agreement and quality through the API."""

from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.quality import keep_figures
from annotations.domain.vocabulary import Role
from annotations.models import Claim, QualityFigures
from tests.api.calling import Program, problem_of
from tests.desks import a_desk
from tests.factories import a_person, some_evidence, the_administrator
from tests.measured import a_measured_newsroom, kept_nights

pytestmark = pytest.mark.django_db


def test_the_course_of_one_set_is_listed_latest_first_without_people() -> None:
    a_measured_newsroom()
    kept_nights(3)
    asked: dict[str, Any] = {"newsroom": "true", "type": "all", "days": "90"}
    rows = Program().get("quality", **asked).json()["results"]
    assert [row["type"] for row in rows] == ["", "", ""]
    assert rows[0]["figures"]["raw_agreement"]["value"] == 0.8
    assert "people" not in rows[0]["figures"]
    assert Program().get("quality", **asked, page_size=1).json()["results"][0]["desk_id"] is None


def test_figures_of_people_are_for_editors_and_for_themselves() -> None:
    first, second, third = a_measured_newsroom()
    keep_figures(now=timezone.now())
    pk = QualityFigures.objects.get(desk=None, claim_type="", days=90).pk
    editor = a_person(role=Role.EDITOR)
    seen = {
        person.pk: [
            (one["name"], one["person_ids"]) for one in Program(person).get(f"quality/{pk}").json()["people"]
        ]
        for person in (first, second, third, editor)
    }
    assert seen == {
        first.pk: [("kappa", [first.pk]), ("overturned", [first.pk])],
        second.pk: [("kappa", [second.pk])],
        third.pk: [],
        editor.pk: [("kappa", [first.pk, second.pk]), ("overturned", [first.pk])],
    }


def test_figures_of_a_closed_desk_are_not_there_for_others() -> None:
    inside, link = a_person(), some_evidence()
    desk = a_desk(inside)
    Claim.objects.filter(pk=link.claim_id).update(desk=desk)
    keep_figures(now=timezone.now())
    pk = QualityFigures.objects.filter(desk=desk).earliest("pk").pk
    assert [
        len(Program(one).get("quality", desk=desk.pk, type="all").json()["results"])
        for one in (inside, a_person())
    ] == [3, 0]
    assert Program(inside).get(f"quality/{pk}").status_code == 200
    assert problem_of(Program().get(f"quality/{pk}"))[0] == 404


def test_an_administrator_has_them_computed() -> None:
    agnes = Program(the_administrator())
    answer = agnes.post("quality/compute")
    assert (answer.status_code, answer.json(), answer["Retry-After"]) == (202, {"done": 0, "total": 3}, "1")
    assert problem_of(agnes.post("quality/compute"))[:2] == (409, "under-way")
    assert problem_of(Program().post("quality/compute"))[0] == 403
