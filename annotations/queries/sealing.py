"""Which signatures a person does not read yet, as one condition over verdicts.

Two reviewers who sign one claim do not read each other before both have: as long as a signature is missing,
whoever may still give it reads the others without their words. The page about a claim asks the same of the
rows that it has at hand (`claim_pages`).
"""

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
from django.db.models.functions import Cast, Greatest, JSONObject

from annotations.access import may
from annotations.domain.vocabulary import ClaimState, EvidenceState, VerdictState
from annotations.models import Evidence, User, Verdict

HELD = "claim__current_assessment__assessment"


def with_seals(verdicts: QuerySet[Verdict], person: User) -> QuerySet[Any]:
    """The verdicts, each with whether it `is_sealed` for this person."""
    if not may(person, "verdict.sign"):
        return verdicts.annotate(is_sealed=Value(False, output_field=BooleanField()))
    counted = verdicts.annotate(signatures=_signatures(), signatures_needed=_signatures_needed())
    is_sealed = (
        Q(state=VerdictState.LIVE, signatures__lt=F("signatures_needed"))
        & _may_be_signed()
        & ~Exists(_live().filter(reviewer=person.pk))
        & ~Exists(_counted_evidence_of(person, "claim").exclude(state=EvidenceState.WITHDRAWN))
        & ~Exists(_counted_evidence_of(person, "claim__part_of"))
    )
    return counted.annotate(is_sealed=Case(When(is_sealed, then=True), default=False))


def _may_be_signed() -> Q:
    """Nothing about the claim itself stands in the way of another signature."""
    is_scored = Q(**{f"{HELD}__support__isnull": False, f"{HELD}__result__sign_off__blocked_by": []})
    return is_scored & ~Q(claim__state=ClaimState.WITHDRAWN)


def _live() -> QuerySet[Verdict]:
    return Verdict.objects.filter(claim=OuterRef("claim"), state=VerdictState.LIVE)


def _signatures() -> Subquery:
    counts = _live().order_by().values("claim").annotate(count=Count("pk"))
    return Subquery(counts.values("count"), output_field=IntegerField())


def _signatures_needed() -> Greatest:
    """What the assessment that holds asks for; two wherever a context flag was set."""
    asked = KeyTextTransform("reviewers", KeyTransform("sign_off", f"{HELD}__result"))
    is_flagged = Exists(_live().exclude(context_flag=""))
    return Greatest(Cast(asked, IntegerField()), Case(When(is_flagged, then=2), default=1))


def _counted_evidence_of(person: User, path: str) -> QuerySet[Evidence]:
    """What the person added or last changed and the assessment counts, of the claim or of its parts."""
    own = Q(attached_by=person.pk) | Q(changed_by=person.pk)
    is_counted = Cast(Value(True), BooleanField())
    link = Func(
        JSONObject(link=F("pk"), counted=is_counted), function="jsonb_build_array", output_field=JSONField()
    )
    evidence = Evidence.objects.filter(own, **{path: OuterRef("claim")})
    return evidence.filter(**{f"{HELD}__result__links__contains": link})
