"""The monthly audit of what calls itself own reporting."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.access import may
from annotations.actions.quality_audits import audit_sourcing
from annotations.queries.quality import PERIODS, desks_with_figures, wanted_figures
from annotations.queries.quality_audits import monthly_audit
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.toasts import toast


@page
@require_safe
def audit(request: PageRequest) -> HttpResponse:
    """The links that were drawn for this month, of the newsroom or of the desk that the address names."""
    desk = number_in(request.GET, "desk")
    wanted = wanted_figures(request.user, desk=desk, claim_type="", days=PERIODS[0])
    content = {
        "audit": monthly_audit(wanted, request.user, timezone.now()),
        "wanted": wanted,
        "desks": desks_with_figures(request.user),
        "may_audit": may(request.user, "quality.audit", wanted.desk),
        "query": urlencode({"desk": wanted.desk.pk}) if wanted.desk else "",
    }
    return render(request, "quality/audit.html", content)


@page
@require_POST
def judge(request: PageRequest, evidence_id: int) -> HttpResponse:
    """What somebody found of one link: `is_own` is yes or no."""
    is_own = request.POST.get("is_own") == "yes"
    audit_sourcing(
        evidence_id=evidence_id, is_own=is_own, reason=request.POST.get("reason", ""), actor=request.user
    )
    toast(request, _("Noted. You may say otherwise; what was said last counts."))
    return redirect(f"{reverse('quality-audit')}?{request.GET.urlencode()}".rstrip("?"))
