"""Who may have copied whom, and citations, over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import Input, Shape
from annotations.domain.vocabulary import DerivationKind
from annotations.models import DerivationSuggestion, Source


class SuggestionRowShape(Shape):
    """That one source may rest on another. `score` is how strong the signals are, from 0 to 100."""

    source_id = serializers.IntegerField()
    origin_id = serializers.IntegerField()
    derivation_id = serializers.IntegerField(
        allow_null=True, help_text="What was noted when it was accepted."
    )
    decided_by_id = serializers.IntegerField(allow_null=True)
    signals = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = DerivationSuggestion
        fields: tuple[str, ...] = (
            "id",
            "source_id",
            "origin_id",
            "kind",
            "signals",
            "score",
            "state",
            "reason",
            "derivation_id",
            "suggested_at",
            "decided_by_id",
            "decided_at",
        )


class SuggestionShape(SuggestionRowShape):
    """The same with what each signal saw: for text the places in both copies, in code points, with the
    words.
    """

    matches = serializers.ListField(child=serializers.DictField())

    class Meta(SuggestionRowShape.Meta):
        fields = (*SuggestionRowShape.Meta.fields, "matches")


class SuggestionAcceptInput(Input):
    """A decision that one source rests on the other, as suggested unless said otherwise."""

    kind = serializers.ChoiceField(DerivationKind.choices, required=False)
    is_reversed = serializers.BooleanField(required=False, help_text="The origin rests on the source.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class SuggestionRejectInput(Input):
    """A decision that the one does not rest on the other."""

    reason = serializers.CharField(max_length=2000)


class CitationShape(serializers.ModelSerializer[Any]):
    """A source as it is cited: in three formats for programs and as a reference for people."""

    csl = serializers.DictField(read_only=True, help_text="A CSL-JSON item.")
    bibtex = serializers.CharField(read_only=True)
    ris = serializers.CharField(read_only=True)
    reference = serializers.CharField(read_only=True, help_text="Plain text.")

    class Meta:
        model = Source
        fields = ("id", "csl", "bibtex", "ris", "reference")
