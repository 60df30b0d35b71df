"""How a visit can end without a page: refused by us, or failed out there. Each says what happened and what to
do.
"""

from collections.abc import Sequence
from enum import StrEnum

from annotations.domain.errors import Invalid, Unavailable


class FailureReason(StrEnum):
    """The named ends of a failed visit, for programs that watch links."""

    NO_SUCH_SITE = "no-such-site"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    TIMED_OUT = "timed-out"
    TOO_LARGE = "too-large"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    BAD_STATUS = "bad-status"
    BROKEN_ANSWER = "broken-answer"


class FetchRefused(Invalid):
    """The address, or one it leads to, is not on the public web; nothing was sent there."""

    rule = "address-not-public"


class FetchFailed(Unavailable):
    """The site was allowed, yet gave no usable page.

    `reason` names the end. With `BAD_STATUS`, `status` is the HTTP status and `headers` are those of the
    answer (a watcher reads `Retry-After` there). `url` is the address that failed, which after redirects is
    not the first.
    """

    rule = "fetch-failed"

    def __init__(
        self,
        reason: FailureReason,
        message: str,
        *,
        url: str,
        status: int | None = None,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(
            message,
            field="url",
            rule=f"fetch-{reason}",
            details={"reason": str(reason), "url": url, "status": status},
        )
        self.reason = reason
        self.url = url
        self.status = status
        self.headers = tuple(headers)

    def header(self, name: str) -> str | None:
        """The first header of that name, in any letter case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)
