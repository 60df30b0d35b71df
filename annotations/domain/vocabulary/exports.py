"""Which claims leave the building, and in what form."""

from django.db.models import TextChoices


class ClaimSetKind(TextChoices):
    """A live set is a saved filter; a frozen set is an exact list at a moment."""

    LIVE = "live", "Live"
    FROZEN = "frozen", "Frozen"


class ExportFormat(TextChoices):
    """What an export can be rendered as."""

    CLAIMREVIEW = "claimreview", "ClaimReview JSON-LD"
    EVIDENCE = "evidence", "Evidence JSON-LD"
    NDJSON = "ndjson", "NDJSON"
    CSV = "csv", "CSV"
    EVIDENCE_CSV = "evidence_csv", "CSV, a row for each piece of evidence"
    XLSX = "xlsx", "Spreadsheet (XLSX)"
    ANNOTATIONS = "annotations", "W3C Web Annotations"
    MARKDOWN = "markdown", "Dossier in Markdown"
    HTML = "html", "Dossier to print (HTML)"
    PDF = "pdf", "Dossier (PDF)"
    CSL = "csl", "Sources as CSL-JSON"
    BIBTEX = "bibtex", "Sources as BibTeX"
    DATAPACKAGE = "datapackage", "Frictionless data package"
    BUNDLE = "bundle", "Bundle of everything (ZIP)"


class Audience(TextChoices):
    """Who sees a claim set and its exports."""

    NEWSROOM = "newsroom", "The whole newsroom"
    DESK = "desk", "The people of a desk"
    OWN = "own", "Only whoever made it"


class Cadence(TextChoices):
    """How often a scheduled export is made."""

    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every week"
    MONTHLY = "monthly", "Every month"


class ExportState(TextChoices):
    """Where an export stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Expired"


class WebhookState(TextChoices):
    """Whether a webhook is told of changes."""

    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"


class DeliveryState(TextChoices):
    """Where one message to a webhook stands."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Failed"


class ReportOutcome(TextChoices):
    """What came of a reader's report."""

    WAITING = "waiting", "Waiting"
    CORRECTED = "corrected", "Corrected"
    REFUSED = "refused", "Stands as it is"
    SPAM = "spam", "Not a report"


class ClaimImportFormat(TextChoices):
    """What a file of claims is written in."""

    CLAIMREVIEW = "claimreview", "ClaimReview"
    CSV = "csv", "CSV of claims with evidence"
    AVERITEC = "averitec", "AVeriTeC JSON"
    FEVER = "fever", "FEVER JSON lines"
