"""Webhooks: made and looked after, with the log of what was sent."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotations.access import require_somewhere
from annotations.actions.webhooks import (
    create_webhook,
    edit_webhook,
    pause_webhook,
    replay_delivery,
    resume_webhook,
    rotate_secret,
    secret_for,
    send_test,
)
from annotations.domain.errors import NotAllowed, NotFound, Refusal
from annotations.models import WebhookDelivery
from annotations.queries.source_pages import Page
from annotations.queries.webhooks import deliveries_for, webhook_for, webhooks_of
from annotations.web.forms.webhooks import WebhookEditForm, WebhookForm
from annotations.web.pages import PageRequest, page
from annotations.web.paging import pages_of
from annotations.web.refusals import add_refusal, status_of
from annotations.web.toasts import back, toast

DELIVERIES_SHOWN: Final = 25


@page
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: PageRequest) -> HttpResponse:
    """One's own webhooks, or everybody's for an administrator, and the form that makes one."""
    require_somewhere(request.user, "webhook.read")
    form, status = WebhookForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = create_webhook(**form.cleaned_data, actor=request.user)
            except NotAllowed:
                raise
            except Refusal as refusal:
                add_refusal(form, refusal)
                status = status_of(refusal)
            else:
                toast(request, _("“%(name)s” is made. Send it a test.") % {"name": made.name})
                return redirect("webhook", made.pk)
    shown = {"webhooks": webhooks_of(request.user), "form": form}
    return render(request, "webhooks/webhooks.html", shown, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: PageRequest, webhook_id: int) -> HttpResponse:
    """One webhook: where it stands, what was sent, and the form that changes it."""
    if request.method != "POST":
        return _shown(request, webhook_id)
    form = WebhookEditForm(request.POST)
    if not form.is_valid():
        return _shown(request, webhook_id, form=form, status=422)
    try:
        edit_webhook(webhook_id=webhook_id, values=form.cleaned_data, actor=request.user)
    except (NotAllowed, NotFound):
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _shown(request, webhook_id, form=form, status=status_of(refusal))
    toast(request, _("Saved."))
    return redirect("webhook", webhook_id)


@page
@require_POST
def secret(request: PageRequest, webhook_id: int) -> HttpResponse:
    """The same page with the secret, in this answer alone."""
    return _shown(request, webhook_id, secret=secret_for(webhook_id=webhook_id, actor=request.user))


@page
@require_POST
def rotate(request: PageRequest, webhook_id: int) -> HttpResponse:
    """A new secret, shown at once."""
    rotate_secret(webhook_id=webhook_id, actor=request.user)
    return _shown(request, webhook_id, secret=secret_for(webhook_id=webhook_id, actor=request.user))


@page
@require_POST
def pause(request: PageRequest, webhook_id: int) -> HttpResponse:
    """Sends nothing until it is resumed."""
    pause_webhook(webhook_id=webhook_id, actor=request.user)
    toast(request, _("Paused."), undo=reverse("webhook-resume", args=[webhook_id]))
    return back(request, reverse("webhook", args=[webhook_id]))


@page
@require_POST
def resume(request: PageRequest, webhook_id: int) -> HttpResponse:
    """Goes on where it stopped."""
    resume_webhook(webhook_id=webhook_id, actor=request.user)
    toast(request, _("It goes on where it stopped."), undo=reverse("webhook-pause", args=[webhook_id]))
    return back(request, reverse("webhook", args=[webhook_id]))


@page
@require_POST
def test(request: PageRequest, webhook_id: int) -> HttpResponse:
    """Sends a test, or what waits."""
    sent = send_test(webhook_id=webhook_id, actor=request.user)
    words = _("The waiting message is sent now.") if sent.changes else _("A test is on its way.")
    toast(request, words)
    return redirect("webhook", webhook_id)


@page
@require_POST
def replay(request: PageRequest, delivery_id: int) -> HttpResponse:
    """Sends a message again."""
    again = replay_delivery(delivery_id=delivery_id, actor=request.user)
    toast(request, _("It is sent again, as message %(number)s.") % {"number": again.number})
    return redirect("webhook", again.webhook_id)


def _shown(
    request: PageRequest,
    webhook_id: int,
    *,
    form: WebhookEditForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    found = webhook_for(webhook_id, request.user)
    sent = _deliveries(request, webhook_id)
    content: dict[str, Any] = {
        "webhook": found,
        "form": form or WebhookEditForm({"name": found.name, "address": found.address}),
        "secret": secret,
        "deliveries": sent.rows,
        "pages": pages_of(request, sent, size=DELIVERIES_SHOWN),
    }
    return render(request, "webhooks/webhook.html", content, status=status)


def _deliveries(request: PageRequest, webhook_id: int) -> Page[WebhookDelivery]:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    first = DELIVERIES_SHOWN * (max(number, 1) - 1)
    rows = deliveries_for(request.user).filter(webhook=webhook_id).select_related("replay_of")
    found = list(rows[first : first + DELIVERIES_SHOWN + 1])
    return Page(found[:DELIVERIES_SHOWN], max(number, 1), len(found) > DELIVERIES_SHOWN)
