"""The rule's numbers: which policy is in force, proposing others, and what they would move."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.policies import apply_policy, discard_trial, propose_policy
from annotations.domain.errors import Refusal
from annotations.domain.policy_tables import tables_of, version_key
from annotations.domain.vocabulary import Status, TrialState
from annotations.models import PolicyTrial, User
from annotations.queries.policies import (
    applied_policies,
    moves_of,
    policy_in_force,
    policy_trial,
    policy_trials,
)
from annotations.web.forms.policies import PolicyForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

SHOWN = 50
MOVES_SHOWN = 200


@page
@require_safe
def policies(request: PageRequest) -> HttpResponse:
    """The policy in force, those before it, and what was proposed."""
    shown = {
        "in_force": policy_in_force(),
        "applied": applied_policies()[:SHOWN],
        "trials": policy_trials()[:SHOWN],
        "may_propose": may(request.user, "policy.propose"),
    }
    return render(request, "policies/policies.html", shown)


@page
@require_http_methods(["GET", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Proposes other numbers; nothing holds before the trial ran through and was applied."""
    require(request.user, "policy.propose")
    in_force = policy_in_force()
    form = PolicyForm(
        request.POST or None,
        in_force=tables_of(in_force),
        initial={"version": _next_version(in_force.version)},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            asked = form.cleaned_data
            try:
                trial = propose_policy(
                    version=asked["version"],
                    tables=form.tables(),
                    reason=asked["reason"],
                    actor=request.user,
                )
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                return redirect("policy-trial", trial.pk)
    return render(request, "policies/new.html", {"form": form, "in_force": in_force}, status=status)


@page
@require_safe
def trial(request: PageRequest, trial_id: int) -> HttpResponse:
    """What a proposed policy changes, and which statuses it would move."""
    return render(request, "policies/trial.html", _shown(policy_trial(trial_id), request.user))


@page
@require_safe
def trial_progress(request: PageRequest, trial_id: int) -> HttpResponse:
    """How far the dry run is, and then what it found; asked each second until it ended."""
    return render(request, "policies/_trial.html", _shown(policy_trial(trial_id), request.user))


@page
@require_POST
def trial_apply(request: PageRequest, trial_id: int) -> HttpResponse:
    """Puts the policy in force; every status is computed anew."""
    policy = apply_policy(trial_id=trial_id, actor=request.user)
    toast(
        request,
        _("Policy %(version)s is in force. Statuses follow one after the other.")
        % {"version": policy.version},
    )
    return redirect("policy-trial", trial_id)


@page
@require_POST
def trial_discard(request: PageRequest, trial_id: int) -> HttpResponse:
    """Gives the proposal up; what the trial found stays to be read."""
    found = discard_trial(trial_id=trial_id, reason=request.POST.get("reason", ""), actor=request.user)
    toast(request, _("Policy %(version)s was discarded.") % {"version": found.policy_version})
    return redirect("policies")


def _shown(found: PolicyTrial, person: User) -> dict[str, Any]:
    in_force = policy_in_force()
    is_done = found.state == TrialState.DONE
    return {
        "trial": found,
        "in_force": in_force,
        "is_under_way": found.state in (TrialState.PROPOSED, TrialState.RUNNING),
        "changes": _changes(tables_of(in_force), found.tables),
        "counts": [
            _count(pair, number)
            for pair, number in sorted(found.moved_counts.items(), key=lambda one: (-one[1], one[0]))
        ],
        "moves": moves_of(found.pk)[:MOVES_SHOWN],
        "moves_shown": MOVES_SHOWN,
        "is_outdated": is_done and found.base_version != in_force.version,
        "may_apply": is_done and may(person, "policy.apply"),
        "may_discard": found.state not in (TrialState.APPLIED, TrialState.DISCARDED)
        and may(person, "policy.discard"),
    }


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Every number that differs, with the table it stands in."""
    found: list[tuple[str, Any, Any]] = []
    for name, table in new.items():
        words, before = name.replace("_", " ").capitalize(), old.get(name)
        if isinstance(table, dict) and isinstance(before, dict):
            rows = dict.fromkeys([*before, *table])
            found += [
                (f"{words}: {str(row).replace('_', ' ')}", before.get(row, "–"), table.get(row, "–"))
                for row in rows
                if before.get(row) != table.get(row)
            ]
        elif table != before:
            found.append((words, before, table))
    return found


def _count(pair: str, number: int) -> dict[str, Any]:
    before, _arrow, after = pair.partition(">")
    return {"before": Status(before), "after": Status(after), "number": number}


def _next_version(version: str) -> str:
    """The next one that keeps signatures standing."""
    major, minor, _patch = version_key(version)
    return f"{major}.{minor + 1}.0"
