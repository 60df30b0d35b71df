"""Waiting for what live processes do: until it has happened, and never by counting attempts."""

import time
from collections.abc import Callable

# What has to happen has to happen; how long it takes on a busy machine is not what the tests are about.
SECONDS = 60
PAUSE = 0.05


def wait_until(
    condition: Callable[[], bool], last_words: Callable[[], str], seconds: float = SECONDS
) -> None:
    """Return as soon as the condition holds.

    Raises AssertionError with the last words of whoever was to bring it about when it does not in time.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"it did not happen in {seconds} s. The last words:\n{last_words()}")
        time.sleep(PAUSE)
