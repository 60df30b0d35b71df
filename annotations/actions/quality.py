"""Computing and keeping the figures of agreement and quality.

They are computed once a night, or when an administrator asks, and never while somebody looks: what just
happened to a claim cannot be read off a figure.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from annotations import jobs
from annotations.access import require
from annotations.actions.recording import locked, record_event
from annotations.domain.agreement.dashboard import (
    agreement,
    as_plain,
    balance,
    calibration,
    calibration_by_status,
    diagonal_share,
    each_plain,
    grade_agreement,
    median_hours,
    share,
    type_agreement,
)
from annotations.domain.agreement.people import (
    TwoPeople,
    gold_accuracy,
    overturned,
    pairwise,
    pairwise_grades,
)
from annotations.domain.errors import Conflict
from annotations.models import Event, QualityFigures, User
from annotations.queries import quality, quality_readings, quality_work
from annotations.queries.quality import Scope


@transaction.atomic
def ask_for_figures(*, actor: User) -> Event:
    """Has all figures of today computed anew, as one job. Refuses with `Conflict` while that is under way."""
    require(actor, "quality.compute")
    person = locked(User, actor.pk)
    now = timezone.now()
    under_way = quality.computing(now)
    if under_way and under_way.is_under_way:
        raise Conflict(
            f"The figures are being computed: {under_way.done} of {under_way.total} sets are done.",
            rule="under-way",
        )
    sets = len(quality.scopes_of(now.date()))
    event = record_event("quality.asked", person, actor=actor, after={"sets": sets})
    jobs.keep_quality_figures()
    return event


def keep_figures(*, now: datetime) -> int:
    """Computes the figures of the day that are missing or were asked for, and keeps each set as it is done,
    so that what was interrupted goes on where it stopped. How many sets were kept.
    """
    scopes = quality.scopes_due(now.date())
    if scopes:
        quality.outdated_figures(now.date()).delete()
    return sum(keep_figures_of(scope, day=now.date()) is not None for scope in scopes)


@transaction.atomic
def keep_figures_of(scope: Scope, *, day: date) -> QualityFigures | None:
    """Computes one set and keeps it as that of the day; None where another worker is at it or has done it."""
    if not _taken(scope) or not quality.is_due(scope, day):
        return None
    which: dict[str, Any] = {
        "computed_on": day,
        "desk_id": scope.desk,
        "claim_type": scope.claim_type,
        "days": scope.days,
    }
    computed: dict[str, Any] = {"figures": figures_of(scope), "computed_at": timezone.now()}
    kept, _ = QualityFigures.objects.update_or_create(**which, defaults=computed)
    return kept


def _taken(scope: Scope) -> bool:
    """Whether this worker has the set for itself, until the transaction ends."""
    name = f"quality figures {scope.desk} {scope.claim_type} {scope.days}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def figures_of(scope: Scope) -> dict[str, Any]:
    """All figures of one scope, by name, as JSON holds them."""
    read = quality_readings.readings(scope)
    grades = quality_readings.grades_by_publisher(scope)
    signed = quality_readings.signatures(scope)
    by_status = calibration_by_status(signed)
    return {
        **each_plain(agreement(read)),
        "grade_alpha": as_plain(grade_agreement(grades)),
        "type_alpha": as_plain(type_agreement(quality_readings.types_by_claim(scope))),
        "diagonal": as_plain(diagonal_share(quality_readings.grade_and_credibility(scope))),
        **_of_work(scope),
        "calibration": each_plain(calibration(signed)),
        "calibration_by_status": {status: each_plain(each) for status, each in by_status.items()},
        "people": {
            "overturned": each_plain(overturned(read)),
            "gold": each_plain(gold_accuracy(quality_readings.gold_answers(scope))),
            "kappa": each_plain(pairwise(read), _pair),
            "grade_kappa": each_plain(pairwise_grades(grades), _pair),
        },
    }


def _of_work(scope: Scope) -> dict[str, Any]:
    traced, scored = quality_work.traced_and_scored(scope)
    single, verdicts, denied = quality_work.single_origins(scope)
    overridden, vindicated, concluded = quality_work.overrides_and_vindicated(scope)
    wrong, audited = quality_work.wrongly_own(scope)
    return {
        "tracing_rate": as_plain(share(traced, scored)),
        "wrongly_own": as_plain(share(wrong, audited)),
        "single_origin_share": as_plain(share(single, verdicts)),
        "override_rate": as_plain(share(overridden, concluded)),
        "vindicated": as_plain(share(vindicated, overridden)),
        "median_hours_to_sign_off": as_plain(median_hours(quality_work.seconds_to_sign_off(scope))),
        "open_denials": denied,
        "backlog": quality_work.backlog(scope),
        "balance": {
            "publishers": balance(quality_work.checked_publishers(scope)),
            "sides": balance(quality_work.checked_sides(scope)),
        },
    }


def _pair(people: TwoPeople) -> str:
    """Two people as `smaller-larger`; ids, since names change."""
    return f"{people[0]}-{people[1]}"
