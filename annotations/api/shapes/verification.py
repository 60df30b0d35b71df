"""The rule and what people decide about its statuses, over the wire: policies, trials, recomputations,
overrides, stale flags.
"""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Shape, StalePart
from annotations.domain.vocabulary import OverrideReason, Status
from annotations.models import Override, Policy, PolicyTrial, PolicyTrialMove, Recomputation, StaleFlag

TABLES = "Numbers and grades by table, as `policies/in-force` gives them."


class PolicyShape(Shape):
    """A policy that was applied."""

    tables = serializers.DictField(help_text=TABLES)
    applied_by_id = serializers.IntegerField(allow_null=True)
    trial_id = serializers.IntegerField(source="trial.pk", allow_null=True, help_text="How it was tried.")

    class Meta:
        model = Policy
        fields = ("id", "version", "tables", "reason", "trial_id", "applied_by_id", "applied_at")


class PolicyInForceShape(serializers.Serializer[object]):
    """The numbers by which statuses are computed now."""

    version = serializers.CharField()
    tables = serializers.DictField(help_text="Numbers and grades by table.")


class PolicyTrialRowShape(Shape):
    """A proposed policy and how far its dry run is: `done` of `total` claims, `moved` of them."""

    moved_counts = serializers.DictField(
        child=serializers.IntegerField(), help_text="Numbers of claims by `FROM>TO`."
    )
    proposed_by_id = serializers.IntegerField()
    policy_id = serializers.IntegerField(allow_null=True, help_text="What it became when it was applied.")

    class Meta:
        model = PolicyTrial
        fields: tuple[str, ...] = (
            "id",
            "policy_version",
            "base_version",
            "reason",
            "state",
            "total",
            "done",
            "moved",
            "moved_counts",
            "problem",
            "policy_id",
            "proposed_by_id",
            "proposed_at",
            "started_at",
            "finished_at",
        )


class PolicyTrialShape(PolicyTrialRowShape):
    """A proposed policy with all its tables."""

    tables = serializers.DictField(help_text=TABLES)

    class Meta(PolicyTrialRowShape.Meta):
        fields = (*PolicyTrialRowShape.Meta.fields, "tables")


class PolicyTrialMoveShape(Shape):
    """A claim whose status would be another."""

    claim_id = serializers.IntegerField()
    claim_text = serializers.CharField(source="claim.text")

    class Meta:
        model = PolicyTrialMove
        fields = ("id", "claim_id", "claim_text", "status_before", "status_after")


class PolicyInput(Input):
    """Other numbers. Of the tables only those that change; each of them whole."""

    version = serializers.CharField(
        max_length=20, help_text="Higher than the one in force. A new first number ends every signature."
    )
    tables = serializers.DictField(help_text=TABLES)
    reason = serializers.CharField(max_length=10_000, help_text="What the change is for.")


class DiscardInput(Input):
    """Why a proposal is given up."""

    reason = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class RecomputationShape(Shape):
    """One job that brings many statuses up to one change. Of the `done` claims, `failed` could not be
    computed.
    """

    counts_before = serializers.DictField(
        child=serializers.IntegerField(), help_text="Numbers of claims by status, when it was asked for."
    )
    counts_after = serializers.DictField(
        child=serializers.IntegerField(), help_text="The same once it has ended."
    )
    caused_by_verb = serializers.CharField(
        source="caused_by.verb", allow_null=True, help_text="The change that asked for it, as in the history."
    )
    caused_by_stream = serializers.CharField(source="caused_by.stream", allow_null=True)
    caused_by_position = serializers.IntegerField(source="caused_by.position", allow_null=True)
    requested_by_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Recomputation
        fields = (
            "id",
            "state",
            "total",
            "done",
            "failed",
            "counts_before",
            "counts_after",
            "caused_by_verb",
            "caused_by_stream",
            "caused_by_position",
            "requested_by_id",
            "requested_at",
            "started_at",
            "finished_at",
        )


class OverrideShape(Shape):
    """A decision of two people to show another status than the computed one. Both stay readable."""

    claim_id = serializers.IntegerField()
    assessment_id = serializers.IntegerField()
    computed_status = serializers.ChoiceField(
        Status.choices, source="assessment.status", help_text="What the rule said when it was proposed."
    )
    is_in_effect = serializers.BooleanField(help_text="Approved, not ended, not expired.")
    stale = StalePart(source="stale_parts", many=True, help_text="Why its claim should be looked at again.")
    proposed_by_id = serializers.IntegerField()
    proposed_by_name = serializers.CharField(source="proposed_by.display_name")
    approved_by_id = serializers.IntegerField(allow_null=True)
    approved_by_name = serializers.CharField(source="approved_by.display_name", allow_null=True)

    class Meta:
        model = Override
        fields = (
            "id",
            "claim_id",
            "assessment_id",
            "computed_status",
            "status",
            "is_in_effect",
            "stale",
            "reason_code",
            "text",
            "proposed_by_id",
            "proposed_by_name",
            "proposed_at",
            "approved_by_id",
            "approved_by_name",
            "approved_at",
            "expires_at",
            "ended_at",
            "end_reason",
        )


class OverrideInput(Input):
    """Another status than the computed one, and why. It holds once somebody else has approved it."""

    claim_id = IdField()
    assessment_id = IdField(help_text="The assessment that the proposer saw.")
    status = serializers.ChoiceField(Status.choices)
    reason_code = serializers.ChoiceField(OverrideReason.choices)
    text = serializers.CharField(max_length=10_000, help_text="At least 40 characters.")


class OverrideEndInput(Input):
    """Why an override, or a proposal of one, is taken back."""

    reason = serializers.CharField(max_length=300)


class StaleFlagShape(Shape):
    """A mark on a claim: something happened that its signers have not seen. `informs_only` where what was
    signed is not in doubt: such a mark keeps nothing back.
    """

    claim_id = serializers.IntegerField()
    informs_only = serializers.BooleanField()
    caused_by_verb = serializers.CharField(
        source="caused_by.verb", allow_null=True, help_text="What happened, as in the history."
    )
    caused_by_stream = serializers.CharField(source="caused_by.stream", allow_null=True)
    caused_by_position = serializers.IntegerField(source="caused_by.position", allow_null=True)
    cleared_by_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = StaleFlag
        fields = (
            "id",
            "claim_id",
            "cause",
            "detail",
            "informs_only",
            "caused_by_verb",
            "caused_by_stream",
            "caused_by_position",
            "raised_at",
            "cleared_at",
            "cleared_by_id",
        )


class DismissInput(Input):
    """Why the status still stands."""

    reason = serializers.CharField(max_length=2000)
