"""What the words for events are put together from."""

from collections.abc import Callable
from typing import Any

from annotations.models import Event


def label(words: Any, value: Any) -> str:
    """The words for a value of a closed list; the value itself where it is none of it."""
    return str(words(value).label) if value in words.values else str(value or "")


def said(template: Any) -> Callable[[str, Event], str]:
    """A sentence of which only `who` changes."""
    return lambda who, event: str(template) % {"who": who}
