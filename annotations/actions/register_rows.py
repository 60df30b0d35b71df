"""Rows of a file of publishers or sources: what each would do to the register, and doing it.

A row belongs to what it names: by its id, its address, its identifiers, for publishers its name in its
country. Rows are judged in batches against what the register holds at that moment; the judgement of a dry run
and that of the real one are the same code, so that what was announced is what happens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from annotations.actions.publishers import edit_publisher, refuse_circle_of_owners, register_publisher
from annotations.actions.register import refuse_merged_away
from annotations.actions.register_values import described_publisher, described_source
from annotations.actions.sources import edit_source, register_source
from annotations.domain.errors import Conflict, Invalid, Refusal
from annotations.domain.identifiers import IDENTIFYING
from annotations.domain.register_columns import OTHER_IDENTIFIERS, READ, SCHEMES, Said, said_by
from annotations.domain.tables import LONGEST_CELL, Row
from annotations.domain.vocabulary import PublisherKind, RegisterNoun, RowOutcome
from annotations.models import Publisher, Source, User
from annotations.queries.register_matches import (
    KnownPublishers,
    KnownSources,
    known_publishers,
    known_sources,
)

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a row: nothing, a new row of the register, or changes of the one that is known.
    `column` and `rule` say where and why it is refused.
    """

    row: Row
    outcome: RowOutcome
    name: str = ""
    message: str = ""
    column: str = ""
    rule: str = ""
    known: Any = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Meant:
    """A row with its values in the form of the table, and the keys by which it is one with another."""

    row: Row
    said: Said
    described: dict[str, Any]
    keys: tuple[Key, ...]


def judged_rows(noun: str, rows: Sequence[Row], seen: dict[int, int]) -> list[Judged]:
    """What each row would do. `seen` holds for each key that a row of this file had (by its hash) the number
    of that row, and is added to: what stands in the file twice cannot be meant.
    """
    meant = [_meant(noun, row, seen) for row in rows]
    whole = [one for one in meant if isinstance(one, _Meant)]
    judge: Any = _SourceJudge(whole) if noun == RegisterNoun.SOURCES else _PublisherJudge(whole)
    return [one if isinstance(one, Judged) else _judged(judge, one) for one in meant]


def remembered(noun: str, rows: Sequence[Row], seen: dict[int, int]) -> None:
    """Adds the keys of rows that were done before to `seen`."""
    for row in rows:
        _meant(noun, row, seen)


def carried_out(noun: str, judged: Judged, *, actor: User) -> Judged:
    """Registers or edits as judged, by the actions that everybody uses; their refusal is the row's."""
    try:
        if judged.outcome == RowOutcome.NEW:
            register: Any = register_source if noun == RegisterNoun.SOURCES else register_publisher
            return replace(judged, known=register(**judged.values, actor=actor))
        if judged.outcome == RowOutcome.CHANGED and noun == RegisterNoun.SOURCES:
            edit_source(source_id=judged.known.pk, values=judged.values, actor=actor)
        elif judged.outcome == RowOutcome.CHANGED:
            edit_publisher(publisher_id=judged.known.pk, values=judged.values, actor=actor)
    except Refusal as refusal:
        return _refused(judged.row, refusal, judged.name)
    return judged


class _SourceJudge:
    def __init__(self, meant: Sequence[_Meant]) -> None:
        proving = [key[1:] for one in meant for key in one.keys if key[0] == "identifier"]
        self.known: KnownSources = known_sources(
            ids=[one.said.id for one in meant if one.said.id],
            addresses=[one.described.get("canonical_url", "") for one in meant],
            identifiers=[(name, value) for name, value in proving],
        )
        self.publishers: KnownPublishers = known_publishers(
            ids=[one.said.named_id for one in meant if one.said.named_id],
            names=[one.said.name for one in meant if one.said.name],
        )

    def found(self, one: _Meant) -> Source | None:
        matches = [
            self.known.by_id.get(one.said.id or 0),
            self.known.by_address.get(one.described.get("canonical_url", "")),
        ]
        matches += [
            self.known.by_identifier.get((key[1], key[2])) for key in one.keys if key[0] == "identifier"
        ]
        return _only(one, matches, "source")

    def values(self, one: _Meant, known: Source | None) -> dict[str, Any]:
        values = dict(one.described)
        if one.said.identifiers:
            values["identifiers"] = _merged_identifiers(known, one.said.identifiers)
        publisher = _named(one, self.publishers, "publisher")
        if publisher is not None:
            _refuse_mask(publisher, known)
            values["publisher_id"] = publisher.pk
        elif known is None or one.said.name == "":
            raise Invalid("Say who published it.", field="publisher", rule="required")
        if known is None:
            _require(values, "title")
        return values


