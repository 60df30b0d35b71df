"""Figures of agreement and quality over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import Part, Shape
from annotations.models import QualityFigures


class QualityRowShape(Shape):
    """The figures of one day, for one desk (null: everything but what closed desks own), one type of claim
    (empty: all) and a period.
    """

    desk_id = serializers.IntegerField(allow_null=True)
    type = serializers.CharField(source="claim_type")
    figures = serializers.DictField(
        source="impersonal",
        help_text="By name. A figure has `value`, `count` (what it rests on), `low` and `high` (where it "
        "lies with 95 % confidence, if known), and in `missing` why there is no value: `NO_PAIRS`, "
        "`ONE_VALUE`, or `TOO_FEW` (below 20).",
    )

    class Meta:
        model = QualityFigures
        fields = ("id", "computed_on", "computed_at", "desk_id", "type", "days", "figures")


class PersonFigureShape(Part):
    """One figure of a person, or of two. `name` says which."""

    name = serializers.ChoiceField(["overturned", "gold", "kappa", "grade_kappa"])
    person_ids = serializers.ListField(child=serializers.IntegerField())
    value = serializers.FloatField(allow_null=True)
    count = serializers.IntegerField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    missing = serializers.CharField(allow_null=True)


class QualityShape(QualityRowShape):
    """The same, with figures of people: your own, and everybody's for editors and administrators. The other
    person of a pair is left out where you may not know them.
    """

    people = PersonFigureShape(many=True)

    class Meta(QualityRowShape.Meta):
        fields = (*QualityRowShape.Meta.fields, "people")  # type: ignore[assignment]


class ComputingShape(serializers.Serializer[Any]):
    """How many sets of figures are computed, of how many."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
