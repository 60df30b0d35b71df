"""Visits to the addresses of sources over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Shape
from annotations.models import ArchivedCopy, ArchiveRequest, SourceVisit, SourceWatch
from annotations.models.visits import LONGEST_WATCH_INTERVAL


class VisitShape(Shape):
    """One reading of a source's address: asked for, and afterwards what came of it."""

    source_id = serializers.IntegerField()
    capture_id = serializers.IntegerField(
        allow_null=True, help_text="The copy that shows what was read: a new one, or one that was there."
    )
    requested_by_id = serializers.IntegerField()

    class Meta:
        model = SourceVisit
        fields = (
            "id",
            "source_id",
            "url",
            "reason",
            "state",
            "health",
            "problem",
            "rule",
            "http_status",
            "final_url",
            "capture_id",
            "requested_by_id",
            "requested_at",
            "finished_at",
        )


class WatchShape(Shape):
    """When a source's address is read again, and what the last visit found."""

    id = serializers.IntegerField(source="source_id", help_text="Of the source.")
    set_by_id = serializers.IntegerField()

    class Meta:
        model = SourceWatch
        fields = (
            "id",
            "every_hours",
            "next_visit_at",
            "visited_at",
            "health",
            "healthy_at",
            "problem",
            "failures",
            "moved_to",
            "set_by_id",
            "set_at",
        )


class WatchInput(Input):
    """How often the address is read."""

    every_hours = serializers.IntegerField(min_value=1, max_value=LONGEST_WATCH_INTERVAL)


class WatchManyInput(Input):
    """Which addresses are read, and how often."""

    source_ids = serializers.ListField(child=IdField(), min_length=1, max_length=2_000)
    every_hours = serializers.IntegerField(min_value=1, max_value=LONGEST_WATCH_INTERVAL, allow_null=True)


class ArchiveRequestShape(Shape):
    """One question to the public web archive, and what came of it."""

    source_id = serializers.IntegerField()
    requested_by_id = serializers.IntegerField()

    class Meta:
        model = ArchiveRequest
        fields = (
            "id",
            "source_id",
            "url",
            "saves",
            "state",
            "problem",
            "rule",
            "requested_by_id",
            "requested_at",
            "finished_at",
        )


class ArchiveRequestInput(Input):
    """What is asked: for the newest copy, or to make one now."""

    saves = serializers.BooleanField(required=False)


class ArchivedCopyShape(Shape):
    """A copy in a public web archive."""

    source_id = serializers.IntegerField()
    noted_by_id = serializers.IntegerField()

    class Meta:
        model = ArchivedCopy
        fields = ("id", "source_id", "url", "archived_at", "noted_by_id", "noted_at")
