"""What a link to the file of an export opens now."""

from datetime import UTC, datetime
from typing import Final

from django.core import signing
from django.utils import timezone

from annotations.access import may
from annotations.domain.errors import Gone, NotFound
from annotations.models import Export, User
from annotations.queries.exports import file_for
from annotations.queries.visibility import with_sight

SALT: Final = "download"


def file_of_link(token: str) -> Export:
    """The export that a link opens at this moment. Refuses with `NotFound` (`link-unknown`) what was not
    given out here, with `Gone` after its time (`link-ended`) and where the person in whose name it fetches
    may no longer (`link-withdrawn`), and as `file_for` what they must not see now.
    """
    try:
        export_id, person_id, ends = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        message = "This is no link to a file, or not all of it arrived. Copy it whole, or ask for another."
        raise NotFound(message, rule="link-unknown") from wrong
    if datetime.fromtimestamp(ends, UTC) <= timezone.now():
        message = "This link has ended. Ask whoever gave it to you for another, or sign in for the file."
        raise Gone(message, rule="link-ended")
    person = with_sight(User.objects.filter(pk=person_id)).first()
    if person is None or not may(person, "export.download"):
        message = "Whoever made this link may no longer fetch the file. Ask somebody else in the newsroom."
        raise Gone(message, rule="link-withdrawn")
    return file_for(export_id, person)
