"""Work, what is followed, what waits, and who is here, over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.actions.following import WISHES
from annotations.api.shapes.base import IdField, Input, Shape
from annotations.models import Assignment, Following
from annotations.queries.queue import Group


class AssignmentShape(Shape):
    """One person's work on one article or claim. `due_at` is the end of a day on that person's clock."""

    article_id = serializers.IntegerField(allow_null=True)
    claim_id = serializers.IntegerField(allow_null=True)
    person_id = serializers.IntegerField()
    assigned_by_id = serializers.IntegerField(help_text="The person themselves where they took it.")
    ended_by_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Assignment
        fields = (
            "id",
            "version",
            "article_id",
            "claim_id",
            "person_id",
            "note",
            "due_at",
            "assigned_by_id",
            "assigned_at",
            "ended_at",
            "ended_by_id",
            "end",
        )


class AssignmentsInput(Input):
    """What is given to whom: each of the claims and articles to each of the people."""

    claim_ids = serializers.ListField(child=IdField(), required=False, max_length=500)
    article_ids = serializers.ListField(child=IdField(), required=False, max_length=500)
    person_ids = serializers.ListField(child=IdField(), min_length=1, max_length=10)
    due_on = serializers.DateField(
        required=False, allow_null=True, help_text="Until the end of this day where each person is."
    )
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class GivenShape(serializers.Serializer[Any]):
    """What was given out."""

    assignments = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of what is new.")
    known = serializers.IntegerField(help_text="How many had been given out already.")


class AssignmentsUndoInput(Input):
    """What is taken back."""

    assignment_ids = serializers.ListField(child=IdField(), min_length=1, max_length=5_000)


class ChangedShape(serializers.Serializer[Any]):
    """How many rows are another way now."""

    changed = serializers.IntegerField()


class TakeInput(Input):
    """A claim or an article, one of the two."""

    claim_id = IdField(required=False)
    article_id = IdField(required=False)


class HandOnInput(Input):
    """To whom."""

    person_id = IdField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class AssignmentChange(Input):
    """Until when, and what to look at."""

    due_on = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class FollowingShape(Shape):
    """A claim or an article that the person watches, or has muted."""

    article_id = serializers.IntegerField(allow_null=True)
    claim_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Following
        fields = ("id", "article_id", "claim_id", "is_muted", "since")


class WishInput(Input):
    """A claim or an article, one of the two, and what one wishes."""

    claim_id = IdField(required=False)
    article_id = IdField(required=False)
    wish = serializers.ChoiceField(WISHES)


class WishShape(serializers.Serializer[Any]):
    """What one wishes now."""

    claim_id = serializers.IntegerField(allow_null=True)
    article_id = serializers.IntegerField(allow_null=True)
    wish = serializers.ChoiceField(WISHES)


class OnlookerShape(serializers.Serializer[Any]):
    """Somebody who looked at it within the last minute."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class OnlookersShape(serializers.Serializer[Any]):
    """Who else is here."""

    onlookers = OnlookerShape(many=True)


class QueueLineShape(serializers.Serializer[Any]):
    """One thing that waits."""

    noun = serializers.CharField(help_text="claim, article, second_look, dispute or highlight")
    id = serializers.IntegerField()
    title = serializers.CharField(help_text="Empty for what is to be read blind.")
    since = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    who = serializers.CharField(help_text="The name of the person behind it, if anybody is.")
    comment_id = serializers.IntegerField(allow_null=True)


class QueueGroupShape(serializers.Serializer[Any]):
    """Things that wait for the same reason: the first few, and how many there are."""

    group = serializers.ChoiceField([one.value for one in Group])
    total = serializers.IntegerField()
    lines = QueueLineShape(many=True)


class QueueShape(serializers.Serializer[Any]):
    """What waits, the group that matters most first."""

    groups = QueueGroupShape(many=True)