class _PublisherJudge:
    def __init__(self, meant: Sequence[_Meant]) -> None:
        self.known: KnownPublishers = known_publishers(
            ids=[pk for one in meant for pk in (one.said.id, one.said.named_id) if pk],
            names=[name for one in meant for name in (one.described.get("name"), one.said.name) if name],
            wikidata_ids=[one.described.get("wikidata_id", "") for one in meant],
        )

    def found(self, one: _Meant) -> Publisher | None:
        matches = [self.known.by_id.get(one.said.id or 0)]
        matches.append(self.known.by_wikidata_id.get(one.described.get("wikidata_id", "")))
        matches.append(self._called(one))
        return _only(one, matches, "publisher")

    def _called(self, one: _Meant) -> Publisher | None:
        """The publisher of this name in this country; without a column for it, the only one of this name."""
        name = one.described.get("name", "").lower()
        if "country" in one.described:
            return self.known.by_place.get((name, one.described["country"]))
        called = self.known.by_name.get(name, [])
        if len(called) > 1 and one.said.id is None:
            raise Invalid(
                f"Several publishers are called “{called[0].name}”. Say by its id which is meant.",
                field="name",
                rule="several-publishers",
            )
        return called[0] if len(called) == 1 and one.said.id is None else None

    def values(self, one: _Meant, known: Publisher | None) -> dict[str, Any]:
        values = dict(one.described)
        owner = _named(one, self.known, "owner")
        if owner is not None:
            values["owner_id"] = owner.pk
            if known is not None:
                refuse_circle_of_owners(known, owner.pk)
        elif one.said.name == "":
            values["owner_id"] = None
        if known is None:
            _require(values, "name")
            values.setdefault("kind", PublisherKind.UNKNOWN)
        return values


def _meant(noun: str, row: Row, seen: dict[int, int]) -> _Meant | Judged:
    name = row.cells.get("title" if noun == RegisterNoun.SOURCES else "name", "")
    try:
        if row.too_long:
            raise Invalid("This row has more cells than the first line has columns.", rule="row-too-long")
        _refuse_cut(noun, row)
        said = said_by(noun, row.cells)
        described = (described_source if noun == RegisterNoun.SOURCES else described_publisher)(said.values)
        keys = tuple(_keys(noun, said, described))
        for key in keys:
            first = seen.setdefault(hash(key), row.number)
            if first != row.number:
                raise Invalid(
                    f"Row {first} is about the same: keep one of the two.", rule="row-repeats-another"
                )
    except Refusal as refusal:
        return _refused(row, refusal, name)
    return _Meant(row, said, described, keys)


def _refuse_cut(noun: str, row: Row) -> None:
    for column in row.cut:
        if column in READ[noun]:
            raise Invalid(
                f"This cell has more than {LONGEST_CELL:,} characters. Shorten it.",
                field=column,
                rule="cell-too-long",
            )


def _keys(noun: str, said: Said, described: Mapping[str, Any]) -> list[Key]:
    keys: list[Key] = [("id", str(said.id))] if said.id else []
    if noun == RegisterNoun.PUBLISHERS:
        if described.get("name"):
            keys.append(("name", described["name"].lower(), described.get("country", "")))
        return [*keys, *([("wikidata", described["wikidata_id"])] if described.get("wikidata_id") else [])]
    if described.get("canonical_url"):
        keys.append(("address", described["canonical_url"]))
    proving = {name: value for name, value in said.identifiers.items() if name in IDENTIFYING and value}
    return [*keys, *(("identifier", name, value) for name, value in sorted(proving.items()))]


