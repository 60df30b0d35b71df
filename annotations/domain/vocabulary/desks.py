"""Teams, and what people there do with each other's work."""

from django.db.models import TextChoices


class DeskVisibility(TextChoices):
    """Who sees what a desk owns."""

    OPEN = "open", "The whole newsroom reads it"
    CLOSED = "closed", "Only its members see it"


class AssignmentEnd(TextChoices):
    """How an assignment ended."""

    DONE = "done", "Done"
    RELEASED = "released", "Given back"
    REASSIGNED = "reassigned", "Given to somebody else"


class Digest(TextChoices):
    """How often a person gets their unread notices by e-mail."""

    NEVER = "never", "Never"
    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every week"
