"""What the dashboard of agreement and quality is computed from, and what was computed of it.

Rows are gathered for one desk (none: the whole newsroom), one claim type (none: all) and a period that ends
today. The number of statements depends on none of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from annotations.domain.agreement.dashboard import Reading, Signed
from annotations.domain.vocabulary import (
    ClaimState,
    EvidenceState,
    SecondLookState,
    Stance,
    Status,
    VerdictState,
)
from annotations.models import (
    Claim,
    Desk,
    Event,
    Evidence,
    GradeChange,
    Override,
    QualityFigures,
    SecondLook,
    User,
    Verdict,
)
from annotations.queries.staleness import stale_marks

PERIODS: Final = (30, 90, 365)
ANSWERED: Final = (SecondLookState.AGREED, SecondLookState.DISPUTED, SecondLookState.SETTLED)

_TRACED: Final = """
    SELECT count(*) FILTER (WHERE (link->>'traced')::boolean), count(*)
    FROM annotations_currentassessment held
    JOIN annotations_assessment made ON made.id = held.assessment_id
    JOIN annotations_claim claim ON claim.id = held.claim_id
    CROSS JOIN LATERAL jsonb_array_elements(made.result->'links') AS link
    WHERE claim.state <> 'withdrawn' AND claim.changed_at >= %(since)s
      AND (%(desk)s::bigint IS NULL OR claim.desk_id = %(desk)s)
      AND (%(type)s = '' OR claim.type = %(type)s) AND link->>'stance' <> 'context'
"""
_SINGLE: Final = """
    SELECT count(*) FILTER (WHERE made.result->'sign_off'->'why' ? 'SINGLE_ORIGIN_VERDICT'),
           count(*) FILTER (WHERE made.status IN ('SUPPORTED', 'REFUTED')),
           count(*) FILTER (WHERE made.result->'sign_off'->'why' ? 'DISPUTED_BY_PARTY')
    FROM annotations_currentassessment held
    JOIN annotations_assessment made ON made.id = held.assessment_id
    JOIN annotations_claim claim ON claim.id = held.claim_id
    WHERE claim.state <> 'withdrawn'
      AND (%(desk)s::bigint IS NULL OR claim.desk_id = %(desk)s)
      AND (%(type)s = '' OR claim.type = %(type)s)
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what the figures are; `until` is the end of the period."""

    desk: int | None
    claim_type: str
    days: int
    until: datetime

    @property
    def since(self) -> datetime:
        return self.until - timedelta(days=self.days)

    def claims(self, path: str = "") -> Q:
        """Rows whose claim, at this path, is within the scope."""
        wanted = Q()
        if self.desk is not None:
            wanted &= Q(**{f"{path}desk": self.desk})
        if self.claim_type:
            wanted &= Q(**{f"{path}type": self.claim_type})
        return wanted

    @property
    def parameters(self) -> dict[str, Any]:
        """For a statement that was written out."""
        return {"since": self.since, "desk": self.desk, "type": self.claim_type}


def readings(scope: Scope) -> list[Reading]:
    """The links that two people read within the period."""
    looks = _answered(scope).filter(scope.claims("evidence__claim__"), gold__isnull=True)
    columns = ("first_stance", "stance", "first_reviewer_id", "reader_id", "state", "settled_stance")
    return [
        Reading(first, second, first_by, second_by, state != SecondLookState.AGREED, _settled(state, settled))
        for first, second, first_by, second_by, state, settled in looks.values_list(*columns)
    ]


def gold_answers(scope: Scope) -> list[tuple[int, bool]]:
    """Who read a passage whose stance is known, and whether rightly. These belong to no desk and no type."""
    looks = _answered(scope).filter(gold__isnull=False)
    return [
        (reader, stance == known)
        for reader, stance, known in looks.values_list("reader_id", "stance", "first_stance")
        if reader is not None
    ]


def _answered(scope: Scope) -> QuerySet[SecondLook]:
    within = Q(answered_at__gte=scope.since, answered_at__lt=scope.until, state__in=ANSWERED)
    return SecondLook.objects.filter(within).order_by("id")


def _settled(state: str, stance: str) -> str | None:
    return stance if state == SecondLookState.SETTLED else None


def grades_by_publisher(scope: Scope) -> dict[int, list[str]]:
    """The last overall grade that each person gave each publisher; whole newsroom, whatever the period."""
    rows = GradeChange.objects.filter(topic="").order_by("id")
    latest: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for publisher, person, grade in rows.values_list("publisher_id", "graded_by_id", "grade"):
        latest[publisher][person] = grade
    return {publisher: list(given.values()) for publisher, given in latest.items() if len(given) > 1}


def grade_and_credibility(scope: Scope) -> list[tuple[str, str]]:
    """Of every accepted link made within the period: its publisher's grade and its own credibility."""
    latest = GradeChange.objects.filter(publisher=OuterRef("source__publisher"), topic="").order_by("-id")
    links = Evidence.objects.filter(scope.claims("claim__"), state=EvidenceState.ACCEPTED)
    links = links.filter(attached_at__gte=scope.since).exclude(stance=Stance.CONTEXT)
    graded = links.annotate(grade=latest.values("grade")[:1]).filter(grade__isnull=False)
    return list(graded.values_list("grade", "credibility"))


def traced_and_scored(scope: Scope) -> tuple[int, int]:
    """Of the scored links of claims changed within the period: those that say where they rest, and all."""
    traced, scored = _counted(_TRACED, scope)
    return traced, scored


