"""Claims and highlights over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Part, Shape, StalePart
from annotations.api.shapes.highlights import HighlightInput, HighlightPart
from annotations.domain.proposals import SplitReason
from annotations.domain.vocabulary import (
    AttributionMode,
    AttributionVerb,
    Certainty,
    ClaimType,
    Comparator,
    Granularity,
    OverrideReason,
    Risk,
    Status,
    TimeAnchor,
)
from annotations.models import Claim, ClaimInterest


class OverridePart(Part):
    """What two people show beside the computed status, why, and until when."""

    status = serializers.ChoiceField(Status.choices)
    reason_code = serializers.ChoiceField(OverrideReason.choices)
    text = serializers.CharField()
    proposed_by_name = serializers.CharField()
    approved_by_name = serializers.CharField()
    approved_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class ClaimRowShape(Shape):
    """A claim in a list. `status` is what the rule computed; what people signed and what they overrode stands
    beside it.
    """

    stale = StalePart(
        source="stale_parts",
        many=True,
        help_text="Why it should be looked at again.",
    )

    signed_status = serializers.ChoiceField(
        Status.choices, allow_null=True, help_text="The status under a complete sign-off; null without one."
    )
    override = OverridePart(source="override_part", allow_null=True)
    asserts_id = serializers.IntegerField(
        allow_null=True, help_text="The claim that this attribution carries."
    )
    part_of_id = serializers.IntegerField(allow_null=True)
    asserter_publisher_id = serializers.IntegerField(allow_null=True)
    created_by_id = serializers.IntegerField()

    class Meta:
        model = Claim
        fields: tuple[str, ...] = (
            "id",
            "version",
            "text",
            "type",
            "language",
            "state",
            "status",
            "signed_status",
            "override",
            "status_changed_at",
            "stale",
            "risk",
            "risk_reason",
            "topic",
            "must_split",
            "asserts_id",
            "part_of_id",
            "asserter",
            "asserter_publisher_id",
            "verb",
            "mode",
            "said_on",
            "venue",
            "is_worth_checking",
            "matures_on",
            "created_by_id",
            "created_at",
            "changed_at",
        )


class TimePart(Part):
    """The time a claim is about; a proposal until a person confirms it."""

    text = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    granularity = serializers.ChoiceField(Granularity.choices)
    rule = serializers.CharField()
    anchored_on = serializers.DateField(allow_null=True)
    anchor_kind = serializers.ChoiceField(TimeAnchor.choices, allow_blank=True)
    is_confirmed = serializers.BooleanField()


class QuantityPart(Part):
    """A figure: an interval with a unit. `high` null means no upper bound."""

    text = serializers.CharField()
    low = serializers.DecimalField(max_digits=30, decimal_places=6)
    high = serializers.DecimalField(max_digits=30, decimal_places=6, allow_null=True)
    unit = serializers.CharField()
    comparator = serializers.ChoiceField(Comparator.choices)
    scope_who = serializers.CharField()
    scope_where = serializers.CharField()
    as_of = serializers.DateField(allow_null=True)
    is_cumulative = serializers.BooleanField()


class InterestPart(Part):
    """Whose interest the claim serves, harms, or leaves alone."""

    bloc_id = serializers.IntegerField()
    kind = serializers.ChoiceField(ClaimInterest.KINDS)


class ClaimShape(ClaimRowShape):
    """A claim with everything that belongs to it."""

    assessment_id = serializers.IntegerField(
        source="current_assessment.assessment_id", allow_null=True, help_text="The assessment that holds now."
    )
    certainty = serializers.ChoiceField(
        Certainty.choices,
        source="current_assessment.assessment.certainty",
        allow_null=True,
        allow_blank=True,
        help_text="Empty where nothing is scored.",
    )
    is_assessment_due = serializers.BooleanField(help_text="Its status is being computed again.")
    time = TimePart(source="time_parts", allow_null=True)
    quantities = QuantityPart(source="quantity_parts", many=True)
    interests = InterestPart(source="interest_parts", many=True)
    highlights = HighlightPart(source="highlight_parts", many=True)
    asserted_by = serializers.ListField(
        child=serializers.IntegerField(),
        source="asserting_ids",
        help_text="Attributions that carry this claim.",
    )
    parts = serializers.ListField(child=serializers.IntegerField(), source="part_ids")

    class Meta(ClaimRowShape.Meta):
        fields = (
            *ClaimRowShape.Meta.fields,
            "assessment_id",
            "certainty",
            "is_assessment_due",
            "time",
            "quantities",
            "interests",
            "highlights",
            "asserted_by",
            "parts",
        )


class AttributionInput(Input):
    """Who says it. Given outermost first, each layer becomes a claim of its own around the next."""

    asserter = serializers.CharField(max_length=200, allow_blank=True, required=False)
    verb = serializers.ChoiceField(AttributionVerb.choices, required=False)
    mode = serializers.ChoiceField(AttributionMode.choices, required=False)
    publisher_id = IdField(allow_null=True, required=False)
    said_on = serializers.DateField(allow_null=True, required=False)
    venue = serializers.CharField(max_length=200, allow_blank=True, required=False)
    text = serializers.CharField(allow_blank=True, required=False, help_text="Composed when not given.")
    is_worth_checking = serializers.BooleanField(required=False)


class TimeInput(Input):
    """The time a claim is about, both days included."""

    text = serializers.CharField(max_length=200, help_text="As the article says it.")
    starts_on = serializers.DateField(allow_null=True, required=False)
    ends_on = serializers.DateField(allow_null=True, required=False)
    granularity = serializers.ChoiceField(Granularity.choices, required=False)
    rule = serializers.CharField(max_length=60, allow_blank=True, required=False)
    anchored_on = serializers.DateField(allow_null=True, required=False)
    anchor_kind = serializers.ChoiceField(TimeAnchor.choices, allow_blank=True, required=False)
    is_confirmed = serializers.BooleanField(required=False)


class QuantityInputShape(Input):
    """A figure: an interval with a unit."""

    text = serializers.CharField(max_length=200, help_text="As the article says it.")
    low = serializers.DecimalField(max_digits=30, decimal_places=6)
    high = serializers.DecimalField(max_digits=30, decimal_places=6, allow_null=True, required=False)
    unit = serializers.CharField(max_length=100, allow_blank=True, required=False)
    comparator = serializers.ChoiceField(Comparator.choices, required=False)
    scope_who = serializers.CharField(max_length=200, allow_blank=True, required=False)
    scope_where = serializers.CharField(max_length=200, allow_blank=True, required=False)
    as_of = serializers.DateField(allow_null=True, required=False)
    is_cumulative = serializers.BooleanField(required=False)


class InterestsInputShape(Input):
    """Ids of party blocs."""

    favours = serializers.ListField(child=IdField(), required=False, max_length=50)
    disfavours = serializers.ListField(child=IdField(), required=False, max_length=50)
    neutral_for = serializers.ListField(child=IdField(), required=False, max_length=50)


class ClaimValues(Input):
    """What a claim says, whoever makes or changes it."""

    text = serializers.CharField(max_length=4000, help_text="In plain words, as one statement.")
    type = serializers.ChoiceField(ClaimType.choices)
    language = serializers.CharField(max_length=35, required=False)
    risk = serializers.ChoiceField(Risk.choices, required=False)
    risk_reason = serializers.CharField(max_length=200, allow_blank=True, required=False)
    topic = serializers.CharField(
        max_length=100,
        allow_blank=True,
        required=False,
        help_text="Publishers that are graded otherwise on this topic count by that grade.",
    )
    must_split = serializers.BooleanField(required=False)
    matures_on = serializers.DateField(
        allow_null=True, required=False, help_text="When a prediction falls due."
    )
    time = TimeInput(allow_null=True, required=False)
    quantities = serializers.ListField(child=QuantityInputShape(), required=False, max_length=20)
    interests = InterestsInputShape(required=False)


class ClaimInput(ClaimValues):
    """A new claim, with the words it stands in, who says it, of when and how much."""

    part_of_id = IdField(allow_null=True, required=False)
    highlight = HighlightInput(required=False)
    attributions = serializers.ListField(child=AttributionInput(), required=False, max_length=5)


class ClaimChange(ClaimValues):
    """What may be changed. `time`, `quantities` and `interests` are replaced as a whole."""

    asserter = serializers.CharField(max_length=200, allow_blank=True, required=False)
    asserter_publisher_id = IdField(allow_null=True, required=False)
    verb = serializers.ChoiceField(AttributionVerb.choices, required=False)
    mode = serializers.ChoiceField(AttributionMode.choices, required=False)
    said_on = serializers.DateField(allow_null=True, required=False)
    venue = serializers.CharField(max_length=200, allow_blank=True, required=False)
    is_worth_checking = serializers.BooleanField(required=False)


class ClaimBatchInput(Input):
    """Up to a hundred claims: all of them are made, or none."""

    claims = serializers.ListField(child=ClaimInput(), min_length=1, max_length=100)


class ClaimBatchShape(serializers.Serializer[object]):
    """The claims that were made, in the order in which they were sent."""

    ids = serializers.ListField(child=serializers.IntegerField())


class WithdrawInput(Input):
    """Why it is taken out of the work."""

    reason = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class LayerInput(AttributionInput):
    """A layer around a claim that exists."""

    outer_id = IdField(
        allow_null=True,
        required=False,
        help_text="An attribution that asserts the claim now: the layer comes between the two.",
    )


class PartAddedInput(Input):
    """Which claim becomes a part."""

    part_id = IdField()


class PartInputShape(Input):
    """One statement of a claim that is split."""

    text = serializers.CharField(max_length=4000, help_text="In plain words, as one statement.")
    type = serializers.ChoiceField(
        [choice for choice in ClaimType.choices if choice[0] != ClaimType.ATTRIBUTION.value]
    )
    exact = serializers.CharField(
        allow_blank=True,
        required=False,
        max_length=4000,
        help_text="Its own words within those of the whole; without them it stands where the whole stands.",
    )


class SplitInput(Input):
    """The statements that a claim consists of."""

    parts = serializers.ListField(child=PartInputShape(), min_length=2, max_length=20)


class SplitReasonShape(serializers.Serializer[object]):
    """Why a claim seems to say more than one thing, with the words that give rise to it."""

    reason = serializers.ChoiceField([reason.value for reason in SplitReason])
    words = serializers.ListField(child=serializers.CharField())


class ProposedPartShape(serializers.Serializer[object]):
    """A draft of a part. `exact` are its own words within those highlighted; empty where they are not."""

    text = serializers.CharField()
    type = serializers.ChoiceField(ClaimType.choices)
    exact = serializers.CharField()


class ProposedPartsShape(serializers.Serializer[object]):
    """What a claim looks to consist of."""

    claim_id = serializers.IntegerField()
    must_split = serializers.BooleanField()
    highlighted = serializers.CharField(help_text="The words of the article that it stands on.")
    reasons = SplitReasonShape(many=True)
    parts = ProposedPartShape(many=True)
