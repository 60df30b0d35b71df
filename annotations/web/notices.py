"""What people are told without having asked: a sentence each, with the way to what it is about."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.notices import read_all_notices, read_notice
from annotations.domain.rewording import rewording
from annotations.domain.vocabulary import NoticeKind
from annotations.queries.notices import ListedNotice, NoticePage, notice_page
from annotations.web.pages import PageRequest, page
from annotations.web.places import number_in
from annotations.web.toasts import back, toast


@page
@require_safe
def notices(request: PageRequest) -> HttpResponse:
    """The person's notices, latest first; what they have not read is marked."""
    found = notice_page(
        request.user, before=number_in(request.GET, "before"), after=number_in(request.GET, "after")
    )
    lines = [_line(one) for one in found.notices]
    return render(request, "notices/notices.html", {"lines": lines, "pages": _pages(found)})


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


def _line(one: ListedNotice) -> dict[str, Any]:
    return {
        "listed": one,
        "notice": one.notice,
        "sentence": SENTENCES[one.notice.kind](one),
        "note": one.notice.detail.get("problem", ""),
        "is_about_words": one.notice.kind in (NoticeKind.WORDS_CHANGED, NoticeKind.TEXT_REPLACED),
        "claims": [(claim, rewording(claim.old, claim.new)) for claim in one.claims],
    }


def _words_changed(one: ListedNotice) -> str:
    """The publisher changed the words: a figure turns a claim into another one."""
    words = ngettext(
        "In revision %(number)s figures or negations changed under %(count)s highlight.",
        "In revision %(number)s figures or negations changed under %(count)s highlights.",
        one.count,
    )
    return words % {"number": one.number, "count": one.count}


def _text_replaced(one: ListedNotice) -> str:
    words = ngettext(
        "Nothing of the earlier text is left in revision %(number)s: %(count)s highlight waits.",
        "Nothing of the earlier text is left in revision %(number)s: %(count)s highlights wait.",
        one.count,
    )
    return words % {"number": one.number, "count": one.count}


def _check_different(one: ListedNotice) -> str:
    return _("Its address shows another text altogether. Nothing was added; look whether it is the article.")


def _check_failed(one: ListedNotice) -> str:
    return _("Its address could not be read several times in a row.")


SENTENCES: Mapping[str, Callable[[ListedNotice], str]] = {
    NoticeKind.WORDS_CHANGED: _words_changed,
    NoticeKind.TEXT_REPLACED: _text_replaced,
    NoticeKind.CHECK_DIFFERENT: _check_different,
    NoticeKind.CHECK_FAILED: _check_failed,
}


def _pages(found: NoticePage) -> dict[str, Any]:
    here, count = reverse("notices"), len(found.notices)
    return {
        "words": ngettext("%(count)s notice", "%(count)s notices", count) % {"count": count},
        "previous": f"{here}?after={found.newer}" if found.newer is not None else "",
        "next": f"{here}?before={found.older}" if found.older is not None else "",
    }
