"""People and their tokens, over the wire."""

from typing import Any

from rest_framework import serializers

from annotations.api.shapes.base import Input, Shape
from annotations.domain.vocabulary import Digest, Role, Scope
from annotations.models import ApiToken, User


class PersonShape(Shape):
    """Somebody of the newsroom. `username` is what comments call them by."""

    class Meta:
        model = User
        fields = ("id", "username", "display_name", "role", "is_active", "time_zone")


class PersonChange(Input):
    """What may be changed about somebody; what is left out stays."""

    display_name = serializers.CharField(max_length=150, required=False)
    email = serializers.EmailField(allow_blank=True, required=False)
    role = serializers.ChoiceField(Role.choices, required=False)
    is_active = serializers.BooleanField(required=False, help_text="Whether they may sign in.")


class ProfileChange(Input):
    """What one may change about oneself; what is left out stays."""

    display_name = serializers.CharField(max_length=150, required=False)
    email = serializers.EmailField(allow_blank=True, required=False)
    time_zone = serializers.CharField(max_length=60, required=False)
    theme = serializers.ChoiceField(["auto", "light", "dark"], required=False)
    digest = serializers.ChoiceField(Digest.choices, required=False, help_text="Notices by e-mail.")


class TokenShape(Shape):
    """A key with which a program acts for a person."""

    person_id = serializers.IntegerField()
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    issued_by_id = serializers.IntegerField()
    requests_per_minute = serializers.IntegerField(
        allow_null=True, help_text="Null: the usual number, counted together for the whole person."
    )

    class Meta:
        model = ApiToken
        fields = (
            "id",
            "name",
            "prefix",
            "scopes",
            "person_id",
            "issued_by_id",
            "issued_at",
            "expires_at",
            "last_used_at",
            "requests_per_minute",
            "revoked_at",
        )


class TokenInput(Input):
    """What a token is for, how far it reaches, and until when."""

    name = serializers.CharField(max_length=100)
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices), min_length=1, max_length=3)
    expires_at = serializers.DateTimeField(help_text="Within a year.")
    requests_per_minute = serializers.IntegerField(
        min_value=1, max_value=100_000, required=False, allow_null=True
    )


class IssuedTokenShape(serializers.Serializer[Any]):
    """A new token; `clear_text` is in this answer alone."""

    token = TokenShape()
    clear_text = serializers.CharField()
