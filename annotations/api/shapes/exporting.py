"""Claim sets, exports and their timetables over the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Part, Shape
from annotations.domain.vocabulary import (
    Audience,
    Cadence,
    ExportFormat,
)
from annotations.models import ClaimSet, Export, ExportSchedule
from annotations.queries.claim_set_comparisons import DIFFERENCES


class ClaimSetShape(Shape):
    """A named selection of claims."""

    created_by_id = serializers.IntegerField()
    desk_id = serializers.IntegerField(
        allow_null=True, help_text="Whose people it is for, if it is for a desk."
    )
    criteria = serializers.DictField(help_text="The filters of the claim list that make up the set.")

    class Meta:
        model = ClaimSet
        fields = (
            "id",
            "version",
            "name",
            "description",
            "kind",
            "criteria",
            "audience",
            "desk_id",
            "frozen_at",
            "created_by_id",
            "created_at",
        )


@extend_schema_field({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
class CriterionField(serializers.Field[Any, Any, Any, Any]):
    """One value of a filter, or several of which one has to match."""

    one = serializers.CharField(max_length=200)
    several = serializers.ListField(child=serializers.CharField(max_length=200), max_length=100)

    def to_internal_value(self, data: Any) -> Any:
        return (self.several if isinstance(data, list) else self.one).run_validation(data)


class ClaimSetInput(Input):
    """A live set: whatever matches its criteria at the time."""

    name = serializers.CharField(max_length=200)
    criteria = serializers.DictField(
        child=CriterionField(), required=False, help_text="Filters as the list of claims takes them."
    )
    description = serializers.CharField(max_length=10_000, allow_blank=True, required=False)
    audience = serializers.ChoiceField(
        Audience.choices, required=False, help_text="Who sees the set and what is exported from it."
    )
    desk_id = IdField(
        required=False, allow_null=True, help_text="Whose people it is for: with the audience `desk` only."
    )


class DifferenceShape(serializers.Serializer[Any]):
    """A claim that is not the same in two frozen sets. What it was is empty where it was not in one."""

    id = serializers.IntegerField()
    differences = serializers.ListField(child=serializers.ChoiceField(DIFFERENCES))
    status_before = serializers.CharField()
    status_after = serializers.CharField()
    words_before = serializers.CharField()
    words_after = serializers.CharField()


class DifferenceCountsPart(serializers.Serializer[Any]):
    """How many claims differ in which way; one may differ in two."""

    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    status = serializers.IntegerField()
    words = serializers.IntegerField()


class ComparisonShape(serializers.Serializer[Any]):
    """What became of one frozen set in another."""

    first_id = serializers.IntegerField()
    second_id = serializers.IntegerField()
    counts = DifferenceCountsPart()
    same = serializers.IntegerField(help_text="How many claims do not differ.")
    next_after = serializers.IntegerField(
        allow_null=True, help_text="Where to go on with `after`; empty on the last page."
    )
    results = DifferenceShape(many=True)


class FreezeInput(Input):
    """The name of the frozen set."""

    name = serializers.CharField(max_length=200)


class ProgressPart(Part):
    """How far an export is: gathering what there is to say of each claim, then writing the file, for which
    some formats go through all claims several times (`round`).
    """

    phase = serializers.ChoiceField(["gathering", "writing"])
    round = serializers.IntegerField()
    claims_kept = serializers.IntegerField(help_text="Gathered already by an attempt that did not finish.")
    claims_per_second = serializers.FloatField(allow_null=True)
    seconds_left = serializers.IntegerField(allow_null=True, help_text="Of this phase, at this speed.")


class ExportShape(Shape):
    """One rendering of a claim set. Finished, it carries the SHA-256 of its file."""

    claim_set_id = serializers.IntegerField()
    requested_by_id = serializers.IntegerField()
    schedule_id = serializers.IntegerField(
        allow_null=True, help_text="The timetable that asked for it, if one did."
    )
    progress = ProgressPart(
        source="manifest.progress", allow_null=True, help_text="How far it is, while it is being made."
    )
    manifest = serializers.DictField(
        help_text="What the file holds and of which moment it is, once it is done; `cursor` is where to go "
        "on with the feed of changes."
    )

    class Meta:
        model = Export
        fields = (
            "id",
            "claim_set_id",
            "format",
            "include_unsigned",
            "state",
            "claims_total",
            "claims_done",
            "attempts",
            "error",
            "media_type",
            "size",
            "sha256",
            "manifest",
            "progress",
            "taken_at",
            "change_position",
            "kept_until",
            "schedule_id",
            "requested_by_id",
            "requested_at",
            "started_at",
            "finished_at",
        )


class ExportInput(Input):
    """What to render, and as what."""

    claim_set_id = IdField()
    format = serializers.ChoiceField(ExportFormat.choices)
    include_unsigned = serializers.BooleanField(
        required=False, help_text="Also claims that nobody signed yet; marked as such."
    )


class LinkInput(Input):
    """For how long the link lasts."""

    minutes = serializers.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, help_text="From 5 to 43,200; a day unless said."
    )


class LinkShape(serializers.Serializer[Any]):
    """A link by which the file is fetched without signing in, in the name of whoever made it."""

    address = serializers.URLField()
    ends_at = serializers.DateTimeField()


class ExportScheduleShape(Shape):
    """A timetable by which a claim set is exported in the name of its owner, on their clock."""

    claim_set_id = serializers.IntegerField()
    owner_id = serializers.IntegerField()
    last_export_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = ExportSchedule
        fields = (
            "id",
            "version",
            "claim_set_id",
            "format",
            "include_unsigned",
            "cadence",
            "hour",
            "keep",
            "is_active",
            "next_at",
            "last_export_id",
            "owner_id",
            "created_at",
        )


class ExportScheduleChange(Input):
    """When, as what, and how many are kept."""

    format = serializers.ChoiceField(ExportFormat.choices)
    cadence = serializers.ChoiceField(
        Cadence.choices, help_text="Every day, every Monday, or every first of the month."
    )
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False, help_text="Of your clock.")
    keep = serializers.IntegerField(min_value=1, max_value=100, required=False)
    include_unsigned = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False, help_text="No: it is paused.")


class ExportScheduleInput(Input):
    """What is exported by which timetable."""

    claim_set_id = IdField()
    format = serializers.ChoiceField(ExportFormat.choices)
    cadence = serializers.ChoiceField(
        Cadence.choices, help_text="Every day, every Monday, or every first of the month."
    )
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False, help_text="Of your clock.")
    keep = serializers.IntegerField(min_value=1, max_value=100, required=False)
    include_unsigned = serializers.BooleanField(required=False)
