"""Everything a page about one claim shows, gathered in a constant number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q

from annotations.access import may
from annotations.domain.vocabulary import EvidenceState, HighlightState, Stance, VerdictState
from annotations.models import (
    Assessment,
    Claim,
    CurrentAssessment,
    Event,
    Evidence,
    Highlight,
    Publisher,
    StaleFlag,
    User,
    Verdict,
)
from annotations.queries.claims import attribution_stack, claim_for

HISTORY_LENGTH = 100


@dataclass(frozen=True)
class EvidenceLine:
    """One link with what became of it. `points` is None while its assessment is due."""

    evidence: Evidence
    grade: str
    points: int | None
    is_counted: bool
    sentence: str
    relies_on: list[str]
    may_edit: bool


@dataclass(frozen=True)
class SignOffState:
    """How far the signatures have come, and whether this person may add one; `refusal` says why not."""

    needed: int
    live: int
    may_sign: bool
    refusal: str


@dataclass(frozen=True)
class ClaimReading:
    """A claim as a page shows it."""

    claim: Claim
    stack: list[Claim]
    assessment: Assessment | None
    evidence: dict[Stance, list[EvidenceLine]]
    verdicts: list[Verdict]
    highlights: list[Highlight]
    stale: list[StaleFlag]
    sign_off: SignOffState
    permissions: dict[str, bool] = field(default_factory=dict)

    @property
    def is_due(self) -> bool:
        """Whether the status is about to be computed again."""
        return self.claim.assessed_version < self.claim.inputs_version

    @cached_property
    def result(self) -> Mapping[str, Any]:
        """The stored result; empty before the first assessment."""
        return self.assessment.result if self.assessment else {}

    @property
    def links_total(self) -> int:
        """How many links the claim has."""
        return sum(len(lines) for lines in self.evidence.values())

    @property
    def is_scored(self) -> bool:
        """Whether evidence decides this claim's status."""
        return self.assessment is not None and self.assessment.support is not None


def read_claim(claim_id: int, person: User) -> ClaimReading:
    """The claim with its layers, evidence, assessment, verdicts and places; refuses with `NotFound`."""
    claim = claim_for(claim_id, person)
    current = CurrentAssessment.objects.filter(claim=claim).select_related("assessment").first()
    assessment = current.assessment if current else None
    evidence = _evidence(claim)
    verdicts = list(
        Verdict.objects.filter(claim=claim).select_related("reviewer").order_by("-signed_at", "-id")
    )
    return ClaimReading(
        claim=claim,
        stack=attribution_stack(claim),
        assessment=assessment,
        evidence=_by_stance(evidence, assessment, person),
        verdicts=verdicts,
        highlights=_highlights(claim),
        stale=list(StaleFlag.objects.filter(claim=claim, cleared_at__isnull=True).order_by("id")),
        sign_off=_sign_off(claim, assessment, evidence, verdicts, person),
        permissions={name: may(person, f"claim.{name}", claim) for name in ("edit", "withdraw", "restore")}
        | {"attach": may(person, "evidence.attach", claim)},
    )


def history_of(stream: str) -> list[Event]:
    """What happened in a stream (`claim:12`), latest first."""
    events = Event.objects.filter(stream=stream).select_related("actor").order_by("-position")
    return list(events[:HISTORY_LENGTH])


def _evidence(claim: Claim) -> list[Evidence]:
    found = Evidence.objects.filter(claim=claim).exclude(state=EvidenceState.WITHDRAWN)
    related = found.select_related("source__publisher", "capture", "attached_by", "changed_by")
    return list(
        related.prefetch_related("relies_on").defer("capture__text", "capture__blocks").order_by("id")
    )


def _by_stance(
    evidence: list[Evidence], assessment: Assessment | None, person: User
) -> dict[Stance, list[EvidenceLine]]:
    grades = _grades({link.source.publisher_id for link in evidence})
    result = assessment.result if assessment else {}
    told = {link["link"]: link for link in result.get("links", ())}
    sentences = result.get("link_sentences", {})
    lines: dict[Stance, list[EvidenceLine]] = {stance: [] for stance in Stance}
    for link in evidence:
        known = told.get(link.pk, {})
        lines[Stance(link.stance)].append(
            EvidenceLine(
                evidence=link,
                grade=grades[link.source.publisher_id],
                points=known.get("points"),
                is_counted=known.get("counted", False),
                sentence=sentences.get(str(link.pk), ""),
                relies_on=[source.title for source in link.relies_on.all()],
                may_edit=may(person, "evidence.edit", link),
            )
        )
    return lines


def _grades(publisher_ids: set[int]) -> dict[int, str]:
    return dict(Publisher.objects.filter(pk__in=publisher_ids).with_grade().values_list("pk", "grade"))


def _highlights(claim: Claim) -> list[Highlight]:
    found = Highlight.objects.filter(claim=claim).exclude(state=HighlightState.RETIRED)
    related = found.select_related("revision__article")
    return list(related.defer("revision__text", "revision__blocks", "revision__words").order_by("id"))


def _sign_off(
    claim: Claim,
    assessment: Assessment | None,
    evidence: list[Evidence],
    verdicts: list[Verdict],
    person: User,
) -> SignOffState:
    live = [verdict for verdict in verdicts if verdict.state == VerdictState.LIVE]
    needed = int(assessment.result["sign_off"]["reviewers"]) if assessment else 1
    refusal = _why_not(claim, assessment, evidence, live, person)
    return SignOffState(needed=needed, live=len(live), may_sign=not refusal, refusal=refusal)


def _why_not(
    claim: Claim,
    assessment: Assessment | None,
    evidence: list[Evidence],
    live: list[Verdict],
    person: User,
) -> str:
    if not may(person, "verdict.sign", claim):
        return "Reviewers sign verdicts."
    if assessment is None or claim.assessed_version < claim.inputs_version:
        return "The status is being computed."
    if assessment.support is None:
        return "Claims of this type get no verdict."
    for blocker in assessment.result["sign_off"]["blocked_by"]:
        return BLOCKED[blocker]
    if any(verdict.reviewer_id == person.pk for verdict in live):
        return "You have signed this verdict."
    counted = {link["link"] for link in assessment.result["links"] if link["counted"]}
    if any(
        link.pk in counted and person.pk in (link.attached_by_id, link.changed_by_id) for link in evidence
    ):
        return "You linked or last changed counted evidence, so another reviewer signs."
    return ""


BLOCKED = {
    "MUST_SPLIT": "The claim says more than one thing. Split it, then sign.",
    "TIME_UNRESOLVED": "The time of the claim is open. Confirm a date, then sign.",
    "PASSAGE_MISSING": "A piece of evidence has no passage.",
}


def recent_sources(person: User, limit: int = 8) -> list[int]:
    """Ids of the sources this person used last, latest first: what they most likely cite next."""
    used = Evidence.objects.filter(Q(attached_by=person)).order_by("-id").values_list("source_id", flat=True)
    return list(dict.fromkeys(used[: limit * 5]))[:limit]
