"""Second looks, disputes, and what is told to the outside."""

from django.db.models import TextChoices


class SecondLookWhy(TextChoices):
    """Why a second person reads a passage (specification 3.5). The first six are what an assessment says."""

    HIGH_RISK = "HIGH_RISK", "High risk"
    CONFLICTING = "CONFLICTING", "Conflicting evidence"
    SINGLE_ORIGIN_VERDICT = "SINGLE_ORIGIN_VERDICT", "The verdict rests on one origin"
    STANCE_DISPUTED = "STANCE_DISPUTED", "Another stance on the claim is disputed"
    DISPUTED_BY_PARTY = "DISPUTED_BY_PARTY", "A party denies it"
    CIRCULAR_REPORTING = "CIRCULAR_REPORTING", "Sources cite each other"
    SAMPLED = "SAMPLED", "Drawn by lot"
    ASKED = "ASKED", "Somebody asked for it"


class SecondLookState(TextChoices):
    """Where the second reading of a passage stands."""

    OPEN = "open", "Waits for a second reading"
    AGREED = "agreed", "Both read the same"
    DISPUTED = "disputed", "The two read it differently"
    SETTLED = "settled", "Settled by a third person"
    CANCELLED = "cancelled", "No longer needed"


class PublicationKind(TextChoices):
    """What was told to the outside about a claim."""

    PUBLISHED = "published", "Published"
    CORRECTED = "corrected", "Corrected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class CorrectionOutcome(TextChoices):
    """What the publisher of an article did about a request to correct it."""

    WAITING = "waiting", "Waiting"
    CORRECTED = "corrected", "Corrected"
    PARTLY = "partly", "Corrected in part"
    REFUSED = "refused", "Refused"
    NO_ANSWER = "no_answer", "No answer"


class ReplyOutcome(TextChoices):
    """What became of the right of reply."""

    WAITING = "waiting", "Waiting"
    ANSWERED = "answered", "Answered"
    DECLINED = "declined", "Declined to comment"
    NO_ANSWER = "no_answer", "No answer by the deadline"
