"""Pages about publishers: the list, one publisher, registering one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import may, require
from annotations.actions.publishers import register_publisher
from annotations.domain.errors import NotAllowed, Refusal
from annotations.queries.claim_pages import history_of
from annotations.queries.dependents import claims_resting_on_publishers
from annotations.queries.publishers import grade_history, memberships_of, publisher_by_id, relations_of
from annotations.queries.source_pages import publishers_page, sources_of
from annotations.web.forms.publishers import PublisherForm
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.places import page_number
from annotations.web.refusals import add_refusal, status_of
from annotations.web.timeline import timeline
from annotations.web.toasts import toast


@page
@require_safe
def publishers(request: PageRequest) -> HttpResponse:
    """The register of publishers."""
    words = request.GET.get("words", "")
    found = publishers_page(words, page_number(request.GET))
    content = {
        "found": found,
        "words": words,
        "pages": pages_of(request, found),
        "may_register": may(request.user, "publisher.register"),
    }
    return render(request, "publishers/list.html", content)


@page
@require_safe
def publisher(request: PageRequest, publisher_id: int) -> HttpResponse:
    """One publisher: its grade and how it came about, its sources, its interests."""
    found = publisher_by_id(publisher_id)
    sources = sources_of(publisher_id, page_number(request.GET))
    content = {
        "publisher": found,
        "sources": sources,
        "source_count": found.sources.count(),
        "pages": pages_of(request, sources),
        "grades": grade_history(publisher_id),
        "memberships": memberships_of(publisher_id),
        "relations": relations_of(publisher_id),
        "claim_count": len(claims_resting_on_publishers([publisher_id])),
        "happenings": timeline(history_of(f"publisher:{publisher_id}")),
        "may_register": may(request.user, "source.register"),
    }
    return render(request, "publishers/publisher.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Registers a publisher. Its reliability is graded by an administrator."""
    require(request.user, "publisher.register")
    form = PublisherForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            found = register_publisher(actor=request.user, **form.cleaned_data)
            toast(request, _("Registered: %(name)s.") % {"name": found.name})
            return redirect("publisher", publisher_id=found.pk)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    return render(request, "publishers/new.html", {"form": form}, status=status)
