"""Files that are read into the register, and filters that people keep, over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import Input, Shape
from annotations.domain.vocabulary import RegisterNoun
from annotations.models import RegisterImport, RegisterImportRow, SavedFilter


class RegisterImportShape(Shape):
    """A CSV file of publishers or sources. While `dry_run` is true nothing was changed by it."""

    counts = serializers.DictField(child=serializers.IntegerField(), help_text="Numbers of rows by outcome.")
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="What was noticed about the file as a whole."
    )
    requested_by_id = serializers.IntegerField()

    class Meta:
        model = RegisterImport
        fields = (
            "id",
            "noun",
            "file_name",
            "sha256",
            "dry_run",
            "state",
            "rows_total",
            "rows_done",
            "counts",
            "notes",
            "problem",
            "requested_by_id",
            "requested_at",
            "finished_at",
        )


class RegisterImportRowShape(Shape):
    """What became, or would become, of one row of a file."""

    source_id = serializers.IntegerField(allow_null=True)
    publisher_id = serializers.IntegerField(allow_null=True)
    values = serializers.DictField(
        child=serializers.CharField(), help_text="The cells of a refused row, as they came."
    )

    class Meta:
        model = RegisterImportRow
        fields = (
            "id",
            "number",
            "line",
            "outcome",
            "name",
            "field",
            "rule",
            "message",
            "values",
            "source_id",
            "publisher_id",
        )


class RegisterImportInput(Input):
    """A CSV file: as text in `content`, or as `file` in a form. Exactly one of them."""

    noun = serializers.ChoiceField(RegisterNoun.choices)
    content = serializers.CharField(
        required=False, trim_whitespace=False, style={"base_template": "textarea.html"}
    )
    file = serializers.FileField(required=False, help_text="Only in multipart/form-data.")
    file_name = serializers.CharField(max_length=300, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("content" in attrs) == ("file" in attrs):
            raise serializers.ValidationError({"content": "Send the file in exactly one way."})
        return attrs


class SavedFilterShape(Shape):
    """A filter of the register that the person keeps. `criteria` are those of the list with their values."""

    criteria = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))

    class Meta:
        model = SavedFilter
        fields = ("id", "noun", "name", "criteria", "saved_at")


class SavedFilterInput(Input):
    """A filter to keep."""

    noun = serializers.ChoiceField(RegisterNoun.choices)
    name = serializers.CharField(max_length=100)
    criteria = serializers.DictField(child=serializers.ListField(child=serializers.CharField(max_length=200)))


class SavedFilterName(Input):
    """Another name."""

    name = serializers.CharField(max_length=100)
