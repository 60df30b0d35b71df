"""Who people are here, and what programs may do."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is in this newsroom."""

    READER = "reader", "Read-only"
    REVIEWER = "reviewer", "Reviewer"
    EDITOR = "editor", "Editor"
    ADMINISTRATOR = "administrator", "Administrator"


class Scope(TextChoices):
    """What an API token may be used for."""

    READ = "read", "Read"
    WRITE = "write", "Write"
    EXPORT = "export", "Export"
