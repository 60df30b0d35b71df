"""Asking a site which of its pages programs may read."""

from dataclasses import replace
from typing import Any

from annotations.domain.robots import LONGEST_TEXT, RobotsAnswer
from annotations.domain.weblinks import parse_web_url
from annotations.gateways.safe_fetch import FailureReason, FetchFailed, Limits, fetch

ROBOTS_LIMITS = Limits(total_seconds=15, redirects=5, body_bytes=5 * 1024 * 1024)
ONLY_FORWARDS = 302
"""The status kept where robots.txt only forwards in circles: as good as none (RFC 9309, 2.3.1.2)."""


def robots_url(url: str) -> str:
    """Where the robots.txt stands that speaks for an address. Raises `Invalid` where it is none."""
    return str(replace(parse_web_url(url), path="/robots.txt", query=None, fragment=None))


def read_robots(url: str, **web: Any) -> RobotsAnswer:
    """Read the robots.txt that speaks for an address. `web` is for the fetcher (see `fetch`).

    Any status is an answer (no such file means that all is allowed; a server error, that nothing is for now).
    Where no answer came at all, `FetchRefused` and `FetchFailed` pass: the page itself is out of reach then,
    and what became of its visit is the same failure.
    """
    web.setdefault("limits", ROBOTS_LIMITS)
    try:
        page = fetch(robots_url(url), **web)
    except FetchFailed as failure:
        if failure.status is not None:
            return RobotsAnswer(failure.status)
        if failure.reason is FailureReason.TOO_MANY_REDIRECTS:
            return RobotsAnswer(ONLY_FORWARDS)
        raise
    return RobotsAnswer(page.status, _text(page.body))


def _text(body: bytes) -> str:
    """The file is UTF-8 by its standard; a page in its place has no rules. No database stores a NUL."""
    return body[:LONGEST_TEXT].decode("utf-8-sig", errors="replace").replace("\0", "")