def single_origins(scope: Scope) -> tuple[int, int, int]:
    """Verdicts that rest on one origin, verdicts, and claims that a party denies; as of now."""
    single, verdicts, denied = _counted(_SINGLE, scope)
    return single, verdicts, denied


def signatures(scope: Scope) -> list[Signed]:
    """The signatures of the period, with whether the claim still has the status that was signed."""
    rows = Verdict.objects.filter(scope.claims("claim__"), is_dissent=False)
    within = rows.filter(signed_at__gte=scope.since, signed_at__lt=scope.until)
    columns = ("assessment__certainty", "status", "claim__status", "state")
    return [
        Signed(certainty, status == now and state != VerdictState.OVERRULED)
        for certainty, status, now, state in within.values_list(*columns)
        if certainty
    ]


def overrides_and_vindicated(scope: Scope) -> tuple[int, int, int]:
    """Overrides approved within the period; those whose status the rule came to later; claims then signed."""
    told = Event.objects.annotate(status=KeyTextTransform("status", "after"))
    later = told.filter(
        subject_type="claim",
        subject_id=OuterRef("claim"),
        verb="status.changed",
        at__gt=OuterRef("approved_at"),
        status=OuterRef("status"),
    )
    rows = Override.objects.filter(scope.claims("claim__"), approved_at__gte=scope.since)
    found = rows.aggregate(all=Count("pk"), vindicated=Count("pk", filter=Exists(later)))
    signed = Verdict.objects.filter(scope.claims("claim__"), signed_at__gte=scope.since)
    return found["all"], found["vindicated"], signed.values("claim").distinct().count()


def seconds_to_sign_off(scope: Scope) -> list[float]:
    """From the making of a claim to the signature that completed it, for those completed in the period."""
    completed = Event.objects.filter(
        subject_type="verdict",
        verb="verdict.signed",
        after__claim_state=ClaimState.SIGNED,
        at__gte=scope.since,
    )
    signed = Verdict.objects.filter(scope.claims("claim__"), pk__in=completed.values("subject_id"))
    return [
        (signed_at - made_at).total_seconds()
        for signed_at, made_at in signed.values_list("signed_at", "claim__created_at")
    ]


def backlog(scope: Scope) -> dict[str, int]:
    """What waits now: stale claims, second looks, disputes, and claims in each state."""
    claims = Claim.objects.standing().filter(scope.claims())
    stale = Exists(stale_marks().filter(claim=OuterRef("pk")))
    counted = {state: Count("pk", filter=Q(state=state)) for state in _WAITING}
    found = claims.aggregate(stale=Count("pk", filter=stale), **counted)
    looks = SecondLook.objects.filter(scope.claims("evidence__claim__")).aggregate(
        open_looks=Count("pk", filter=Q(state=SecondLookState.OPEN)),
        without_reader=Count("pk", filter=Q(state=SecondLookState.OPEN, reader__isnull=True)),
        disputes=Count("pk", filter=Q(state=SecondLookState.DISPUTED)),
    )
    return {**found, **looks}


_WAITING: Final = (ClaimState.DRAFT, ClaimState.IN_REVIEW, ClaimState.AGREED, ClaimState.DISPUTED)


def checked_publishers(scope: Scope) -> list[tuple[str, str, int]]:
    """Publisher of the article, status, and number of signed claims that stand in its articles."""
    rows = _signed_claims(scope).filter(highlights__revision__article__publisher__isnull=False)
    return _by_name(rows, "highlights__revision__article__publisher__name")


def checked_asserters(scope: Scope) -> list[tuple[str, str, int]]:
    """The side that a claim favours, status, and number of signed claims."""
    return _by_name(_signed_claims(scope).filter(interests__kind="favours"), "interests__bloc__name")


def _signed_claims(scope: Scope) -> QuerySet[Claim]:
    states = (ClaimState.SIGNED, ClaimState.PUBLISHED, ClaimState.CORRECTED)
    return Claim.objects.filter(scope.claims(), state__in=states, changed_at__gte=scope.since)


def _by_name(claims: QuerySet[Claim], path: str) -> list[tuple[str, str, int]]:
    counted = claims.values_list(path, "status").annotate(claims=Count("pk", distinct=True))
    return [(name, Status(status), count) for name, status, count in counted.order_by(path, "status")]


def people_by_id(ids: Iterable[int]) -> dict[int, str]:
    """Names of people."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "display_name"))


def _counted(statement: str, scope: Scope) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, scope.parameters)
        row = cursor.fetchone()
    return tuple(row or ())


def scopes_due(day: date) -> list[Scope]:
    """Every desk and the whole newsroom, every period, all claim types together: what is kept every night."""
    desks = [None, *Desk.objects.filter(closed_at__isnull=True).order_by("id").values_list("pk", flat=True)]
    until = timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(days=1)
    return [Scope(desk, "", days, until) for desk in desks for days in PERIODS]


def latest_figures(*, desk: int | None, claim_type: str, days: int) -> QualityFigures | None:
    """What was computed last for this desk, type and period."""
    rows = QualityFigures.objects.filter(desk=desk, claim_type=claim_type, days=days)
    return rows.order_by("-computed_on").first()


def figures_over_time(
    *, desk: int | None, claim_type: str, days: int, kept: int = 60
) -> list[QualityFigures]:
    """The figures of the last nights, the earliest first."""
    rows = QualityFigures.objects.filter(desk=desk, claim_type=claim_type, days=days)
    return list(rows.order_by("-computed_on")[:kept])[::-1]
