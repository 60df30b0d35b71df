"""The right of reply: noting who was asked about a claim, and what they answered."""

from datetime import timedelta

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotations.access import may, require
from annotations.actions.replies import ask_for_reply, conclude_reply, postpone_reply, reopen_reply
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.models import ReplyRequest
from annotations.queries.claims import claim_for
from annotations.queries.replies import reply_for
from annotations.web.forms.publications import AnswerOfReplyForm, PostponeForm, ReplyForm
from annotations.web.pages import PageRequest, page
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast

USUAL_TIME = timedelta(days=2)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PageRequest, claim_id: int) -> HttpResponse:
    """Who is asked what, and until when."""
    claim = claim_for(claim_id, request.user)
    require(request.user, "reply.ask", claim)
    form = ReplyForm(request.POST or None, initial={"deadline_at": timezone.now() + USUAL_TIME})
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and form.is_valid():
        try:
            ask_for_reply(claim_id=claim_id, **form.cleaned_data, actor=request.user)
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            add_refusal(form, refusal)
            status = status_of(refusal)
        else:
            toast(request, _("Noted. The claim is not published before the deadline without a reason."))
            return redirect("claim", claim_id=claim_id)
    return render(request, "publications/reply_new.html", {"claim": claim, "form": form}, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: PageRequest, reply_id: int) -> HttpResponse:
    """One request, and the form for what they answered."""
    found = reply_for(reply_id, request.user)
    form = AnswerOfReplyForm(request.POST or None, initial={"version": found.version})
    if not form.is_bound or not form.is_valid():
        return _shown(request, found, form, None, 422 if form.is_bound else 200)
    values = form.cleaned_data
    try:
        conclude_reply(
            reply_id=reply_id, expected_version=values.pop("version"), **values, actor=request.user
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, found, form, None, status_of(refusal))
    toast(request, _("The answer is noted."), undo=reverse("reply-reopen", args=[reply_id]))
    return redirect("claim", claim_id=found.claim_id)


@page
@require_POST
def postpone(request: PageRequest, reply_id: int) -> HttpResponse:
    """Gives them more time."""
    found = reply_for(reply_id, request.user)
    form = PostponeForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, None, form, 422)
    values = form.cleaned_data
    try:
        postpone_reply(
            reply_id=reply_id,
            deadline_at=values["deadline_at"],
            expected_version=values["version"],
            actor=request.user,
        )
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, found, None, form, status_of(refusal))
    toast(request, _("They have more time."))
    return redirect("claim", claim_id=found.claim_id)


@page
@require_POST
def reopen(request: PageRequest, reply_id: int) -> HttpResponse:
    """Takes an answer back that was noted by mistake."""
    found = reopen_reply(reply_id=reply_id, actor=request.user)
    toast(request, _("The answer was taken back."))
    return back(request, reverse("claim", args=[found.claim_id]))


def _shown(
    request: PageRequest, found: ReplyRequest, answer: Form | None, postponed: Form | None, status: int
) -> HttpResponse:
    may_conclude = may(request.user, "reply.conclude", found)
    initial = {"version": found.version}
    deadline = {**initial, "deadline_at": found.deadline_at + USUAL_TIME}
    content = {
        "reply": found,
        "claim": found.claim,
        "form": answer or AnswerOfReplyForm(initial=initial),
        "postpone_form": postponed or PostponeForm(initial=deadline, auto_id="postpone_%s"),
        "is_open": found.outcome in ("waiting", "no_answer"),
        "is_over": found.deadline_at <= timezone.now(),
        "may_conclude": may_conclude,
        "is_postponing": postponed is not None,
    }
    return render(request, "publications/reply.html", content, status=status)
