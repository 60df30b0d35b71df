"""Second readings: what waits, one passage after the other read blind, and who reads what nobody took."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.access import may, may_somewhere
from annotations.actions.second_looks import answer_look, ask_for_look, assign_look, release_look, take_look
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.queries.second_look_pages import looks_page, next_look, read_blind
from annotations.queries.second_looks import look_by_id, looks_of
from annotations.web.forms.second_looks import AnswerForm
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast


@page
@require_safe
def second_looks(request: PageRequest) -> HttpResponse:
    """How much waits to be read, and what still looks for a reader."""
    context = {
        "waiting": looks_page(request.user),
        "may_assign": may(request.user, "second_look.assign"),
        "may_review": may_somewhere(request.user, "second_look.take"),
    }
    return render(request, "review/second_looks.html", context)


@page
@require_safe
def following(request: PageRequest) -> HttpResponse:
    """To the passage that waits longest, or with `?after=` to the one behind that."""
    found = next_look(request.user, number_in(request.GET, "after"))
    return redirect("second-look", look_id=found) if found else redirect("second-looks")


@page
@require_http_methods(["GET", "HEAD", "POST"])
def second_look(request: PageRequest, look_id: int) -> HttpResponse:
    """One passage beside one claim, and nothing else; the answer leads to the next passage."""
    reading = read_blind(look_id, request.user)
    form = AnswerForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            answer_look(look_id=look_id, **form.cleaned_data, actor=request.user)
            return _kept(request)
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
    context = {"reading": reading, "passage": reading.passage, "form": form}
    return render(request, "review/second_look.html", context, status=status)


@page
@require_POST
def release(request: PageRequest, look_id: int) -> HttpResponse:
    """Gives a passage back, and goes on with the next."""
    look = look_by_id(look_id)
    release_look(look_id=look_id, actor=request.user)
    if look.reader_id != request.user.pk:
        toast(request, _("It is given to somebody else."))
        return redirect("second-looks")
    toast(request, _("Given back. Somebody else reads it."))
    return redirect("second-look-next")


@page
@require_POST
def take(request: PageRequest, look_id: int) -> HttpResponse:
    """Takes a passage that nobody was found for, and opens it."""
    take_look(look_id=look_id, actor=request.user)
    return redirect("second-look", look_id=look_id)


@page
@require_POST
def assign(request: PageRequest, look_id: int) -> HttpResponse:
    """Gives a passage that nobody was found for to somebody."""
    person_id = number_in(request.POST, "person")
    if person_id is None:
        raise NotFound(_("Choose who reads it."), rule="required")
    look = assign_look(look_id=look_id, person_id=person_id, actor=request.user)
    name = look.reader.display_name if look.reader else ""
    toast(request, _("%(name)s reads it.") % {"name": name})
    return redirect("second-looks")


@page
@require_POST
def ask(request: PageRequest, evidence_id: int) -> HttpResponse:
    """Asks for a second reading of a link."""
    look = ask_for_look(evidence_id=evidence_id, actor=request.user)
    toast(request, _("A second person reads this passage without knowing how it is linked."))
    claim_id = look.evidence.claim_id if look.evidence else 0
    return back(request, reverse("claim", args=[claim_id]))


def _kept(request: PageRequest) -> HttpResponse:
    left = looks_of(request.user).count()
    if not left:
        toast(request, _("Kept. Nothing else waits for you to read."))
        return redirect("second-looks")
    words = ngettext("Kept. %(count)s more waits.", "Kept. %(count)s more wait.", left)
    toast(request, words % {"count": left})
    return redirect("second-look-next")
