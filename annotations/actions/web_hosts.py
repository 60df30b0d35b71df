"""Politeness: each host is visited by one at a time, with a pause between, and as its robots.txt asks."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone

from annotations.domain.robots import TOO_MANY_REQUESTS, RobotsAnswer
from annotations.domain.weblinks import host_of
from annotations.gateways.robots import read_robots
from annotations.gateways.safe_fetch import FetchFailed
from annotations.models import WebHost

PAUSE: Final = timedelta(seconds=2)
"""Between two visits to one host that asks for no longer one."""
ROBOTS_KEPT: Final = timedelta(hours=24)
"""For how long an answer holds (RFC 9309, 2.4)."""
BUSY_FOR: Final = timedelta(seconds=5)
"""After which a visit whose host is busy asks again."""
REST_UNASKED: Final = timedelta(minutes=10)
"""For a host that says it is visited too often, and not for how long."""
LONGEST_REST: Final = timedelta(days=1)
UNAVAILABLE: Final = 503


class HostIsBusy(Exception):
    """Somebody else is there, or was just now. `until` is when to ask again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def take_host(name: str, *, until: datetime) -> None:
    """Keeps the host for one visit; `leave_host` lets go, and so does `until`. Raises `HostIsBusy`."""
    now = timezone.now()
    WebHost.objects.bulk_create([WebHost(name=name, not_before=now)], ignore_conflicts=True)
    unheld = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    free = WebHost.objects.filter(unheld, name=name, not_before__lte=now)
    if not free.update(leased_until=until):
        rests_until = WebHost.objects.values_list("not_before", flat=True).get(pk=name)
        raise HostIsBusy(max(rests_until, now + BUSY_FOR))


def leave_host(name: str, lease: datetime) -> None:
    """Lets go of a host, which then rests for as long as it asks for. `lease` is until when it was kept: who
    came late finds it kept by somebody else, and leaves it so.
    """
    host = WebHost.objects.get(pk=name)
    asked = timedelta(seconds=_answer(host).delay_seconds) if host.robots_status else timedelta()
    rested = Greatest("not_before", timezone.now() + max(PAUSE, asked))
    WebHost.objects.filter(pk=name, leased_until=lease).update(leased_until=None, not_before=rested)


def rest_host(failure: FetchFailed) -> None:
    """Leaves a host alone that says it is visited too often, or that it is not there for a while: for as long
    as it asks for (RFC 9110, 10.2.3), at most a day.
    """
    if failure.status not in (TOO_MANY_REQUESTS, UNAVAILABLE):
        return
    now = timezone.now()
    asked = retry_at(failure.header("Retry-After") or "", now)
    if asked is None:
        asked = now + (REST_UNASKED if failure.status == TOO_MANY_REQUESTS else timedelta())
    until, name = min(asked, now + LONGEST_REST), host_of(failure.url)
    WebHost.objects.bulk_create([WebHost(name=name, not_before=now)], ignore_conflicts=True)
    WebHost.objects.filter(pk=name).update(not_before=Greatest("not_before", until))


def retry_at(value: str, now: datetime) -> datetime | None:
    """What a `Retry-After` asks for, in seconds or as a date; None where it is neither."""
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return now + timedelta(seconds=int(value))
    try:
        named = parsedate_to_datetime(value)
    except ValueError:
        return None
    return named if named.tzinfo else named.replace(tzinfo=UTC)


def robots_refusal(url: str, web: Mapping[str, Any]) -> str:
    """Why this address may not be read by a program, as a sentence; empty where it may.

    The host's robots.txt is asked for at most once a day. Passes what the visit to it raises. `web` is for
    the fetcher (see `fetch`).
    """
    host, _ = WebHost.objects.get_or_create(pk=host_of(url))
    if host.robots_read_at is None or host.robots_read_at + ROBOTS_KEPT < timezone.now():
        answer = read_robots(url, **web)
        host.robots, host.robots_status, host.robots_read_at = answer.text, answer.status, timezone.now()
        host.save(update_fields=["robots", "robots_status", "robots_read_at"])
    return _answer(host).why_not(url)


def _answer(host: WebHost) -> RobotsAnswer:
    return RobotsAnswer(host.robots_status or 404, host.robots)
