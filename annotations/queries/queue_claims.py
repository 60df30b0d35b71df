"""Claims that ask something of one person, each kind a question of its own."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from annotations.domain.vocabulary import (
    ClaimState,
    ClaimType,
    EvidenceState,
    Risk,
    Role,
    StaleCause,
    Status,
    VerdictState,
)
from annotations.models import Claim, DeskMember, Evidence, StaleFlag, User, Verdict
from annotations.queries.claims import claims_visible_to

CANDIDATES = 60
"""How many claims are looked at to find those a person may sign: most that wait for anybody pass."""

LATELY = timedelta(days=7)
UNCHECKED_TYPES = (
    ClaimType.OPINION,
    ClaimType.NORMATIVE,
    ClaimType.RHETORIC,
    ClaimType.PERSONAL_EXPERIENCE,
    ClaimType.QUESTION,
    ClaimType.VAGUE,
)
DECIDED = (
    Status.SUPPORTED,
    Status.LEANS_SUPPORTED,
    Status.MIXED,
    Status.CONFLICTING,
    Status.LEANS_REFUTED,
    Status.REFUTED,
)
SIGNED_OR_DISPUTED = (
    ClaimState.SIGNED,
    ClaimState.PUBLISHED,
    ClaimState.CORRECTED,
    ClaimState.DISPUTED,
)
HIGH_RISK_FIRST = Case(When(risk=Risk.HIGH, then=0), default=1, output_field=IntegerField())


def without_evidence(person: User) -> QuerySet[Claim]:
    """Claims of theirs that evidence could settle and that have none; a whole is settled by its parts."""
    own = _standing(person).filter(created_by=person, is_worth_checking=True)
    own = own.exclude(Exists(Claim.objects.standing().filter(part_of=OuterRef("pk"))))
    own = own.exclude(status=Status.PENDING_EVENT)
    own = own.exclude(type__in=UNCHECKED_TYPES).exclude(Exists(_linked()))
    return own.order_by(HIGH_RISK_FIRST, "created_at", "id")


def changed_lately(person: User) -> QuerySet[Claim]:
    """Claims they had a hand in whose status changed within the week to one that says something, the latest
    first: these ask for nothing.
    """
    hand = (
        Q(created_by=person)
        | Q(Exists(_linked().filter(attached_by=person)))
        | Exists(_verdicts(VerdictState.LIVE).filter(reviewer=person))
    )
    lately = Q(status_changed_at__gte=timezone.now() - LATELY) & ~Q(status=Status.NOT_ENOUGH_EVIDENCE)
    return _standing(person).filter(hand, lately).order_by("-status_changed_at", "-id")


def lapsed(person: User) -> QuerySet[Claim]:
    """Claims they signed whose status no longer stands as signed, with `ended_at`."""
    own = Verdict.objects.filter(claim=OuterRef("pk"), reviewer=person)
    ended = own.filter(state=VerdictState.LAPSED)
    found = _standing(person).filter(Exists(ended)).exclude(Exists(own.filter(state=VerdictState.LIVE)))
    return _ordered_by_end(found, ended)


def edited_by(person: User, path: str = "") -> Q:
    """Rows whose desk, at this path, the person edits for; with none, by their role in the newsroom."""
    return _as_one_of([Role.EDITOR], person, path)


def reviewed_by(person: User, path: str = "") -> Q:
    """Rows whose desk, at this path, the person reviews or edits for."""
    return _as_one_of([Role.REVIEWER, Role.EDITOR], person, path)


def _as_one_of(roles: list[Role], person: User, path: str) -> Q:
    if person.role == Role.ADMINISTRATOR:
        return Q()
    desks = DeskMember.objects.filter(person=person.pk, role__in=roles, left_at__isnull=True)
    here = Q(**{f"{path}desk__in": desks.values("desk")})
    return here | Q(**{f"{path}desk__isnull": True}) if person.role in roles else here


def signable(person: User) -> list[tuple[int, datetime | None]]:
    """Claims that wait for a signature and whose counted evidence is none of theirs, each with the time since
    when; two statements.
    """
    words_changed = StaleFlag.objects.filter(
        claim=OuterRef("pk"), cause=StaleCause.WORDS_CHANGED, cleared_at__isnull=True
    )
    own = Verdict.objects.filter(claim=OuterRef("pk"), reviewer=person)
    waiting = (
        _standing(person)
        .filter(reviewed_by(person))
        .filter(status__in=DECIDED, assessed_version=F("inputs_version"))
        .exclude(state__in=SIGNED_OR_DISPUTED)
        .exclude(Exists(own.filter(state__in=[VerdictState.LIVE, VerdictState.LAPSED])))
        .exclude(Exists(words_changed))
        .order_by(HIGH_RISK_FIRST, "status_changed_at", "id")
    )
    result = "current_assessment__assessment__result"
    rows = list(waiting.values_list("pk", "status_changed_at", result)[:CANDIDATES])
    counted = {pk: _counted_links(result) for pk, _, result in rows if _is_signed(result)}
    links = set().union(*counted.values())
    added = Q(attached_by=person) | Q(changed_by=person)
    theirs = set(Evidence.objects.filter(added, pk__in=links).values_list("pk", flat=True))
    return [(pk, since) for pk, since, _ in rows if pk in counted and not counted[pk] & theirs]


def _is_signed(result: dict[str, Any] | None) -> bool:
    """Whether a status like this is signed at all, and nothing is in the way."""
    return bool(result and result["sign_off"]["required"] and not result["sign_off"]["blocked_by"])


def _counted_links(result: dict[str, Any]) -> set[int]:
    return {link["link"] for link in result["links"] if link["counted"]}


def _standing(person: User) -> QuerySet[Claim]:
    return claims_visible_to(person).standing()


def _linked() -> QuerySet[Evidence]:
    return Evidence.objects.filter(claim=OuterRef("pk")).exclude(state=EvidenceState.WITHDRAWN)


def _verdicts(state: VerdictState) -> QuerySet[Verdict]:
    return Verdict.objects.filter(claim=OuterRef("pk"), state=state)


def _ordered_by_end(claims: QuerySet[Claim], verdicts: QuerySet[Verdict]) -> QuerySet[Claim]:
    latest = verdicts.order_by().values("claim").annotate(latest=Max("ended_at")).values("latest")
    return claims.annotate(ended_at=Subquery(latest)).order_by(HIGH_RISK_FIRST, "ended_at", "id")
