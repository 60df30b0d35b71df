"""What happened, over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import Shape
from annotations.models import Event


class EventShape(Shape):
    """One thing that happened. `position` counts from 1 within the object's history."""

    actor_id = serializers.IntegerField(
        source="shown_actor_id",
        allow_null=True,
        help_text="Empty where the program itself did it, and for a sealed signature.",
    )
    actor_name = serializers.CharField(source="shown_actor_name", allow_null=True)
    before = serializers.DictField(source="shown_before", help_text="What changed, as it was.")
    after = serializers.DictField(source="shown_after", help_text="What changed, as it was from then on.")
    note = serializers.CharField(source="shown_note")
    is_sealed = serializers.BooleanField(
        help_text="A signature whose words and whose signer, which `content_sha256` covers, are hidden until "
        "you sign."
    )

    is_masked = serializers.BooleanField(
        help_text="Its words would say who a protected source is; they are for the people named for it."
    )

    class Meta:
        model = Event
        fields = (
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
