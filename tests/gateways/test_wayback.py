"""The public web archive, for which a local server stands."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import trustme

from annotations.domain.errors import Invalid
from annotations.gateways.safe_fetch import Limits
from annotations.gateways.wayback import ArchiveUnavailable, CopyInArchive, find_copy, save_copy
from tests.gateways.safe_fetch.pretend_web import PUBLIC, PretendWeb, Route, forward, page, pretend_web

PAGE = "https://news.example/ferry?page=2"
STAMP = "20240305101500"
COPY = CopyInArchive(
    f"https://web.archive.org/web/{STAMP}/{PAGE}", PAGE, datetime(2024, 3, 5, 10, 15, tzinfo=UTC)
)
SHORT = Limits(total_seconds=20, body_bytes=100_000)


@pytest.fixture
def archive(settings: Any) -> Iterator[PretendWeb]:
    settings.WAYBACK_IS_ON = True
    authority = trustme.CA()
    with pretend_web(authority) as web:
        authority.issue_cert("archive.org", "web.archive.org").configure_cert(web.tls)
        web.name("archive.org", [PUBLIC])
        web.name("web.archive.org", [PUBLIC])
        yield web


def through(web: PretendWeb, limits: Limits = SHORT) -> dict[str, Any]:
    return {
        "resolver": web.resolve,
        "connect": web.connect,
        "authorities": web.authorities,
        "limits": limits,
    }


def available(**closest: Any) -> Route:
    stored = {"status": "200", "available": True, "timestamp": STAMP, **closest}
    answer = {"url": PAGE, "archived_snapshots": {"closest": stored} if closest else {}}
    return page(json.dumps(answer).encode(), headers=["Content-Type: application/json"])


def rule_of(web: PretendWeb, ask: Any = find_copy) -> str:
    with pytest.raises(ArchiveUnavailable) as failure:
        ask(PAGE, **through(web))
    return failure.value.rule


def test_a_copy_is_found_near_a_day(archive: PretendWeb) -> None:
    archive.routes["/wayback/available"] = available(url=f"http://web.archive.org/web/{STAMP}/{PAGE}")
    found = find_copy(PAGE + "&utm_source=x#a", near=datetime(2024, 3, 1, tzinfo=UTC), **through(archive))
    assert found == COPY
    assert archive.requests[0].split("\r\n")[0] == (
        "GET /wayback/available?url=https%3A%2F%2Fnews.example%2Fferry%3Fpage%3D2&timestamp=20240301000000 "
        "HTTP/1.1"
    )


@pytest.mark.parametrize(
    "route",
    [
        available(),
        available(url=COPY.url, status="404"),
        available(url=COPY.url, available=False),
    ],
    ids=["none", "of an error page", "not any more"],
)
def test_no_copy_is_no_failure(archive: PretendWeb, route: Route) -> None:
    archive.routes["/wayback/available"] = route
    assert find_copy(PAGE, **through(archive)) is None


@pytest.mark.parametrize(
    "route",
    [
        forward(f"https://web.archive.org/web/{STAMP}/{PAGE}"),
        page(b"saved", headers=[f"Content-Location: /web/{STAMP}/{PAGE}"]),
    ],
    ids=["forwarded", "named"],
)
def test_a_copy_is_made(archive: PretendWeb, route: Route) -> None:
    archive.routes["/save/https://news.example/ferry"] = route
    archive.routes[f"/web/{STAMP}/https://news.example/ferry"] = page(b"the copy")
    assert save_copy(PAGE, **through(archive)) == COPY
    assert archive.requests[0].startswith("GET /save/https://news.example/ferry?page=2 HTTP/1.1")


LOOK_UPS = {
    "not JSON": (page(b"<html>sorry</html>"), "archive-answer-unknown"),
    "other JSON": (page(b"[1, 2]"), "archive-answer-unknown"),
    "JSON of nothing": (page(b"null"), "archive-answer-unknown"),
    "deep JSON": (page(b"[" * 90_000), "archive-answer-unknown"),
    "a list for a copy": (page(b'{"archived_snapshots": {"closest": [1]}}'), "archive-answer-unknown"),
    "a copy elsewhere": (
        available(url="https://evil.example/web/20240305101500/x"),
        "archive-answer-unknown",
    ),
    "an impossible day": (
        available(url="http://web.archive.org/web/20249905101500/x"),
        "archive-answer-unknown",
    ),
    "no address": (available(url="javascript:alert(1)"), "archive-answer-unknown"),
    "busy": (page(b"", status="429 Too Many Requests"), "archive-busy"),
    "refuses": (page(b"", status="403 Forbidden"), "archive-refuses"),
    "broken": (page(b"", status="502 Bad Gateway"), "archive-bad-status"),
    "too large": (page(b" " * 200_000), "archive-too-large"),
    "loop": (forward("/wayback/available"), "archive-too-many-redirects"),
    "leads inside": (forward("http://127.0.0.1/"), "archive-unreachable"),
}


@pytest.mark.parametrize(("route", "rule"), LOOK_UPS.values(), ids=LOOK_UPS)
def test_every_failed_look_up_has_its_name(archive: PretendWeb, route: Route, rule: str) -> None:
    archive.routes["/wayback/available"] = route
    assert rule_of(archive) == rule


def test_every_failed_saving_has_its_name(archive: PretendWeb) -> None:
    archive.routes["/save/https://news.example/ferry"] = page(b"thank you")
    rules = [rule_of(archive, save_copy)]
    archive.routes["/save/https://news.example/ferry"] = page(b"", status="523 Origin Is Unreachable")
    rules.append(rule_of(archive, save_copy))
    archive.unreachable = {PUBLIC}
    rules.append(rule_of(archive, save_copy))
    assert rules == ["archive-answer-unknown", "archive-refuses", "archive-unreachable"]


def test_nobody_is_asked_where_it_is_off(archive: PretendWeb, settings: Any) -> None:
    settings.WAYBACK_IS_ON = False
    assert [rule_of(archive), rule_of(archive, save_copy)] == ["archive-off", "archive-off"]
    assert (archive.asked, archive.dialled) == ([], [])


def test_what_is_no_address_is_not_asked_for(archive: PretendWeb) -> None:
    for url in ("javascript:alert(1)", "not an address", "https://me:secret@news.example/"):
        with pytest.raises(Invalid):
            find_copy(url, **through(archive))
        with pytest.raises(Invalid):
            save_copy(url, **through(archive))
    assert archive.dialled == []
