"""Changes of many rows of the register at once, over the wire."""

from rest_framework import serializers

from annotations.api.filters import LARGEST_ID
from annotations.api.shapes.base import Input, Part
from annotations.queries.register_edits import MOST_AT_ONCE


def _ids(told: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID),
        min_length=1,
        max_length=MOST_AT_ONCE,
        help_text=told,
    )


class EditTogetherInput(Input):
    """What is to hold for every one of the rows; what is left out stays as it is."""

    ids = _ids("Of the rows.")
    add_tags = serializers.ListField(child=serializers.CharField(max_length=50), required=False)
    remove_tags = serializers.ListField(child=serializers.CharField(max_length=50), required=False)
    language = serializers.CharField(max_length=35, required=False, help_text="BCP 47, for example en.")
    kind = serializers.CharField(max_length=20, required=False)


class UndoTogetherInput(Input):
    """Which change is to be taken back."""

    event_ids = _ids("As the change answered with.")


class EditedTogetherShape(Part):
    """How many rows changed, with the event of each."""

    changed = serializers.IntegerField()
    event_ids = serializers.ListField(child=serializers.IntegerField())
