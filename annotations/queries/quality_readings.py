"""What people judged, as the figures of agreement need it: stances, grades, types, signatures.

A claim with a second look that is open or in dispute is left out wherever statuses are counted, so that no
figure tells anybody how the first person read it.
"""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from annotations.domain.agreement.dashboard import Reading, Signed
from annotations.domain.vocabulary import EvidenceState, SecondLookState, Stance, VerdictState
from annotations.models import Claim, Event, Evidence, GradeChange, Override, SecondLook, Verdict
from annotations.queries.overrides import in_effect
from annotations.queries.quality import Scope

ANSWERED = (SecondLookState.AGREED, SecondLookState.DISPUTED, SecondLookState.SETTLED)
UNDECIDED = (SecondLookState.OPEN, SecondLookState.DISPUTED)


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
    if not scope.is_newsroom:
        return []
    looks = _answered(scope).filter(gold__isnull=False)
    return [
        (reader, stance == known)
        for reader, stance, known in looks.values_list("reader_id", "stance", "first_stance")
        if reader is not None
    ]


def _answered(scope: Scope) -> QuerySet[SecondLook]:
    return SecondLook.objects.filter(scope.within("answered_at"), state__in=ANSWERED).order_by("id")


def _settled(state: str, stance: str) -> str | None:
    return stance if state == SecondLookState.SETTLED else None


def grades_by_publisher(scope: Scope) -> list[Mapping[int, str]]:
    """For each publisher that several people graded, the last overall grade of each of them. Publishers
    belong to the whole newsroom, and their grades hold until others are given.
    """
    if not scope.is_newsroom:
        return []
    rows = GradeChange.objects.filter(topic="").order_by("id")
    latest: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for publisher, person, grade in rows.values_list("publisher_id", "graded_by_id", "grade"):
        latest[publisher][person] = grade
    return [given for given in latest.values() if len(given) > 1]


def types_by_claim(scope: Scope) -> list[list[str]]:
    """For each claim that somebody edited within the period who had not made it, the type that each of these
    people left it with. Who edits a claim has its type before them: this is not blind.
    """
    edits = Event.objects.filter(scope.within("at"), subject_type="claim", verb="claim.edited")
    claims = Claim.objects.filter(scope.claims(), pk__in=edits.values("subject_id"))
    told = Event.objects.filter(subject_type="claim", verb__in=["claim.created", "claim.edited"])
    rows = told.filter(subject_id__in=claims.values("pk")).order_by("id")
    now: dict[int, str] = {}
    left: defaultdict[int, dict[int | None, str]] = defaultdict(dict)
    for claim, person, after in rows.values_list("subject_id", "actor_id", "after__type"):
        now[claim] = after or now.get(claim, "")
        left[claim][person] = now[claim]
    return [list(types.values()) for types in left.values() if len(types) > 1 and all(types.values())]


def grade_and_credibility(scope: Scope) -> list[tuple[str, str]]:
    """Of every accepted link made within the period: its publisher's grade and its own credibility."""
    latest = GradeChange.objects.filter(publisher=OuterRef("source__publisher"), topic="").order_by("-id")
    links = Evidence.objects.filter(scope.claims("claim__"), scope.within("attached_at"))
    accepted = links.filter(state=EvidenceState.ACCEPTED).exclude(stance=Stance.CONTEXT)
    graded = accepted.annotate(grade=latest.values("grade")[:1]).filter(grade__isnull=False)
    return list(graded.values_list("grade", "credibility"))


def signatures(scope: Scope) -> list[Signed]:
    """The assessments that were signed within the period, each once, with whether the signed status holds:
    the claim has it still, no override shows another, and no dissent from it was upheld.
    """
    rows = Verdict.objects.filter(scope.claims("claim__"), scope.within("signed_at"), is_dissent=False)
    other = ~Q(status=OuterRef("status"))
    overridden = Override.objects.filter(in_effect(timezone.now()), other, claim=OuterRef("claim"))
    upheld = Verdict.objects.filter(
        other, claim=OuterRef("claim"), state=VerdictState.UPHELD, ended_at__gte=OuterRef("signed_at")
    )
    told = rows.exclude(claim__in=undecided_claims()).annotate(is_beaten=Exists(overridden) | Exists(upheld))
    columns = ("assessment_id", "status", "assessment__certainty", "claim__status", "is_beaten")
    found = {
        assessment: Signed(status, certainty, status == now and not is_beaten)
        for assessment, status, certainty, now, is_beaten in told.values_list(*columns)
        if certainty
    }
    return list(found.values())


def undecided_claims() -> QuerySet[SecondLook, int]:
    """The ids of the claims that are out of somebody's sight while a passage of theirs is read or settled."""
    return SecondLook.objects.filter(state__in=UNDECIDED).sealed_ids()
