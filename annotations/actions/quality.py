"""Computing and keeping the figures of agreement and quality."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.domain.agreement import Figure
from annotations.domain.agreement.dashboard import (
    agreement,
    as_plain,
    balance,
    calibration,
    diagonal_share,
    each_plain,
    enough,
    gold_accuracy,
    grade_agreement,
    median_hours,
    overturned,
    pairwise,
)
from annotations.models import QualityFigures
from annotations.queries import quality
from annotations.queries.quality import Scope


def keep_figures(*, day: date) -> int:
    """Computes the figures of a day for every desk and period and keeps them; a second time replaces them.
    How many sets were kept.
    """
    scopes = quality.scopes_due(day)
    for scope in scopes:
        keep_figures_of(scope, day=day)
    return len(scopes)


@transaction.atomic
def keep_figures_of(scope: Scope, *, day: date) -> QualityFigures:
    """Computes one set and keeps it as that of the day."""
    which: dict[str, Any] = {
        "computed_on": day,
        "desk_id": scope.desk,
        "claim_type": scope.claim_type,
        "days": scope.days,
    }
    computed: dict[str, Any] = {"figures": figures_of(scope), "computed_at": timezone.now()}
    kept, _ = QualityFigures.objects.update_or_create(**which, defaults=computed)
    return kept


def figures_of(scope: Scope) -> dict[str, Any]:
    """All figures of one scope, by name, as JSON holds them."""
    read = quality.readings(scope)
    traced, scored = quality.traced_and_scored(scope)
    single, verdicts, denied = quality.single_origins(scope)
    overrides, vindicated, signed = quality.overrides_and_vindicated(scope)
    seconds = quality.seconds_to_sign_off(scope)
    return {
        **each_plain(agreement(read)),
        "grade_alpha": as_plain(grade_agreement(quality.grades_by_publisher(scope))),
        "diagonal": as_plain(diagonal_share(quality.grade_and_credibility(scope))),
        "tracing_rate": as_plain(enough(Figure.share(traced, scored))),
        "single_origin_share": as_plain(enough(Figure.share(single, verdicts))),
        "override_rate": as_plain(enough(Figure.share(overrides, signed))),
        "vindicated": as_plain(Figure.share(vindicated, overrides)),
        "calibration": each_plain(calibration(quality.signatures(scope))),
        "median_hours_to_sign_off": {"value": median_hours(seconds), "count": len(seconds)},
        "open_denials": denied,
        "backlog": quality.backlog(scope),
        "people": _of_people(scope, read),
        "balance": {
            "publishers": balance(quality.checked_publishers(scope)),
            "sides": balance(quality.checked_asserters(scope)),
        },
    }


def _of_people(scope: Scope, read: list[Any]) -> dict[str, Any]:
    """By person, and by pair as `smaller-larger`; ids, since names change."""
    return {
        "overturned": each_plain(overturned(read)),
        "gold": each_plain(gold_accuracy(quality.gold_answers(scope))),
        "kappa": each_plain(pairwise(read), lambda pair: f"{pair[0]}-{pair[1]}"),
    }
