"""What readers were told, who was asked before, and what publishers were asked to correct, over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Part, Shape
from annotations.domain.vocabulary import CorrectionOutcome, ReplyOutcome, Status
from annotations.models import CorrectionRequest, Publication, ReplyRequest


class PublicationShape(Shape):
    """One thing that was said publicly about a claim. It never changes: what comes later has a number of its
    own.
    """

    claim_id = serializers.IntegerField()
    assessment_id = serializers.IntegerField()
    published_by_id = serializers.IntegerField()
    is_latest = serializers.BooleanField(help_text="Whether readers are told this now.")

    class Meta:
        model = Publication
        fields = (
            "id",
            "claim_id",
            "number",
            "kind",
            "is_latest",
            "text",
            "short_claim",
            "status",
            "computed_status",
            "context_flag",
            "reason",
            "public_note",
            "assessment_id",
            "published_by_id",
            "published_at",
        )


class PreviewShape(serializers.Serializer[Any]):
    """What readers would be told now. `seen` goes back with the request to publish."""

    claim_id = serializers.IntegerField()
    is_correction = serializers.BooleanField(help_text="Whether something was published before.")
    text = serializers.CharField()
    short_claim = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)
    computed_status = serializers.ChoiceField(Status.choices)
    context_flag = serializers.CharField()
    reason = serializers.CharField()
    seen = serializers.CharField()


class PublishInput(Input):
    """How it is published. A correction needs the public note, of 20 characters or more."""

    public_note = serializers.CharField(required=False, allow_blank=True, max_length=4_000)
    reason_not_to_wait = serializers.CharField(
        required=False, allow_blank=True, max_length=1_000, help_text="Where an answer may still come."
    )
    seen = serializers.CharField(
        required=False, max_length=64, help_text="Of the preview; other words are then refused."
    )


class BeginCorrectionInput(Input):
    """What is to be corrected."""

    reason = serializers.CharField(max_length=2_000)


class UnpublishInput(Input):
    """What readers are told instead: 20 characters or more."""

    public_note = serializers.CharField(max_length=4_000)


class ReplyShape(Shape):
    """Somebody who was asked about a claim before it is published."""

    claim_id = serializers.IntegerField()
    publisher_id = serializers.IntegerField(allow_null=True)
    noted_by_id = serializers.IntegerField()

    class Meta:
        model = ReplyRequest
        fields = (
            "id",
            "version",
            "claim_id",
            "asked",
            "publisher_id",
            "channel",
            "question",
            "asked_at",
            "deadline_at",
            "outcome",
            "answer",
            "answered_at",
            "noted_by_id",
            "noted_at",
        )


class ReplyInput(Input):
    """Who was asked what, and until when they may answer."""

    claim_id = IdField()
    asked = serializers.CharField(max_length=300)
    question = serializers.CharField(max_length=10_000)
    deadline_at = serializers.DateTimeField()
    channel = serializers.CharField(required=False, allow_blank=True, max_length=200)
    publisher_id = IdField(required=False, allow_null=True)
    asked_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Now, if left out.")


class ReplyConcludeInput(Input):
    """What they answered; or that they declined."""

    outcome = serializers.ChoiceField([ReplyOutcome.ANSWERED.value, ReplyOutcome.DECLINED.value])
    answer = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    answered_at = serializers.DateTimeField(required=False, allow_null=True, help_text="Now, if left out.")


class ReplyPostponeInput(Input):
    """Another deadline."""

    deadline_at = serializers.DateTimeField()


class CorrectionShape(Shape):
    """A request to the publisher of an article to correct it."""

    article_id = serializers.IntegerField()
    claim_id = serializers.IntegerField(allow_null=True)
    noted_by_id = serializers.IntegerField()
    is_overdue = serializers.BooleanField()

    class Meta:
        model = CorrectionRequest
        fields = (
            "id",
            "version",
            "article_id",
            "claim_id",
            "sent_to",
            "wording",
            "asked_on",
            "due_on",
            "is_overdue",
            "outcome",
            "outcome_note",
            "outcome_on",
            "noted_by_id",
            "noted_at",
        )


class CorrectionInput(Input):
    """Who was asked to correct what. Days are those of the person who asks."""

    article_id = IdField()
    claim_id = IdField(required=False, allow_null=True)
    sent_to = serializers.CharField(max_length=300)
    wording = serializers.CharField(max_length=10_000)
    asked_on = serializers.DateField(required=False, allow_null=True, help_text="Today, if left out.")
    due_on = serializers.DateField(required=False, allow_null=True)


class CorrectionConcludeInput(Input):
    """What the publisher did."""

    outcome = serializers.ChoiceField(
        [one.value for one in CorrectionOutcome if one != CorrectionOutcome.WAITING]
    )
    outcome_note = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    outcome_on = serializers.DateField(required=False, allow_null=True, help_text="Today, if left out.")


class TryToPublishInput(Input):
    """Which claims."""

    claim_ids = serializers.ListField(child=IdField(), min_length=1, max_length=100)


class SeenPart(Input):
    """A claim, and the words of its preview."""

    claim_id = IdField()
    seen = serializers.CharField(max_length=64)


class PublishTogetherInput(Input):
    """Which claims, as they were seen."""

    claims = serializers.ListField(child=SeenPart(), min_length=1, max_length=100)


class ToldPart(Part):
    """What became of one claim. With an empty `rule` it was published, or tried, could be."""

    claim_id = serializers.IntegerField()
    publication_id = serializers.IntegerField(allow_null=True)
    rule = serializers.CharField()
    detail = serializers.CharField()


class ToldShape(Part):
    """What became of each, by their ids."""

    results = ToldPart(many=True)
