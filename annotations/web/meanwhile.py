"""Two people who edit one thing: whoever saves second gets both versions side by side, field by field.

A form carries along what it showed at first (`seen`). Where somebody saved meanwhile, a field that this
person left alone takes what the other one put there, a field that only this person changed stays as typed,
and a field that both changed is shown in both versions, with the words that differ marked. Any of the other's
versions can be taken instead, one by one; sent again, the form is saved.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from annotations.domain.rewording import Stretch, rewording

TAKE: Final = "take"
SEEN: Final = "seen"
_NEVER: Final = frozenset({"version", "seen", "reason", "without_telling", "proposed_for"})

Sent = list[str]
Pair = tuple[Any, Any]
"""A form as it was sent, and one filled with what is stored now."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people changed: what stands there now, and what was typed."""

    name: str
    label: str
    theirs: tuple[Stretch, ...]
    mine: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What became of a form that was sent on an older version. `sent` is what it holds now, to be bound anew;
    `followed` names the fields that took what the other one put there.
    """

    sent: QueryDict
    differences: list[Difference]
    followed: list[str]


def seen(*shown: Any, sent: QueryDict | None = None) -> str:
    """What the forms showed at first, for the field that carries it along."""
    if sent and sent.get(SEEN):
        return str(sent[SEEN])
    fields = [field for form in shown if form is not None for field in form]
    return json.dumps({field.html_name: _sent(field) for field in fields if field.name not in _NEVER})


def is_taking(sent: QueryDict) -> bool:
    """Whether somebody chose the other version of a field, and saves later."""
    return bool(sent.get(TAKE))


def beside_present(pairs: Iterable[Pair], sent: QueryDict, version: int) -> Meanwhile:
    """The form put together with what is stored now, at its present version."""
    first, taken = first_seen(sent), sent.get(TAKE, "")
    data, differences, followed = sent.copy(), [], []
    data["version"] = str(version)
    data.pop(TAKE, None)
    for mine, theirs in _fields(pairs):
        name, own, other = mine.html_name, _sent(mine), _sent(theirs)
        if own == other:
            continue
        if name == taken:
            data.setlist(name, other)
        elif own == first.get(name):
            data.setlist(name, other)
            followed.append(str(mine.label))
        elif other != first.get(name):
            differences.append(_difference(mine, own, other))
    return Meanwhile(data, differences, followed)


def _fields(pairs: Iterable[Pair]) -> Iterable[tuple[forms.BoundField, forms.BoundField]]:
    for mine, theirs in pairs:
        for field in mine:
            if field.name not in _NEVER and field.name in theirs.fields:
                yield field, theirs[field.name]


def first_seen(sent: QueryDict) -> dict[str, Sent]:
    """What the form showed at first, as far as it can be read."""
    try:
        told = json.loads(sent.get(SEEN, ""))
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _sent(field: forms.BoundField) -> Sent:
    """The value as a browser sends it, without blanks at its ends."""
    value = field.field.prepare_value(field.value())
    if value is None or value is False:
        return []
    if value is True:
        return ["on"]
    values = value if isinstance(value, list | tuple | set) else [value]
    told = [one.isoformat() if isinstance(one, date) else str(one) for one in values]
    trimmed = [one.replace("\r\n", "\n").strip() for one in told]
    return sorted(one for one in trimmed if one) if len(trimmed) > 1 else [one for one in trimmed if one]


def _difference(field: forms.BoundField, own: Sent, other: Sent) -> Difference:
    theirs, mine = rewording(_words(field, other), _words(field, own))
    return Difference(field.html_name, str(field.label), theirs, mine)


def _words(field: forms.BoundField, sent: Sequence[str]) -> str:
    """What people read where the value stands."""
    if isinstance(field.field, forms.BooleanField):
        return _("yes") if sent else _("no")
    if isinstance(field.field, forms.ModelMultipleChoiceField):
        numbers = [int(one) for one in sent if one.isdecimal() and len(one) < 18]
        return ", ".join(str(row) for row in field.field.queryset.filter(pk__in=numbers))  # type: ignore[union-attr]
    labels = {str(value): str(label) for value, label in getattr(field.field, "choices", ())}
    return ", ".join(labels.get(one, one) for one in sent)
