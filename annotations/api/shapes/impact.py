"""What rests on something, and what a change of it would move, over the wire."""

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


class SourceChangeInput(Input):
    """One change of a source, to be previewed: its state, a derivation, a relation or a merge."""

    state = serializers.ChoiceField(SourceState.choices, required=False)
    derivation = serializers.ChoiceField(DerivationKind.choices, required=False)
    relation = serializers.ChoiceField(SourceRelationKind.choices, required=False)
    other_id = IdField(required=False, help_text="The origin, or the other source of the relation.")
    absorbed_id = IdField(required=False, help_text="The source that would be merged into this one.")


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
