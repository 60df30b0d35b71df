"""Refusals: everything the product says no to, in one vocabulary.

A refusal is an answer, not an accident. Each carries a sentence for a person (what happened and what to
do), a `rule` for programs (a stable kebab-case name), and the `field` it concerns when there is one. Entry
points map each class once: the API to a problem document, the pages to a message beside the form that keeps
what was typed.
"""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """Base of all refusals.

    `message` is a whole sentence for a person. `rule` names the broken rule. `field` names the input it
    concerns. `details` holds plain JSON values that help a program to go on (the server's own words, the
    current version).
    """

    rule = "refused"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        rule: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.rule = rule or type(self).rule
        self.details = dict(details or {})


class Invalid(Refusal):
    """The input itself cannot be meant: missing, malformed, out of range."""

    rule = "invalid"


class NotAllowed(Refusal):
    """The person or token may not do this."""

    rule = "not-allowed"


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of."""

    rule = "not-found"


class Gone(NotFound):
    """There was such a thing, and it was taken away."""

    rule = "gone"


class Conflict(Refusal):
    """The input is well-formed, yet the present state does not admit it."""

    rule = "conflict"


class Stale(Refusal):
    """The edit was made on an older version; `details["version"]` is the current one."""

    rule = "stale"


class TooMany(Refusal):
    """There is as much of it as can be dealt with in good time; later there is room again."""

    rule = "too-many"


class Unavailable(Refusal):
    """Something outside (a site, a service) did not answer; trying again may help."""

    rule = "unavailable"
