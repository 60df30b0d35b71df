"""Shapes of the feed of changes."""

from rest_framework import serializers

from annotations.api.shapes.base import Part

GONE = ["withdrawn", "unsigned", "stale", "not_yours"]
KINDS = ["claim", "gone"]


class ChangePart(Part):
    """One change: what the claim says now, or that it is gone."""

    position = serializers.IntegerField(help_text="Its place in the order of changes.")
    claim = serializers.IntegerField(help_text="The id of the claim.")
    changed_at = serializers.DateTimeField(help_text="When it got this place.")
    kind = serializers.ChoiceField(KINDS, help_text="`gone`: drop what you have of this claim.")
    reason = serializers.ChoiceField(
        GONE,
        allow_null=True,
        help_text="Why it is gone: not verified any longer, withdrawn, or out of your sight.",
    )
    document = serializers.DictField(allow_null=True, help_text="The claim as in an NDJSON export.")


class ChangesShape(Part):
    """A page of the feed."""

    next_cursor = serializers.CharField(help_text="Ask with this next, also when the page is empty.")
    has_more = serializers.BooleanField(help_text="Whether there is another page already.")
    results = ChangePart(many=True)


class FeedEndShape(Part):
    """Where the feed ends now."""

    next_cursor = serializers.CharField(help_text="What changes from now on comes after this.")
