"""Which signatures a person does not read yet, as one condition over verdicts.

Two reviewers who sign one claim do not read each other before both have: as long as a signature is missing,
whoever may still give it reads the others without their words, and does not learn whose they are. The page
about a claim asks the same of the rows that it has at hand (`claim_pages`). A reviewer who comes to another
status than the rule counts for no signature; the editors who settle it read all of them.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce, Greatest, JSONObject

from annotations.domain.vocabulary import ClaimState, EvidenceState, Role, VerdictState
from annotations.models import DeskMember, Event, Evidence, User, Verdict
from annotations.queries.sealed_readings import event_tells_who_read

SIGNS = (Role.REVIEWER, Role.EDITOR)
SETTLES = (Role.EDITOR,)
WORDS = ("reason", "short_claim", "context_flag", "stance")
"""What a signature says beside the status, and a reading at all."""
HELD = "claim__current_assessment__assessment"


def with_seals(verdicts: QuerySet[Verdict], person: User) -> QuerySet[Any]:
    """The verdicts, each with whether it `is_sealed` for this person."""
    counted = verdicts.annotate(signatures=_signatures(), signatures_needed=_signatures_needed())
    is_sealed = (
        Q(state=VerdictState.LIVE, signatures__lt=F("signatures_needed"))
        & _works_as(person, SIGNS)
        & _may_be_signed()
        & ~Exists(_live().filter(reviewer=person.pk))
        & ~Exists(counted_evidence_of(person, "claim").exclude(state=EvidenceState.WITHDRAWN))
        & ~Exists(counted_evidence_of(person, "claim__part_of"))
        & ~(Exists(_live().filter(is_dissent=True)) & _works_as(person, SETTLES))
    )
    return counted.annotate(is_sealed=Case(When(is_sealed, then=True), default=False))


def event_is_sealed(person: User) -> Case:
    """Whether an event tells of a signature that is sealed for the person, or who read a disputed passage."""
    sealed = with_seals(Verdict.objects.filter(pk=OuterRef("subject_id")), person).filter(is_sealed=True)
    signed = Q(verb="verdict.signed") & Exists(sealed)
    return Case(When(signed | event_tells_who_read(person), then=True), default=False)


def sealed_among(verdict_ids: Collection[int], person: User) -> set[int]:
    """Which of these verdicts are sealed for the person. One statement."""
    sealed = with_seals(Verdict.objects.filter(pk__in=verdict_ids), person).filter(is_sealed=True)
    return set(sealed.values_list("pk", flat=True))


def unnamed(event: Event) -> Event:
    """The event of a signature or a reading without its words and without whose it is."""
    event.actor, event.note = None, ""
    event.after = {name: value for name, value in event.after.items() if name not in WORDS}
    return event


def _works_as(person: User, roles: Collection[str]) -> Q:
    """Claims on which the person works in one of these roles (`access.role_in`)."""
    if person.role == Role.ADMINISTRATOR:
        return Q()
    here = DeskMember.objects.filter(
        desk=OuterRef("claim__desk"), person=person.pk, left_at__isnull=True, role__in=roles
    )
    at_desk = Q(Exists(here), claim__desk__isnull=False)
    return at_desk | Q(claim__desk__isnull=True) if person.role in roles else at_desk


def _may_be_signed() -> Q:
    """Nothing about the claim itself stands in the way of another signature."""
    is_scored = Q(**{f"{HELD}__support__isnull": False, f"{HELD}__result__sign_off__blocked_by": []})
    return is_scored & ~Q(claim__state=ClaimState.WITHDRAWN)


def _live() -> QuerySet[Verdict]:
    return Verdict.objects.filter(claim=OuterRef("claim"), state=VerdictState.LIVE)


def _signatures() -> Coalesce:
    counts = _live().filter(is_dissent=False).order_by().values("claim").annotate(count=Count("pk"))
    return Coalesce(Subquery(counts.values("count"), output_field=IntegerField()), 0)


def _signatures_needed() -> Greatest:
    """What the assessment that holds asks for; two wherever a context flag was set."""
    asked = KeyTextTransform("reviewers", KeyTransform("sign_off", f"{HELD}__result"))
    is_flagged = Exists(_live().exclude(context_flag=""))
    return Greatest(Cast(asked, IntegerField()), Case(When(is_flagged, then=2), default=1))


def counted_evidence_of(person: User, path: str) -> QuerySet[Evidence]:
    """What the person added or last changed and the assessment counts, of the claim or of its parts."""
    own = Q(attached_by=person.pk) | Q(changed_by=person.pk)
    is_counted = Cast(Value(True), BooleanField())
    link = Func(
        JSONObject(link=F("pk"), counted=is_counted), function="jsonb_build_array", output_field=JSONField()
    )
    evidence = Evidence.objects.filter(own, **{path: OuterRef("claim")})
    return evidence.filter(**{f"{HELD}__result__links__contains": link})
