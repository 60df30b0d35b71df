"""Annotations as the Hypothesis API gives them, as Web Annotations.

The two resemble each other without being the same: ids are bare, ranges name containers of their own making,
and every offset counts UTF-16 units of the page's `textContent`. An offset can be converted only where the
text is known, so its unit is written beside it.

A reply is about another annotation, not about words of the page: it becomes an annotation of its own with the
motivation `replying`, whose target is the one it answers, seen in the page (`scope`). Groups, permissions,
flags and links of the service are left out; whom it may be shown to is decided here anew.
"""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

import regex

from annotations.domain.errors import Invalid
from annotations.domain.webannotations.targets import read_moment
from annotations.domain.webannotations.terms import (
    ANNOTATION_CONTEXT,
    NAMESPACE,
    UNIT,
    first_text,
    listed,
    unless_empty,
)

HOME = "https://hypothes.is/a/"
MOST_TAGS = 100

_ID = regex.compile(r"[A-Za-z0-9_-]{1,64}")
_NAME = regex.compile(r"acct:([^@\s]+)@[^@\s]+")


def is_hypothesis_row(value: Any) -> bool:
    """Whether a JSON value looks like an annotation of that API and like no Web Annotation."""
    return (
        isinstance(value, Mapping)
        and "@context" not in value
        and isinstance(value.get("uri"), str)
        and (isinstance(value.get("target"), list) or "user" in value)
    )


def from_hypothesis(row: Mapping[str, Any]) -> dict[str, Any]:
    """The Web Annotation of one row. Invalid (`hypothesis-row-malformed`) where it has no id."""
    name = row.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise _malformed("its id is missing or of another kind")
    references = [one for one in listed(row.get("references")) if isinstance(one, str) and _ID.fullmatch(one)]
    bodies = _bodies(row)
    return {
        # The prefix is declared here, since offsets carry their unit under it.
        "@context": [ANNOTATION_CONTEXT, {"workbench": NAMESPACE}],
        "id": HOME + name,
        "type": "Annotation",
        "motivation": _motivation(row, references),
        **_times(row),
        **unless_empty("creator", _creator(row)),
        "generator": {"id": "https://hypothes.is/", "type": "Software", "name": "Hypothesis"},
        **unless_empty("body", bodies),
        "target": _reply_target(row, references[-1]) if references else _target(row),
    }


def _motivation(row: Mapping[str, Any], references: list[str]) -> str:
    if references:
        return "replying"
    if first_text(row.get("text")):
        return "commenting"
    return "tagging" if _tags(row) else "highlighting"


def _bodies(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    text = first_text(row.get("text"))
    remark = {"type": "TextualBody", "value": text, "format": "text/markdown", "purpose": "commenting"}
    tags = [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in _tags(row)]
    return [*([remark] if text else []), *tags]


def _tags(row: Mapping[str, Any]) -> list[str]:
    tags = [tag for tag in listed(row.get("tags")) if isinstance(tag, str) and tag.strip()]
    if len(tags) > MOST_TAGS - 1:
        raise _malformed(f"it has more than {MOST_TAGS - 1} tags")
    return tags


def _times(row: Mapping[str, Any]) -> dict[str, str]:
    """In UTC, to the microsecond as the service gives them; what cannot be read is left out."""
    moments = {"created": read_moment(row.get("created")), "modified": read_moment(row.get("updated"))}
    return {
        name: moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        for name, moment in moments.items()
        if moment is not None
    }


def _creator(row: Mapping[str, Any]) -> dict[str, Any] | None:
    user = first_text(row.get("user"))
    found = _NAME.fullmatch(user)
    if found is None:
        return None
    about = row.get("user_info")
    shown = first_text(about.get("display_name")) if isinstance(about, Mapping) else ""
    return {"id": user, "type": "Person", "nickname": found[1], **unless_empty("name", shown)}


def _reply_target(row: Mapping[str, Any], parent: str) -> dict[str, Any]:
    return {"type": "SpecificResource", "source": HOME + parent, "scope": row.get("uri")}


def _target(row: Mapping[str, Any]) -> Any:
    """The page and the words in it. Hypothesis writes one target a row, with all its selectors."""
    targets = [one for one in listed(row.get("target")) if isinstance(one, Mapping)]
    selectors = [_selector(one) for target in targets[:1] for one in listed(target.get("selector"))]
    address = first_text(row.get("uri"), *(target.get("source") for target in targets))
    source = {"id": address, **unless_empty("dc:title", _title(row))}
    return {"type": "SpecificResource", "source": source, **unless_empty("selector", selectors)}


def _title(row: Mapping[str, Any]) -> str:
    about = row.get("document")
    return first_text(about.get("title")) if isinstance(about, Mapping) else ""


def _selector(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    match value.get("type"):
        case "TextPositionSelector":
            return {**value, UNIT: "utf-16"}
        case "RangeSelector" if "startContainer" in value:
            return _range(value)
    return dict(value)


def _range(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "RangeSelector",
        "startSelector": _point(value.get("startContainer"), value.get("startOffset")),
        "endSelector": _point(value.get("endContainer"), value.get("endOffset")),
    }


def _point(container: Any, offset: Any) -> dict[str, Any]:
    """A place between two characters of an element. The page's body is written as an empty path."""
    if not isinstance(container, str) or type(offset) is not int or offset < 0:
        raise _malformed("a range has no container or offset")
    place = {"type": "TextPositionSelector", "start": offset, "end": offset, UNIT: "utf-16"}
    return {"type": "XPathSelector", "value": container or "/html/body", "refinedBy": place}


def _malformed(reason: str) -> Invalid:
    return Invalid(
        f"This row of a Hypothesis export cannot be read: {reason}.", rule="hypothesis-row-malformed"
    )
