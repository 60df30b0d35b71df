"""Comments over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Shape
from annotations.domain.work.comments import LONGEST
from annotations.models import Comment


class CommentShape(Shape):
    """What somebody said. Of a removed comment the text is empty."""

    article_id = serializers.IntegerField(allow_null=True)
    claim_id = serializers.IntegerField(allow_null=True)
    evidence_id = serializers.IntegerField(allow_null=True)
    replies_to_id = serializers.IntegerField(allow_null=True, help_text="The comment that it stands under.")
    text = serializers.CharField(source="shown_text")
    mentioned = serializers.ListField(
        child=serializers.IntegerField(), source="named", help_text="The people it names, by id."
    )
    author_id = serializers.IntegerField()
    removed_by_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Comment
        fields = (
            "id",
            "version",
            "article_id",
            "claim_id",
            "evidence_id",
            "replies_to_id",
            "text",
            "mentioned",
            "author_id",
            "written_at",
            "edited_at",
            "removed_at",
            "removed_by_id",
        )


class CommentInput(Input):
    """What is said, and about what: a claim or an article, one of the two."""

    claim_id = IdField(required=False)
    article_id = IdField(required=False)
    evidence_id = IdField(required=False, help_text="A link of the claim.")
    replies_to_id = IdField(required=False)
    text = serializers.CharField(
        max_length=LONGEST, help_text="Plain text. `@` and a sign-in name tells that person."
    )
    without_telling = serializers.BooleanField(
        required=False, help_text="Name people although they may not see it: they are not told."
    )


class CommentChange(Input):
    """Other words."""

    text = serializers.CharField(max_length=LONGEST)
    without_telling = serializers.BooleanField(required=False)
