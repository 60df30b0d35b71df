"""Topics: free words on claims, by which publishers can be graded otherwise than overall.

A topic is compared letter by letter, so whoever writes one takes the spelling that is known already.
"""

from annotations.domain.canonical import one_line
from annotations.models import Claim, GradeChange, User
from annotations.queries.visibility import visible_claims

OFFERED = 200


def graded_topics() -> list[str]:
    """The topics on which publishers are graded, by name."""
    graded = GradeChange.objects.exclude(topic="").order_by("topic")
    return list(graded.values_list("topic", flat=True).distinct()[:OFFERED])


def known_topics(person: User) -> list[str]:
    """The topics in use, by name: those on which publishers are graded, and those of claims."""
    claimed = visible_claims(person).standing().exclude(topic="").order_by("topic")
    topics = claimed.values_list("topic", flat=True).distinct()[:OFFERED]
    return sorted({*graded_topics(), *topics})


def as_known(topic: str) -> str:
    """The topic in the spelling that is known already, whatever its capitals and spaces; else as it is."""
    words = one_line(topic)
    if not words:
        return ""
    graded = GradeChange.objects.filter(topic__iexact=words).values_list("topic")
    claimed = Claim.objects.filter(topic__iexact=words).values_list("topic")
    spellings = {known for (known,) in graded.union(claimed)}
    return words if words in spellings else min(spellings, default=words)
