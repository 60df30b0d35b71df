"""Which claims leave the building, and in what form."""

from django.db.models import TextChoices


class ClaimSetKind(TextChoices):
    """A live set is a saved filter; a frozen set is an exact list at a moment."""

    LIVE = "live", "Live"
    FROZEN = "frozen", "Frozen"


class ExportFormat(TextChoices):
    """What an export can be rendered as."""

    CLAIMREVIEW = "claimreview", "ClaimReview JSON-LD"
    NDJSON = "ndjson", "NDJSON"
    CSV = "csv", "CSV"
    ANNOTATIONS = "annotations", "W3C Web Annotations"


class ExportState(TextChoices):
    """Where an export stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
