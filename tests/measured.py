"""A newsroom in which enough was done for figures, made as rows: what is tested is how figures come out."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from annotations.actions.quality import keep_figures
from annotations.models import Evidence, QualityFigures, SecondLook, User
from tests.factories import a_person, some_evidence


def read_twice(
    evidence: Evidence, first: User, second: User, one: str, other: str, **given: Any
) -> SecondLook:
    """Two people read one link; where they differ nobody has settled it yet unless said otherwise."""
    now = timezone.now()
    values: dict[str, Any] = {
        "evidence": evidence,
        "why": "SAMPLED",
        "state": "agreed" if one == other else "settled",
        "first_reviewer": first,
        "first_stance": one,
        "reader": second,
        "taken_at": now,
        "stance": other,
        "answered_at": now,
        **given,
    }
    return SecondLook.objects.create(**values)


def a_measured_newsroom(evidence: Evidence | None = None) -> tuple[User, User, User]:
    """Three people: the first two read 25 passages of one link twice, and the third settled 5 of them."""
    first, second, third = (a_person() for _ in range(3))
    link = evidence or some_evidence()
    for number in range(20):
        stance = "corroborates" if number % 2 else "contradicts"
        read_twice(link, first, second, stance, stance)
    settled = {
        "settler": third,
        "settled_stance": "contradicts",
        "settled_reason": "Read in full.",
        "settled_at": timezone.now(),
    }
    for _ in range(5):
        read_twice(link, first, second, "corroborates", "contradicts", **settled)
    return first, second, third


def kept_nights(count: int) -> list[QualityFigures]:
    """What was kept tonight, and the same for so many nights altogether."""
    keep_figures(now=timezone.now())
    tonight = list(QualityFigures.objects.all())
    earlier = [
        QualityFigures(
            computed_on=one.computed_on - timedelta(days=nights),
            desk=one.desk,
            claim_type=one.claim_type,
            days=one.days,
            figures=one.figures,
        )
        for one in tonight
        for nights in range(1, count)
    ]
    return tonight + QualityFigures.objects.bulk_create(earlier)
