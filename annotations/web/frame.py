"""What the frame round every page shows: where one is, and who one is."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from annotations.domain.work.presence import initials
from annotations.models import User
from annotations.queries.notices import Counts, counts_for

THEMES = [
    ("auto", _("Theme of the device"), "device"),
    ("light", _("Light theme"), "sun"),
    ("dark", _("Dark theme"), "moon"),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    """For every template: `section` (the address's first part), `initials` of who is signed in, `themes`; and
    `unread_notices` and `work_waiting`, which are counted once and only for pages that show them.
    """
    counted: Callable[[], Counts] = cache(lambda: counts_for(cast(User, request.user)))
    return {
        "section": request.path.split("/")[1],
        "initials": lambda: initials(getattr(request.user, "display_name", "")),
        "themes": THEMES,
        "unread_notices": lambda: counted().unread,
        "work_waiting": lambda: counted().work,
    }
