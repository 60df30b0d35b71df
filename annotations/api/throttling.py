"""How many requests a program may send in a minute, and telling it how many are left.

A token that has a number of its own is counted by itself; all other requests of a person are counted
together, and those of nobody known by their address. A minute is counted from its beginning, so that one
number and its end say all there is to know; each web process counts for itself.
"""

import time
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from annotations.models import ApiToken

WINDOW_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a minute: `limit` requests in all, `remaining` of them, a new minute in `resets_in`
    seconds.
    """

    name: str
    limit: int
    remaining: int
    resets_in: int

    @property
    def headers(self) -> dict[str, str]:
        """As `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10)."""
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"{self.name}";r={self.remaining};t={self.resets_in}',
        }


class RequestsPerMinute(BaseThrottle):
    """Counts a request; leaves the allowance with the request, for the headers of the answer."""

    resets_in: int = 0

    def allow_request(self, request: Request, view: Any) -> bool:
        name, counted, limit = self._counted(request)
        now = time.time()
        minute, into = divmod(now, WINDOW_SECONDS)
        self.resets_in = max(1, round(WINDOW_SECONDS - into))
        key = f"requests:{name}:{counted}:{minute:.0f}"
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        sent = cache.incr(key)
        request._request.allowance = Allowance(  # type: ignore[attr-defined]
            name, limit, max(0, limit - sent), self.resets_in
        )
        return sent <= limit

    def wait(self) -> float:
        return self.resets_in

    def _counted(self, request: Request) -> tuple[str, object, int]:
        """What is counted: its kind, whose it is, and how many there may be."""
        if isinstance(request.auth, ApiToken) and request.auth.requests_per_minute is not None:
            return "token", request.auth.pk, request.auth.requests_per_minute
        if request.user.is_authenticated:
            return "person", request.user.pk, settings.API_REQUESTS_PER_MINUTE
        return "address", self.get_ident(request), settings.API_REQUESTS_PER_MINUTE_ANONYMOUS
