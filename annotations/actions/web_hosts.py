"""Politeness: each host is visited by one at a time, with a pause between, and as its robots.txt asks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone

from annotations.domain.robots import RobotsAnswer
from annotations.domain.weblinks import parse_web_url
from annotations.gateways.robots import read_robots
from annotations.models import WebHost

PAUSE: Final = timedelta(seconds=2)
"""Between two visits to one host that asks for no longer one."""
ROBOTS_KEPT: Final = timedelta(hours=24)
"""For how long an answer holds (RFC 9309, 2.4)."""
BUSY_FOR: Final = timedelta(seconds=5)
"""After which a visit whose host is busy asks again."""


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


def leave_host(name: str) -> None:
    """Lets go of a host, which then rests for as long as it asks for."""
    host = WebHost.objects.get(pk=name)
    asked = timedelta(seconds=_answer(host).delay_seconds) if host.robots_status else timedelta()
    WebHost.objects.filter(pk=name).update(leased_until=None, not_before=timezone.now() + max(PAUSE, asked))


def robots_refusal(url: str, web: Mapping[str, Any]) -> str:
    """Why this address may not be read by a program, as a sentence; empty where it may.

    The host's robots.txt is asked for at most once a day. Passes what the visit to it raises. `web` is for
    the fetcher (see `fetch`).
    """
    host = WebHost.objects.get(pk=parse_web_url(url).host)
    if host.robots_read_at is None or host.robots_read_at + ROBOTS_KEPT < timezone.now():
        answer = read_robots(url, **web)
        host.robots, host.robots_status, host.robots_read_at = answer.text, answer.status, timezone.now()
        host.save(update_fields=["robots", "robots_status", "robots_read_at"])
    return _answer(host).why_not(url)


def _answer(host: WebHost) -> RobotsAnswer:
    return RobotsAnswer(host.robots_status or 404, host.robots)
