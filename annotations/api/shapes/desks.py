"""Desks, the people there, and invitations, over the wire."""

from rest_framework import serializers

from annotations.api.shapes.base import IdField, Input, Shape
from annotations.domain.vocabulary import DeskVisibility, Role
from annotations.models import Desk, DeskMember, Invitation
from annotations.models.desks import DESK_ROLES

AT_THE_DESK = [(role.value, role.label) for role in DESK_ROLES]


class DeskShape(Shape):
    """A team that owns articles with their claims, and sources."""

    made_by_id = serializers.IntegerField()

    class Meta:
        model = Desk
        fields = ("id", "version", "name", "purpose", "visibility", "made_by_id", "made_at", "closed_at")


class DeskMemberShape(Shape):
    """A person at a desk, in one role there; with `left_at`, somebody who was."""

    desk_id = serializers.IntegerField()
    person_id = serializers.IntegerField()
    display_name = serializers.CharField(source="person.display_name")

    class Meta:
        model = DeskMember
        fields = ("id", "desk_id", "person_id", "display_name", "role", "joined_at", "left_at")


class InvitationShape(Shape):
    """A link with which one person comes in. The link itself is told once, when it is made."""

    desk_id = serializers.IntegerField(allow_null=True)
    invited_by_id = serializers.IntegerField()
    accepted_by_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Invitation
        fields = (
            "id",
            "desk_id",
            "desk_role",
            "role",
            "email",
            "note",
            "invited_by_id",
            "invited_at",
            "expires_at",
            "accepted_by_id",
            "accepted_at",
            "revoked_at",
        )


class MadeInvitationShape(serializers.Serializer[object]):
    """A new invitation; `link` is in this answer alone."""

    invitation = InvitationShape()
    link = serializers.CharField()


class DeskInput(Input):
    """What a desk is called, what it is for, and who sees what it owns."""

    name = serializers.CharField(max_length=100)
    purpose = serializers.CharField(max_length=300, allow_blank=True, required=False)
    visibility = serializers.ChoiceField(DeskVisibility.choices, required=False)


class MemberInput(Input):
    """Who comes to the desk, in which role there."""

    person_id = IdField()
    role = serializers.ChoiceField(AT_THE_DESK)


class MemberRoleInput(Input):
    """What somebody may do at the desk from now on."""

    role = serializers.ChoiceField(AT_THE_DESK)
    hand_to_id = IdField(required=False, help_text="Who takes over open work, where there is any.")


class LeaveInput(Input):
    """Who takes over."""

    hand_to_id = IdField(required=False, help_text="Who takes over open work, where there is any.")


class InvitationInput(Input):
    """For whom a link into the newsroom is, and how long it holds."""

    role = serializers.ChoiceField(Role.choices)
    email = serializers.EmailField(allow_blank=True, required=False)
    note = serializers.CharField(max_length=300, allow_blank=True, required=False)
    days = serializers.IntegerField(min_value=1, max_value=60, required=False)


class DeskInvitationInput(InvitationInput):
    """For whom a link into a desk is, and how long it holds."""

    role = serializers.ChoiceField(
        Role.choices, required=False, help_text="In the newsroom, for somebody who has no account yet."
    )
    desk_role = serializers.ChoiceField(AT_THE_DESK)


class AcceptInput(Input):
    """The last part of the link that was sent."""

    secret = serializers.CharField(max_length=200)


class OwnerInput(Input):
    """The desk that it is given to; null for the whole newsroom."""

    desk_id = IdField(allow_null=True)
