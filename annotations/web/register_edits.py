"""Changing many rows of the register at once: a preview first, and a way back afterwards."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from annotations.access import require
from annotations.actions.register_edits import edit_together, undo_edits
from annotations.domain.errors import Invalid, NotAllowed, NotFound, Refusal
from annotations.domain.vocabulary import RegisterNoun
from annotations.models import Event
from annotations.queries.dependents import claims_resting_on_publishers
from annotations.queries.register_edits import (
    MOST_AT_ONCE,
    PlannedEdit,
    SharedEdit,
    checked_edit,
    planned_edits,
    rows_of,
)
from annotations.queries.register_filters import publishers_matching, sources_matching
from annotations.web.forms.register import SharedEditForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import numbers_in
from annotations.web.refusals import add_refusal, status_of
from annotations.web.register_lists import Criteria, address_of, criteria_of
from annotations.web.toasts import toast

SHOWN = 50
WANTED = f"{SharedEditForm.prefix}-"
"""How the names of what is to change begin, beside the filter in the same address."""


@page
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: PageRequest, noun: str) -> HttpResponse:
    """What a change would do to the rows that were chosen, and the change itself."""
    noun = known_noun(noun)
    require(request.user, "source.edit" if noun == RegisterNoun.SOURCES else "publisher.edit")
    rows = rows_of(noun, _chosen(noun, request.GET), request.user)
    asked = request.POST if request.method == "POST" else request.GET
    is_asked = any(asked.get(name) for name in asked if name.startswith(WANTED))
    form = SharedEditForm(asked if is_asked else None, noun=noun)
    if not form.is_bound or not form.is_valid():
        return _shown(request, noun, rows, form, [], status=422 if form.is_bound else 200)
    try:
        planned = planned_edits(rows, checked_edit(noun, form.edit()))
        if request.method != "POST":
            return _shown(request, noun, rows, form, planned)
        return _done(request, noun, [row.pk for row in rows], form.edit())
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, noun, rows, form, [], status=status_of(refusal))


@page
@require_POST
def undo(request: PageRequest, noun: str) -> HttpResponse:
    """Takes a change of many rows back."""
    noun = known_noun(noun)
    events = undo_edits(noun=noun, event_ids=_numbers(request.GET.get("events", "")), actor=request.user)
    words = ngettext("One row is as it was.", "%(count)s rows are as they were.", len(events))
    toast(request, words % {"count": len(events)})
    return redirect(noun)


def known_noun(noun: str) -> RegisterNoun:
    """The list that an address names. Refuses with `NotFound`."""
    if noun not in RegisterNoun.values:
        raise NotFound(_("There is no such list in the register."))
    return RegisterNoun(noun)


def _done(request: PageRequest, noun: RegisterNoun, ids: list[int], edit: SharedEdit) -> HttpResponse:
    events = edit_together(noun=noun, ids=ids, edit=edit, actor=request.user)
    words = ngettext("One row was changed.", "%(count)s rows were changed.", len(events))
    address = f"{reverse('register-together-undo', args=[noun])}?{urlencode({'events': _ranges(events)})}"
    toast(request, words % {"count": f"{len(events):,}"}, undo=address if events else "")
    return redirect(address_of(noun, _filter_in(request.GET)))


def _shown(
    request: PageRequest,
    noun: RegisterNoun,
    rows: list[Any],
    form: SharedEditForm,
    planned: list[PlannedEdit],
    *,
    status: int = 200,
) -> HttpResponse:
    kinds = [one.row.pk for one in planned if noun == RegisterNoun.PUBLISHERS and "kind" in one.after]
    content = {
        "noun": noun,
        "form": form,
        "count": len(rows),
        "planned_count": len(planned),
        "planned": [{"row": one.row, "changes": _in_words(one)} for one in planned[:SHOWN]],
        "unshown": max(len(planned) - SHOWN, 0),
        "claim_count": len(claims_resting_on_publishers(kinds)) if kinds else 0,
        "is_previewed": form.is_bound and not form.errors and "change" not in request.GET,
        "list_address": address_of(noun, _filter_in(request.GET)),
        "selection": [
            (name, value)
            for name, values in request.GET.lists()
            if not name.startswith(WANTED)
            for value in values
        ],
    }
    return render(request, "register/together.html", content, status=status)


def _in_words(one: PlannedEdit) -> list[tuple[str, str, str]]:
    """Each value that changes: what it is, before, after."""
    labels = {"tags": _("Tags"), "kind": _("Kind"), "language": _("Language"), "languages": _("Languages")}
    kinds = dict(one.row._meta.get_field("kind").choices)

    def words(value: Any) -> str:
        return ", ".join(value) if isinstance(value, list) else str(kinds.get(value, value))

    return [(labels[name], words(one.before[name]), words(value)) for name, value in one.after.items()]


def _chosen(noun: RegisterNoun, asked: QueryDict) -> list[int]:
    """The rows that were ticked; all that the filter finds when that was asked for."""
    if not asked.get("all"):
        return numbers_in(asked, "row")
    matching = sources_matching if noun == RegisterNoun.SOURCES else publishers_matching
    found: Any = matching(_filter_in(asked))
    return list(found.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])


def _filter_in(asked: QueryDict) -> Criteria:
    """The filter that the rows were found by."""
    return {name: values for name, values in criteria_of(asked).items() if not name.startswith(WANTED)}


def _ranges(events: list[Event]) -> str:
    """Ids of events, short: `12-15,18`. One change has its events one after the other."""
    ranges: list[list[int]] = []
    for pk in sorted(event.pk for event in events):
        if ranges and pk == ranges[-1][1] + 1:
            ranges[-1][1] = pk
        else:
            ranges.append([pk, pk])
    return ",".join(f"{first}-{last}" for first, last in ranges)


def _numbers(ranges: str) -> list[int]:
    found: list[int] = []
    for text in ranges.split(","):
        ends = [int(end) for end in text.split("-") if end.isascii() and end.isdigit() and len(end) < 19]
        if len(ends) != 2 or not 0 <= ends[1] - ends[0] < MOST_AT_ONCE:
            raise Invalid(_("It cannot be told what is to be taken back."), rule="invalid")
        found += range(ends[0], ends[1] + 1)
    return found
