"""ClaimReview, its evidence companion, and what the linter says."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import Input, Part
from annotations.domain.claimreview import RULES, Severity


class ClaimReviewShape(serializers.Serializer[Any]):
    """A schema.org ClaimReview; `/schemas/claimreview.json` is its JSON Schema. The members have the names of
    JSON-LD.
    """

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        names = {"@context": serializers.CharField(), "@type": serializers.CharField()}
        objects = ("author", "reviewRating", "itemReviewed", "subjectOf")
        texts = ("@id", "url", "claimReviewed", "inLanguage", "datePublished", "dateModified")
        return {
            **names,
            **{name: serializers.CharField() for name in texts},
            **{name: serializers.DictField() for name in objects},
            "version": serializers.IntegerField(required=False),
            "expires": serializers.CharField(required=False),
            "correction": serializers.ListField(child=serializers.DictField(), required=False),
            "citation": serializers.ListField(child=serializers.DictField(), required=False),
        }


class CompanionShape(serializers.Serializer[Any]):
    """The evidence of a claim; `/contexts/evidence.jsonld` says what its members mean."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {
            **{name: serializers.CharField() for name in ("@context", "@id", "@type", "review")},
            **{name: serializers.DictField() for name in ("about", "status", "agreement")},
            "override": serializers.DictField(required=False),
            "assessment": serializers.DictField(required=False),
            "evidence": serializers.ListField(child=serializers.DictField()),
        }


class LintInput(Input):
    """The markup as JSON, or as text: then what somebody pasted, JSON or a whole page. What is known of the
    page that carries it makes more rules apply.
    """

    markup = serializers.JSONField(help_text="Any JSON; a text is read as what somebody pasted.")
    address = serializers.CharField(required=False, max_length=2_000, help_text="Of the page.")
    redirects_to = serializers.CharField(required=False, max_length=2_000, help_text="Where that leads.")
    canonical = serializers.CharField(required=False, max_length=2_000, help_text="What it calls itself.")
    visible_text = serializers.CharField(required=False, max_length=500_000, help_text="What readers see.")
    is_private = serializers.BooleanField(required=False, help_text="Whether readers cannot open it.")
    previous = serializers.JSONField(required=False, help_text="The markup as it was before.")


class LintFindingPart(Part):
    """One fault: the rule, where, what is wrong, and how it is mended."""

    rule = serializers.ChoiceField(sorted(RULES))
    severity = serializers.ChoiceField([severity.value for severity in Severity])
    path = serializers.CharField(help_text="A JSON path from `$`.")
    message = serializers.CharField()
    fix = serializers.CharField()


class LintedShape(serializers.Serializer[Any]):
    """What the linter says."""

    reviews = serializers.IntegerField(help_text="How many reviews were found.")
    is_publishable = serializers.BooleanField(help_text="Whether nothing refuses them.")
    findings = LintFindingPart(many=True)
