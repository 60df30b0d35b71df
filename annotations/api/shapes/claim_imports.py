"""Imports of claims over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import Input, Part, Shape
from annotations.domain.vocabulary import ClaimImportFormat
from annotations.models import ClaimImport, ClaimImportRow


class ClaimImportShape(Shape):
    """A file of claims: tried, or carried out."""

    requested_by_id = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Rows by outcome.")

    class Meta:
        model = ClaimImport
        fields = (
            "id",
            "format",
            "file_name",
            "sha256",
            "dry_run",
            "state",
            "rows_total",
            "rows_done",
            "counts",
            "problem",
            "requested_by_id",
            "requested_at",
            "finished_at",
        )


class RepairPart(Part):
    """One thing that was put right while reading."""

    rule = serializers.CharField()
    done = serializers.CharField()


class ClaimImportRowShape(Shape):
    """What became of one row."""

    claim_id = serializers.IntegerField(allow_null=True)
    repairs = RepairPart(many=True)

    class Meta:
        model = ClaimImportRow
        fields = (
            "id",
            "number",
            "place",
            "outcome",
            "text",
            "field",
            "rule",
            "message",
            "repairs",
            "claim_id",
        )


class ClaimImportInput(Input):
    """A file of claims: as text in `content`, or as `file` in a form. Exactly one of them."""

    format = serializers.ChoiceField(ClaimImportFormat.choices)
    content = serializers.CharField(
        required=False, trim_whitespace=False, style={"base_template": "textarea.html"}
    )
    file = serializers.FileField(required=False, help_text="Only in multipart/form-data.")
    file_name = serializers.CharField(max_length=300, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if ("content" in attrs) == ("file" in attrs):
            raise serializers.ValidationError({"content": "Send the file in exactly one way."})
        return attrs
