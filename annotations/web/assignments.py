"""Giving out work on claims and articles, one or many; taking, handing on, giving back and finishing it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from annotations.access import require
from annotations.actions.assignments import (
    MOST_AT_ONCE,
    Given,
    assign_work,
    edit_work,
    finish_work,
    hand_on_work,
    release_work,
    resume_work,
    take_work,
    undo_assigning,
)
from annotations.domain.errors import Invalid, NotAllowed, NotFound, Refusal, Stale
from annotations.domain.work.due import day_of
from annotations.models import Article, Assignment, Claim, User
from annotations.queries.claims import claims_matching
from annotations.queries.visibility import visible_articles, visible_claims
from annotations.queries.work import assignable_people, assignment_for, held_by
from annotations.web.criteria import criteria_in
from annotations.web.forms.work import AssignForm, HandOnForm, WorkForm
from annotations.web.id_ranges import ids_in, written
from annotations.web.meanwhile import Meanwhile, beside_present, is_taking, seen
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast

SHOWN = 50
ASKED = ("person", "due_on", "note", "preview")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: PageRequest) -> HttpResponse:
    """Gives work out: `claim` and `article` name one or many, `all` everything that the board's filter finds.
    First who, then what that would do, then the deed, which can be taken back at once.
    """
    subjects = _chosen(request)
    if not subjects:
        return _shown(request, subjects, None)
    for subject in {one.desk_id: one for one in subjects}.values():
        require(request.user, "work.assign", subject)
    asked = request.POST if request.method == "POST" else request.GET
    is_asked = any(name in asked for name in ASKED)
    form = AssignForm(asked if is_asked else None, people=assignable_people(subjects))
    if not form.is_bound or not form.is_valid():
        return _shown(request, subjects, form, status=422 if form.is_bound else 200)
    if request.method != "POST":
        return _shown(request, subjects, form, is_previewed="change" not in request.GET)
    try:
        return _assigned(request, subjects, form)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, subjects, form, status=status_of(refusal))


@page
@require_POST
def undo(request: PageRequest) -> HttpResponse:
    """Takes back what was given out together."""
    count = undo_assigning(assignment_ids=ids_in(request.GET.getlist("work")), actor=request.user)
    words = ngettext("One piece of work was taken back.", "%(count)s pieces of work were taken back.", count)
    toast(request, words % {"count": count})
    return back(request, "claims")


@page
@require_POST
def take_claim(request: PageRequest, claim_id: int) -> HttpResponse:
    """Takes a claim that nobody works on."""
    return _taken(request, take_work(claim_id=claim_id, actor=request.user))


@page
@require_POST
def take_article(request: PageRequest, article_id: int) -> HttpResponse:
    """Takes an article that nobody works on."""
    return _taken(request, take_work(article_id=article_id, actor=request.user))


@page
@require_POST
def finish(request: PageRequest, assignment_id: int) -> HttpResponse:
    """Notes that it is done."""
    work = finish_work(assignment_id=assignment_id, actor=request.user)
    toast(request, _("Done."), undo=reverse("work-resume", args=[work.pk]))
    return back(request, _place(work))


@page
@require_POST
def release(request: PageRequest, assignment_id: int) -> HttpResponse:
    """Gives it back."""
    work = release_work(assignment_id=assignment_id, actor=request.user)
    toast(request, _("Given back. Somebody else may take it."), undo=reverse("work-resume", args=[work.pk]))
    return back(request, _place(work))


@page
@require_POST
def resume(request: PageRequest, assignment_id: int) -> HttpResponse:
    """Takes back that it was finished or given back."""
    work = resume_work(assignment_id=assignment_id, actor=request.user)
    toast(request, _("It is to be done again."))
    return back(request, _place(work))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: PageRequest, assignment_id: int) -> HttpResponse:
    """Gives it to somebody else."""
    work = assignment_for(assignment_id, request.user)
    require(request.user, "work.release", work)
    people = [one for one in assignable_people([_subject(work)]) if one.pk != work.person_id]
    form = HandOnForm(request.POST or None, people=people)
    if form.is_bound and form.is_valid():
        try:
            given = hand_on_work(
                assignment_id=work.pk,
                person_id=form.cleaned_data["person"],
                note=form.cleaned_data["note"],
                actor=request.user,
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
            return _edited(request, work, form, "work/hand_on.html", status_of(refusal))
        toast(request, _("%(name)s has it now, and was told.") % {"name": given.person.display_name})
        return redirect(_place(given))
    return _edited(request, work, form, "work/hand_on.html", 422 if form.is_bound else 200)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PageRequest, assignment_id: int) -> HttpResponse:
    """Until when it is to be done, and what to look at."""
    work = assignment_for(assignment_id, request.user)
    require(request.user, "work.release", work)
    form = WorkForm(request.POST or None, initial=_values(work))
    if is_taking(request.POST):
        return _beside_present(request, work, 200)
    if form.is_bound and form.is_valid():
        try:
            edit_work(
                assignment_id=work.pk,
                values={name: form.cleaned_data[name] for name in ("due_on", "note")},
                expected_version=form.cleaned_data["version"],
                actor=request.user,
            )
        except Stale as refusal:
            present = assignment_for(assignment_id, request.user)
            return _beside_present(request, present, status_of(refusal))
        except Refusal as refusal:
            add_refusal(form, refusal)
            return _edited(request, work, form, "work/edit.html", status_of(refusal))
        toast(request, _("Saved."))
        return redirect(_place(work))
    return _edited(request, work, form, "work/edit.html", 422 if form.is_bound else 200)


def _assigned(request: PageRequest, subjects: Sequence[Claim | Article], form: AssignForm) -> HttpResponse:
    given: Given = assign_work(
        claim_ids=[one.pk for one in subjects if isinstance(one, Claim)],
        article_ids=[one.pk for one in subjects if isinstance(one, Article)],
        person_ids=form.cleaned_data["person"],
        due_on=form.cleaned_data["due_on"],
        note=form.cleaned_data["note"],
        actor=request.user,
    )
    count = len(given.assignments)
    words = ngettext("Given out.", "%(count)s pieces of work were given out.", count)
    query = urlencode({"work": written([one.pk for one in given.assignments])})
    toast(request, words % {"count": count}, undo=f"{reverse('work-undo')}?{query}" if count else "")
    return redirect(_back_to(request, subjects))


def _taken(request: PageRequest, work: Assignment) -> HttpResponse:
    toast(request, _("It is yours now."), undo=reverse("work-release", args=[work.pk]))
    return back(request, _place(work))


def _shown(
    request: PageRequest,
    subjects: Sequence[Claim | Article],
    form: AssignForm | None,
    *,
    is_previewed: bool = False,
    status: int = 200,
) -> HttpResponse:
    people = form.cleaned_data["person"] if is_previewed and form is not None else []
    held = held_by(subjects, people)
    content = {
        "form": form,
        "subjects": [(one, isinstance(one, Claim)) for one in subjects[:SHOWN]],
        "unshown": max(len(subjects) - SHOWN, 0),
        "count": len(subjects),
        "is_previewed": is_previewed,
        "known": len(held),
        "new": len(subjects) * len(people) - len(held),
        "people": form.names_of(people) if form is not None else [],
        "is_past": is_previewed and form is not None and _is_past(form.cleaned_data["due_on"], request.user),
        "selection": _selection(request.GET),
        "back": _back_to(request, subjects),
    }
    return render(request, "work/assign.html", content, status=status)


def _is_past(day: date | None, person: User) -> bool:
    return day is not None and day < day_of(timezone.now(), person.time_zone)


def _beside_present(request: PageRequest, work: Assignment, status: int) -> HttpResponse:
    values = _values(work)
    merged = beside_present([(WorkForm(request.POST), WorkForm(initial=values))], request.POST, work.version)
    form = WorkForm(merged.sent, initial=values)
    return _edited(request, work, form, "work/edit.html", status, merged)


def _edited(
    request: PageRequest,
    work: Assignment,
    form: Any,
    template: str,
    status: int,
    meanwhile: Meanwhile | None = None,
) -> HttpResponse:
    content = {"work": work, "subject": _subject(work), "form": form, "back": _place(work)}
    content |= {"meanwhile": meanwhile, "seen": seen(form, sent=request.POST)}
    return render(request, template, content, status=status)


def _chosen(request: PageRequest) -> list[Claim | Article]:
    """What the address names, as far as the person may see it; the board's whole filter with `all`."""
    asked = request.GET
    claims = visible_claims(request.user)
    if asked.get("all"):
        claims = claims_matching(criteria_in(_filter_of(asked)), request.user)
    else:
        claims = claims.filter(pk__in=ids_in(asked.getlist("claim")))
    articles = visible_articles(request.user).filter(pk__in=ids_in(asked.getlist("article")))
    found: list[Claim | Article] = list(claims.select_related("desk").order_by("pk")[: MOST_AT_ONCE + 1])
    found += list(articles.select_related("desk").order_by("pk")[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        raise Invalid(
            _("At most %(most)s can be given out at once. Narrow the filter.") % {"most": MOST_AT_ONCE},
            rule="too-many-rows",
        )
    return found


def _filter_of(asked: QueryDict) -> QueryDict:
    """The board's filter without what is asked here."""
    wanted = asked.copy()
    for name in ("all", "claim", "article", "csrfmiddlewaretoken", *ASKED):
        wanted.pop(name, None)
    return wanted


def _selection(asked: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in asked.lists() if name not in ASKED for value in values]


def _values(work: Assignment) -> dict[str, Any]:
    due_on = day_of(work.due_at, work.person.time_zone) if work.due_at else None
    return {"due_on": due_on, "note": work.note, "version": work.version}


def _subject(work: Assignment) -> Claim | Article:
    subject = work.claim or work.article
    assert subject is not None, "the database keeps an assignment about one thing"
    return subject


def _place(work: Assignment) -> str:
    if work.claim_id is not None:
        return reverse("claim", args=[work.claim_id])
    return reverse("article", args=[work.article_id])


def _back_to(request: PageRequest, subjects: Sequence[Claim | Article]) -> str:
    """To the page of what was given out; to the board, as it was, where it was much."""
    if len(subjects) == 1:
        noun = "claim" if isinstance(subjects[0], Claim) else "article"
        return reverse(noun, args=[subjects[0].pk])
    kept = [
        (name, value) for name, value in _selection(request.GET) if name not in ("claim", "article", "all")
    ]
    return f"{reverse('claims')}?{urlencode(kept)}".rstrip("?")
