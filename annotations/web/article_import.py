"""Bringing an article in, and giving it a new revision.

Two steps. First the text, in one of three ways; then what the document says about itself, proposed and
editable, beside the beginning of the text as it was read. Whatever is refused, nothing that was typed or read
is lost.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.access import may, require
from annotations.actions.articles import add_revision, import_article
from annotations.domain.canonical import CanonicalText, propose_language
from annotations.domain.errors import Conflict, Invalid, NotAllowed, Refusal
from annotations.domain.vocabulary import Origin
from annotations.domain.weblinks import canonical_url
from annotations.gateways.documents import ACCEPTED, Document
from annotations.models import Article, Revision, User
from annotations.queries.articles import article_by_id, article_with_address, articles_with_text
from annotations.queries.desks import desks_to_work_at
from annotations.queries.visibility import in_sight
from annotations.web.documents import ReadText, read, sealed, unsealed
from annotations.web.forms.articles import TIME_ZONES, DocumentForm, ProposedArticleForm
from annotations.web.highlights import plain_blocks, shown_groups
from annotations.web.pages import PageRequest, page
from annotations.web.publisher_fields import publisher_named, registered
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

PREVIEWED_BLOCKS = 12
FETCHED_HERE = "article-imported-already"


@page
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: PageRequest) -> HttpResponse:
    """Both steps under one address: the second one carries the text that the first one read."""
    if not desks_to_work_at(request.user):
        require(request.user, "article.import")
    if request.method != "POST":
        return _ask_for_text(request, DocumentForm(initial=_asked_for(request)))
    if "read" in request.POST:
        return _import(request)
    return _read(request)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def revision_new(request: PageRequest, article_id: int) -> HttpResponse:
    """The article's text as it reads now, in the same three ways. The same text again is no change, and said
    so; what was typed stays.
    """
    found = article_by_id(article_id)
    require(request.user, "article.revise", found)
    if request.method != "POST":
        initial = {"way": Origin.FETCH.value, "url": found.url} if found.url else {}
        return _ask_for_revision(request, found, DocumentForm(initial=initial))
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask_for_revision(request, found, form, status=422)
    try:
        revision = _revise(found, read(form.cleaned_data)[1], request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        unchanged = refusal.rule == "revision-unchanged"
        if not unchanged:
            add_refusal(form, refusal)
        return _ask_for_revision(request, found, form, status=status_of(refusal), unchanged=unchanged)
    toast(request, _("Revision %(number)s was added.") % {"number": revision.number})
    return redirect("article", article_id=article_id)


def _read(request: PageRequest) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask_for_text(request, form, status=422)
    try:
        _refuse_known_address(form.cleaned_data, request.user)
        document, text = read(form.cleaned_data)
    except Refusal as refusal:
        add_refusal(form, refusal)
        known = _known_article(refusal)
        return _ask_for_text(request, form, status=status_of(refusal), known=known)
    proposed = ProposedArticleForm(initial=_proposed(document, text, request.user), **_desks(request.user))
    return _propose(request, proposed, text)


def _import(request: PageRequest) -> HttpResponse:
    form = ProposedArticleForm(request.POST, **_desks(request.user))
    try:
        text = unsealed(request.POST["read"], request.user)
    except Invalid as refusal:
        return _ask_for_text(request, DocumentForm(), status=422, lost=refusal.message)
    if not form.is_valid():
        return _propose(request, form, text, status=422)
    try:
        imported = _imported(form, text, request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _propose(request, form, text, status=status_of(refusal), known=_known_article(refusal))
    toast(request, _("Imported. Select words and press c to make the first claim."))
    return redirect("article", article_id=imported.pk)


def _imported(form: ProposedArticleForm, text: ReadText, person: User) -> Article:
    return import_article(
        canonical=text.canonical,
        origin=text.origin,
        origin_name=text.origin_name,
        media_type=text.media_type,
        notes=text.notes,
        markup=text.markup,
        publisher_id=publisher_named(form, actor=person),
        actor=person,
        **form.article_values(),
    )


def _revise(article: Article, text: ReadText, person: User) -> Revision:
    return add_revision(
        article_id=article.pk,
        canonical=text.canonical,
        origin=text.origin,
        origin_name=text.origin_name,
        media_type=text.media_type,
        notes=text.notes,
        markup=text.markup,
        actor=person,
    )


def _desks(person: User) -> dict[str, Any]:
    """The desks to choose from; who reviews only at a desk brings articles in there."""
    return {"desks": desks_to_work_at(person), "needs_desk": not may(person, "article.import")}


def _proposed(document: Document, text: ReadText, person: User) -> dict[str, Any]:
    publisher = document.publisher_name or ""
    return {
        "headline": document.headline or "",
        "byline": document.byline or "",
        "publisher": publisher,
        "published_on": document.published_on,
        "time_zone": person.time_zone,
        "dateline": document.dateline or "",
        "language": document.language or propose_language(text.canonical.text) or "und",
        "url": document.canonical_url or "",
        "read": sealed(text, person),
    }


def _ask_for_text(
    request: PageRequest,
    form: DocumentForm,
    *,
    status: int = 200,
    known: Article | None = None,
    lost: str = "",
) -> HttpResponse:
    context = {"form": form, "accepted": ACCEPTED, "known": known, "lost": lost}
    return render(request, "articles/import.html", context, status=status)


def _ask_for_revision(
    request: PageRequest, article: Article, form: DocumentForm, *, status: int = 200, unchanged: bool = False
) -> HttpResponse:
    context = {"article": article, "form": form, "accepted": ACCEPTED, "unchanged": unchanged}
    return render(request, "articles/revision_new.html", context, status=status)


def _propose(
    request: PageRequest,
    form: ProposedArticleForm,
    text: ReadText,
    *,
    status: int = 200,
    known: Article | None = None,
) -> HttpResponse:
    canonical = text.canonical
    context = {
        "form": form,
        "read": text,
        "groups": shown_groups(plain_blocks(_beginning(canonical))),
        "more": max(0, len(canonical.blocks) - PREVIEWED_BLOCKS),
        "word_count": len(canonical.text.split()),
        "same_text": articles_with_text(canonical.sha256, request.user),
        "known": known,
        "is_new_publisher": _is_new(form),
        "time_zones": TIME_ZONES,
        "proposed": not form.is_bound,
        "published_on": form.initial.get("published_on"),
    }
    return render(request, "articles/proposed.html", context, status=status)


def _beginning(canonical: CanonicalText) -> CanonicalText:
    blocks = canonical.blocks[:PREVIEWED_BLOCKS]
    return CanonicalText(canonical.text[: blocks[-1].end], blocks)


def _is_new(form: ProposedArticleForm) -> bool:
    name = str(form["publisher"].value() or "").strip()
    try:
        return bool(name) and registered(name) is None
    except Conflict:
        return False


def _refuse_known_address(values: dict[str, Any], person: User) -> None:
    """Before anything is fetched: the address of an article that is here already leads to it."""
    if values["way"] != Origin.FETCH:
        return
    address = values["url"].strip()
    known = article_with_address(canonical_url(address if "://" in address else f"https://{address}"))
    if known is not None and in_sight(known, person):
        raise Conflict(
            f"This address was imported already: “{known.headline}”. Open it, or add a revision to it.",
            field="url",
            rule=FETCHED_HERE,
            details={"id": known.pk},
        )


def _known_article(refusal: Refusal) -> Article | None:
    pk = refusal.details.get("id") if refusal.rule == FETCHED_HERE else None
    return article_by_id(pk) if pk is not None else None


def _asked_for(request: PageRequest) -> dict[str, Any]:
    """An address handed over in the link, for bookmarks."""
    address = request.GET.get("url", "")
    return {"way": Origin.FETCH.value, "url": address[:2000]} if address else {}
