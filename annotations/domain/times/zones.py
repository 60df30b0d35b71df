"""The time zones there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> frozenset[str]:
    """Their names. Looked up once: the system keeps each in a file of its own, and there are hundreds."""
    return frozenset(available_timezones())
