"""Readers report errors: a form that works without a script, a session or a cookie.

Who is not signed in has nothing that a page elsewhere could misuse, so there is no session to protect; what
is kept out is what comes from elsewhere or by machine. A form carries when it was opened, signed; the browser
says from where it sends; one address may send a few reports in an hour; and a field that no reader sees must
stay empty. Whatever is refused, what was typed stands in the form again.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from annotations.actions.error_reports import report_error
from annotations.domain.errors import Invalid, Refusal
from annotations.domain.organisation import Profile
from annotations.queries.error_reports import Reported, reported_on
from annotations.web.checks.answers import public_page, shown
from annotations.web.forms.error_reports import ReportForm
from annotations.web.pages import NUMBER
from annotations.web.refusals import add_refusal, status_of

SALT: Final = "annotations.web.checks.report"
OPEN_SECONDS: Final = 24 * 3600
"""So long a form may stay open before it is sent."""
PER_HOUR: Final = 5
"""So many reports are taken from one address in an hour, by each web process."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came back and could not be taken, and with which status."""

    form: ReportForm
    status: int


@csrf_exempt
@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, profile: Profile) -> HttpResponseBase:
    """The form: about a claim (`?claim=`), an article (`?article=`) or all the pages; then the thanks."""
    if request.method != "POST":
        about = reported_on(**_about(request.GET))
        return _page(request, profile, about, Sent(ReportForm(), 200), is_sent="sent" in request.GET)
    about = reported_on(**_about(request.POST))
    refused = _taken(request, about)
    if refused is not None:
        return _page(request, profile, about, refused)
    return HttpResponseRedirect(f"{reverse('checks-report')}?sent=1{about.query}")


def _taken(request: HttpRequest, about: Reported) -> Sent | None:
    """Takes the report, or says why not."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        return Sent(form, 422)
    values = dict(form.cleaned_data)
    if values.pop("website"):
        # Whatever fills in what nobody sees need not learn that it was seen.
        return None
    try:
        _require_own_form(request)
        _require_patience(request)
        report_error(claim_id=about.claim_id, article_id=about.article_id, **values)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return Sent(form, status_of(refusal))
    return None


def _require_own_form(request: HttpRequest) -> None:
    """The form was opened here, not long ago, and is sent from here."""
    origin = request.headers.get("Origin", "")
    is_elsewhere = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    ours = {request.get_host(), urlsplit(settings.PUBLIC_URL).netloc}
    if is_elsewhere or (origin and urlsplit(origin).netloc not in ours):
        raise Invalid(_("This came from another site. Send it from here once more."), rule="another-origin")
    try:
        signing.loads(request.POST.get("opened", ""), salt=SALT, max_age=OPEN_SECONDS)
    except signing.BadSignature as broken:
        raise Invalid(
            _("The form was open for a long time. What you wrote is still there; send it once more."),
            rule="form-too-old",
        ) from broken


def _counted(name: str) -> int:
    """One more within the hour. The hour may end between the two steps; then another begins."""
    cache.add(name, 0, timeout=3600)
    try:
        return cache.incr(name)
    except ValueError:
        cache.set(name, 1, timeout=3600)
        return 1


def _require_patience(request: HttpRequest) -> None:
    """Of an address only a keyed hash is held, and that for an hour."""
    address = str(get_client_ip_address(request) or "")
    key = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    name = f"{SALT}:{key}"
    if _counted(name) > PER_HOUR:
        raise Invalid(
            _("We took several reports from you already. Come back in an hour, or write to us."),
            rule="too-many-reports",
        )


def _about(given: Any) -> dict[str, int | None]:
    return {
        f"{name}_id": int(value) if NUMBER.fullmatch(value := given.get(name, "")) else None
        for name in ("claim", "article")
    }


def _page(
    request: HttpRequest, profile: Profile, about: Reported, sent: Sent, *, is_sent: bool = False
) -> HttpResponse:
    content = {
        "about": about,
        "form": sent.form,
        "opened": signing.dumps("", salt=SALT),
        "is_sent": is_sent,
        "is_not_listed": True,
    }
    response = shown(request, profile, "checks/report.html", content, status=sent.status)
    add_never_cache_headers(response)
    return response
