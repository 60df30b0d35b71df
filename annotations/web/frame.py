"""What the frame round every page shows: where one is, and who one is."""

from functools import cache
from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from annotations.models import User
from annotations.queries.notices import unread_count

THEMES = [
    ("auto", _("Theme of the device"), "device"),
    ("light", _("Light theme"), "sun"),
    ("dark", _("Dark theme"), "moon"),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    """For every template: `section` (the address's first part), `initials` of who is signed in, `themes`, and
    `unread_notices`, which is counted once and only for pages that show it.
    """
    return {
        "section": request.path.split("/")[1],
        "initials": lambda: initials(getattr(request.user, "display_name", "")),
        "themes": THEMES,
        "unread_notices": cache(lambda: unread_count(cast(User, request.user))),
    }


def initials(name: str) -> str:
    """At most two letters that stand for a face: of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
