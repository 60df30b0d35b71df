"""How messages to webhooks are signed, when they rest, and what they hold."""

import json
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.webhooks import (
    GIVEN_UP_AFTER,
    LONGEST_REST,
    message,
    packed,
    rest_after,
    secret_of,
    signature_of,
)


def test_the_signature_is_the_one_of_the_scheme() -> None:
    """The example that the scheme's libraries test themselves with."""
    signature = signature_of(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_follows_from_the_key_and_the_salt() -> None:
    one, other = secret_of("key", "a"), secret_of("key", "b")
    assert one.startswith("whsec_")
    assert (one == secret_of("key", "a"), one == other, one == secret_of("other key", "a")) == (
        True,
        False,
        False,
    )


@given(st.integers(1, 1000), st.floats(0, 1))
def test_rests_grow_to_half_a_day(attempts: int, chance: float) -> None:
    assert timedelta(seconds=24) <= rest_after(attempts, chance) <= 1.2 * LONGEST_REST
    assert rest_after(attempts, 0.5) <= rest_after(attempts + 1, 0.5)


def test_a_message_is_tried_about_fifteen_times() -> None:
    passed, attempts = timedelta(), 1
    while passed < GIVEN_UP_AFTER:
        passed += rest_after(attempts, 0.5)
        attempts += 1
    assert attempts == 17


def write(entries: Any) -> str:
    return message("claims.changed", "2026-05-04T10:00:00Z", {"results": list(entries)})


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=12))
def test_a_body_holds_the_first_entries_that_fit_and_one_at_least(lengths: list[int]) -> None:
    entries = [{"claim": place, "document": {"text": "é" * length}} for place, length in enumerate(lengths)]
    body, count = packed(entries, write, most=2_000)
    kept = json.loads(body)["data"]["results"]
    assert len(body.encode()) <= 2_000
    assert [entry["claim"] for entry in kept] == list(range(count))
    assert kept == entries[:count] or (count, kept[0]["document"]) == (1, None)
