"""Where an event leads: the page of what it is about."""

from collections.abc import Callable, Mapping
from typing import Final

from django.urls import reverse

from annotations.models import Event

OBJECTS: Final[Mapping[str, str]] = {
    "article": "article",
    "claim": "claim",
    "source": "source",
    "publisher": "publisher",
    "desk": "desk",
    "claim_set": "claim-set",
    "export": "export",
    "export_schedule": "export-schedule",
    "capture": "capture",
    "register_import": "register-import",
    "policy_trial": "policy-trial",
    "annotation_import": "annotation-import",
    "claim_import": "claim-import",
}
"""What has a page of its own, and the name of that page's address."""

_PARTS: Final[Mapping[str, str]] = {
    "evidence": "evidence-{}",
    "verdict": "verdict",
    "override": "verdict",
}
"""What stands on the page of the object whose history it is in, and where on it."""


def address_of(event: Event) -> str:
    """The address of what an event is about; empty where that is on no page."""
    if (own := _SPECIAL.get(event.subject_type)) is not None:
        return own(event)
    if event.subject_type in OBJECTS:
        return reverse(OBJECTS[event.subject_type], args=[event.subject_id])
    base = address_of_stream(event.stream)
    part = _PARTS.get(event.subject_type, "").format(event.subject_id)
    return f"{base}#{part}" if base and part else base


def address_of_stream(stream: str) -> str:
    """The page of the object whose history a stream is."""
    noun, _, number = stream.partition(":")
    return reverse(OBJECTS[noun], args=[int(number)]) if noun in OBJECTS and number.isdigit() else ""


def _revision(event: Event) -> str:
    """A text of an article stands by its number."""
    number, article = event.after.get("number"), event.stream.partition(":")[2]
    return (
        reverse("revision", args=[int(article), int(number)]) if number else address_of_stream(event.stream)
    )


def _merge(noun: str) -> Callable[[Event], str]:
    return lambda event: reverse("merge", args=[noun, event.subject_id])


def _seals(event: Event) -> str:
    return reverse("history")


def _comment(event: Event) -> str:
    noun, _, number = event.stream.partition(":")
    return f"{reverse(f'{noun}-comments', args=[int(number)])}#comment-{event.subject_id}"


def _people(event: Event) -> str:
    return reverse("people")


_SPECIAL: Final[Mapping[str, Callable[[Event], str]]] = {
    "revision": _revision,
    "source_merge": _merge("sources"),
    "publisher_merge": _merge("publishers"),
    "history_seal": _seals,
    "comment": _comment,
    "user": _people,
}
