"""How shapes and inputs work.

A shape declares what a representation holds. It never runs: the columns it names are read from the database
as dictionaries (`Reading`), which costs half of what serializing objects does, and the tests hold every
answer against the schema made from the shape. An input takes what was sent, refuses what it does not know,
and hands on plain values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework import serializers

from annotations.api.filters import LARGEST_ID
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import StaleCause
from annotations.models import User
from annotations.queries.visibility import visible

LARGEST_OFFSET = 2**31 - 1


class Shape(serializers.ModelSerializer[Any]):
    """A representation, declared over the columns of a model."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields


class Part(serializers.Serializer[Any]):
    """A part of a representation that the database hands over as JSON."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields


class StalePart(Part):
    """Why a claim should be looked at again."""

    cause = serializers.ChoiceField(StaleCause.choices)
    detail = serializers.CharField()
    raised_at = serializers.DateTimeField()


@dataclass(frozen=True)
class Reading:
    """How rows of a noun are read in a shape: `rows` gives what a person may see, with the columns that the
    shape names.
    """

    noun: str
    shape: type[serializers.BaseSerializer[Any]]
    rows: Callable[[User], QuerySet[Any]]
    members: frozenset[str] | None = None

    @cached_property
    def columns(self) -> dict[str, str]:
        """For each member of the representation, the column it is read from."""
        fields: Mapping[str, Any] = self.shape().fields  # type: ignore[attr-defined]
        columns = {name: (field.source or name).replace(".", "__") for name, field in fields.items()}
        if self.members is None:
            return columns
        return {name: column for name, column in columns.items() if name in self.members}

    def only(self, members: frozenset[str]) -> "Reading":
        """The same with these members alone, so that the database need not work out the others."""
        return replace(self, members=members)

    def selected(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows as dictionaries of the needed columns."""
        return rows.values(*self.columns.values())

    def named(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Dictionaries of columns as representations."""
        pairs = list(self.columns.items())
        return [{name: row[column] for name, column in pairs} for row in rows]

    def one(self, pk: int, person: User) -> dict[str, Any]:
        """The representation of one row. Refuses with `NotFound`."""
        rows = visible(self.rows(person), person)
        found = self.named(list(self.selected(rows.filter(pk=pk))[:1]))
        if not found:
            raise NotFound(f"There is no {self.noun} {pk}.", details={"id": pk})
        return found[0]


def every(model: type[Model]) -> Callable[[User], QuerySet[Any]]:
    """All rows of a table, for everybody who may read."""
    return lambda person: model._default_manager.all()


class Input(serializers.Serializer[Any]):
    """What a request brings. A member that is not declared is refused by name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            self._refuse_half_a_part(data)
            unknown = sorted(set(map(str, data)) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {
                        name[:80]: [serializers.ErrorDetail("There is no such input.", "unknown")]
                        for name in unknown
                    }
                )
        return super().to_internal_value(data)

    def _refuse_half_a_part(self, data: Mapping[str, Any]) -> None:
        """A change may leave out members, but the parts that it names come whole."""
        if self is self.root:
            return
        missing = [name for name, field in self.fields.items() if field.required and name not in data]
        if missing:
            needed = serializers.ErrorDetail("This field is required.", "required")
            raise serializers.ValidationError({name: [needed] for name in missing})


class IdField(serializers.IntegerField):
    """The id of something."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **options)


class OffsetField(serializers.IntegerField):
    """A place in a text: code points from its beginning."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST_OFFSET, **options)


class Nothing(Input):
    """A request that needs no body."""
