"""Statuses that would be, or were, over the wire; and who rests on whom in the evidence."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input
from annotations.domain.verification import GroupKind, PictureKind
from annotations.domain.vocabulary import Certainty, DerivationKind, Grade, Sourcing, Stance, Status

RESTING = [*DerivationKind.choices, (Sourcing.RELIES_ON.value, Sourcing.RELIES_ON.label)]


class SupposedLinkInput(Input):
    """One link, otherwise than it is: left out, with another stance, with its sourcing settled."""

    evidence_id = IdField()
    is_left_out = serializers.BooleanField(required=False)
    stance = serializers.ChoiceField(Stance.choices, required=False)
    sourcing = serializers.ChoiceField(Sourcing.choices, required=False)


class SupposedGradeInput(Input):
    """A publisher, graded otherwise."""

    publisher_id = IdField()
    grade = serializers.ChoiceField(Grade.choices)


class SuppositionInput(Input):
    """What is supposed about a claim. Nothing of it is saved."""

    links = serializers.ListField(child=SupposedLinkInput(), required=False, max_length=2000)
    grades = serializers.ListField(child=SupposedGradeInput(), required=False, max_length=2000)
    retracted = serializers.ListField(
        child=IdField(), required=False, max_length=2000, help_text="Sources that are taken back."
    )
    as_of = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="As known on this day: leaves out what was published later.",
    )


class StandingShape(serializers.Serializer[object]):
    """A status with what it came with. Where parts decide, or nothing is scored, there is no certainty."""

    status = serializers.ChoiceField(Status.choices)
    certainty = serializers.ChoiceField(Certainty.choices, allow_null=True)
    support = serializers.IntegerField(allow_null=True)
    opposition = serializers.IntegerField(allow_null=True)
    supporting_origins = serializers.IntegerField(allow_null=True)
    opposing_origins = serializers.IntegerField(allow_null=True)
    band = serializers.ListField(child=serializers.FloatField(), allow_null=True)


class ChangedLinkShape(serializers.Serializer[object]):
    """A link that would give other points; null where it does not count. `sentence` says what it would be."""

    evidence_id = serializers.IntegerField()
    outlet = serializers.CharField()
    stance = serializers.ChoiceField(Stance.choices)
    before = serializers.IntegerField(allow_null=True)
    after = serializers.IntegerField(allow_null=True)
    sentence = serializers.CharField()


class ChangedPartShape(serializers.Serializer[object]):
    """A part of the claim: the status it has, and the one it would have."""

    claim_id = serializers.IntegerField()
    before = serializers.ChoiceField(Status.choices)
    after = serializers.ChoiceField(Status.choices)


class SupposedShape(serializers.Serializer[object]):
    """The status now, and the one that would follow. Nothing is saved."""

    claim_id = serializers.IntegerField()
    as_of = serializers.DateField(allow_null=True)
    now = StandingShape()
    then = StandingShape()
    is_other = serializers.BooleanField()
    explanation = serializers.CharField()
    changes = ChangedLinkShape(many=True)
    parts = ChangedPartShape(many=True, help_text="Where parts decide.")


class PicturedLinkShape(serializers.Serializer[object]):
    """One link of the claim, as the rule weighed it."""

    evidence_id = serializers.IntegerField()
    stance = serializers.ChoiceField(Stance.choices)
    points = serializers.IntegerField()
    is_counted = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True, help_text="Why it adds nothing.")


class RestsOnShape(serializers.Serializer[object]):
    """What a publication rests on, and how."""

    source_id = serializers.IntegerField()
    kind = serializers.ChoiceField(RESTING)


class PicturedItemShape(serializers.Serializer[object]):
    """One publication: an origin, what passes one on, what was taken back, the article, or the speaker."""

    source_id = serializers.IntegerField()
    title = serializers.CharField()
    publisher_name = serializers.CharField(help_text="Empty where it is unnamed.")
    kind = serializers.ChoiceField([kind.value for kind in PictureKind])
    rests_on = RestsOnShape(many=True)
    links = PicturedLinkShape(many=True)


class PicturedGroupShape(serializers.Serializer[object]):
    """What is one: an origin, an outlet, a party, a circle. `counted` are the links that give its points."""

    kind = serializers.ChoiceField([kind.value for kind in GroupKind])
    name = serializers.CharField()
    source_ids = serializers.ListField(child=serializers.IntegerField())
    counted = serializers.ListField(child=serializers.IntegerField())
    not_added = serializers.ListField(child=serializers.IntegerField())


class IndependenceShape(serializers.Serializer[object]):
    """Who rests on whom in the evidence of a claim, as it is at this moment; `sentences` say the same."""

    claim_id = serializers.IntegerField()
    status = serializers.ChoiceField(Status.choices)
    publications = PicturedItemShape(many=True)
    groups = PicturedGroupShape(many=True)
    sentences = serializers.ListField(child=serializers.CharField())
