"""Filters of the register that people keep: kept, renamed, dropped."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.actions.saved_filters import drop_filter, keep_filter, rename_filter
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.domain.vocabulary import RegisterNoun
from annotations.models import SavedFilter
from annotations.queries.register_choices import chosen_choices
from annotations.queries.saved_filters import filters_of
from annotations.web.forms.register import FilterNameForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.register_edits import known_noun
from annotations.web.register_lists import Criteria, address_of, criteria_of
from annotations.web.toasts import back, toast


@page
@require_safe
def filters(request: PageRequest, noun: str) -> HttpResponse:
    """The filters that a person keeps of one list."""
    return _managed(request, known_noun(noun))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: PageRequest, noun: str) -> HttpResponse:
    """Keeps the filter that stands in the address. Posted to with its name there, it keeps what was dropped
    a moment ago.
    """
    noun = known_noun(noun)
    criteria = criteria_of(request.GET)
    form = FilterNameForm(_named(request) if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if form.is_bound and form.is_valid():
        try:
            kept = keep_filter(
                noun=noun, name=form.cleaned_data["name"], criteria=criteria, actor=request.user
            )
            drop = reverse("saved-filter-drop", args=[kept.pk])
            toast(request, _("“%(name)s” stands above the list now.") % {"name": kept.name}, undo=drop)
            return redirect(address_of(noun, kept.criteria))
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    content = {
        "noun": noun,
        "form": form,
        "criteria": in_words(noun, criteria),
        "list_address": address_of(noun, criteria),
    }
    return render(request, "register/filter_keep.html", content, status=status)


@page
@require_POST
def rename(request: PageRequest, filter_id: int) -> HttpResponse:
    """Gives a filter another name. What was typed stays when it is refused."""
    form = FilterNameForm(request.POST)
    try:
        kept = rename_filter(filter_id=filter_id, name=request.POST.get("name", ""), actor=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        noun = SavedFilter.objects.values_list("noun", flat=True).get(pk=filter_id)
        return _managed(request, known_noun(noun), refused=(filter_id, form), status=status_of(refusal))
    toast(request, _("It is called “%(name)s” now.") % {"name": kept.name})
    return redirect("register-filters", noun=kept.noun)


@page
@require_POST
def drop(request: PageRequest, filter_id: int) -> HttpResponse:
    """Drops a filter; undoing it keeps it again."""
    dropped = drop_filter(filter_id=filter_id, actor=request.user)
    said = urlencode({**dropped.criteria, "name": dropped.name}, doseq=True)
    again = f"{reverse('register-filter-keep', args=[dropped.noun])}?{said}"
    toast(request, _("“%(name)s” was dropped.") % {"name": dropped.name}, undo=again)
    return back(request, reverse(dropped.noun))


def in_words(noun: str, criteria: Criteria) -> list[tuple[str, str]]:
    """Each criterion with its values as people call them."""
    labels = {
        "words": _("Words"),
        "publisher": _("Publisher"),
        "desk": _("Desk"),
        "kind": _("Kind"),
        "state": _("State"),
        "language": _("Language"),
        "tag": _("Tag"),
        "country": _("Country"),
        "grade": _("Grade"),
        "owner": _("Owner"),
        "year": _("Year"),
        "captured": _("Captured"),
        "health": _("Address"),
        "merged": _("Merged"),
        "protected": _("Protected"),
        "fictional": _("Fictional"),
    }
    return [
        (labels.get(name, name), ", ".join(facet.label for facet in chosen_choices(noun, name, values)))
        for name, values in criteria.items()
    ]


def _named(request: PageRequest) -> QueryDict:
    return request.POST if "name" in request.POST else request.GET


def _managed(
    request: PageRequest,
    noun: RegisterNoun,
    *,
    refused: tuple[int, FilterNameForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    kept: list[dict[str, Any]] = [
        {
            "filter": one,
            "criteria": in_words(noun, one.criteria),
            "address": address_of(noun, one.criteria),
            "form": refused[1]
            if refused and refused[0] == one.pk
            else FilterNameForm(initial={"name": one.name}),
        }
        for one in filters_of(request.user, noun)
    ]
    return render(request, "register/filters.html", {"noun": noun, "kept": kept}, status=status)
