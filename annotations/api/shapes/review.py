"""Second looks, disputes, rules and gold links over the wire."""

from rest_framework import serializers

from annotations.actions.review_rules import GROUNDS, MOST_GOLD, MOST_SAMPLED
from annotations.api.shapes.base import IdField, Input, Part, Shape
from annotations.domain.vocabulary import SecondLookState, Stance
from annotations.models import GoldLink, ReviewRules, SecondLook

WAYS = [(ground.value, ground.label) for ground in GROUNDS]


class PassageShape(Shape):
    """A claim in its words, and a passage with what stands around it."""

    claim_text = serializers.CharField()
    claim_language = serializers.CharField()
    source_title = serializers.CharField()
    passage_language = serializers.CharField()
    passage = serializers.CharField()
    before = serializers.CharField(help_text="What stands before the passage in the stored copy.")
    after = serializers.CharField(help_text="What stands after it.")

    class Meta:
        model = SecondLook
        fields: tuple[str, ...] = (
            "id",
            "claim_text",
            "claim_language",
            "source_title",
            "passage_language",
            "passage",
            "before",
            "after",
            "asked_at",
        )


class SecondLookShape(PassageShape):
    """A passage to be read blind. It says nothing of how others read it, nor where it comes from."""

    is_open = serializers.BooleanField(help_text="Whether it waits to be read.")

    class Meta(PassageShape.Meta):
        fields = (*PassageShape.Meta.fields, "is_open", "stance", "reason", "answered_at")


class LookAtLinkShape(Shape):
    """A second reading of a link, for whoever sees the claim. Both stances show once they are agreed or
    settled.
    """

    evidence_id = serializers.IntegerField()
    claim_id = serializers.IntegerField()
    state = serializers.ChoiceField(SecondLookState.choices)
    first_stance = serializers.ChoiceField(Stance.choices, source="shown_first", allow_blank=True)
    stance = serializers.ChoiceField(Stance.choices, source="shown_second", allow_blank=True)

    class Meta:
        model = SecondLook
        fields = (
            "id",
            "evidence_id",
            "claim_id",
            "why",
            "state",
            "asked_at",
            "answered_at",
            "first_stance",
            "stance",
            "settled_stance",
            "settled_reason",
            "settled_at",
            "cancelled_because",
        )


class LookHandedOnShape(Shape):
    """A second look that somebody else reads now, or will."""

    class Meta:
        model = SecondLook
        fields = ("id",)


class ReadingPart(Part):
    """How one of two people read a passage."""

    stance = serializers.ChoiceField(Stance.choices)
    reason = serializers.CharField()


class DisputeShape(PassageShape):
    """Two people read a passage differently. Their readings show for whoever took it, and once settled."""

    is_mine = serializers.BooleanField(help_text="Whether you have taken it.")
    readings = ReadingPart(many=True, help_text="In the order of the stances; nothing says who read what.")

    class Meta(PassageShape.Meta):
        fields = (
            *PassageShape.Meta.fields,
            "state",
            "is_mine",
            "readings",
            "settled_stance",
            "settled_reason",
            "settled_at",
        )


class ReviewRulesShape(Shape):
    """One version of the rules; the highest number is in force."""

    set_by_id = serializers.IntegerField()
    asks_when = serializers.ListField(child=serializers.ChoiceField(WAYS))

    class Meta:
        model = ReviewRules
        fields = (
            "id",
            "number",
            "asks_when",
            "sampled_percent",
            "gold_percent",
            "reason",
            "set_by_id",
            "set_at",
        )


class GoldLinkShape(Shape):
    """A claim and a passage whose stance is known."""

    made_by_id = serializers.IntegerField()

    class Meta:
        model = GoldLink
        fields = (
            "id",
            "claim_text",
            "claim_language",
            "context",
            "source_title",
            "passage_language",
            "before",
            "passage",
            "after",
            "stance",
            "reason",
            "version",
            "made_by_id",
            "made_at",
            "retired_at",
        )


class AnswerInput(Input):
    """How the passage is read."""

    stance = serializers.ChoiceField(Stance.choices)
    reason = serializers.CharField(max_length=4_000, allow_blank=True, required=False)


class AssignLookInput(Input):
    """Who is to read it."""

    person_id = IdField()


class SettleInput(Input):
    """How it is decided."""

    stance = serializers.ChoiceField(
        Stance.choices, allow_blank=True, help_text="Empty where the passage does not bear on the claim."
    )
    reason = serializers.CharField(max_length=4_000)


class ReviewRulesInput(Input):
    """The rules from now on."""

    asks_when = serializers.ListField(child=serializers.ChoiceField(WAYS), allow_empty=True)
    sampled_percent = serializers.IntegerField(min_value=0, max_value=MOST_SAMPLED)
    gold_percent = serializers.IntegerField(min_value=0, max_value=MOST_GOLD)
    reason = serializers.CharField(max_length=2_000)


class GoldLinkInput(Input):
    """A claim and a passage whose stance is known for certain."""

    claim_text = serializers.CharField(max_length=2_000)
    claim_language = serializers.CharField(max_length=35, required=False)
    context = serializers.CharField(  # type: ignore[assignment]
        max_length=20_000, allow_blank=True, required=False
    )
    source_title = serializers.CharField(max_length=500)
    passage_language = serializers.CharField(max_length=35, required=False)
    before = serializers.CharField(max_length=20_000, allow_blank=True, required=False, trim_whitespace=False)
    passage = serializers.CharField(max_length=5_000)
    after = serializers.CharField(max_length=20_000, allow_blank=True, required=False, trim_whitespace=False)
    stance = serializers.ChoiceField(Stance.choices)
    reason = serializers.CharField(max_length=2_000)


class GoldFileInput(Input):
    """A CSV file with the members of a gold link as columns."""

    content = serializers.CharField(trim_whitespace=False, max_length=2_000_000)


class GoldKeptShape(Part):
    """What was kept, in the order of the rows."""

    ids = serializers.ListField(child=serializers.IntegerField())
