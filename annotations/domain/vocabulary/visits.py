"""What visits to the addresses of sources find, and what is suggested about who copied whom."""

from django.db.models import TextChoices


class VisitReason(TextChoices):
    """Why an address is read."""

    CITED = "cited", "It was cited"
    WATCHED = "watched", "It is watched"
    ASKED = "asked", "Somebody asked"


class VisitState(TextChoices):
    """Where one visit stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Being read"
    DONE = "done", "Done"
    FAILED = "failed", "Given up"


class LinkHealth(TextChoices):
    """What the last visit to an address says of it (specification 3.2 and 3.7).

    Only what a source says at its own address is meant: its stored copies stay as they are.
    """

    UNKNOWN = "", "Not visited yet"
    ALIVE = "alive", "Unchanged"
    CHANGED = "changed", "Changed elsewhere"
    PASSAGE_CHANGED = "passage_changed", "A passage changed"
    PASSAGE_GONE = "passage_gone", "A passage is gone"
    MOVED = "moved", "Moved"
    DEAD = "dead", "Dead"
    BLOCKED = "blocked", "Blocked"
    PAYWALLED = "paywalled", "Behind a paywall"
    SOFT_404 = "soft_404", "Says it is not there"
    FAILING = "failing", "Does not answer just now"


class CopySignal(TextChoices):
    """What suggests that one source copied another (specification 2.3)."""

    AGENCY_CREDIT = "agency_credit", "Credits an agency"
    CANONICAL_URL = "canonical_url", "Names the other as its original"
    HEADLINE = "headline", "The same headline"
    SHARED_TEXT = "shared_text", "The same text"
    SAME_IMAGE = "same_image", "The same image"


class SuggestionState(TextChoices):
    """What a person decided about a suggestion."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
