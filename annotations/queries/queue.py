"""What waits for one person: their queue."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from annotations.domain.vocabulary import (
    ClaimState,
    ClaimType,
    EvidenceState,
    ExportState,
    StaleCause,
    Status,
    VerdictState,
)
from annotations.models import Claim, Evidence, Export, StaleFlag, User, Verdict
from annotations.queries.claim_rows import FIELDS, ClaimRow, claim_rows
from annotations.queries.claims import claims_visible_to
from annotations.queries.exports import all_exports
from annotations.queries.waiting import WaitingLine, waiting_lines

SHOWN = 10
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


@dataclass(frozen=True, slots=True)
class Queue:
    """Claims by what they ask of the person, and the exports that are under way for them."""

    lapsed: list[ClaimRow] = field(default_factory=list)
    to_sign: list[ClaimRow] = field(default_factory=list)
    without_evidence: list[ClaimRow] = field(default_factory=list)
    changed: list[ClaimRow] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    waiting: list[WaitingLine] = field(default_factory=list)
    waiting_total: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        claims = self.lapsed or self.to_sign or self.without_evidence or self.changed
        return not (claims or self.exports or self.waiting)


def queue_of(person: User, *, may_sign: bool, may_decide: bool = False) -> Queue:
    """What waits for this person, each list with its first few; a constant number of statements."""
    groups = {
        "lapsed": _ids(_lapsed(person)),
        "to_sign": _signable(person) if may_sign else [],
        "without_evidence": _ids(_without_evidence(person)),
    }
    asked = [pk for ids in groups.values() for pk in ids]
    groups["changed"] = _ids(_changed_lately(person).exclude(pk__in=asked))
    wanted = {pk for ids in groups.values() for pk in ids}
    rows = {row.id: row for row in claim_rows(Claim.objects.filter(pk__in=wanted).values(*FIELDS))}
    running = all_exports().filter(requested_by=person, state__in=[ExportState.QUEUED, ExportState.RUNNING])
    waiting, waiting_total = waiting_lines(person) if may_decide else ([], 0)
    return Queue(
        exports=list(running[:SHOWN]),
        waiting=waiting,
        waiting_total=waiting_total,
        **{name: [rows[pk] for pk in ids] for name, ids in groups.items()},
    )


def _ids(claims: QuerySet[Claim]) -> list[int]:
    return list(claims.values_list("pk", flat=True)[:SHOWN])


def _standing(person: User) -> QuerySet[Claim]:
    return claims_visible_to(person).standing()


def _linked() -> QuerySet[Evidence]:
    return Evidence.objects.filter(claim=OuterRef("pk")).exclude(state=EvidenceState.WITHDRAWN)


def _own_verdict(person: User, state: VerdictState) -> Exists:
    return Exists(Verdict.objects.filter(claim=OuterRef("pk"), reviewer=person, state=state))


def _without_evidence(person: User) -> QuerySet[Claim]:
    """Claims of theirs that evidence could settle and that have none; a whole is settled by its parts."""
    own = _standing(person).filter(created_by=person, is_worth_checking=True)
    own = own.exclude(Exists(Claim.objects.standing().filter(part_of=OuterRef("pk"))))
    own = own.exclude(status=Status.PENDING_EVENT)
    return own.exclude(type__in=UNCHECKED_TYPES).exclude(Exists(_linked())).order_by("-id")


def _changed_lately(person: User) -> QuerySet[Claim]:
    """Claims they had a hand in whose status changed within the week to one that says something."""
    hand = (
        Q(created_by=person)
        | Q(Exists(_linked().filter(attached_by=person)))
        | _own_verdict(person, VerdictState.LIVE)
    )
    lately = Q(status_changed_at__gte=timezone.now() - LATELY) & ~Q(status=Status.NOT_ENOUGH_EVIDENCE)
    return _standing(person).filter(hand, lately).order_by("-status_changed_at", "-id")


def _lapsed(person: User) -> QuerySet[Claim]:
    """Claims they signed whose status no longer stands as signed."""
    lapsed = _own_verdict(person, VerdictState.LAPSED)
    live = _own_verdict(person, VerdictState.LIVE)
    return _standing(person).filter(lapsed).exclude(live).order_by("-changed_at", "-id")


def _signable(person: User) -> list[int]:
    """Claims that wait for a signature and whose counted evidence is none of theirs."""
    words_changed = StaleFlag.objects.filter(
        claim=OuterRef("pk"), cause=StaleCause.WORDS_CHANGED, cleared_at__isnull=True
    )
    waiting = (
        _standing(person)
        .filter(status__in=DECIDED, assessed_version=F("inputs_version"))
        .exclude(state__in=[ClaimState.SIGNED, ClaimState.PUBLISHED, ClaimState.CORRECTED])
        .exclude(_own_verdict(person, VerdictState.LIVE))
        .exclude(_own_verdict(person, VerdictState.LAPSED))
        .exclude(Exists(words_changed))
        .order_by("-risk", "-status_changed_at", "-id")
    )
    results = dict(waiting.values_list("pk", "current_assessment__assessment__result")[:CANDIDATES])
    counted = {
        pk: {link["link"] for link in result["links"] if link["counted"]}
        for pk, result in results.items()
        if result and result["sign_off"]["required"] and not result["sign_off"]["blocked_by"]
    }
    links = set().union(*counted.values())
    own = Q(attached_by=person) | Q(changed_by=person)
    theirs = set(Evidence.objects.filter(own, pk__in=links).values_list("pk", flat=True))
    return [pk for pk, ids in counted.items() if not ids & theirs][:SHOWN]
