"""Evidence, assessments, verdicts, claim sets, exports and the one who asks, over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, OffsetField, Shape, StalePart
from annotations.domain.vocabulary import (
    ContextFlag,
    Coverage,
    Credibility,
    Proximity,
    Role,
    Scope,
    Sourcing,
    Stance,
    Status,
)
from annotations.models import Assessment, Evidence, Verdict


class EvidenceShape(Shape):
    """A link between a claim and a passage. The passage stands in the capture at `start` to `end`."""

    claim_id = serializers.IntegerField()
    source_id = serializers.IntegerField()
    source_title = serializers.CharField(source="source.title")
    capture_id = serializers.IntegerField()
    attached_by_id = serializers.IntegerField(
        source="shown_attached_by",
        allow_null=True,
        help_text="Empty for others while two readings of it are in dispute.",
    )
    changed_by_id = serializers.IntegerField(source="shown_changed_by", allow_null=True)
    relies_on = serializers.ListField(
        child=serializers.IntegerField(),
        source="reliance_ids",
        help_text="Sources that the passage rests on.",
    )
    stale = StalePart(source="stale_parts", many=True, help_text="Why its claim should be looked at again.")

    class Meta:
        model = Evidence
        fields = (
            "id",
            "version",
            "claim_id",
            "stale",
            "source_id",
            "source_title",
            "capture_id",
            "passage",
            "start",
            "end",
            "passage_check",
            "stance",
            "coverage",
            "proximity",
            "credibility",
            "sourcing",
            "relies_on",
            "state",
            "scope_starts_on",
            "scope_ends_on",
            "is_out_of_scope",
            "note",
            "attached_by_id",
            "attached_at",
            "changed_by_id",
            "changed_at",
        )


class EvidenceChange(Input):
    """How a link is judged."""

    stance = serializers.ChoiceField(Stance.choices)
    coverage = serializers.ChoiceField(Coverage.choices, required=False)
    proximity = serializers.ChoiceField(Proximity.choices, required=False)
    credibility = serializers.ChoiceField(Credibility.choices, required=False)
    sourcing = serializers.ChoiceField(Sourcing.choices, required=False)
    relies_on = serializers.ListField(child=IdField(), required=False, max_length=50)
    scope_starts_on = serializers.DateField(allow_null=True, required=False)
    scope_ends_on = serializers.DateField(allow_null=True, required=False)
    is_out_of_scope = serializers.BooleanField(required=False)
    note = serializers.CharField(max_length=10_000, allow_blank=True, required=False)


class EvidenceInput(EvidenceChange):
    """A passage of a capture that bears on a claim. Refused when the passage does not stand there."""

    claim_id = IdField()
    capture_id = IdField()
    passage = serializers.CharField(trim_whitespace=False, max_length=20_000)
    start = OffsetField(
        required=False,
        allow_null=True,
        help_text="Near where, should the passage stand there more than once.",
    )


class EvidenceBatchInput(Input):
    """Several links; all are made or none."""

    evidence = serializers.ListField(child=EvidenceInput(), min_length=1, max_length=100)


class EvidenceCopyInput(Input):
    """Which layer or part of the same statement a passage is used for, and what it does there."""

    claim_id = IdField()
    stance = serializers.ChoiceField(Stance.choices)
    coverage = serializers.ChoiceField(Coverage.choices, required=False)
    is_out_of_scope = serializers.BooleanField(required=False)
    note = serializers.CharField(max_length=10_000, allow_blank=True, required=False)


class AssessmentRowShape(Shape):
    """What the rule said about a claim."""

    claim_id = serializers.IntegerField()
    is_current = serializers.BooleanField(help_text="Whether it holds now.")
    stale = StalePart(source="stale_parts", many=True, help_text="Why its claim should be looked at again.")

    class Meta:
        model = Assessment
        fields: tuple[str, ...] = (
            "id",
            "claim_id",
            "is_current",
            "stale",
            "status",
            "certainty",
            "support",
            "opposition",
            "supporting_origins",
            "opposing_origins",
            "policy_version",
            "as_of",
            "fingerprint",
            "computed_at",
        )


class AssessmentShape(AssessmentRowShape):
    """What the rule said, with the reasons for every link."""

    result = serializers.DictField(
        source="labelled_result",
        help_text="The whole answer of the rule, with a reason for every link. Of what was computed before "
        "one of its sources was protected, others than the people named for it get what names nobody.",
    )

    class Meta(AssessmentRowShape.Meta):
        fields = (*AssessmentRowShape.Meta.fields, "result")


class VerdictShape(Shape):
    """A signature under an assessment. Where two have to sign, who has not signed yet does not read the
    other: the words of a sealed verdict and its signer are empty.
    """

    claim_id = serializers.IntegerField()
    assessment_id = serializers.IntegerField()
    reviewer_id = serializers.IntegerField(source="shown_reviewer_id", allow_null=True)
    is_sealed = serializers.BooleanField(
        help_text="Its words, and who signed, are hidden until you have signed."
    )
    stale = StalePart(source="stale_parts", many=True, help_text="Why its claim should be looked at again.")
    reason = serializers.CharField(source="shown_reason")
    short_claim = serializers.CharField(source="shown_short_claim")
    context_flag = serializers.ChoiceField(ContextFlag.choices, source="shown_context_flag")
    reviewer_name = serializers.CharField(source="shown_reviewer_name", allow_null=True)

    class Meta:
        model = Verdict
        fields = (
            "id",
            "claim_id",
            "assessment_id",
            "status",
            "is_dissent",
            "stale",
            "is_sealed",
            "context_flag",
            "reason",
            "short_claim",
            "reviewer_id",
            "reviewer_name",
            "signed_at",
            "state",
            "ended_at",
            "end_reason",
        )


class VerdictInput(Input):
    """A signature: under which assessment, and why it is right."""

    claim_id = IdField()
    assessment_id = IdField(help_text="The assessment that the signer saw.")
    reason = serializers.CharField(max_length=10_000)
    short_claim = serializers.CharField(max_length=200, allow_blank=True, required=False)
    context_flag = serializers.ChoiceField(ContextFlag.choices, allow_blank=True, required=False)
    status = serializers.ChoiceField(
        Status.choices,
        allow_blank=True,
        required=False,
        help_text="Where the signer comes to another status than the computed one: a dissent, which disputes "
        "the claim until an editor settles it.",
    )


class DissentSettleInput(Input):
    """How an editor decides between a dissent and the computed status."""

    is_upheld = serializers.BooleanField(help_text="Whether the dissent is right.")
    reason = serializers.CharField(max_length=2_000)


class VerdictWithdrawInput(Input):
    """Why a signature is taken back."""

    reason = serializers.CharField(max_length=300)


class TokenPart(serializers.Serializer[Any]):
    """The token in use."""

    name = serializers.CharField()
    prefix = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    expires_at = serializers.DateTimeField()


class MeShape(serializers.Serializer[Any]):
    """Who asks, and what they may do on things of their own."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    display_name = serializers.CharField()
    role = serializers.ChoiceField(Role.choices)
    time_zone = serializers.CharField()
    token = TokenPart(allow_null=True)
    may = serializers.ListField(child=serializers.CharField(), help_text="Names of actions.")
