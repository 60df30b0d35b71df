"""Desks: teams that own articles, claims and sources, with the people in them and how they came in."""

from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import DeskVisibility, Role
from annotations.models.people import User
from annotations.models.touching import touching

DESK_ROLES = [Role.READER, Role.REVIEWER, Role.EDITOR]


class Desk(models.Model):
    """A team. What no desk owns is open to the whole newsroom, each person in the role they have there."""

    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=300, blank=True)
    visibility = models.CharField(max_length=6, choices=DeskVisibility.choices, default=DeskVisibility.OPEN)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Since when it takes no new work.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("name"),
                condition=models.Q(closed_at__isnull=True),
                name="desk_name_is_unique",
                violation_error_message="There is a desk with this name.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="desk_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(visibility__in=DeskVisibility.values), name="desk_visibility_is_known"
            ),
        ]
        triggers = touching("desk")

    def __str__(self) -> str:
        return self.name


class DeskMember(models.Model):
    """A person at a desk, in one role there. Who left keeps the row."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="desk_memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in DESK_ROLES])
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "person"],
                condition=models.Q(left_at__isnull=True),
                name="desk_member_is_there_once",
                violation_error_message="This person is at the desk already.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in DESK_ROLES]),
                name="desk_member_role_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("joined_at")),
                name="desk_member_leaves_after_joining",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "desk"], condition=models.Q(left_at__isnull=True), name="desk_member_here"
            )
        ]
        triggers = touching("deskmember")

    def __str__(self) -> str:
        return f"{self.person_id} at {self.desk_id}"


class Invitation(models.Model):
    """A link with which one person comes in: into a desk, or into the newsroom. Only its SHA-256 is kept."""

    desk = models.ForeignKey(
        Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    desk_role = models.CharField(
        max_length=20, blank=True, choices=[(role.value, role.label) for role in DESK_ROLES]
    )
    role = models.CharField(
        max_length=20,
        choices=Role.choices,
        default=Role.READER,
        help_text="In the newsroom, for somebody who has no account yet.",
    )
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the link's secret, in hexadecimal.")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="invitation_link_is_unique"),
            models.CheckConstraint(
                condition=models.Q(desk__isnull=True) ^ ~models.Q(desk_role=""),
                name="invitation_to_a_desk_says_the_role_there",
            ),
            models.CheckConstraint(
                condition=models.Q(desk_role__in=["", *(role.value for role in DESK_ROLES)])
                & models.Q(role__in=Role.values),
                name="invitation_roles_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("invited_at")),
                name="invitation_expires_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False, revoked_at__isnull=True),
                name="invitation_is_accepted_by_somebody_and_not_revoked",
            ),
        ]
        indexes = [models.Index(fields=["desk", "-id"], name="invitation_by_desk")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
