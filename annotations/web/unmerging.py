"""Taking a merge of two sources, or of two publishers, back: at once, or where statuses would move, with what
would follow in sight.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from annotations.domain.verification.register_changes import PublishersUnmerged, SourcesUnmerged
from annotations.queries.merges import PUBLISHERS, SOURCES, may_be_undone, merge_by_id
from annotations.web.forms.register_changes import UnmergeForm
from annotations.web.pages import PageRequest, page
from annotations.web.register_changes import Wanted, answer
from annotations.web.toasts import toast

CHANGES: Mapping[str, type[Any]] = {SOURCES: SourcesUnmerged, PUBLISHERS: PublishersUnmerged}


@page
@require_http_methods(["GET", "HEAD", "POST"])
def unmerge(request: PageRequest, noun: str, merge_id: int) -> HttpResponse:
    """Takes a merge back."""
    merge = merge_by_id(noun, merge_id)
    address = reverse("merge", args=[noun, merge_id])
    if request.method != "POST" and not may_be_undone(merge):
        return redirect(address)

    def done() -> HttpResponse:
        toast(request, _("They are two again. The statuses follow."))
        return redirect(address)

    return answer(
        request,
        Wanted(
            kind=CHANGES[noun],
            subject=merge.kept,
            title=_("Take the merge back"),
            lede=f"{merge.absorbed} → {merge.kept}",
            form=UnmergeForm,
            change=lambda form: CHANGES[noun](merge_id),
            is_settled=True,
            done=done,
            left_for=address,
        ),
    )
