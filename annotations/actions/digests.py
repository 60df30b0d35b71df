"""Letters with unread notices, at the time that each person chose.

That a letter goes out is written down before it does: `User.digest_sent_at` moves by a filtered update, and
whoever moved it sends. So two workers at once send one letter, and one that dies in between sends none, not
two. Where the mail server does not take it now it is moved back, and the next sweep tries again. A letter
tells titles and counts of what its reader may see at that moment, and nobody's words.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from annotations import jobs
from annotations.domain.errors import Unavailable
from annotations.domain.vocabulary import Digest
from annotations.domain.work.letters import is_due
from annotations.gateways.mail import ADDRESS_REFUSED, Letter, LetterLine, send_letter
from annotations.models import User
from annotations.queries.notice_words import sentence, title_of
from annotations.queries.notices import counts_for, listed, unread_in_full

log = structlog.get_logger(__name__)

SHOWN: Final = 30
EARLIEST_AGAIN: Final = timedelta(hours=12)
"""No two slots of anybody are closer, whatever they do to their time zone."""


def sweep_digests(*, now: datetime) -> int:
    """Asks for every letter that is due. How many."""
    due = [person for person in _waiting(now) if _is_due(person, now)]
    for person in due:
        jobs.send_digest(person.pk)
    return len(due)


def send_digest(*, person_id: int, now: datetime) -> bool:
    """Sends one person their letter, where one is due and something is unread. Whether one went out."""
    person = _waiting(now).filter(pk=person_id).first()
    if person is None or not _is_due(person, now):
        return False
    since = person.digest_sent_at
    with timezone.override(ZoneInfo(person.time_zone)):
        letter = _letter(person, since)
        taken = User.objects.filter(pk=person.pk, digest_sent_at=since).update(digest_sent_at=now)
        if not taken or letter is None:
            return False
        return _sent(letter, person, since, now)


def _sent(letter: Letter, person: User, since: datetime | None, now: datetime) -> bool:
    try:
        send_letter(letter)
    except Unavailable as failure:
        log.warning("letter_not_sent", person_id=person.pk, reason=str(failure.__cause__ or failure))
        if failure.rule != ADDRESS_REFUSED:
            User.objects.filter(pk=person.pk, digest_sent_at=now).update(digest_sent_at=since)
        return False
    return True


def _waiting(now: datetime) -> QuerySet[User]:
    """Those who want letters, can get them, and got none lately."""
    rested = Q(digest_sent_at__isnull=True) | Q(digest_sent_at__lt=now - EARLIEST_AGAIN)
    wanting = User.objects.filter(rested, digest__in=[Digest.DAILY, Digest.WEEKLY], is_active=True)
    return wanting.exclude(email="").order_by("pk")


def _is_due(person: User, now: datetime) -> bool:
    return is_due(now, person.time_zone, person.digest, person.digest_sent_at)


def _letter(person: User, since: datetime | None) -> Letter | None:
    """What was raised since the last letter and is unread; None where that is nothing."""
    unread = unread_in_full(person)
    new = unread.filter(raised_at__gt=since) if since is not None else unread
    shown, count = list(new.order_by("-id")[:SHOWN]), new.count()
    if not shown:
        return None
    counts = counts_for(person)
    return Letter(
        to=person.email,
        name=person.display_name,
        how_often=person.digest,
        lines=[
            LetterLine(
                title_of(one.about), sentence(one), f"{settings.PUBLIC_URL}/notices/#notice-{one.notice.pk}"
            )
            for one in listed(shown, person)
        ],
        unshown=count - len(shown),
        older=counts.unread - count,
        work=counts.work,
        notices_address=f"{settings.PUBLIC_URL}/notices/",
        stop_address=f"{settings.PUBLIC_URL}/profile/#digest",
    )
