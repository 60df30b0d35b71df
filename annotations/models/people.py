"""People: who signs in, and what they are in this newsroom."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone

from annotations.domain.vocabulary import Digest, Role, Scope
from annotations.models.touching import touching


class UserManager(BaseUserManager["User"]):
    """Makes people; every other rule about them is an action."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A person with this sign-in name; without a password they cannot sign in yet."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator (what Django's own command calls a superuser)."""
        return self.create_user(username, password, **{**fields, "role": Role.ADMINISTRATOR})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in names are the same whatever their case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with exactly one role. `access.py` says what a role may do."""

    username = models.CharField("sign-in name", max_length=150, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField("name", max_length=150)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.REVIEWER)
    is_active = models.BooleanField("may sign in", default=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    theme = models.CharField(
        max_length=5,
        choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")],
        default="auto",
    )
    digest = models.CharField("notices by e-mail", max_length=6, choices=Digest.choices, default=Digest.NEVER)
    digest_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("username"),
                name="user_sign_in_name_is_unique",
                violation_error_message="Somebody already signs in with this name.",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_is_known"),
            models.CheckConstraint(condition=models.Q(digest__in=Digest.values), name="user_digest_is_known"),
            models.CheckConstraint(condition=~models.Q(display_name=""), name="user_has_a_name"),
        ]
        triggers = touching("user")

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def is_staff(self) -> bool:
        """What Django's admin site asks for."""
        return self.is_active and self.is_administrator

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's admin site asks this; its own rules per action are in `access.py`."""
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class ApiToken(models.Model):
    """A key with which a program acts for a person. Only its SHA-256 is kept."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, help_text="The first characters, to tell tokens apart.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the token, in hexadecimal.")
    scopes = models.JSONField(default=list)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    requests_per_minute = models.PositiveIntegerField(
        null=True, blank=True, help_text="Fewer or more than others may ask; empty means the usual number."
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "API token"
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="api_token_digest_is_unique"),
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=Scope.values) & ~models.Q(scopes=[]),
                name="api_token_scopes_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")), name="api_token_expires_after_issue"
            ),
            models.CheckConstraint(
                condition=models.Q(requests_per_minute__isnull=True) | models.Q(requests_per_minute__gte=1),
                name="api_token_may_ask_at_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class IdempotencyKey(models.Model):
    """The answer once given to a create request, so that repeating the request repeats the answer."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotency_key_is_used_once")]

    def __str__(self) -> str:
        return self.key
