"""What people are told without having asked: a sentence each, with the way to what it is about."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from annotations.actions.notices import read_all_notices, read_notice
from annotations.domain.rewording import rewording
from annotations.domain.vocabulary import NoticeKind
from annotations.models import Publisher
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
        "sentence": SENTENCES[one.notice.kind] % {"number": one.number, "count": one.count},
        "note": one.notice.detail.get("problem", ""),
        "about": _about(one),
        "moved": reverse("claims") + f"?notice={one.notice.pk}" if one.because else "",
        "is_about_words": one.notice.kind in (NoticeKind.WORDS_CHANGED, NoticeKind.TEXT_REPLACED),
        "claims": [(claim, rewording(claim.old, claim.new)) for claim in one.claims],
    }


def _about(one: ListedNotice) -> dict[str, str]:
    """What it is about: its name, its language and its page."""
    row = one.about
    noun = type(row).__name__.lower()
    return {
        "noun": noun,
        "name": str(row),
        "language": "" if isinstance(row, Publisher) else row.language,
        "address": reverse(noun, args=[row.pk]),
    }


SENTENCES: Mapping[str, Any] = {
    # The publisher changed the words: a figure turns a claim into another one.
    NoticeKind.WORDS_CHANGED: ngettext_lazy(
        "In revision %(number)s figures or negations changed under %(count)s highlight.",
        "In revision %(number)s figures or negations changed under %(count)s highlights.",
        "count",
    ),
    NoticeKind.TEXT_REPLACED: ngettext_lazy(
        "Nothing of the earlier text is left in revision %(number)s: %(count)s highlight waits.",
        "Nothing of the earlier text is left in revision %(number)s: %(count)s highlights wait.",
        "count",
    ),
    NoticeKind.CHECK_DIFFERENT: _(
        "Its address shows another text altogether. Nothing was added; look whether it is the article."
    ),
    NoticeKind.SOURCE_CHANGED: ngettext_lazy(
        "The register changed under %(count)s claim that you signed or linked evidence to.",
        "The register changed under %(count)s claims that you signed or linked evidence to.",
        "count",
    ),
    NoticeKind.PASSAGE_LOST: _("A passage that you linked is no longer where it was."),
    NoticeKind.COPY_SUGGESTED: _("It may rest on another source. Look at the suggestion, and decide."),
    NoticeKind.CHECK_FAILED: _("Its address could not be read several times in a row."),
}


def _pages(found: NoticePage) -> dict[str, Any]:
    here, count = reverse("notices"), len(found.notices)
    return {
        "words": ngettext("%(count)s notice", "%(count)s notices", count) % {"count": count},
        "previous": f"{here}?after={found.newer}" if found.newer is not None else "",
        "next": f"{here}?before={found.older}" if found.older is not None else "",
    }
