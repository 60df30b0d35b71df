"""The newsroom's profile with its rating scale."""

from typing import Any

from rest_framework import serializers

from annotations.actions.organisation import (
    ADDRESS_MAXIMUM,
    NAME_MAXIMUM,
    PAGES_ELSEWHERE,
    TEXT_MAXIMUM,
)
from annotations.api.shapes.base import Input, Part, Shape
from annotations.domain.verification import RatingCase
from annotations.models import OrganisationProfile


class RatingPart(Part):
    """The words of a rating; `value` is null for words alone."""

    words = serializers.CharField()
    value = serializers.IntegerField(allow_null=True)


class RatingScalePart(Part):
    """Between which numbers ratings lie, higher is truer, and the rating of each case."""

    worst = serializers.IntegerField()
    best = serializers.IntegerField()
    ratings = serializers.DictField(child=RatingPart(), help_text=f"By case: {', '.join(RatingCase)}.")


class OrganisationShape(serializers.Serializer[Any]):
    """What is in force."""

    version = serializers.IntegerField(help_text="0 as long as nobody has written anything.")
    name = serializers.CharField()
    legal_name = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    has_public_pages = serializers.BooleanField(help_text="Whether readers see pages of what is published.")
    address = serializers.CharField(allow_blank=True, help_text="The newsroom's own site.")
    same_as = serializers.ListField(child=serializers.CharField(), help_text="Its pages elsewhere.")
    ownership = serializers.CharField(allow_blank=True)
    corrections_policy = serializers.CharField(allow_blank=True)
    contact = serializers.CharField(allow_blank=True)
    contact_email = serializers.CharField(allow_blank=True)
    rating_scale = RatingScalePart()
    changed_at = serializers.DateTimeField(allow_null=True)


class OrganisationVersionShape(Shape):
    """One version. `rating_scale` is empty where it has the usual ratings."""

    changed_by_id = serializers.IntegerField()
    rating_scale = serializers.JSONField()
    same_as = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = OrganisationProfile
        fields = (
            "id",
            "number",
            "has_public_pages",
            "name",
            "legal_name",
            "description",
            "address",
            "same_as",
            "ownership",
            "corrections_policy",
            "contact",
            "contact_email",
            "rating_scale",
            "changed_by_id",
            "changed_at",
        )


class RatingInput(Input):
    """The words of one rating, and its number where it has one."""

    words = serializers.CharField(max_length=200, allow_blank=True)
    value = serializers.IntegerField(required=False, allow_null=True, min_value=-1_000, max_value=1_000_000)


class RatingScaleInput(Input):
    """A whole scale; each case is rated."""

    worst = serializers.IntegerField(min_value=-1_000, max_value=1_000_000)
    best = serializers.IntegerField(min_value=-1_000, max_value=1_000_000)
    ratings = serializers.DictField(child=RatingInput(), help_text=f"By case: {', '.join(RatingCase)}.")


class OrganisationInput(Input):
    """What changes; the rest stays. `rating_scale` null puts the usual ratings back."""

    name = serializers.CharField(max_length=NAME_MAXIMUM)
    legal_name = serializers.CharField(max_length=NAME_MAXIMUM, allow_blank=True)
    description = serializers.CharField(max_length=TEXT_MAXIMUM, allow_blank=True)
    has_public_pages = serializers.BooleanField()
    address = serializers.CharField(max_length=ADDRESS_MAXIMUM, allow_blank=True)
    same_as = serializers.ListField(
        child=serializers.CharField(max_length=ADDRESS_MAXIMUM), max_length=PAGES_ELSEWHERE
    )
    ownership = serializers.CharField(max_length=TEXT_MAXIMUM, allow_blank=True)
    corrections_policy = serializers.CharField(max_length=TEXT_MAXIMUM, allow_blank=True)
    contact = serializers.CharField(max_length=TEXT_MAXIMUM, allow_blank=True)
    contact_email = serializers.CharField(max_length=254, allow_blank=True)
    rating_scale = RatingScaleInput(allow_null=True)
