"""Links by which the file of an export is fetched without signing in, for a while.

Nothing is stored: a link is signed, names the export, the person in whose name it fetches, and the moment at
which it ends. It opens no more than this person may open, and that is asked with each request. So it ends
sooner for whoever leaves the newsroom, for a desk that is closed to them, and with the file.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.recording import record_event
from annotations.domain.errors import Invalid
from annotations.models import User
from annotations.queries.export_links import SALT
from annotations.queries.exports import file_for

SHORTEST: Final = timedelta(minutes=5)
USUAL: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Link:
    """Where the file is fetched, and until when."""

    address: str
    ends_at: datetime


@transaction.atomic
def make_link(*, export_id: int, minutes: int = USUAL // timedelta(minutes=1), actor: User) -> Link:
    """A link to the file of a finished export, in the name of whoever asks; it ends with the file at the
    latest. Refuses as `file_for`, and times that are too short or too long (`Invalid`).
    """
    require(actor, "export.link")
    export = file_for(export_id, actor)
    wanted = timedelta(minutes=minutes)
    if not SHORTEST <= wanted <= LONGEST:
        raise Invalid(
            f"A link lasts from {_minutes(SHORTEST)} minutes to {_minutes(LONGEST):,} ({LONGEST.days} days).",
            field="minutes",
            rule="link-too-short" if wanted < SHORTEST else "link-too-long",
        )
    now = timezone.now().replace(microsecond=0)
    ends_at = min(now + wanted, export.kept_until or now + wanted)
    record_event("export.linked", export, actor=actor, after={"ends_at": ends_at})
    token = signing.dumps([export.pk, actor.pk, int(ends_at.timestamp())], salt=SALT)
    return Link(f"{settings.PUBLIC_URL}/downloads/{token}/", ends_at)


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)
