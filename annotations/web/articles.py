"""The list of articles, and the page on which one is read and its claims are made."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from annotations.access import may, require
from annotations.actions.articles import edit_article
from annotations.actions.presence import note_presence
from annotations.domain.canonical import CanonicalText
from annotations.domain.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from annotations.domain.offsets import utf16_length
from annotations.domain.sentences import sentences_of_block
from annotations.domain.vocabulary import ClaimType, Status
from annotations.models import Article, Reanchoring
from annotations.queries.articles import (
    ArticlePage,
    article_by_id,
    article_page,
    languages_of_articles,
    progress_of_revision,
    publishers_of_articles,
    revision_by_id,
)
from annotations.queries.corrections import corrections_of_article
from annotations.queries.desks import desks_to_filter_by, desks_to_work_at
from annotations.queries.reading import COMPUTING, COMPUTING_LABEL, Reading, reading
from annotations.queries.waiting import latest_reanchoring, waiting_claims
from annotations.web.article_map import ticks
from annotations.web.claim_cards import written_items
from annotations.web.forms.articles import TIME_ZONES, ArticleForm
from annotations.web.highlights import shown_blocks, shown_groups
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.pages import PageRequest, page
from annotations.web.publisher_fields import publisher_named
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast
from annotations.web.waiting import carried_context
from annotations.web.waiting_words import waiting_line
from annotations.web.work import presence_context

CRITERIA = ("words", "publisher", "language", "mine", "work", "desk")
FILTERS = ("status", "type", "reviewer")


@page
@require_safe
def articles(request: PageRequest) -> HttpResponse:
    """Every article with its progress, by words, publisher, language, whose and how far; latest imported
    first.
    """
    criteria = {name: request.GET.get(name, "").strip() for name in CRITERIA}
    try:
        found = article_page(
            criteria, request.user, before=_cursor(request.GET, "before"), after=_cursor(request.GET, "after")
        )
        problem = ""
    except Invalid as refusal:
        found, problem = ArticlePage([], None, None), refusal.message
    chosen = {name: value for name, value in criteria.items() if value}
    context = {
        "found": found,
        "problem": problem,
        "criteria": criteria,
        "chosen": chosen,
        "publishers": publishers_of_articles(request.user),
        "languages": languages_of_articles(request.user),
        "desks": [(str(desk.pk), desk.name) for desk in desks_to_filter_by(request.user)],
        "pages": _pages(found, chosen),
        "may_import": may(request.user, "article.import"),
    }
    return render(request, "articles/list.html", context, status=422 if problem else 200)


@page
@require_safe
def article(request: PageRequest, article_id: int, number: int | None = None) -> HttpResponse:
    """An article in its latest revision, or in the one with this number, beside its claims."""
    read = reading(article_id, request.user, number=number)
    carrying = latest_reanchoring(article_id) if number is None and read.around.is_carrying else None
    here = note_presence(actor=request.user, article_id=article_id)
    context = article_context(request, read, carrying) | presence_context(read.article, here)
    return render(request, "articles/article.html", context)


def article_context(
    request: PageRequest, read: Reading, carrying: Reanchoring | None = None
) -> dict[str, Any]:
    """Everything the page shows on which an article is read. `carrying` was still under way when the article
    was read.
    """
    chosen = {name: request.GET.getlist(name) for name in FILTERS}
    hidden = filtered_out(read, chosen)
    around, article_id = read.around, read.article.pk
    is_asked = read.is_latest and around.has_waiting
    waiting, total = waiting_claims(article_id, request.user) if is_asked else ([], 0)
    return {
        "reading": read,
        "article": read.article,
        "revision": read.revision,
        "revision_id": read.revision.pk,
        "progress": read.progress,
        "groups": shown_groups(shown_blocks(read, hidden=hidden)),
        "ticks": ticks(read),
        "items": written_items(read.items, hidden=hidden),
        "facets": _facets(read, chosen),
        "is_filtered": any(chosen.values()),
        "carrying": carrying,
        "waiting": [waiting_line(one) for one in waiting],
        "around": around,
        "corrections": corrections_of_article(article_id, request.user) if around.has_corrections else [],
        **carried_context(article_id, request.user, total),
        **permissions(request, read.article),
    }


@page
@require_safe
def revision_progress(request: PageRequest, revision_id: int) -> HttpResponse:
    """The bar below the headline; fetched again when a status changed."""
    context = {"revision_id": revision_id, "progress": progress_of_revision(revision_id, request.user)}
    return render(request, "articles/_progress.html", context)


@page
@require_safe
def revision_sentences(request: PageRequest, revision_id: int) -> HttpResponse:
    """Where the sentences of a revision begin and end, in UTF-16 units; the same for ever."""
    revision = revision_by_id(revision_id)
    canonical = CanonicalText.from_json(revision.text, revision.blocks)
    answer = JsonResponse({"sentences": _sentences(canonical, revision.article.language)})
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, article_id: int) -> HttpResponse:
    """What is said about an article: its headline, byline, publisher, date. Its texts never change."""
    found = article_by_id(article_id)
    require(request.user, "article.edit", found)
    form = ArticleForm(request.POST or None, initial=ArticleForm.values_of(found))
    status, meanwhile = 200, None
    if is_taking(request.POST):
        form, meanwhile = _beside_present(request, found)
    elif request.method == "POST":
        if form.is_valid():
            try:
                return _edited(request, article_id, form)
            except NotAllowed:
                raise
            except Stale as refusal:
                found, status = article_by_id(article_id), status_of(refusal)
                form, meanwhile = _beside_present(request, found)
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
        else:
            status = 422
    offers_desk = bool(desks_to_work_at(request.user)) and may(request.user, "desk.own", found)
    context = {
        "article": found,
        "form": form,
        "time_zones": TIME_ZONES,
        "offers_desk": offers_desk,
        "meanwhile": meanwhile,
        "seen": seen(form, sent=request.POST),
    }
    return render(request, "articles/edit.html", context, status=status)


def _beside_present(request: PageRequest, found: Article) -> tuple[ArticleForm, Meanwhile]:
    values = ArticleForm.values_of(found)
    merged = beside_present(
        [(ArticleForm(request.POST), ArticleForm(initial=values))], request.POST, found.version
    )
    return ArticleForm(merged.sent, initial=values), merged


def permissions(request: PageRequest, found: Article) -> dict[str, bool]:
    """What a page about an article may offer this person."""
    return {
        "may_claim": may(request.user, "claim.create", found),
        "may_edit": may(request.user, "article.edit", found),
        "may_revise": may(request.user, "article.revise", found),
        "may_ask_correction": may(request.user, "correction.ask", found),
    }


def filtered_out(read: Reading, chosen: dict[str, list[str]]) -> frozenset[int]:
    """The claims that the chosen filters leave out; a filter nobody chose leaves out none."""
    statuses, types, reviewers = (set(chosen[name]) for name in FILTERS)
    return frozenset(
        claim_id
        for claim_id, one in read.claims.items()
        if (statuses and one.shown not in statuses)
        or (types and one.claim.type not in types)
        or (reviewers and not reviewers & {str(person_id) for person_id in one.reviewer_ids})
    )


def _facets(read: Reading, chosen: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The filters that would tell these claims apart, with counts."""
    claims = read.claims.values()
    shown = [one.shown for one in claims]
    types = [one.claim.type for one in claims]
    people = [person_id for one in claims for person_id in one.reviewer_ids]
    labels = [(value, label) for value, label in [*Status.choices, (COMPUTING, COMPUTING_LABEL)]]
    found: list[tuple[str, str, list[tuple[Any, Any, int]]]] = [
        ("status", _("Status"), [(value, label, shown.count(value)) for value, label in labels]),
        ("type", _("Type"), [(value, label, types.count(value)) for value, label in ClaimType.choices]),
        ("reviewer", _("Reviewer"), [(pk, name, people.count(pk)) for pk, name in read.reviewers]),
    ]
    return [
        {
            "name": name,
            "label": label,
            "choices": [
                {"value": value, "label": words, "count": count, "is_chosen": str(value) in chosen[name]}
                for value, words, count in choices
                if count or str(value) in chosen[name]
            ],
        }
        for name, label, choices in found
    ]


