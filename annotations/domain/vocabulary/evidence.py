"""What a passage does to a claim, and how good it is."""

from django.db.models import TextChoices


class Stance(TextChoices):
    """What a passage does to a claim."""

    CORROBORATES = "corroborates", "Corroborates"
    CONTRADICTS = "contradicts", "Contradicts"
    CONTEXT = "context", "Context"


class Coverage(TextChoices):
    """Whether the passage bears on the whole claim."""

    FULL = "full", "All of the claim"
    PARTIAL = "partial", "Part of the claim"


class Proximity(TextChoices):
    """How near the source is to what happened."""

    PRIMARY = "primary", "First hand"
    SECONDARY = "secondary", "Second hand"
    TERTIARY = "tertiary", "Third hand"


class Credibility(TextChoices):
    """How credible this item is in itself, before the publisher's grade is shown (specification 1.4)."""

    CONFIRMED = "1", "1: confirmed by other sources"
    PROBABLY_TRUE = "2", "2: probably true"
    POSSIBLY_TRUE = "3", "3: possibly true"
    DOUBTFUL = "4", "4: doubtful"
    IMPROBABLE = "5", "5: improbable"
    CANNOT_BE_JUDGED = "6", "6: cannot be judged"


class Sourcing(TextChoices):
    """What the passage itself rests on."""

    OWN = "own", "Own reporting or witness"
    RELIES_ON = "relies_on", "Relies on other sources"
    UNEXAMINED = "unexamined", "Not examined yet"


class EvidenceState(TextChoices):
    """Where a link stands in the work."""

    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Accepted"
    DISPUTED = "disputed", "Disputed"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PassageCheck(TextChoices):
    """Whether the quoted passage stands in the capture."""

    EXACT = "exact", "Word for word"
    NORMALISED = "normalised", "Same words, other typography"
    NOT_FOUND = "not_found", "Not in the capture"
