"""What claims are, who says them, of when and how much."""

from typing import Final

from django.db.models import TextChoices


class ClaimType(TextChoices):
    """What kind of statement a claim is (specification 1.1)."""

    EVENT = "event", "Event"
    QUANTITY = "quantity", "Quantity"
    COMPARISON = "comparison", "Comparison"
    ATTRIBUTION = "attribution", "Attribution"
    CAUSAL = "causal", "Cause or motive"
    LAW = "law", "Law or rule"
    HISTORICAL = "historical", "Settled history"
    MEDIA = "media", "Image or video"
    PREDICTION = "prediction", "Prediction"
    OPINION = "opinion", "Opinion"
    NORMATIVE = "normative", "Demand or norm"
    RHETORIC = "rhetoric", "Rhetoric"
    PERSONAL_EXPERIENCE = "personal_experience", "Personal experience"
    QUESTION = "question", "Question"
    VAGUE = "vague", "Too vague to check"


class ClaimState(TextChoices):
    """Where a claim stands in the work, apart from what is known about it."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    AGREED = "agreed", "Agreed"
    DISPUTED = "disputed", "Disputed"
    SIGNED = "signed", "Signed"
    PUBLISHED = "published", "Published"
    CORRECTED = "corrected", "Corrected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Risk(TextChoices):
    """High risk asks for a second independent origin and four eyes."""

    NORMAL = "normal", "Normal"
    HIGH = "high", "High"


class AttributionVerb(TextChoices):
    """What the asserter did with the words (specification 1.2)."""

    SAID = "said", "said"
    CLAIMED = "claimed", "claimed"
    WARNED = "warned", "warned"
    REPORTED = "reported", "reported"
    CITED = "cited", "cited"
    DENIED = "denied", "denied"
    SPECULATED = "speculated", "speculated"


class AttributionMode(TextChoices):
    """How the article carries the words of an asserter."""

    DIRECT_QUOTE = "direct_quote", "Direct quotation"
    INDIRECT = "indirect", "Indirect speech"
    ANONYMOUS = "anonymous", "Anonymous"
    HEDGED = "hedged", "Hedged (reportedly)"


UNNAMED_MODES: Final = frozenset({AttributionMode.ANONYMOUS, AttributionMode.HEDGED})
"""Of words carried so readers are told that nobody is named for them, whoever the newsroom thinks it was."""


class TimeAnchor(TextChoices):
    """What a relative date is counted from (specification 1.6)."""

    PUBLICATION = "publication", "Publication of the article"
    UTTERANCE = "utterance", "The utterance"


class Granularity(TextChoices):
    """How exact a claimed date is."""

    DAY = "day", "Day"
    WEEK = "week", "Week"
    MONTH = "month", "Month"
    YEAR = "year", "Year"
    RANGE = "range", "Range"
    UNRESOLVED = "unresolved", "Not resolved"


class Comparator(TextChoices):
    """How a figure bounds its quantity (specification 1.7)."""

    EXACT = "exact", "exactly"
    ABOUT = "about", "about"
    OVER = "over", "over"
    AT_LEAST = "at_least", "at least"
    UP_TO = "up_to", "up to"
    RANGE = "range", "between"
    ORDER = "order", "in the order of"
