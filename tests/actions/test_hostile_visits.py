"""Sites that mean harm or lie, cited: each visit ends with a name, and the next one can go on."""

import gzip
import time
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions.visits import visit_source
from annotations.domain.vocabulary import VisitReason
from annotations.gateways.safe_fetch import Limits
from annotations.models import Source, SourceVisit, WebHost
from tests.actions.test_visits import ADDRESS, FIRST, harbour, reach, visit
from tests.factories import a_source
from tests.gateways.safe_fetch.pretend_web import PretendWeb, Route, forward, page
from tests.gateways.safe_fetch.test_hostile_sites import OK, drip, flood, silence

__all__ = ["harbour"]
pytestmark = pytest.mark.django_db

LIMITS = Limits(total_seconds=1, header_bytes=20_000, body_bytes=300_000)
NOTICED_SECONDS = 10
"""By then a visit is over whose time is up, also on a busy machine."""
GONE = "<html><head><title>404 - Not found</title></head><body><p>Page not found.</p></body></html>"
UTF_8 = ["Content-Type: text/html; charset=utf-8"]

HOSTILE: dict[str, tuple[Route, str, str]] = {
    "redirect loop": (forward("/log"), "failing", "fetch-too-many-redirects"),
    "silence": (silence, "failing", "fetch-timed-out"),
    "slow drip": (drip(OK + b"Content-Length: 100000\r\n\r\n", b"a"), "failing", "fetch-timed-out"),
    "slow drip of headers": (drip(OK, b"X: 1\r\n"), "failing", "fetch-timed-out"),
    "ten gigabytes": (OK + b"Content-Length: 10000000000\r\n\r\n", "failing", "fetch-too-large"),
    "ten gigabytes that come": (flood(OK + b"\r\n", b"a" * 65_536), "failing", "fetch-too-large"),
    "gzip bomb": (
        page(gzip.compress(bytes(50_000_000)), headers=["Content-Encoding: gzip"]),
        "failing",
        "fetch-too-large",
    ),
    "shorter than announced": (page(b"hello", length=500), "failing", "fetch-broken-answer"),
    "two lengths": (
        OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello",
        "failing",
        "fetch-broken-answer",
    ),
    "endless headers": (flood(OK, b"X: " + b"1" * 4_000 + b"\r\n"), "failing", "fetch-too-large"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "failing", "fetch-broken-answer"),
    "404 as 200": (page(GONE.encode(), headers=UTF_8), "soft_404", ""),
    "charset that is none": (
        page(f"<p>{FIRST}</p>".encode(), headers=["Content-Type: text/html; charset=zlib"]),
        "alive",
        "",
    ),
    "charset that lies": (page(f"<p>{FIRST}</p>".encode("utf-16"), headers=UTF_8), "alive", ""),
    "bytes that are no text": (page(bytes(range(256)) * 8, headers=UTF_8), "blocked", "not-text"),
}


def read(web: PretendWeb, source: Source) -> SourceVisit:
    within: dict[str, Any] = {**reach(web), "limits": LIMITS}
    waiting = SourceVisit.objects.create(
        source=source,
        url=source.url,
        host="harbour.example",
        reason=VisitReason.CITED,
        requested_by=source.registered_by,
    )
    visit_source(visit_id=waiting.pk, **within)
    waiting.refresh_from_db()
    return waiting


@pytest.mark.parametrize(("route", "health", "rule"), HOSTILE.values(), ids=HOSTILE)
def test_every_visit_ends_by_name_in_time_and_lets_the_host_go(
    harbour: PretendWeb, route: Route, health: str, rule: str
) -> None:
    source = a_source(url=ADDRESS)
    healthy, harbour.routes["/log"] = harbour.routes["/log"], route
    begun = time.monotonic()
    visited = read(harbour, source)
    assert time.monotonic() - begun < NOTICED_SECONDS
    assert (visited.state, visited.health, visited.rule) == ("done", health, rule)
    assert bool(visited.problem) == (health != "alive")
    assert WebHost.objects.get().leased_until is None
    assert [copy.text for copy in source.captures.all()] == ([FIRST] if health == "alive" else [])
    harbour.routes["/log"] = healthy
    SourceVisit.objects.filter(finished_at__isnull=True).update(not_before=timezone.now())
    assert visit(harbour, source).health == "alive"
