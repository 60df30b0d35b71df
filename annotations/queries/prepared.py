"""Statements that are put together once and then asked on every request.

To put one together anew each time takes the processor ten times as long as to ask it. It must depend on
nothing but one value, the id of a person or the digest of a token.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeVar

from django.db.models import QuerySet

_STAND_INS: Final[dict[type, Any]] = {int: 2**63 - 25, str: "stands for a digest"}
"""Take the place of the value while the statement is put together; nothing will ever have these."""

Key = TypeVar("Key", int, str)
Statement = tuple[str, tuple[Any, ...]]


def prepared(made: Callable[[Key], QuerySet[Any]], key: Key) -> Statement:
    """The statement that `made` gives for a value, with its parameters. `made` is called once."""
    stand_in = _STAND_INS[type(key)]
    sql, values = _put_together(made, stand_in)
    return sql, tuple(key if value == stand_in else value for value in values)


@cache
def _put_together(made: Callable[[Any], QuerySet[Any]], stand_in: Any) -> Statement:
    sql, values = made(stand_in).query.sql_with_params()
    return sql, tuple(values)
