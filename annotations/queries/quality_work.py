"""What the figures of tracing, flow and balance are computed from, for one scope.

The number of statements depends on nothing.
"""

from typing import Any, Final

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from annotations.domain.vocabulary import ClaimState, SecondLookState, Status
from annotations.models import Claim, Event, Evidence, Override, SecondLook, Verdict
from annotations.models.claims import ClaimInterest
from annotations.queries.quality import Scope
from annotations.queries.quality_readings import undecided_claims
from annotations.queries.staleness import stale_marks

AUDITED: Final = "sourcing.audited"

_CURRENT: Final = """
    FROM annotations_currentassessment held
    JOIN annotations_assessment made ON made.id = held.assessment_id
    JOIN annotations_claim claim ON claim.id = held.claim_id
    LEFT JOIN annotations_desk desk ON desk.id = claim.desk_id
    {lateral}
    WHERE claim.state <> 'withdrawn'
      AND CASE WHEN %(desk)s::bigint IS NULL THEN desk.visibility IS DISTINCT FROM 'closed'
          ELSE claim.desk_id = %(desk)s END
      AND (%(type)s = '' OR claim.type = %(type)s)
"""
_TRACED: Final = (
    "SELECT count(*) FILTER (WHERE (link->>'traced')::boolean), count(*)"
    + _CURRENT.format(lateral="CROSS JOIN LATERAL jsonb_array_elements(made.result->'links') AS link")
    + "AND claim.changed_at >= %(since)s AND claim.changed_at < %(until)s AND link->>'stance' <> 'context'"
)
_SINGLE: Final = """
    SELECT count(*) FILTER (WHERE made.result->'sign_off'->'why' ? 'SINGLE_ORIGIN_VERDICT'),
           count(*) FILTER (WHERE made.status IN ('SUPPORTED', 'REFUTED')),
           count(*) FILTER (WHERE made.result->'sign_off'->'why' ? 'DISPUTED_BY_PARTY')
""" + _CURRENT.format(lateral="")
_WAITING: Final = (ClaimState.DRAFT, ClaimState.IN_REVIEW, ClaimState.AGREED, ClaimState.DISPUTED)


def traced_and_scored(scope: Scope) -> tuple[int, int]:
    """Of the scored links of claims changed within the period: those that say where they rest, and all."""
    traced, scored = _counted(_TRACED, scope)
    return traced, scored


def single_origins(scope: Scope) -> tuple[int, int, int]:
    """Verdicts that rest on one origin, verdicts, and claims that a party denies; as of now."""
    single, verdicts, denied = _counted(_SINGLE, scope)
    return single, verdicts, denied


def _counted(statement: str, scope: Scope) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, scope.parameters)
        row = cursor.fetchone()
    return tuple(row or ())


def wrongly_own(scope: Scope) -> tuple[int, int]:
    """Of the links that said "own reporting" and that somebody audited within the period: how many were
    wrong, and all. The last audit of a link counts.
    """
    audits = Event.objects.filter(scope.within("at"), subject_type="evidence", verb=AUDITED)
    links = Evidence.objects.filter(scope.claims("claim__"))
    told = audits.filter(subject_id__in=links.values("pk")).order_by("id")
    holds = dict(told.values_list("subject_id", "after__is_own"))
    return sum(not is_own for is_own in holds.values()), len(holds)


def overrides_and_vindicated(scope: Scope) -> tuple[int, int, int]:
    """Claims overridden within the period; those of them whose status the rule came to later; and all claims
    that were overridden or signed in it.
    """
    told = Event.objects.annotate(status=KeyTextTransform("status", "after"))
    later = told.filter(
        subject_type="claim",
        subject_id=OuterRef("claim"),
        verb="status.changed",
        at__gt=OuterRef("approved_at"),
        status=OuterRef("status"),
    )
    rows = Override.objects.filter(scope.claims("claim__"), scope.within("approved_at"))
    found = rows.aggregate(
        all=Count("claim", distinct=True), vindicated=Count("claim", distinct=True, filter=Exists(later))
    )
    signed = Verdict.objects.filter(scope.claims("claim__"), scope.within("signed_at"), is_dissent=False)
    concluded = signed.values("claim").union(rows.values("claim"))
    return found["all"], found["vindicated"], concluded.count()


def seconds_to_sign_off(scope: Scope) -> list[float]:
    """From the making of a claim to the signature that completed it, for those completed in the period."""
    completed = Event.objects.filter(
        scope.within("at"),
        subject_type="verdict",
        subject_id=OuterRef("pk"),
        verb="verdict.signed",
        after__claim_state=ClaimState.SIGNED,
    )
    signed = Verdict.objects.filter(scope.claims("claim__"), scope.within("signed_at"))
    times = signed.filter(Exists(completed)).values_list("signed_at", "claim__created_at")
    return [(signed_at - made_at).total_seconds() for signed_at, made_at in times]


def backlog(scope: Scope) -> dict[str, int]:
    """What waits now: stale claims, second looks, disputes, and claims in each state."""
    claims = Claim.objects.standing().filter(scope.claims())
    stale = Q(pk__in=stale_marks().values("claim"))
    counted = {state: Count("pk", filter=Q(state=state)) for state in _WAITING}
    found = claims.aggregate(stale=Count("pk", filter=stale), **counted)
    looks = SecondLook.objects.filter(scope.claims("evidence__claim__")).aggregate(
        open_looks=Count("pk", filter=Q(state=SecondLookState.OPEN)),
        without_reader=Count("pk", filter=Q(state=SecondLookState.OPEN, reader__isnull=True)),
        disputes=Count("pk", filter=Q(state=SecondLookState.DISPUTED)),
    )
    return {**found, **looks}


def checked_publishers(scope: Scope) -> list[tuple[str, str, int]]:
    """Publisher of the article, status, and number of signed claims that stand in its articles."""
    rows = _signed_claims(scope).filter(highlights__revision__article__publisher__isnull=False)
    return _by_name(rows, "highlights__revision__article__publisher__name")


def checked_sides(scope: Scope) -> list[tuple[str, str, int]]:
    """The side that a claim favours, status, and number of signed claims."""
    favoured = _signed_claims(scope).filter(interests__kind=ClaimInterest.FAVOURS)
    return _by_name(favoured, "interests__bloc__name")


def _signed_claims(scope: Scope) -> QuerySet[Claim]:
    states = (ClaimState.SIGNED, ClaimState.PUBLISHED, ClaimState.CORRECTED)
    signed = Claim.objects.filter(scope.claims(), scope.within("changed_at"), state__in=states)
    return signed.exclude(pk__in=undecided_claims())


def _by_name(claims: QuerySet[Claim], path: str) -> list[tuple[str, str, int]]:
    counted: Any = claims.values_list(path, "status").annotate(claims=Count("pk", distinct=True))
    return [(name, Status(status), count) for name, status, count in counted.order_by(path, "status")]
