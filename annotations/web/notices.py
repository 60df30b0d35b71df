"""What people are told without having asked: a sentence each, day by day, with the way to it."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.notices import read_all_notices, read_notice
from annotations.domain.rewording import rewording
from annotations.domain.vocabulary import NoticeKind
from annotations.models import Article, Claim, Desk, Publisher, SecondLook, Source
from annotations.queries.notice_words import sentence, title_of
from annotations.queries.notices import ListedNotice, NoticePage, notice_page
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.toasts import back, toast


@page
@require_safe
def notices(request: PageRequest) -> HttpResponse:
    """The person's notices by day, latest first, what is new marked; with `?unread=1` only what is new."""
    is_unread = request.GET.get("unread") == "1"
    found = notice_page(
        request.user,
        before=number_in(request.GET, "before"),
        after=number_in(request.GET, "after"),
        is_unread=is_unread,
    )
    content = {
        "days": _days(found.notices),
        "is_unread": is_unread,
        "is_filled": bool(found.notices),
        "pages": _pages(found, is_unread),
    }
    return render(request, "notices/notices.html", content)


@page
@require_POST
def read(request: PageRequest, notice_id: int) -> HttpResponse:
    """Notes that one notice was seen, and leads on: to its place in the list, or to what it is about."""
    notice = read_notice(notice_id=notice_id, actor=request.user)
    return back(request, f"{reverse('notices')}#notice-{notice.pk}")


@page
@require_POST
def read_all(request: PageRequest) -> HttpResponse:
    """Notes that all of them were seen."""
    count = read_all_notices(actor=request.user)
    words = ngettext("%(count)s notice was marked as read.", "%(count)s notices were marked as read.", count)
    toast(request, words % {"count": count})
    return redirect("notices")


def _days(notices: list[ListedNotice]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The notices by the day on which they were raised, on the clock of whoever reads."""
    days = groupby(notices, lambda one: timezone.localtime(one.notice.raised_at).date())
    return [(_day(day), [_line(one) for one in found]) for day, found in days]


def _day(day: date) -> str:
    today = timezone.localdate()
    if day == today:
        return _("Today")
    return _("Yesterday") if day == today - timedelta(days=1) else date_format(day, "l, j F Y")


def _line(one: ListedNotice) -> dict[str, Any]:
    kind = NoticeKind(one.notice.kind)
    return {
        "listed": one,
        "notice": one.notice,
        "sentence": sentence(one),
        "note": one.notice.detail.get("problem", "") or one.notice.detail.get("note", ""),
        "said": one.comment.text if one.comment else "",
        "about": _about(one),
        "ways": _ways(one, kind),
        "claims": [(claim, rewording(claim.old, claim.new)) for claim in one.claims],
    }


def _about(one: ListedNotice) -> dict[str, str]:
    """What it is about: its name, its language and its place."""
    row = one.about
    anchor = f"#comment-{one.comment.pk}" if one.comment else ""
    is_dispute = isinstance(row, SecondLook) and one.notice.kind in DISPUTES
    route = "dispute" if is_dispute else ROUTES[type(row)]
    return {
        "name": title_of(row),
        "language": "" if isinstance(row, Publisher | Desk | SecondLook) else row.language,
        "address": reverse(route, args=[row.pk]) + anchor,
    }


def _ways(one: ListedNotice, kind: NoticeKind) -> list[tuple[str, str]]:
    """Where one goes from here, the first way first."""
    about = _about(one)["address"]
    article = one.notice.article_id
    if kind == NoticeKind.SOURCE_CHANGED and one.because:
        return [(_("See these claims"), f"{reverse('claims')}?notice={one.notice.pk}")]
    if kind in (NoticeKind.WORDS_CHANGED, NoticeKind.TEXT_REPLACED):
        ways = [(_("Decide"), reverse("highlights-waiting", args=[article]))]
        return [*ways, (_("Revisions"), reverse("revisions", args=[article]))] if one.number else ways
    if kind in (NoticeKind.CHECK_DIFFERENT, NoticeKind.CHECK_FAILED) and article:
        return [(_("Look at its checks"), reverse("revisions", args=[article]))]
    if kind == NoticeKind.OVERRIDE_PROPOSED:
        return [(_("Approve or decline"), reverse("override", args=[one.notice.claim_id]))]
    if kind == NoticeKind.ASSIGNED and one.count > 1:
        return [(_("Look at it"), about), (_("All of them"), reverse("home"))]
    return [(str(WAYS.get(kind, _("Look at it"))), about)]


ROUTES: Mapping[type, str] = {
    Article: "article",
    Claim: "claim",
    Desk: "desk",
    Publisher: "publisher",
    SecondLook: "second-look",
    Source: "source",
}
DISPUTES = (NoticeKind.DISPUTE_OPENED, NoticeKind.DISPUTE_SETTLED)
WAYS: Mapping[NoticeKind, Any] = {
    NoticeKind.MENTIONED: gettext_lazy("Read it"),
    NoticeKind.COMMENTED: gettext_lazy("Read it"),
    NoticeKind.SECOND_LOOK_ASKED: gettext_lazy("Read the passage"),
    NoticeKind.DISPUTE_OPENED: gettext_lazy("Settle it"),
}


def _pages(found: NoticePage, is_unread: bool) -> dict[str, Any]:
    count = len(found.notices)
    return {
        "words": ngettext("%(count)s notice", "%(count)s notices", count) % {"count": count},
        "previous": _address(is_unread, after=found.newer),
        "next": _address(is_unread, before=found.older),
    }


def _address(is_unread: bool, **cursor: int | None) -> str:
    asked = {name: value for name, value in cursor.items() if value is not None}
    return (
        f"{reverse('notices')}?{urlencode({**({'unread': 1} if is_unread else {}), **asked})}"
        if asked
        else ""
    )
