"""The rule's numbers: those in force, those before, and others that were proposed and tried."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.idempotency import Answer
from annotations.actions.policies import apply_policy, discard_trial, propose_policy
from annotations.api.conditions import read_answer
from annotations.api.endpoints import Creating, Endpoint, Item, Listing, Step
from annotations.api.filters import AnyOfFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.verification import (
    DiscardInput,
    PolicyInForceShape,
    PolicyInput,
    PolicyShape,
    PolicyTrialMoveShape,
    PolicyTrialRowShape,
    PolicyTrialShape,
)
from annotations.domain.verification import tables_of
from annotations.domain.vocabulary import Status, TrialState
from annotations.models import Policy, PolicyTrial, PolicyTrialMove
from annotations.queries.policies import moves_of, policy_in_force, policy_trial

POLICIES = Reading("policy", PolicyShape, every(Policy))
TRIAL_ROWS = Reading("policy trial", PolicyTrialRowShape, every(PolicyTrial))
TRIALS = Reading("policy trial", PolicyTrialShape, every(PolicyTrial))
MOVES = Reading("move", PolicyTrialMoveShape, every(PolicyTrialMove))
LOOK_AGAIN_SECONDS = "1"
UNDER_WAY = (TrialState.PROPOSED, TrialState.RUNNING)


class TrialFilters(filters.FilterSet):
    """Which trials."""

    state = AnyOfFilter(choices=TrialState.choices)


class MoveFilters(filters.FilterSet):
    """Which moves: from which status, to which."""

    status_before = AnyOfFilter(choices=Status.choices)
    status_after = AnyOfFilter(choices=Status.choices)


class PoliciesView(Listing):
    """The policies that were applied. The one the program came with is not among them."""

    tag = "Policies"
    summaries = {"GET": "List applied policies"}
    access = {"GET": "workbench.read"}
    reading = POLICIES


class PolicyView(Item):
    """One applied policy."""

    tag = "Policies"
    summaries = {"GET": "Read a policy"}
    access = {"GET": "workbench.read"}
    reading = POLICIES


class PolicyInForceView(Endpoint):
    """The numbers by which statuses are computed now."""

    tag = "Policies"
    summaries = {"GET": "Read the policy in force"}
    access = {"GET": "workbench.read"}
    answer_shape = PolicyInForceShape

    def get(self, request: Request) -> Response:
        rule = policy_in_force()
        return read_answer(request, {"version": rule.version, "tables": tables_of(rule)})


class PolicyTrialsView(Listing, Creating):
    """Proposed policies. Each is first run dry over every claim; nothing holds before it is applied. Asking
    is answered at once; `Location` names where to watch.
    """

    tag = "Policies"
    summaries = {"GET": "List policy trials", "POST": "Propose a policy"}
    access = {"GET": "workbench.read", "POST": "policy.propose"}
    accepts = {"POST": PolicyInput}
    reading, answers, item_route = TRIAL_ROWS, TRIALS, "policy-trial"
    answer_status = 202
    filterset_class = TrialFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return propose_policy(**values, actor=self.person).pk

    def answer(self, pk: int) -> Answer:
        made = super().answer(pk)
        return Answer(made.status, made.body, {**made.headers, "Retry-After": LOOK_AGAIN_SECONDS})


class PolicyTrialView(Item):
    """One trial: how far it is, and how many statuses would move from which to which."""

    tag = "Policies"
    summaries = {"GET": "Watch a policy trial"}
    access = {"GET": "workbench.read"}
    reading = TRIALS

    def get(self, request: Request, pk: int) -> Response:
        answer = super().get(request, pk)
        if answer.data and answer.data["state"] in UNDER_WAY:
            answer["Retry-After"] = LOOK_AGAIN_SECONDS
        return answer


class PolicyTrialMovesView(Listing):
    """The claims whose status would move, each with the one it has and the one it would have."""

    tag = "Policies"
    summaries = {"GET": "List the moves of a trial"}
    access = {"GET": "workbench.read"}
    reading = MOVES
    filterset_class = MoveFilters

    def rows(self) -> QuerySet[PolicyTrialMove]:
        policy_trial(self.kwargs["pk"])
        return moves_of(self.kwargs["pk"])


class PolicyApplyView(Step):
    """Puts a policy in force whose trial ran through. Every status is computed anew; see `recomputations`."""

    tag = "Policies"
    summaries = {"POST": "Apply a policy"}
    access = {"POST": "policy.apply"}
    answers = TRIALS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        apply_policy(trial_id=ids["pk"], actor=self.person)
        return ids["pk"]


class PolicyDiscardView(Step):
    """Gives a proposed policy up. What the trial found stays to be read."""

    tag = "Policies"
    summaries = {"POST": "Discard a policy trial"}
    access = {"POST": "policy.discard"}
    accepts = {"POST": DiscardInput}
    answers = TRIALS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return discard_trial(trial_id=ids["pk"], **values, actor=self.person).pk
