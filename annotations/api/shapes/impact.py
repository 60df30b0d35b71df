"""What rests on something, what a change of it would move, and making that change, over the wire."""

from typing import Final

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input
from annotations.domain.vocabulary import (
    Certainty,
    DerivationKind,
    Grade,
    PublisherRelationKind,
    SourceRelationKind,
    SourceState,
    Status,
)

DECISIONS: Final = [(name, name) for name in ("accept", "reject", "reopen")]


class StatusCountShape(serializers.Serializer[object]):
    """How many claims have a status."""

    status = serializers.ChoiceField(Status.choices)
    claims = serializers.IntegerField()


class RestingShape(serializers.Serializer[object]):
    """How much rests on it. A claim may do so in several ways; `sets` are frozen ones, and `exports` the
    finished ones of these.
    """

    claims = serializers.IntegerField(help_text="All of them, in whatever way.")
    direct = serializers.IntegerField(help_text="Of these, by a passage of it.")
    reliance = serializers.IntegerField(help_text="Of these, by a passage that relies on it.")
    derivation = serializers.IntegerField(help_text="Of these, by what is derived from it.")
    relation = serializers.IntegerField(help_text="Of these, by what is one work with it, or depends on it.")
    published = serializers.IntegerField()
    signed = serializers.IntegerField(help_text="With a live signature.")
    articles = serializers.IntegerField(help_text="In which such claims stand.")
    sets = serializers.IntegerField()
    exports = serializers.IntegerField()
    statuses = StatusCountShape(many=True)


class PublisherChangeInput(Input):
    """One change of a publisher, to be previewed: a grade, a side, an owner, a relation or a merge."""

    grade = serializers.ChoiceField(Grade.choices, required=False)
    topic = serializers.CharField(
        max_length=100, allow_blank=True, required=False, help_text="Of the grade; overall without it."
    )
    bloc_id = IdField(required=False, help_text="The side that it speaks for.")
    starts_on = serializers.DateField(allow_null=True, required=False)
    ends_on = serializers.DateField(allow_null=True, required=False)
    owner_id = IdField(allow_null=True, required=False, help_text="Null for nobody.")
    relation = serializers.ChoiceField(PublisherRelationKind.choices, required=False)
    other_id = IdField(required=False, help_text="The other publisher of the relation.")
    absorbed_id = IdField(required=False, help_text="The publisher that would be merged into this one.")
    unmerge_id = IdField(required=False, help_text="The merge of this publisher that would be taken back.")


class SourceEditInput(Input):
    """What is said about a source and counts for statuses; what is left out stays."""

    publisher_id = IdField(required=False)
    url = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    published_on = serializers.DateField(allow_null=True, required=False)
    is_anonymous = serializers.BooleanField(required=False)


class SourceChangeInput(Input):
    """One change of a source, to be previewed: its state, a derivation, a relation, a merge or taking one
    back, an edit, protecting it, or a decision about a suggestion.
    """

    state = serializers.ChoiceField(SourceState.choices, required=False)
    derivation = serializers.ChoiceField(DerivationKind.choices, required=False)
    relation = serializers.ChoiceField(SourceRelationKind.choices, required=False)
    other_id = IdField(required=False, help_text="The origin, or the other source of the relation.")
    absorbed_id = IdField(required=False, help_text="The source that would be merged into this one.")
    unmerge_id = IdField(required=False, help_text="The merge of this source that would be taken back.")
    edit = SourceEditInput(required=False)
    protect_for = serializers.ListField(
        child=IdField(),
        required=False,
        max_length=500,
        help_text="It would be protected; these people, and whoever asks, may know it.",
    )
    suggestion_id = IdField(required=False, help_text="The suggestion about this source that is decided.")
    decision = serializers.ChoiceField(DECISIONS, required=False, help_text="About the suggestion.")
    kind = serializers.ChoiceField(
        DerivationKind.choices,
        required=False,
        help_text="Of an accepted suggestion; as suggested without it.",
    )
    is_reversed = serializers.BooleanField(
        required=False, help_text="Accepted the other way round than it was suggested."
    )


class _Applied(Input):
    seen = serializers.CharField(max_length=64, help_text="The `digest` of the preview.")
    reason = serializers.CharField(
        max_length=2_000, allow_blank=True, required=False, default="", help_text="Why, for the history."
    )


class PublisherAppliedInput(PublisherChangeInput, _Applied):
    """One change of a publisher whose preview was seen, and why."""


class SourceAppliedInput(SourceChangeInput, _Applied):
    """One change of a source whose preview was seen, and why. Accepting a suggestion and reopening one need
    no reason.
    """


class AppliedShape(serializers.Serializer[object]):
    """That it was done."""

    event_id = serializers.IntegerField(
        allow_null=True, help_text="In the history; null where all was on record already."
    )


class MoveCountShape(serializers.Serializer[object]):
    """How many claims would go from one status to another."""

    before = serializers.ChoiceField(Status.choices)
    after = serializers.ChoiceField(Status.choices)
    claims = serializers.IntegerField()


class MoveShape(serializers.Serializer[object]):
    """One claim whose status or certainty would be another. What is not scored has no certainty."""

    claim_id = serializers.IntegerField()
    before = serializers.ChoiceField(Status.choices)
    after = serializers.ChoiceField(Status.choices)
    certainty_before = serializers.ChoiceField(Certainty.choices, allow_null=True)
    certainty_after = serializers.ChoiceField(Certainty.choices, allow_null=True)


class ImpactShape(serializers.Serializer[object]):
    """What would follow. Nothing is saved."""

    digest = serializers.CharField(help_text="The same for the same consequences; sent along to apply it.")
    total = serializers.IntegerField(help_text="Claims that the change concerns.")
    moved = serializers.IntegerField(help_text="Statuses that would be others.")
    counts = MoveCountShape(many=True)
    moves = MoveShape(many=True)
    lapsing = serializers.ListField(
        child=serializers.IntegerField(), help_text="Claims whose signatures would lapse."
    )
    ending = serializers.ListField(
        child=serializers.IntegerField(), help_text="Claims whose override or proposal of one would end."
    )
    flagged = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Claims that somebody answers for and would be asked to look at again.",
    )
