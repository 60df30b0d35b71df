"""Links to files of exports: making them, and what they open to whoever has them."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.export_links import make_link
from annotations.domain.errors import Gone, NotFound, Refusal
from annotations.queries.export_links import file_of_link
from annotations.web.exports import shown_export
from annotations.web.forms.exports import LinkForm
from annotations.web.pages import PageRequest, open_page, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.stored_files import file_answer


@page
@require_POST
def link(request: PageRequest, export_id: int) -> HttpResponse:
    """Makes a link, and shows it this once."""
    form, made, status = LinkForm(request.POST), None, 422
    if form.is_valid():
        try:
            made, status = make_link(export_id=export_id, **form.cleaned_data, actor=request.user), 200
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    shown = shown_export(request, export_id) | {"link_form": form, "link": made}
    return render(request, "exports/export.html", shown, status=status)


@open_page
@require_safe
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file behind a link, for whoever has the link, as long as whoever made it may fetch it."""
    try:
        return file_answer(request, file_of_link(token))
    except Gone as refusal:
        return _refused(request, _("This link opens nothing any longer"), refusal, 410)
    except NotFound as refusal:
        return _refused(request, _("There is no such file"), refusal, 404)
    except Refusal as refusal:
        return _refused(request, _("This file cannot be fetched now"), refusal, status_of(refusal))


def _refused(request: HttpRequest, title: str, refusal: Refusal, status: int) -> HttpResponse:
    shown = {"title": title, "message": refusal.message}
    return render(request, "exports/link_refused.html", shown, status=status)
