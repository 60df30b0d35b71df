"""Everything a page about one claim shows, gathered in a constant number of statements; what there is none of
is not asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, When

from annotations.access import may
from annotations.domain.lifecycle import CLAIM
from annotations.domain.verification import EffectiveStatus, effective_status, makes_stale
from annotations.domain.vocabulary import (
    HighlightState,
    StaleCause,
    Status,
    VerdictState,
)
from annotations.models import (
    Annotation,
    Assessment,
    Claim,
    CurrentAssessment,
    Event,
    Highlight,
    Publication,
    ReplyRequest,
    StaleFlag,
    User,
    Verdict,
)
from annotations.queries.claims import PUBLIC, SIGNED, attribution_stack, claim_for
from annotations.queries.evidence_lines import EvidenceGroup, evidence_groups, listed_links
from annotations.queries.overrides import OverrideBeside, ProposalBeside, with_override, with_proposal
from annotations.queries.protection import events_as_read, shown_assessment, with_shown_results
from annotations.queries.sign_off import SignOffState, hindrances, sign_off_state

HISTORY_LENGTH = 100
WORK = {"edit": "claim.edit", "withdraw": "claim.withdraw", "attach": "evidence.attach"}
"""What is refused of a claim that is public: it is corrected instead."""


@dataclass(frozen=True)
class VerdictLine:
    """One signature. While it `is_sealed` it stays hidden whose it is and why: whoever signs next judges
    without it.
    """

    verdict: Verdict
    is_sealed: bool
    may_withdraw: bool
    may_settle: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """Of what there is any around a claim, known with its assessment. As long as nothing was computed nobody
    knows, and everything is asked for.
    """

    layers: bool = True
    parts: bool = True
    verdicts: bool = True
    stale: bool = True
    told: bool = True
    notes: bool = True

    @classmethod
    def read(cls, current: CurrentAssessment | None) -> "Around":
        """What was found with the assessment that holds."""
        if current is None:
            return cls()
        return cls(**{one.name: getattr(current, f"has_{one.name}") for one in fields(cls)})


@dataclass(frozen=True)
class ClaimReading:
    """A claim as a page shows it to a person."""

    claim: Claim
    person: User
    stack: list[Claim]
    parts: list[Claim]
    assessment: Assessment | None
    evidence: list[EvidenceGroup]
    verdicts: list[VerdictLine]
    highlights: list[Highlight]
    stale: list[StaleFlag]
    sign_off: SignOffState
    override: OverrideBeside | None = None
    proposal: ProposalBeside | None = None
    permissions: dict[str, bool] = field(default_factory=dict)
    around: Around = field(default_factory=Around)

    @property
    def is_due(self) -> bool:
        """Whether the status is about to be computed again."""
        return self.claim.assessed_version < self.claim.inputs_version

    @cached_property
    def result(self) -> Mapping[str, Any]:
        """The stored result; empty before the first assessment."""
        return self.assessment.result if self.assessment else {}

    @cached_property
    def effective(self) -> EffectiveStatus:
        """What was computed, signed and overridden, and which of these counts."""
        live = [line.verdict.status for line in self.verdicts if _signs(line.verdict)]
        return effective_status(
            Status(self.claim.status),
            signed=Status(live[0]) if live and self.claim.state in SIGNED else None,
            overridden=self.override.status if self.override else None,
        )

    @property
    def runs(self) -> list[tuple[bool, list[Claim]]]:
        """The layers in runs: those that nobody needs to check stand folded away, but for the one that is
        read.
        """
        runs = groupby(self.stack, lambda one: not one.is_worth_checking and one.pk != self.claim.pk)
        return [(is_folded, list(layers)) for is_folded, layers in runs]

    @property
    def has_others(self) -> bool:
        """Whether the statement has other layers or parts."""
        return len(self.stack) > 1 or bool(self.parts) or self.claim.part_of_id is not None

    @property
    def is_split(self) -> bool:
        """Whether its parts are signed in its place."""
        return self.claim.must_split and bool(self.parts)

    @property
    def links_total(self) -> int:
        """How many links the claim has."""
        return sum(group.total for group in self.evidence)

    @cached_property
    def shown_links(self) -> frozenset[int]:
        """The links that stand on the page itself."""
        return frozenset(line.evidence.pk for group in self.evidence for line in group.lines)

    @property
    def making_stale(self) -> list[StaleFlag]:
        """The marks for which somebody should look again."""
        return [flag for flag in self.stale if makes_stale(StaleCause(flag.cause))]

    @property
    def informing(self) -> list[StaleFlag]:
        """The marks that only tell of something."""
        return [flag for flag in self.stale if not makes_stale(StaleCause(flag.cause))]

    @property
    def waiting(self) -> list[Highlight]:
        """Where somebody has to say whether it still stands."""
        return [highlight for highlight in self.highlights if highlight.state == HighlightState.QUEUED]

    @property
    def is_scored(self) -> bool:
        """Whether evidence decides this claim's status."""
        return self.assessment is not None and self.assessment.support is not None

    @property
    def may_override(self) -> bool:
        """Whether this person may propose to show another status than the computed one."""
        is_open = self.is_scored and (self.claim.state, "take_signature") in CLAIM
        return is_open and may(self.person, "override.propose", self.claim)

    @property
    def signers(self) -> list[str]:
        """The names under the verdict as it stands, in the order of signing."""
        return [
            line.verdict.reviewer.display_name
            for line in reversed(self.verdicts)
            if line.verdict.state == VerdictState.LIVE and not (line.is_sealed or line.verdict.is_dissent)
        ]

    @property
    def is_blind(self) -> bool:
        """Whether signatures of others are kept from this person until they have signed."""
        return any(line.is_sealed for line in self.verdicts)


