"""The viewer of a captured text, and adding a copy of a source."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import require
from annotations.domain.errors import NotAllowed, Refusal
from annotations.models import Source
from annotations.queries.captures import capture_to_read
from annotations.queries.sources import source_by_id
from annotations.web.captured_text import shown_blocks
from annotations.web.documents import read_copy
from annotations.web.forms.sources import CaptureForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import Place
from annotations.web.refusals import status_of
from annotations.web.source_forms import add_reading_refusal, keep_copy
from annotations.web.toasts import toast


@page
@require_safe
def capture(request: PageRequest, capture_id: int) -> HttpResponse:
    """The captured text with the passages that claims rest on, each of them a way to its claim."""
    readable = capture_to_read(capture_id, request.user)
    content = {
        "capture": readable.capture,
        "source": readable.capture.source,
        "blocks": shown_blocks(readable),
        "evidence": readable.evidence,
    }
    return render(request, "sources/capture.html", content)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest, source_id: int) -> HttpResponse:
    """Makes a copy of a source: pasted, uploaded, or fetched from its address."""
    source = source_by_id(source_id)
    require(request.user, "capture.add", source)
    place = Place.of(request)
    way = {"way": request.GET.get("way") or "fetch", "url": source.url} if source.url else {}
    form = CaptureForm(request.POST or None, request.FILES or None, initial=way)
    if request.method == "POST" and form.is_valid():
        try:
            copy = read_copy(form.cleaned_data)
            keep_copy(request, source_id, copy, is_summary=form.cleaned_data["is_summary"])
            toast(request, " ".join([_("The copy is stored."), *copy.notes]))
            return place.after_source(source_id)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_reading_refusal(form, refusal)
            return _form(request, source, place, form, status_of(refusal))
    return _form(request, source, place, form, 422 if form.errors else 200)


def _form(request: PageRequest, source: Source, place: Place, form: CaptureForm, status: int) -> HttpResponse:
    content = {"source": source, "capture": form, "place": place}
    return render(request, "sources/capture_new.html", content, status=status)
