"""Highlights over the wire: where claims stand, and what people decide about them."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, OffsetField, Part, Shape, StalePart
from annotations.domain.vocabulary import HighlightOutcome, HighlightState, WordChange
from annotations.models import Highlight

UNITS = [("code_points", "Code points"), ("utf16", "UTF-16 units, as browsers count")]
NO_PLACE = "In code points; null where its words are gone."


class HighlightPart(Part):
    """Where a claim occurs, in each text in which it was looked for; `is_current` marks the latest."""

    id = serializers.IntegerField()
    article_id = serializers.IntegerField()
    revision_id = serializers.IntegerField()
    start = serializers.IntegerField(allow_null=True, help_text=NO_PLACE)
    end = serializers.IntegerField(allow_null=True)
    exact = serializers.CharField()
    state = serializers.ChoiceField(HighlightState.choices)
    outcome = serializers.ChoiceField(HighlightOutcome.choices)
    is_current = serializers.BooleanField()
    sought = serializers.CharField()
    changes = serializers.ListField(child=serializers.ChoiceField(WordChange.choices))


class HighlightShape(Shape):
    """A highlight in one text. In the next text it is another row with the same `original_id`."""

    claim_id = serializers.IntegerField()
    revision_id = serializers.IntegerField()
    article_id = serializers.IntegerField(source="revision.article_id")
    original_id = serializers.IntegerField(allow_null=True, help_text="The first row of its line.")
    anchored_from_id = serializers.IntegerField(
        allow_null=True,
        help_text="From which row it was found: the last that a person made or confirmed.",
    )
    start = serializers.IntegerField(allow_null=True, help_text=NO_PLACE)
    end = serializers.IntegerField(allow_null=True)
    block_offset = serializers.IntegerField(allow_null=True)
    candidates = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="Of an ambiguous one: the places that fit, best first.",
    )
    changes = serializers.ListField(
        child=serializers.ChoiceField(WordChange.choices), help_text="What changed in the words."
    )
    stale = StalePart(source="stale_parts", many=True, help_text="Why its claim should be looked at again.")
    confirmed_by_id = serializers.IntegerField(allow_null=True)
    made_by_id = serializers.IntegerField()

    class Meta:
        model = Highlight
        fields = (
            "id",
            "version",
            "claim_id",
            "article_id",
            "revision_id",
            "start",
            "end",
            "exact",
            "prefix",
            "suffix",
            "block",
            "block_offset",
            "state",
            "outcome",
            "is_current",
            "sought",
            "candidates",
            "changes",
            "original_id",
            "anchored_from_id",
            "confirmed_by_id",
            "confirmed_at",
            "stale",
            "made_by_id",
            "made_at",
        )


class HighlightInput(Input):
    """Words of a revision; refused when the text at that place differs from `exact`."""

    revision_id = IdField(required=False)
    article_id = IdField(required=False, help_text="Instead of a revision: its latest one.")
    start = OffsetField()
    end = OffsetField()
    exact = serializers.CharField(trim_whitespace=False)
    unit = serializers.ChoiceField(
        UNITS, required=False, help_text="Of `start` and `end`; code points if not given."
    )

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if ("revision_id" in attrs) == ("article_id" in attrs):
            raise serializers.ValidationError({"revision_id": "Name a revision or an article, one of them."})
        return attrs


class ConfirmInput(Input):
    """That the claim stands on the words that were found; of several places, on which."""

    start = OffsetField(required=False)
    end = OffsetField(required=False)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        if ("start" in attrs) != ("end" in attrs):
            raise serializers.ValidationError({"end": "Give both ends of the place, or neither."})
        return attrs


class ReselectInput(Input):
    """Other words of the same text; refused when the text at that place differs from `exact`."""

    start = OffsetField()
    end = OffsetField()
    exact = serializers.CharField(trim_whitespace=False)
