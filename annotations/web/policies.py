"""The rule's numbers: which policy is in force, proposing others, and what they would move."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.policies import apply_policy, discard_trial, propose_policy
from annotations.domain.errors import Refusal
from annotations.domain.verification import POLICY_1_0_0, tables_of, version_key
from annotations.domain.verification import Policy as Rule
from annotations.domain.vocabulary import Status, TrialState
from annotations.models import PolicyTrial
from annotations.queries.policies import (
    applied_policies,
    claims_signed_under,
    earlier_policy,
    moves_of,
    policy_in_force,
    policy_trial,
    policy_trials,
)
from annotations.queries.source_pages import PAGE, Page
from annotations.queries.visibility import visible
from annotations.web.forms.policies import PolicyForm, values_of
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

SHOWN = 50
TENSES: Mapping[str, str] = {TrialState.APPLIED: "did", TrialState.DISCARDED: "would have"}
"""How one speaks of the statuses that a trial moves; elsewhere they would move."""


@page
@require_safe
def policies(request: PageRequest) -> HttpResponse:
    """The policy in force, those before it, and what was proposed."""
    shown = {
        "in_force": policy_in_force(),
        "built_in": POLICY_1_0_0,
        "applied": applied_policies()[:SHOWN],
        "trials": visible(policy_trials(), request.user)[:SHOWN],
        "may_propose": may(request.user, "policy.propose"),
    }
    return render(request, "policies/policies.html", shown)


@page
@require_http_methods(["GET", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Proposes other numbers; nothing holds before the trial ran through and was applied. `?from=` is the
    version of an earlier policy whose numbers are filled in.
    """
    require(request.user, "policy.propose")
    in_force = policy_in_force()
    earlier = earlier_policy(request.GET["from"]) if "from" in request.GET else None
    form = PolicyForm(
        request.POST or None,
        in_force=tables_of(in_force),
        initial={"version": _next_version(in_force.version)}
        | (values_of(tables_of(earlier)) if earlier else {}),
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
    shown = {"form": form, "in_force": in_force, "earlier": earlier}
    return render(request, "policies/new.html", shown, status=status)


@page
@require_safe
def trial(request: PageRequest, trial_id: int) -> HttpResponse:
    """What a proposed policy changes, and which statuses it would move, page by page; `?before=` and
    `?after=` narrow them.
    """
    return render(request, "policies/trial.html", _shown(policy_trial(trial_id), request))


@page
@require_safe
def trial_progress(request: PageRequest, trial_id: int) -> HttpResponse:
    """How far the dry run is, and then what it found; asked each second until it ended."""
    return render(request, "policies/_trial.html", _shown(policy_trial(trial_id), request))


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


def _shown(found: PolicyTrial, request: PageRequest) -> dict[str, Any]:
    in_force, person = policy_in_force(), request.user
    is_done = found.state == TrialState.DONE
    return _moves(found, request) | {
        "trial": found,
        "in_force": in_force,
        "tense": TENSES.get(found.state, "would"),
        "signed": claims_signed_under(found),
        "is_other_major": version_key(found.policy_version)[0] != version_key(found.base_version)[0],
        "returns_to": _returns_to(found, in_force) if may(person, "policy.propose") else "",
        "is_under_way": found.state in (TrialState.PROPOSED, TrialState.RUNNING),
        "changes": _changes(tables_of(in_force), found.tables),
        "is_outdated": is_done and found.base_version != in_force.version,
        "may_apply": is_done and may(person, "policy.apply"),
        "may_discard": found.state not in (TrialState.APPLIED, TrialState.DISCARDED)
        and may(person, "policy.discard"),
    }


def _returns_to(found: PolicyTrial, in_force: Rule) -> str:
    """The version one can go back to from here: the one before what is in force, or this one that was."""
    if found.state != TrialState.APPLIED:
        return ""
    return found.base_version if found.policy_version == in_force.version else found.policy_version


def _moves(found: PolicyTrial, request: PageRequest) -> dict[str, Any]:
    """One page of the moves that were asked for, and how many there are from where to where."""
    asked = {
        name: value if (value := request.GET.get(name, "")) in Status.values else ""
        for name in ("before", "after")
    }
    number = page_number(request.GET)
    start = PAGE * (number - 1)
    rows = list(moves_of(found.pk, **asked)[start : start + PAGE + 1])
    pairs = {tuple(pair.split(">")): count for pair, count in found.moved_counts.items()}
    chosen = {pair: count for pair, count in pairs.items() if _fits(pair, asked)}
    return {
        "moves": rows[:PAGE],
        "moves_chosen": sum(chosen.values()),
        "is_narrowed": any(asked.values()),
        "pages": pages_of(request, Page(rows[:PAGE], number, len(rows) > PAGE), sum(chosen.values())),
        "counts": [
            _count(pair, count, is_chosen=pair == (asked["before"], asked["after"]))
            for pair, count in sorted(pairs.items(), key=lambda one: (-one[1], one[0]))
        ],
    }


def _fits(pair: tuple[str, ...], asked: Mapping[str, str]) -> bool:
    return all(wanted in ("", status) for status, wanted in zip(pair, asked.values(), strict=True))


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


def _count(pair: tuple[str, ...], number: int, *, is_chosen: bool) -> dict[str, Any]:
    before, after = map(Status, pair)
    return {
        "before": before,
        "after": after,
        "number": number,
        "query": "" if is_chosen else urlencode({"before": before.value, "after": after.value}),
        "is_chosen": is_chosen,
    }


def _next_version(version: str) -> str:
    """The next one that keeps signatures standing."""
    major, minor, _patch = version_key(version)
    return f"{major}.{minor + 1}.0"
