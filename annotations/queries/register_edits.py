"""What an edit of many rows of the register at once would change in each: for the preview and the edit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from annotations.domain.errors import Invalid
from annotations.domain.tags import checked_tags
from annotations.domain.vocabulary import PublisherKind, RegisterNoun, SourceKind
from annotations.models import Publisher, Source, User
from annotations.queries.visibility import visible

MOST_AT_ONCE: Final = 2_000
_KINDS: Final[dict[str, Any]] = {RegisterNoun.SOURCES: SourceKind, RegisterNoun.PUBLISHERS: PublisherKind}


@dataclass(frozen=True, slots=True)
class SharedEdit:
    """What is to hold for every one of many rows; None and empty leave things as they are."""

    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PlannedEdit:
    """One row with the values that would change, before and after."""

    row: Any
    before: dict[str, Any]
    after: dict[str, Any]


def checked_edit(noun: str, edit: SharedEdit) -> SharedEdit:
    """The edit with its tags in their one spelling. Raises `Invalid`: nothing to change, an unknown kind, no
    tag.
    """
    if edit.kind and edit.kind not in _KINDS[noun].values:
        raise Invalid(f"“{edit.kind[:40]}” is no known kind.", field="kind", rule="unknown-kind")
    checked = SharedEdit(
        add_tags=tuple(checked_tags(edit.add_tags)),
        remove_tags=tuple(checked_tags(edit.remove_tags)),
        language=edit.language,
        kind=edit.kind,
    )
    if checked == SharedEdit():
        raise Invalid("Say what is to change: a tag, the language or the kind.", rule="nothing-to-change")
    return checked


def rows_of(noun: str, ids: Iterable[int], person: User) -> list[Any]:
    """The rows of the register that can be edited, in the order of their ids. What was merged into another is
    left out. Raises `Invalid` for more than `MOST_AT_ONCE`.
    """
    wanted = set(ids)
    if len(wanted) > MOST_AT_ONCE:
        raise Invalid(
            f"At most {MOST_AT_ONCE:,} rows can be changed at once. Narrow the filter.", rule="too-many-rows"
        )
    model: Any = Source if noun == RegisterNoun.SOURCES else Publisher
    rows = visible(model.objects.filter(pk__in=wanted, merged_into=None, is_protected=False), person)
    return list(rows.order_by("pk"))


def planned_edits(rows: Sequence[Any], edit: SharedEdit) -> list[PlannedEdit]:
    """What a checked edit would change, row by row; rows in which nothing would are left out. Raises
    `Invalid` where a row would have too many tags.
    """
    planned = []
    for row in rows:
        wanted = _wanted(row, edit)
        after = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        if after:
            planned.append(PlannedEdit(row, {name: getattr(row, name) for name in after}, after))
    return planned


def _wanted(row: Any, edit: SharedEdit) -> dict[str, Any]:
    wanted: dict[str, Any] = {"tags": checked_tags({*row.tags, *edit.add_tags} - {*edit.remove_tags})}
    if edit.kind:
        wanted["kind"] = edit.kind
    if edit.language:
        named = ("language", edit.language) if isinstance(row, Source) else ("languages", [edit.language])
        wanted |= dict([named])
    return wanted
