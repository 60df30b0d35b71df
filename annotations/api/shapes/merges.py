"""Merges and protected sources over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Shape
from annotations.domain.vocabulary import PublisherKind, SourceKind
from annotations.models import PublisherMerge, SourceConfidant, SourceIdentity, SourceMerge


class _MergeShape(Shape):
    kept_id = serializers.IntegerField(help_text="The one that goes on.")
    absorbed_id = serializers.IntegerField(help_text="The one that leads there.")
    merged_by_id = serializers.IntegerField()
    undone_by_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model: Any = SourceMerge
        fields = (
            "id",
            "kept_id",
            "absorbed_id",
            "reason",
            "merged_by_id",
            "merged_at",
            "undone_by_id",
            "undone_at",
        )


class SourceMergeShape(_MergeShape):
    """Two sources that were found to be one. Taken back when `undone_at` says so."""


class PublisherMergeShape(_MergeShape):
    """Two publishers that were found to be one. Taken back when `undone_at` says so."""

    class Meta(_MergeShape.Meta):
        model = PublisherMerge


class MergeInput(Input):
    """Which two are one, and why."""

    kept_id = IdField()
    absorbed_id = IdField()
    reason = serializers.CharField(max_length=2_000)


class UnmergeInput(Input):
    """Why they are two after all."""

    reason = serializers.CharField(max_length=2_000, allow_blank=True, required=False)


class _IdentityInput(Input):
    title = serializers.CharField(max_length=500, help_text="A name for it among those who know.")
    publisher_name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    authors = serializers.CharField(max_length=500, allow_blank=True, required=False)
    url = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    published_on = serializers.DateField(allow_null=True, required=False)
    note = serializers.CharField(max_length=10_000, allow_blank=True, required=False)


class ProtectedSourceInput(_IdentityInput):
    """A protected source. Everybody sees `kind`, `publisher_kind` and `language`; the rest is for the people
    named: whoever asks, and `person_ids`.
    """

    kind = serializers.ChoiceField(SourceKind.choices, required=False)
    publisher_kind = serializers.ChoiceField(PublisherKind.choices, required=False)
    language = serializers.CharField(max_length=35, required=False, help_text="BCP 47, for example en.")
    person_ids = serializers.ListField(child=IdField(), required=False, max_length=500)


class IdentityChange(_IdentityInput):
    """What is known better now; what is left out stays."""

    title = serializers.CharField(max_length=500, required=False)


class ProtectInput(Input):
    """Why it is protected, without saying who it is, and who else may know."""

    reason = serializers.CharField(max_length=2_000, help_text="Everybody can read it.")
    person_ids = serializers.ListField(child=IdField(), required=False, max_length=500)


class IdentityShape(Shape):
    """Who or what a protected source is."""

    source_id = serializers.IntegerField()
    identifiers = serializers.DictField(child=serializers.CharField())
    protected_by_id = serializers.IntegerField()

    class Meta:
        model = SourceIdentity
        fields = (
            "source_id",
            "title",
            "publisher_name",
            "authors",
            "url",
            "identifiers",
            "published_on",
            "note",
            "protected_by_id",
            "protected_at",
        )


class ConfidantShape(Shape):
    """A person who may know a protected source."""

    source_id = serializers.IntegerField()
    person_id = serializers.IntegerField()
    person_name = serializers.CharField(source="person.display_name")
    named_by_id = serializers.IntegerField()

    class Meta:
        model = SourceConfidant
        fields = ("id", "source_id", "person_id", "person_name", "named_by_id", "named_at")


class ConfidantInput(Input):
    """Who may know it."""

    person_id = IdField()
