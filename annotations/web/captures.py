"""The viewer of a captured text, and adding a copy of a source."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import require
from annotations.actions.captures import add_capture
from annotations.domain.errors import NotAllowed, Refusal
from annotations.queries.captures import capture_to_read
from annotations.queries.sources import source_by_id
from annotations.web.documents import read
from annotations.web.evidence import painted_capture
from annotations.web.forms.sources import CaptureForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.sources import after_source, number_in
from annotations.web.toasts import toast


@page
@require_safe
def capture(request: PageRequest, capture_id: int) -> HttpResponse:
    """The captured text with the passages that claims rest on."""
    readable = capture_to_read(capture_id)
    content = {
        "capture": readable.capture,
        "source": readable.capture.source,
        "blocks": painted_capture(readable),
        "evidence": readable.evidence,
    }
    return render(request, "sources/capture.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest, source_id: int) -> HttpResponse:
    """Makes a copy of a source: pasted, uploaded, or fetched from its address."""
    source = source_by_id(source_id)
    require(request.user, "capture.add", source)
    claim_id = number_in(request.GET, "claim")
    way = {"way": "fetch", "url": source.url} if source.url else {}
    form = CaptureForm(request.POST or None, request.FILES or None, initial=way)
    if request.method == "POST" and form.is_valid():
        try:
            text = read(form.cleaned_data)[1]
            add_capture(
                source_id=source_id,
                canonical=text.canonical,
                origin=text.origin,
                origin_name=text.origin_name,
                media_type=text.media_type,
                is_summary=form.cleaned_data["is_summary"],
                actor=request.user,
            )
            toast(request, _("The copy is stored."))
            return after_source(source_id, claim_id)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            return _form(request, source_id, form, status_of(refusal))
    return _form(request, source_id, form, 422 if form.errors else 200)


def _form(request: PageRequest, source_id: int, form: CaptureForm, status: int) -> HttpResponse:
    content = {"source": source_by_id(source_id), "capture": form}
    return render(request, "sources/capture_new.html", content, status=status)
