"""Imports of annotations over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Part, Shape
from annotations.models import AnnotationImport

OUTCOMES = [
    ("anchored", "Its words stand in the article"),
    ("queued", "Waits for a decision"),
    ("kept", "Kept; it marks no words"),
    ("known", "Was here already"),
    ("refused", "Refused"),
]


class ReportedRowPart(Part):
    """What became of one row of the file."""

    row = serializers.IntegerField(help_text="From 1.")
    outcome = serializers.ChoiceField(OUTCOMES)
    reason = serializers.CharField()
    rule = serializers.CharField(help_text="The broken rule of what was refused.")
    annotation = serializers.CharField(allow_null=True, help_text="The last part of its address.")
    claim = serializers.IntegerField(allow_null=True)


class AnnotationImportRowShape(Shape):
    """An import in a list: without its report."""

    article_id = serializers.IntegerField()
    requested_by_id = serializers.IntegerField()

    class Meta:
        model = AnnotationImport
        fields: tuple[str, ...] = (
            "id",
            "article_id",
            "format",
            "file_name",
            "state",
            "rows_total",
            "rows_done",
            "problem",
            "requested_by_id",
            "requested_at",
            "finished_at",
        )


class AnnotationImportShape(AnnotationImportRowShape):
    """An import with what became of each row."""

    report = ReportedRowPart(many=True)

    class Meta(AnnotationImportRowShape.Meta):
        fields = (*AnnotationImportRowShape.Meta.fields, "report")


class AnnotationImportInput(Input):
    """A file of annotations: as text in `content`, or as `file` in a form. Exactly one of them."""

    article_id = IdField()
    content = serializers.CharField(
        required=False, trim_whitespace=False, style={"base_template": "textarea.html"}
    )
    file = serializers.FileField(required=False, help_text="Only in multipart/form-data.")
    file_name = serializers.CharField(max_length=300, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if ("content" in attrs) == ("file" in attrs):
            raise serializers.ValidationError({"content": "Send the file in exactly one way."})
        return attrs
