"""Bringing in annotations that other tools made: asking for it, watching it, and what became of each row."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import require
from annotations.actions.annotation_imports import request_import
from annotations.domain.errors import NotAllowed, Refusal
from annotations.domain.spreadsheets import neutralised
from annotations.models import AnnotationImport, Article, User
from annotations.queries.annotation_imports import (
    ROWS_SHOWN,
    ReportPage,
    import_by_id,
    imports_of,
    report_page,
)
from annotations.queries.articles import article_by_id
from annotations.queries.dependents import texts_of_claims
from annotations.web.forms.annotation_imports import AnnotationFileForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of

IMPORTS_SHOWN = 20
BYTE_ORDER_MARK = "\ufeff"
COLUMNS = ("row", "outcome", "reason", "rule", "annotation", "claim")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest, article_id: int) -> HttpResponse:
    """Takes a file of annotations for one article. What was pasted stays when it is refused."""
    article = article_by_id(article_id)
    require(request.user, "annotation.import", article)
    if request.method != "POST":
        return _ask(request, article, AnnotationFileForm())
    form = AnnotationFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, article, form, status=422)
    try:
        asked = request_import(
            article_id=article_id,
            content=form.cleaned_data["content"],
            file_name=form.cleaned_data.get("file_name", ""),
            actor=request.user,
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        _add_refusal(form, refusal)
        return _ask(request, article, form, status=status_of(refusal))
    return redirect("annotation-import", asked.pk)


@page
@require_safe
def annotation_import(request: PageRequest, import_id: int) -> HttpResponse:
    """One import: how far it is, then what became of each annotation."""
    return render(request, "annotation_imports/import.html", _shown(request, import_by_id(import_id)))


@page
@require_safe
def progress(request: PageRequest, import_id: int) -> HttpResponse:
    """The part of the page that asks each second until the import is over."""
    return render(request, "annotation_imports/_whole.html", _shown(request, import_by_id(import_id)))


@page
@require_safe
def report(request: PageRequest, import_id: int) -> StreamingHttpResponse:
    """The report as a table for a spreadsheet."""
    found = import_by_id(import_id)
    answer = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{found.pk}.csv"'
    return answer


def _ask(
    request: PageRequest, article: Article, form: AnnotationFileForm, *, status: int = 200
) -> HttpResponse:
    context = {"article": article, "form": form, "earlier": imports_of(article.pk)[:IMPORTS_SHOWN]}
    return render(request, "annotation_imports/new.html", context, status=status)


def _add_refusal(form: AnnotationFileForm, refusal: Refusal) -> None:
    """Whatever is wrong with the content is said beside the field it came by."""
    if refusal.field == "content" and form.cleaned_data["way"] == "upload":
        form.add_error("file", refusal.message)
    else:
        add_refusal(form, refusal)


def _shown(request: PageRequest, found: AnnotationImport) -> dict[str, Any]:
    shown: dict[str, Any] = {"found": found, "article": found.article}
    if found.finished_at is None:
        return shown
    outcome, asked = request.GET.get("outcome", ""), request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    report = report_page(found, outcome=outcome, number=max(1, number))
    tabs = [{"outcome": name, "words": _words(name), "count": count} for name, count in report.counts.items()]
    return shown | {
        "is_over": True,
        "outcome": outcome,
        "tabs": tabs,
        "total": sum(report.counts.values()),
        "rows": _rows(report, request.user),
        "pages": _pages(found, report, outcome),
    }


def _rows(report: ReportPage, person: User) -> list[dict[str, Any]]:
    """The rows of the report with the words of their claims."""
    claim_ids = {row["claim"] for row in report.rows if row["claim"]}
    texts = dict(texts_of_claims(claim_ids, person, limit=ROWS_SHOWN))
    return [
        {**row, "words": _words(row["outcome"]), "text": texts.get(row["claim"], "")} for row in report.rows
    ]


def _words(outcome: str) -> str:
    """What became of an annotation, in words."""
    words = {
        "anchored": _("Anchored"),
        "queued": _("Waits for a decision"),
        "kept": _("Kept; marks no words"),
        "known": _("Known already"),
        "refused": _("Refused"),
    }
    return words.get(outcome, outcome)


def _pages(found: AnnotationImport, report: ReportPage, outcome: str) -> dict[str, str] | None:
    if report.number == 1 and not report.has_more:
        return None
    first = ROWS_SHOWN * (report.number - 1)
    places = {"first": first + 1, "last": first + len(report.rows)}

    def address(number: int) -> str:
        asked = {"outcome": outcome, "page": str(number)} if outcome else {"page": str(number)}
        return f"{reverse('annotation-import', args=[found.pk])}?{urlencode(asked)}"

    return {
        "words": _("Rows %(first)s to %(last)s") % places if report.rows else _("Nothing here"),
        "previous": address(report.number - 1) if report.number > 1 else "",
        "next": address(report.number + 1) if report.has_more else "",
    }


def _lines(found: AnnotationImport) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    buffer = StringIO()
    writer = csv.writer(buffer)
    for values in ([*COLUMNS], *([row.get(name) for name in COLUMNS] for row in found.report)):
        writer.writerow(["" if value is None else neutralised(str(value)) for value in values])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
