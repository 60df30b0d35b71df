"""Which links get a second look: the rules, their history, what they would ask for; and known passages."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, require
from annotations.actions.gold import keep_gold, keep_gold_of_file, restore_gold, retire_gold
from annotations.actions.review_rules import GROUNDS, set_review_rules
from annotations.domain.errors import NotAllowed, Refusal
from annotations.queries.gold import gold_page
from annotations.queries.review_rules import CountedLinks, counted_links
from annotations.queries.second_looks import all_rules
from annotations.web.forms.review_rules import GoldFileForm, GoldForm, RulesForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import toast

SHARES = ("asks_when", "sampled_percent", "gold_percent")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: PageRequest) -> HttpResponse:
    """The rules in force, what share of the present links they ask for, their history, and the form."""
    versions = list(all_rules())
    in_force = versions[0] if versions else None
    started = {
        name: getattr(in_force, name) for name in RulesForm.base_fields if name != "reason" and in_force
    }
    form = RulesForm(request.POST or None, initial=started) if may(request.user, "review.rules") else None
    status = 422 if form is not None and form.errors else 200
    if request.method == "POST":
        require(request.user, "review.rules")
        if form is not None and form.is_valid():
            try:
                set_review_rules(**form.cleaned_data, actor=request.user)
                toast(request, _("These rules hold from now on."))
                return redirect("review-rules")
            except NotAllowed:
                raise
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
    counted = counted_links()
    context = {
        "in_force": in_force,
        "versions": [(one, _grounds_in_words(one.asks_when)) for one in versions],
        "form": form,
        "counted": counted,
        "grounds": _shares(counted),
        "asked": counted.percent(in_force.asks_when) if in_force else 0,
    }
    return render(request, "review/rules.html", context, status=status)


@page
@require_safe
def share(request: PageRequest) -> HttpResponse:
    """What share of the links that count now the chosen grounds would ask a second look for."""
    chosen = [ground for ground in request.GET.getlist("asks_when") if ground in GROUNDS]
    counted = counted_links()
    context = {"counted": counted, "count": counted.asked(chosen), "percent": counted.percent(chosen)}
    return render(request, "review/_share.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def gold(request: PageRequest) -> HttpResponse:
    """The passages of known stance with what people read in them, and the form for one more."""
    require(request.user, "review.gold")
    form = GoldForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = keep_gold(values=form.cleaned_data, actor=request.user)
            toast(request, _("Kept."), undo=reverse("gold-retire", args=[made.pk]))
            return redirect("review-gold")
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    return _gold(request, form, GoldFileForm(), status)


@page
@require_POST
def gold_file(request: PageRequest) -> HttpResponse:
    """Keeps the passages of a file."""
    require(request.user, "review.gold")
    form = GoldFileForm(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            kept = keep_gold_of_file(stream=form.cleaned_data["file"].file, actor=request.user)
            words = ngettext("%(count)s passage was kept.", "%(count)s passages were kept.", len(kept))
            toast(request, words % {"count": len(kept)})
            return redirect("review-gold")
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    return _gold(request, GoldForm(), form, status)


@page
@require_POST
def retire(request: PageRequest, gold_id: int) -> HttpResponse:
    """Gives a passage out no more."""
    retire_gold(gold_id=gold_id, actor=request.user)
    toast(request, _("It is no longer given out."), undo=reverse("gold-restore", args=[gold_id]))
    return redirect("review-gold")


@page
@require_POST
def restore(request: PageRequest, gold_id: int) -> HttpResponse:
    """Gives a passage out again."""
    restore_gold(gold_id=gold_id, actor=request.user)
    toast(request, _("It is given out again."))
    return redirect("review-gold")


def _gold(request: PageRequest, form: GoldForm, file_form: GoldFileForm, status: int) -> HttpResponse:
    context = {"found": gold_page(), "form": form, "file_form": file_form}
    return render(request, "review/gold.html", context, status=status)


def _shares(counted: CountedLinks) -> list[dict[str, Any]]:
    return [
        {
            "label": ground.label,
            "count": counted.asked([ground.value]),
            "percent": counted.percent([ground.value]),
        }
        for ground in GROUNDS
    ]


def _grounds_in_words(asks_when: list[str]) -> list[str]:
    return [str(ground.label) for ground in GROUNDS if ground.value in asks_when]