def _judged(judge: Any, one: _Meant) -> Judged:
    name = one.row.cells.get("title") or one.row.cells.get("name") or ""
    try:
        known = judge.found(one)
        values = judge.values(one, known)
    except Refusal as refusal:
        return _refused(one.row, refusal, name)
    remarks = " ".join(one.said.remarks)
    if known is None:
        values.pop("canonical_url", None)
        return Judged(one.row, RowOutcome.NEW, name, remarks, values=values)
    differing = {column: value for column, value in values.items() if getattr(known, column) != value}
    differing.pop("canonical_url", None)
    if not differing:
        return Judged(one.row, RowOutcome.KNOWN, name or str(known), remarks, known=known)
    changed = f"{', '.join(_as_column(name) for name in sorted(differing))}. {remarks}".strip()
    return Judged(one.row, RowOutcome.CHANGED, name or str(known), changed, known=known, values=differing)


def _only(one: _Meant, matches: Sequence[Any], noun: str) -> Any:
    """The one row that is meant. Refused: an id that nothing has, several rows, one that was merged away, and
    what nobody may look into.
    """
    if one.said.id is not None and matches[0] is None:
        raise Invalid(f"There is no {noun} {one.said.id}.", field="id", rule="unknown-id")
    found = {match.pk: match for match in matches if match is not None}
    if len(found) > 1:
        numbers = " and ".join(str(pk) for pk in sorted(found))
        raise Conflict(f"This row fits {noun}s {numbers}. Say by its id which is meant.", rule="fits-several")
    known = next(iter(found.values()), None)
    if known is not None and known.merged_into_id is not None:
        raise Conflict(
            f"This {noun} was merged into {noun} {known.merged_into_id}. Name that one.", rule="merged-away"
        )
    if known is not None and known.is_protected:
        raise Conflict(f"This {noun} is protected, and not changed by files.", rule="is-protected")
    return known


def _named(one: _Meant, publishers: KnownPublishers, column: str) -> Publisher | None:
    """The publisher that a row names, by its id, its name, or both."""
    name, named_id = one.said.name, one.said.named_id
    if named_id is not None:
        found = publishers.by_id.get(named_id)
        if found is None:
            raise Invalid(
                f"There is no publisher {named_id}.", field=f"{column}_id", rule="unknown-publisher"
            )
        refuse_merged_away(found, field=f"{column}_id")
        if name and found.name.lower() != name.lower():
            raise Invalid(
                f"Publisher {named_id} is called “{found.name}”, not “{name}”. Correct one of the two.",
                field=column,
                rule="publisher-differs",
            )
        return found
    if not name:
        return None
    called = publishers.by_name.get(name.lower(), [])
    if not called:
        raise Invalid(
            f"“{name}” is not in the register. Import the publishers first.",
            field=column,
            rule="unknown-publisher",
        )
    if len(called) > 1:
        raise Invalid(
            f"Several publishers are called “{name}”. Say which by {column}_id.",
            field=column,
            rule="several-publishers",
        )
    return called[0]


def _refuse_mask(publisher: Publisher, known: Source | None) -> None:
    if publisher.is_protected and (known is None or known.publisher_id != publisher.pk):
        raise Conflict(
            f"Publisher {publisher.pk} stands for whoever is behind a protected source. Name another one.",
            field="publisher_id",
            rule="protected",
        )


def _merged_identifiers(known: Source | None, given: Mapping[str, str]) -> dict[str, str]:
    """What the file has no column for stays."""
    kept = dict(known.identifiers) if known is not None else {}
    if OTHER_IDENTIFIERS in given:
        kept = {name: value for name, value in kept.items() if name in SCHEMES}
    kept |= {name: value for name, value in given.items() if name != OTHER_IDENTIFIERS}
    return {name: kept[name] for name in sorted(kept) if kept[name]}


def _require(values: Mapping[str, Any], name: str) -> None:
    if not values.get(name):
        raise Invalid(f"The {name} is missing.", field=name, rule="required")


_COLUMNS: Final = {"publisher_id": "publisher", "owner_id": "owner"}


def _as_column(name: str) -> str:
    return _COLUMNS.get(name, name)


def _refused(row: Row, refusal: Refusal, name: str) -> Judged:
    return Judged(row, RowOutcome.REFUSED, name, refusal.message, refusal.field or "", refusal.rule)
