"""The viewer of a captured text, and adding a copy of a source."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import require
from annotations.actions.presence import note_told
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.gateways.documents import why_without_text
from annotations.gateways.visited import ARCHIVED, is_picture, kept_bytes, served
from annotations.models import Source
from annotations.queries.captures import capture_file, capture_to_read, neighbours_of
from annotations.queries.sources import source_by_id
from annotations.web.capture_facts import told
from annotations.web.captured_text import place_in_words, shown_blocks, shown_pages
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
    found, blocks = readable.capture, shown_blocks(readable)
    note_told(actor=request.user, claim_ids=[link.claim_id for link in readable.evidence])
    earlier, later = neighbours_of(found)
    content = {
        "capture": found,
        "source": found.source,
        "pages": shown_pages(blocks),
        "evidence": [(link, place_in_words(blocks, link.start)) for link in readable.evidence],
        "told": told(found.metadata),
        "headers": sorted(found.http_headers.items()),
        "why_without_text": "" if found.text else why_without_text(found.metadata.get("state", "")),
        "is_picture": is_picture(found),
        "is_archived": found.file_name.endswith(ARCHIVED),
        "earlier": earlier,
        "later": later,
    }
    return render(request, "sources/capture.html", content)


@page
@require_safe
def file(request: PageRequest, file_id: int) -> HttpResponse:
    """The bytes as they came, or with `visit` the visit that brought them as a WARC file: always to be saved,
    never to be opened in place, whatever they are.
    """
    found = capture_file(file_id, request.user)
    name, content = served(found, whole_visit="visit" in request.GET)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return _fenced(answer)


@page
@require_safe
def picture(request: PageRequest, picture_id: int) -> HttpResponse:
    """A picture to be seen in its page; only of the kinds that browsers cannot run."""
    found = capture_file(picture_id, request.user)
    if not is_picture(found):
        raise NotFound(_("This copy is no picture."))
    answer = HttpResponse(kept_bytes(found.file_name), content_type=found.media_type)
    answer["Content-Disposition"] = "inline"
    return _fenced(answer)


def _fenced(answer: HttpResponse) -> HttpResponse:
    """What a stranger served is no page of ours: it runs nothing, and nobody guesses what it is."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest, source_id: int) -> HttpResponse:
    """Makes a copy of a source: pasted, uploaded, or fetched from its address."""
    source = source_by_id(source_id)
    require(request.user, "capture.add", source)
    require(request.user, "source.know", source)
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