def _edited(request: PageRequest, article_id: int, form: ArticleForm) -> HttpResponse:
    values: dict[str, Any] = dict(form.article_values())
    values["publisher_id"] = publisher_named(form, actor=request.user)
    changed = edit_article(
        article_id=article_id,
        values=values,
        expected_version=form.cleaned_data["version"],
        actor=request.user,
    )
    toast(request, _("Saved."))
    return redirect("article", article_id=changed.pk)


def _sentences(canonical: CanonicalText, language: str) -> list[list[int]]:
    found: list[list[int]] = []
    position, counted = 0, 0
    for block in canonical.blocks:
        for start, end in sentences_of_block(canonical, block, language):
            counted += utf16_length(canonical.text[position:start])
            length = utf16_length(canonical.text[start:end])
            found.append([counted, counted + length])
            position, counted = end, counted + length
    return found


def _cursor(query: QueryDict, name: str) -> int | None:
    value = query.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise NotFound("There is no such page of the list.", details={name: value})
    return int(value)


def _pages(found: ArticlePage, chosen: dict[str, str]) -> dict[str, Any]:
    count = len(found.articles)
    return {
        "words": ngettext("%(count)s article", "%(count)s articles", count) % {"count": count},
        "previous": _address(chosen, "after", found.newer),
        "next": _address(chosen, "before", found.older),
    }


def _address(chosen: dict[str, str], name: str, cursor: int | None) -> str:
    return f"{reverse('articles')}?{urlencode({**chosen, name: cursor})}" if cursor is not None else ""
