"""What the newsroom says about itself: the version in force, the form, and the versions before."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import may, require
from annotations.actions.organisation import FIELDS, revise_profile
from annotations.domain.claimreview import scale_findings
from annotations.domain.errors import NotAllowed, Refusal
from annotations.domain.organisation import Profile
from annotations.domain.verification import RatingScale, scale_of
from annotations.models import OrganisationProfile
from annotations.queries.organisation import all_profiles, profile_in_force
from annotations.web.forms.organisation import CASES, ProfileForm, scale_typed, values_of
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

SHOWN = 50


@page
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: PageRequest) -> HttpResponse:
    """What is in force, with the form for whoever may change it, and the versions."""
    require(request.user, "organisation.read")
    profile = profile_in_force()
    if request.method != "POST":
        return _shown(request, profile, ProfileForm(initial=values_of(profile)), 200)
    require(request.user, "organisation.edit")
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _shown(request, profile, form, 422)
    try:
        revised = revise_profile(
            values=form.values(), expected_number=form.cleaned_data["number"] or 0, actor=request.user
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, profile, form, status_of(refusal))
    is_new = revised.number != profile.number
    toast(request, _("Saved.") if is_new else _("Nothing was different, so nothing was saved."))
    return redirect("organisation")


@page
@require_safe
def ratings(request: PageRequest) -> HttpResponse:
    """How the ratings would read that somebody is typing."""
    require(request.user, "organisation.edit")
    try:
        scale = scale_of(scale_typed(request.GET))
    except Refusal as refusal:
        return render(request, "organisation/_ratings.html", {"refusal": refusal.message})
    return render(request, "organisation/_ratings.html", _previewed(scale))


def _shown(request: PageRequest, profile: Profile, form: ProfileForm, status: int) -> HttpResponse:
    versions = list(all_profiles()[: SHOWN + 1])
    shown = {
        "profile": profile,
        "form": form if may(request.user, "organisation.edit") else None,
        **_previewed(profile.scale),
        "versions": _compared(versions)[:SHOWN],
    }
    return render(request, "organisation/organisation.html", shown, status=status)


def _previewed(scale: RatingScale) -> dict[str, Any]:
    lines = [
        (CASES[case], scale.ratings[case].alternate_name, scale.ratings[case].rating_value) for case in CASES
    ]
    refused = next((f"{finding.message} {finding.fix}" for _case, finding in scale_findings(scale)), "")
    return {"scale": scale, "ratings": lines, "refusal": refused}


def _compared(versions: list[OrganisationProfile]) -> list[tuple[OrganisationProfile, list[str]]]:
    """Each version with the names of what it changed; the first with all that was written."""
    before: list[OrganisationProfile | None] = [*versions, None][1:]
    return [
        (one, [str(_LABELS[name]) for name in FIELDS if _differs(one, earlier, name)])
        for one, earlier in zip(versions, before, strict=True)
    ]


def _differs(one: OrganisationProfile, earlier: OrganisationProfile | None, name: str) -> bool:
    value = getattr(one, name)
    return bool(value) if earlier is None else value != getattr(earlier, name)


_LABELS = {
    **{name: field.label for name, field in ProfileForm.base_fields.items()},
    "has_public_pages": gettext_lazy("Public pages"),
    "rating_scale": gettext_lazy("Ratings"),
}
