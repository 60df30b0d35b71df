"""What readers may know of the newsroom: who it is, and by which rules it comes to its verdicts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from annotations.domain.organisation import Profile
from annotations.domain.vocabulary import Grade, Proximity, PublisherKind, SecondLookWhy
from annotations.queries.policies import applied_policies, policy_in_force
from annotations.queries.published_checks import stamp_of_site
from annotations.queries.second_looks import rules_in_force
from annotations.web.checks.answers import kept, public_page, shown
from annotations.web.checks.methodology import statuses


@public_page
@require_safe
def about(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    """The newsroom's profile: ownership, funding, corrections policy, contact."""
    return kept(request, profile, stamp_of_site(), lambda: shown(request, profile, "checks/about.html", {}))


@public_page
@require_safe
def methodology(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    """How a verdict comes about, read off the rules in force: nothing on this page is written by hand that
    the rules could change.
    """
    return kept(request, profile, stamp_of_site(), lambda: _methodology(request, profile))


def _methodology(request: HttpRequest, profile: Profile) -> HttpResponse:
    policy, applied, rules = policy_in_force(), applied_policies().first(), rules_in_force()
    default = policy.grade_by_kind
    content: dict[str, Any] = {
        "policy": policy,
        "applied_at": applied.applied_at if applied else None,
        "statuses": statuses(profile.scale),
        "grades": [(grade, label, policy.grades[grade]) for grade, label in Grade.choices],
        "kinds": [(label, default.get(kind, "")) for kind, label in PublisherKind.choices],
        "proximity": [(label, policy.proximity[value]) for value, label in Proximity.choices],
        "origins": policy.origins_by_risk,
        "rules": rules,
        "asks_when": [SecondLookWhy(why).label for why in rules.asks_when] if rules else [],
    }
    return shown(request, profile, "checks/methodology.html", content)
