"""What happened, over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import Input, Part, Shape
from annotations.models import Event, HistorySeal


class EventShape(Shape):
    """One thing that happened. `position` counts from 1 within the object's history."""

    actor_id = serializers.IntegerField(
        source="shown_actor_id",
        allow_null=True,
        help_text="Empty where the program itself did it, and while it is sealed.",
    )
    actor_name = serializers.CharField(source="shown_actor_name", allow_null=True)
    before = serializers.DictField(source="shown_before", help_text="What changed, as it was.")
    after = serializers.DictField(source="shown_after", help_text="What changed, as it was from then on.")
    note = serializers.CharField(source="shown_note")
    is_sealed = serializers.BooleanField(
        help_text="A signature whose words and whose signer, which `content_sha256` covers, are hidden until "
        "you sign; or a reading of a passage in dispute, until it is settled."
    )

    is_masked = serializers.BooleanField(
        help_text="Its words would say who a protected source is; they are for the people named for it."
    )

    class Meta:
        model = Event
        fields = (
            "id",
            "stream",
            "position",
            "verb",
            "subject_type",
            "subject_id",
            "actor_id",
            "actor_name",
            "before",
            "after",
            "note",
            "at",
            "is_sealed",
            "is_masked",
            "content_sha256",
            "previous_hash",
            "chain_hash",
        )


class FindingPart(Part):
    """One thing that is not as it should be. A remark breaks nothing."""

    rule = serializers.CharField()
    words = serializers.CharField()
    is_remark = serializers.BooleanField()


class HistoryCheckShape(Shape):
    """One check of the whole history, or the request for one; of that, what was found is empty."""

    asked_by = serializers.IntegerField(
        source="actor_id", allow_null=True, help_text="Empty where the program itself did it."
    )
    is_whole = serializers.BooleanField(allow_null=True)
    events = serializers.IntegerField(allow_null=True)
    streams = serializers.IntegerField(allow_null=True)
    seals = serializers.IntegerField(allow_null=True)
    broken = serializers.IntegerField(allow_null=True)
    remarks = serializers.IntegerField(allow_null=True)
    findings = FindingPart(many=True, allow_null=True, help_text="At most fifty, what is broken first.")

    class Meta:
        model = Event
        fields = (
            "id",
            "verb",
            "at",
            "asked_by",
            "is_whole",
            "events",
            "streams",
            "seals",
            "broken",
            "remarks",
            "findings",
        )


class HistorySealShape(Shape):
    """The whole history as it was at one moment, in one hash."""

    class Meta:
        model = HistorySeal
        fields = (
            "id",
            "number",
            "last_event_id",
            "events",
            "streams",
            "heads_sha256",
            "previous_sha256",
            "sha256",
            "sealed_at",
        )


class StreamInput(Input):
    """Whose history."""

    stream = serializers.CharField(max_length=80, help_text="The object as noun:id, for example claim:12.")
