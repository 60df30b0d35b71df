"""Pages about publishers: the list, one publisher, registering one."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import require
from annotations.actions.publishers import register_publisher
from annotations.domain.errors import NotAllowed, Refusal
from annotations.domain.vocabulary import PublisherKind
from annotations.queries.claim_pages import history_of
from annotations.queries.dependents import claims_resting_on_publishers
from annotations.queries.publishers import grade_history, memberships_of, publisher_by_id, relations_of
from annotations.queries.source_pages import publishers_page, sources_of
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.timeline import timeline
from annotations.web.toasts import toast


class PublisherForm(forms.Form):
    """What is said about a publisher when it is registered."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=PublisherKind.choices)
    country = forms.CharField(
        label=gettext_lazy("Country"),
        max_length=2,
        required=False,
        help_text=gettext_lazy("Two letters, for example DE."),
    )
    homepage = forms.CharField(label=gettext_lazy("Home page"), max_length=500, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


@page
@require_safe
def publishers(request: PageRequest) -> HttpResponse:
    """The register of publishers."""
    words = request.GET.get("words", "")
    return render(request, "publishers/list.html", {"found": publishers_page(words), "words": words})


@page
@require_safe
def publisher(request: PageRequest, publisher_id: int) -> HttpResponse:
    """One publisher: its grade and how it came about, its sources, its interests."""
    content = {
        "publisher": publisher_by_id(publisher_id),
        "sources": sources_of(publisher_id),
        "grades": grade_history(publisher_id),
        "memberships": memberships_of(publisher_id),
        "relations": relations_of(publisher_id),
        "claims": len(claims_resting_on_publishers([publisher_id])),
        "happenings": timeline(history_of(f"publisher:{publisher_id}")),
    }
    return render(request, "publishers/publisher.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest) -> HttpResponse:
    """Registers a publisher. Its reliability is graded by an administrator."""
    require(request.user, "publisher.register")
    form = PublisherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = register_publisher(actor=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return render(request, "publishers/new.html", {"form": form}, status=status_of(refusal))
        toast(request, _("Registered: %(name)s.") % {"name": found.name})
        return redirect("publisher", publisher_id=found.pk)
    return render(request, "publishers/new.html", {"form": form}, status=422 if form.errors else 200)
