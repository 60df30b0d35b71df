"""What readers reported, over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import Input, Shape
from annotations.domain.vocabulary import ReportOutcome
from annotations.models import ErrorReport

SETTLED = [one.value for one in ReportOutcome if one != ReportOutcome.WAITING]


class ErrorReportShape(Shape):
    """A reader says that a published check is wrong. About a claim, an article, or the pages as a whole."""

    claim_id = serializers.IntegerField(allow_null=True)
    article_id = serializers.IntegerField(allow_null=True)
    settled_by_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = ErrorReport
        fields = (
            "id",
            "claim_id",
            "article_id",
            "text",
            "address",
            "reader_name",
            "reader_email",
            "reported_at",
            "outcome",
            "outcome_note",
            "settled_by_id",
            "settled_at",
        )


class ReportSettleInput(Input):
    """What came of it. That it stands as it is needs a word why."""

    outcome = serializers.ChoiceField(SETTLED)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2_000)
