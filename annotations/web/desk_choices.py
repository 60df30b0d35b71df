"""Giving an article or a source to a desk, offered only to who belongs to one."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from annotations.access import require
from annotations.actions.desk_property import own_article, own_source
from annotations.domain.errors import NotAllowed, Refusal
from annotations.models import Article, Desk, Source, User
from annotations.queries.articles import article_by_id
from annotations.queries.desks import claims_at_stake, desks_to_work_at
from annotations.queries.sources import source_by_id
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast


class DeskChoice(forms.Form):
    """Which desk owns it; nobody is asked where there is none to choose."""

    desk = forms.TypedChoiceField(label=gettext_lazy("Desk"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, offered: list[Desk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole newsroom")),
            *((desk.pk, desk.name) for desk in offered),
        ]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def article_desk(request: PageRequest, article_id: int) -> HttpResponse:
    """Which desk owns an article, with its claims."""
    found = article_by_id(article_id)
    require(request.user, "desk.own", found)
    return _owned(request, found, reverse("article", args=[article_id]))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def source_desk(request: PageRequest, source_id: int) -> HttpResponse:
    """Which desk owns a source."""
    found = source_by_id(source_id)
    require(request.user, "desk.own", found)
    return _owned(request, found, reverse("source", args=[source_id]))


def _owned(request: PageRequest, row: Article | Source, address: str) -> HttpResponse:
    offered = desks_to_work_at(request.user)
    form = DeskChoice(request.POST or None, offered=offered, initial={"desk": row.desk_id or ""})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            _own(row, form.cleaned_data["desk"], request.user)
        except NotAllowed:
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
        else:
            toast(request, _("Given to another desk. Its history says so."))
            return redirect(address)
    shown = {
        "form": form,
        "name": str(row),
        "address": address,
        "claims": claims_at_stake(row) if isinstance(row, Article) else None,
    }
    return render(request, "desks/own.html", shown, status=status)


def _own(row: Article | Source, desk_id: int | None, actor: User) -> None:
    if isinstance(row, Article):
        own_article(article_id=row.pk, desk_id=desk_id, actor=actor)
    else:
        own_source(source_id=row.pk, desk_id=desk_id, actor=actor)
