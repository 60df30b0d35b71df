"""What is said of the passages behind links, over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, OffsetField


class ConfirmPassageInput(Input):
    """Why it still counts."""

    reason = serializers.CharField(max_length=2_000)


class RelinkInput(Input):
    """Which words of which copy of the same source."""

    capture_id = IdField()
    start = OffsetField()
    end = OffsetField()


class RelinkUndoInput(Input):
    """The lost one that comes back."""

    evidence_id = IdField()


class AuditInput(Input):
    """What was found."""

    is_own = serializers.BooleanField()
    reason = serializers.CharField(max_length=2_000, required=False, allow_blank=True)
