"""Work: who does what by when."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.assignments import (
    assign_work,
    edit_work,
    finish_work,
    hand_on_work,
    release_work,
    resume_work,
    take_work,
    undo_assigning,
)
from annotations.actions.idempotency import Answer
from annotations.api.endpoints import Creating, EditableItem, Listing, Reporting, Step
from annotations.api.filters import IdFilter
from annotations.api.repeats import answered_once
from annotations.api.shapes.assignments import (
    AssignmentChange,
    AssignmentShape,
    AssignmentsInput,
    AssignmentsUndoInput,
    ChangedShape,
    GivenShape,
    HandOnInput,
    TakeInput,
)
from annotations.api.shapes.base import Reading
from annotations.queries.work import assignments_in_full

ASSIGNMENTS = Reading("assignment", AssignmentShape, assignments_in_full)


class AssignmentFilters(filters.FilterSet):
    """Which work."""

    person = IdFilter("person_id")
    claim = IdFilter("claim_id")
    article = IdFilter("article_id")
    assigned_by = IdFilter("assigned_by_id")
    is_open = filters.BooleanFilter(field_name="ended_at", lookup_expr="isnull", help_text="Not ended.")


class AssignmentsView(Listing):
    """Who does what by when. Several people may be given the same; each is told once, whatever they get."""

    tag = "Work"
    summaries = {"GET": "List work", "POST": "Give out work"}
    access = {"GET": "workbench.read", "POST": "work.assign"}
    accepts = {"POST": AssignmentsInput}
    reading = ASSIGNMENTS
    answers, answer_status = ASSIGNMENTS, 201
    filterset_class = AssignmentFilters

    def post(self, request: Request, **ids: int) -> Response:
        values = self.checked(request)
        return answered_once(request, self.person, lambda: values, self._given)

    def _given(self, values: dict[str, Any]) -> Answer:
        given = assign_work(**values, actor=self.person)
        return Answer(201, {"assignments": [one.pk for one in given.assignments], "known": given.known})

    def answer_of(self, method: str) -> Any:
        return GivenShape if method == "POST" else super().answer_of(method)


class AssignmentTakeView(Creating):
    """Takes what nobody else works on. Refused as `taken-already` where somebody does."""

    tag = "Work"
    summaries = {"POST": "Take work"}
    access = {"POST": "work.take"}
    accepts = {"POST": TakeInput}
    answers, item_route = ASSIGNMENTS, "assignment"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return take_work(**values, actor=self.person).pk


class AssignmentView(EditableItem):
    """One person's work on one thing."""

    tag = "Work"
    summaries = {"GET": "Read an assignment", "PATCH": "Change when work is due"}
    access = {"GET": "workbench.read", "PATCH": "work.release"}
    accepts = {"PATCH": AssignmentChange}
    reading = ASSIGNMENTS

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        edit_work(assignment_id=pk, values=values, expected_version=version, actor=self.person)


class AssignmentFinishView(Step):
    """Notes that it is done."""

    tag = "Work"
    summaries = {"POST": "Finish work"}
    access = {"POST": "work.finish"}
    answers = ASSIGNMENTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return finish_work(assignment_id=ids["pk"], actor=self.person).pk


class AssignmentReleaseView(Step):
    """Gives it back, so that somebody else may take it."""

    tag = "Work"
    summaries = {"POST": "Give work back"}
    access = {"POST": "work.release"}
    answers = ASSIGNMENTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return release_work(assignment_id=ids["pk"], actor=self.person).pk


class AssignmentResumeView(Step):
    """Takes back that it was finished or given back."""

    tag = "Work"
    summaries = {"POST": "Take work up again"}
    access = {"POST": "work.release"}
    answers = ASSIGNMENTS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return resume_work(assignment_id=ids["pk"], actor=self.person).pk


class AssignmentHandOnView(Creating):
    """Gives it to somebody else; answered with their assignment."""

    tag = "Work"
    summaries = {"POST": "Hand work on"}
    access = {"POST": "work.release"}
    accepts = {"POST": HandOnInput}
    answers, item_route = ASSIGNMENTS, "assignment"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return hand_on_work(assignment_id=ids["pk"], **values, actor=self.person).pk


class AssignmentsUndoView(Reporting):
    """Takes back what one gave out, by the ids that giving it out was answered with. What was finished or
    given back since stays as it is.
    """

    tag = "Work"
    summaries = {"POST": "Take given work back"}
    access = {"POST": "work.assign"}
    accepts = {"POST": AssignmentsUndoInput}
    answer_shape = ChangedShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        return {"changed": undo_assigning(**values, actor=self.person)}
