"""Try it: what a claim's status would be if, and what it was as known on an earlier day. Nothing is saved.

The whole state is the address, so that a supposition can be kept as a bookmark and sent to somebody.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from annotations.domain.pictures import band, bar
from annotations.domain.vocabulary import Grade, Sourcing, Stance
from annotations.queries import earlier_days
from annotations.queries.claim_trials import TrialPage, TriedLink, trial_page
from annotations.queries.suppositions import Supposed, Supposition, suppose
from annotations.web.forms.suppositions import KnownOnForm
from annotations.web.pages import PageRequest, page
from annotations.web.presence import tells_of_links

NAME = re.compile(r"(stance|sourcing|grade)-([1-9]\d{0,17})", re.ASCII)
ID = re.compile(r"[1-9]\d{0,17}", re.ASCII)
VALUES = {"stance": Stance.values, "sourcing": Sourcing.values, "grade": Grade.values}


@page
@require_safe
@tells_of_links
def try_it(request: PageRequest, claim_id: int) -> HttpResponse:
    """The form of suppositions and the status that would follow from them."""
    found = trial_page(claim_id, request.user)
    form = KnownOnForm(request.GET)
    asked = supposition_in(request.GET, form)
    fitting = found.ground.fitting(asked)
    here = address_of(claim_id, fitting)
    if not request.htmx and form.is_valid() and asked == fitting and request.get_full_path() != here:
        return HttpResponseRedirect(here)
    content = _content(found, fitting, form) | {"is_missing": asked != fitting}
    if not request.htmx:
        return render(request, "claims/try.html", content)
    return replace_url(render(request, "claims/_tried.html", content), here)


def known_on(claim_id: int, asked: QueryDict) -> dict[str, Any]:
    """The picker of a day and, where one was picked, the status as known then."""
    form = KnownOnForm(asked if "known_on" in asked else None)
    day = form.cleaned_data["known_on"] if form.is_valid() else None
    known = earlier_days.known_on(claim_id, day) if day else None
    return {"known_form": form, "known_day": day, "known": drawn(known) if known else None}


def supposition_in(asked: QueryDict, form: KnownOnForm) -> Supposition:
    """What an address supposes. Values that mean nothing are left out."""
    chosen: dict[str, dict[int, str]] = defaultdict(dict)
    for name, value in asked.items():
        parts = NAME.fullmatch(name)
        if parts and value in VALUES[parts[1]]:
            chosen[parts[1]][int(parts[2])] = str(value)
    return Supposition(
        without=_ids(asked, "without"),
        stances=chosen["stance"],
        sourcing=chosen["sourcing"],
        grades=chosen["grade"],
        retracted=_ids(asked, "retracted"),
        as_of=form.cleaned_data.get("known_on") if form.is_valid() else None,
    )


def address_of(claim_id: int, supposed: Supposition) -> str:
    """The one address of a supposition: what is not supposed is not in it."""
    query = urlencode(list(_named(supposed)))
    return reverse("claim-try", args=[claim_id]) + (f"?{query}" if query else "")


def drawn(supposed: Supposed) -> dict[str, Any]:
    """A supposition's outcome with its pictures."""
    then = supposed.then
    return {
        "supposed": supposed,
        "support_bar": bar(then.support),
        "opposition_bar": bar(then.opposition),
        "band": band(then.to_json()),
    }


def _content(found: TrialPage, fitting: Supposition, form: KnownOnForm) -> dict[str, Any]:
    tried = drawn(suppose(found.ground, fitting)) if found.ground.is_open else None
    return {
        "found": found,
        "claim": found.claim,
        "asked": fitting,
        "form": form,
        "tried": tried,
        "links": [_link_choices(link, fitting) for link in found.links],
        "publishers": [
            (
                publisher,
                _choice(f"grade-{publisher.id}", Grade, publisher.grade, fitting.grades.get(publisher.id)),
            )
            for publisher in found.publishers
        ],
    }


def _link_choices(link: TriedLink, fitting: Supposition) -> dict[str, Any]:
    sourcing = [kind for kind in Sourcing if kind is not Sourcing.RELIES_ON or link.is_traced]
    return {
        "link": link,
        "is_left_out": link.id in fitting.without,
        "stance": _choice(f"stance-{link.id}", Stance, link.stance, fitting.stances.get(link.id)),
        "sourcing": _choice(f"sourcing-{link.id}", sourcing, link.sourcing, fitting.sourcing.get(link.id)),
    }


def _choice(name: str, values: Iterable[Any], present: str, chosen: str | None) -> dict[str, Any]:
    """A list to choose from: first what is, then everything else."""
    known = {value.value: str(value.label) for value in values}
    others = [(value, label, value == chosen) for value, label in known.items() if value != present]
    return {"name": name, "present": known.get(present, present), "others": others}


def _ids(asked: QueryDict, name: str) -> frozenset[int]:
    return frozenset(int(value) for value in asked.getlist(name) if ID.fullmatch(value))


def _named(supposed: Supposition) -> Iterator[tuple[str, str]]:
    for pk in sorted(supposed.without):
        yield "without", str(pk)
    for name, values in (
        ("stance", supposed.stances),
        ("sourcing", supposed.sourcing),
        ("grade", supposed.grades),
    ):
        for key in sorted(values):
            yield f"{name}-{key}", values[key]
    for pk in sorted(supposed.retracted):
        yield "retracted", str(pk)
    if supposed.as_of:
        yield "known_on", supposed.as_of.isoformat()
