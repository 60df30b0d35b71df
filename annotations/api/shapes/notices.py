"""Notices over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import Shape
from annotations.models import Notice


class NoticeShape(Shape):
    """One thing the person was told without having asked."""

    article_id = serializers.IntegerField()
    revision_id = serializers.IntegerField(allow_null=True)
    detail = serializers.DictField(
        help_text="What it is about: a `count`, and `claims` with their old and new words."
    )

    class Meta:
        model = Notice
        fields = ("id", "kind", "article_id", "revision_id", "detail", "raised_at", "read_at")


class ReadNoticesShape(serializers.Serializer[Any]):
    """How many notices were news."""

    read = serializers.IntegerField()