def read_claim(claim_id: int, person: User) -> ClaimReading:
    """The claim with its layers, evidence, assessment, verdicts and places; refuses with `NotFound`."""
    claim = claim_for(claim_id, person)
    held = CurrentAssessment.objects.filter(claim=claim).select_related("assessment")
    column = "annotations_currentassessment.claim_id"
    held = with_shown_results(with_proposal(with_override(held, column), column), person)
    current = held.annotate(**hindrances(person), **_around()).first()
    assessment, around = shown_assessment(current), Around.read(current)
    links = listed_links(claim, assessment)
    verdicts = _verdicts(claim) if around.verdicts else []
    stale = (
        list(StaleFlag.objects.filter(claim=claim, cleared_at__isnull=True).order_by("id"))
        if around.stale
        else []
    )
    sign_off = sign_off_state(claim, current, assessment, links, verdicts, stale, person)
    return ClaimReading(
        claim=claim,
        person=person,
        stack=attribution_stack(claim) if around.layers else [claim],
        parts=list(Claim.objects.standing().filter(part_of=claim).order_by("id")) if around.parts else [],
        assessment=assessment,
        evidence=evidence_groups(links, assessment, person),
        verdicts=_verdict_lines(verdicts, sign_off, person),
        highlights=_highlights(claim),
        stale=stale,
        sign_off=sign_off,
        override=OverrideBeside.read(current.override_part) if current else None,  # type: ignore[attr-defined]
        proposal=ProposalBeside.read(current.proposal_part) if current else None,  # type: ignore[attr-defined]
        permissions={
            name: claim.state not in PUBLIC and may(person, action, claim) for name, action in WORK.items()
        }
        | {"restore": may(person, "claim.restore", claim)}
        | {name: may(person, f"highlight.{name}", claim) for name in ("decide", "retire")},
        around=around,
    )


def history_of(stream: str, person: User) -> list[Event]:
    """What happened in a stream (`claim:12`), latest first, without the words that a person may not read."""
    events = Event.objects.filter(stream=stream).select_related("actor").order_by("-position")
    return events_as_read(events, person, HISTORY_LENGTH)


def _verdicts(claim: Claim) -> list[Verdict]:
    """Every signature, the latest first."""
    found = Verdict.objects.filter(claim=claim).select_related("reviewer", "settled_by")
    return list(found.order_by("-signed_at", "-id"))


def _highlights(claim: Claim) -> list[Highlight]:
    """Where it stands now or waits for a decision; what a later revision of an article made of it, once."""
    found = Highlight.objects.filter(claim=claim, is_current=True).exclude(state=HighlightState.RETIRED)
    related = found.select_related("revision__article", "confirmed_by")
    return list(related.defer("revision__text", "revision__blocks", "revision__words").order_by("id"))


def _signs(verdict: Verdict) -> bool:
    """Whether it stands under the computed status."""
    return verdict.state == VerdictState.LIVE and not verdict.is_dissent


def _around() -> dict[str, Exists | Case]:
    """What `Around` says."""
    of_claim = {"claim": OuterRef("claim")}
    standing = Claim.objects.standing()
    asserted = Exists(standing.filter(asserts=OuterRef("claim"))) | Q(claim__asserts__isnull=False)
    told = Exists(Publication.objects.filter(**of_claim)) | Exists(ReplyRequest.objects.filter(**of_claim))
    return {
        "has_layers": _yes(asserted),
        "has_parts": Exists(standing.filter(part_of=OuterRef("claim"))),
        "has_verdicts": Exists(Verdict.objects.filter(**of_claim)),
        "has_stale": Exists(StaleFlag.objects.filter(**of_claim, cleared_at__isnull=True)),
        "has_told": _yes(told),
        "has_notes": Exists(Annotation.objects.filter(**of_claim)),
    }


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False)


def _verdict_lines(verdicts: list[Verdict], sign_off: SignOffState, person: User) -> list[VerdictLine]:
    """Two reviewers who sign one claim do not read each other before both have. Who settles a dissent reads
    all of them.
    """
    live = [verdict for verdict in verdicts if verdict.state == VerdictState.LIVE]
    is_dissented = any(verdict.is_dissent for verdict in live)
    settles = is_dissented and may(person, "verdict.settle", live[0])
    is_blind = sign_off.may_come_to_sign and sign_off.missing > 0 and not settles
    is_signer = any(verdict.reviewer_id == person.pk for verdict in live)
    return [
        VerdictLine(
            verdict=verdict,
            is_sealed=is_blind and verdict.state == VerdictState.LIVE,
            may_withdraw=verdict.state == VerdictState.LIVE and may(person, "verdict.withdraw", verdict),
            may_settle=settles and not is_signer and verdict.is_dissent and verdict in live,
        )
        for verdict in verdicts
    ]
