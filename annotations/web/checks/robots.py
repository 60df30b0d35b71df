"""What programs that follow links may read here."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.queries.organisation import profile_in_force
from annotations.web.checks.answers import absolute, for_everybody, keepable

CLOSED = "User-agent: *\nDisallow: /\n"
OPEN = "User-agent: *\nAllow: /checks/\nAllow: /static/\nDisallow: /\n\nSitemap: {sitemap}\n"


@for_everybody
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The pages for readers, as long as there are any, and nothing else."""
    text = CLOSED
    if profile_in_force().has_public_pages:
        text = OPEN.format(sitemap=absolute(reverse("checks-sitemap")))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    keepable(response)
    return response
