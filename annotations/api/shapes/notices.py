"""Notices over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import Shape
from annotations.models import Notice


class NoticeShape(Shape):
    """One thing the person was told without having asked."""

    article_id = serializers.IntegerField(allow_null=True, help_text="The article it is about, if it is one.")
    source_id = serializers.IntegerField(allow_null=True)
    publisher_id = serializers.IntegerField(allow_null=True)
    claim_id = serializers.IntegerField(allow_null=True)
    second_look_id = serializers.IntegerField(allow_null=True)
    desk_id = serializers.IntegerField(allow_null=True)
    comment_id = serializers.IntegerField(
        allow_null=True,
        help_text="The comment that it tells of, beside the claim or article that it is on.",
    )
    revision_id = serializers.IntegerField(allow_null=True)
    detail = serializers.DictField(
        help_text="What it is about: a `count`, and `claims` with their old and new words, or `moved`, "
        "the ids of claims under which the register changed, and `because`, a sentence for each event; or "
        "`by`, the id of whoever did it, and of work its `assignment`, `due_at` and `note`."
    )

    class Meta:
        model = Notice
        fields = (
            "id",
            "kind",
            "article_id",
            "source_id",
            "publisher_id",
            "claim_id",
            "second_look_id",
            "desk_id",
            "comment_id",
            "revision_id",
            "detail",
            "raised_at",
            "read_at",
        )


class ReadNoticesShape(serializers.Serializer[Any]):
    """How many notices were news."""

    read = serializers.IntegerField()
