"""Criteria of the claim board in words, and those that were saved."""

from collections.abc import Mapping
from typing import Any

from annotations.domain.vocabulary import ClaimSetKind, ClaimState, ClaimType, Risk, Status
from annotations.models import Article, ClaimSet, Desk, Publisher, User
from annotations.queries.visibility import visible

VIEWS_SHOWN = 6
_LABELS = {
    "status": "Status",
    "type": "Type",
    "state": "State",
    "risk": "Risk",
    "topic": "Topic",
    "signed": "Signed",
    "signed_since": "Signed since",
    "signed_until": "Signed until",
    "notice": "Named in notice",
    "article": "Article",
    "publisher": "Publisher",
    "reviewer": "Reviewer",
    "desk": "Desk",
    "since": "Changed since",
    "until": "Changed until",
    "words": "Words",
}
_WORDS: dict[str, Any] = {"status": Status, "type": ClaimType, "state": ClaimState, "risk": Risk}
_ROWS: dict[str, tuple[Any, str]] = {
    "article": (Article, "headline"),
    "publisher": (Publisher, "name"),
    "reviewer": (User, "display_name"),
    "desk": (Desk, "name"),
}


def in_words(criteria: Mapping[str, Any], person: User) -> list[tuple[str, list[str]]]:
    """Each criterion with its values as people call them; empty when every claim matches."""
    return [
        (label, _named(name, as_list(criteria[name]), person))
        for name, label in _LABELS.items()
        if criteria.get(name)
    ]


def as_list(wanted: Any) -> list[str]:
    """A criterion's values, whether it holds one or several."""
    return [str(value) for value in (wanted if isinstance(wanted, list | tuple) else [wanted])]


def saved_views(person: User) -> list[ClaimSet]:
    """The filters this person saved last."""
    own = ClaimSet.objects.filter(created_by=person, kind=ClaimSetKind.LIVE)
    return list(own.order_by("-id")[:VIEWS_SHOWN])


def _named(name: str, values: list[str], person: User) -> list[str]:
    if name in _WORDS:
        labels = dict(_WORDS[name].choices)
        return [str(labels.get(value, value)) for value in values]
    if name in _ROWS:
        model, field = _ROWS[name]
        ids = [value for value in values if value.isdigit()]
        return list(
            visible(model.objects.filter(pk__in=ids), person).order_by(field).values_list(field, flat=True)
        )
    return values
