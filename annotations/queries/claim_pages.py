"""Everything a page about one claim shows, gathered in a constant number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q

from annotations.access import may
from annotations.domain.second_looks import HOLD_NOTHING_UP
from annotations.domain.verification import EffectiveStatus, SignOffWhy, effective_status, makes_stale
from annotations.domain.vocabulary import (
    ClaimState,
    EvidenceState,
    HighlightState,
    SecondLookState,
    StaleCause,
    Status,
    VerdictState,
)
from annotations.models import (
    Assessment,
    Claim,
    CurrentAssessment,
    Event,
    Evidence,
    Highlight,
    SecondLook,
    StaleFlag,
    User,
    Verdict,
)
from annotations.queries.claims import PUBLIC, SIGNED, attribution_stack, claim_for
from annotations.queries.evidence_lines import EvidenceGroup, ListedLink, evidence_groups, listed_links
from annotations.queries.overrides import OverrideBeside, with_override
from annotations.queries.protection import (
    shown_assessment,
    with_masks,
    with_shown_results,
    without_masked,
)

HISTORY_LENGTH = 100
WORK = {"edit": "claim.edit", "withdraw": "claim.withdraw", "attach": "evidence.attach"}
"""What is refused of a claim that is public: it is corrected instead."""
FLAGGED = SignOffWhy.CONTEXT_FLAG.value


class WhyNot(Enum):
    """Why a person may not sign the verdict. The pages have the words."""

    ROLE = "role"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    NOT_COMPUTED = "not-computed"
    NOT_SCORED = "not-scored"
    WORDS_CHANGED = "words-changed"
    STANCE_DISPUTED = "stance-disputed"
    DISSENT = "dissent"
    SECOND_LOOK = "second-look-open"
    MUST_SPLIT = "MUST_SPLIT"
    TIME_UNRESOLVED = "TIME_UNRESOLVED"
    PASSAGE_MISSING = "PASSAGE_MISSING"
    SIGNED_ALREADY = "signed-already"
    FOUR_EYES = "four-eyes"


@dataclass(frozen=True)
class VerdictLine:
    """One signature. While it `is_sealed` it stays hidden whose it is and why: whoever signs next judges
    without it.
    """

    verdict: Verdict
    is_sealed: bool
    may_withdraw: bool
    may_settle: bool = False


@dataclass(frozen=True)
class SignOffState:
    """How far the signatures have come, and whether this person may add one.

    `why` are the grounds on which the policy asks for more than one. `waits` while the status is computed:
    the person may sign, only not this moment. They `may_come_to_sign` where what refuses them passes.
    """

    needed: int
    live: int
    why: tuple[str, ...]
    refusal: WhyNot | None
    waits: bool
    may_come_to_sign: bool = False

    @property
    def may_sign(self) -> bool:
        """Whether the form of a signature is offered."""
        return self.refusal is None

    @property
    def missing(self) -> int:
        """How many signatures are still to come."""
        return max(self.needed - self.live, 0)


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
    permissions: dict[str, bool] = field(default_factory=dict)

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
    held = with_shown_results(with_override(held, "annotations_currentassessment.claim_id"), person)
    current = held.annotate(**_second_looks()).first()
    assessment = shown_assessment(current)
    links = listed_links(claim, assessment)
    verdicts = list(
        Verdict.objects.filter(claim=claim)
        .select_related("reviewer", "settled_by")
        .order_by("-signed_at", "-id")
    )
    stale = list(StaleFlag.objects.filter(claim=claim, cleared_at__isnull=True).order_by("id"))
    sign_off = _sign_off(claim, current, assessment, links, verdicts, stale, person)
    return ClaimReading(
        claim=claim,
        person=person,
        stack=attribution_stack(claim),
        parts=list(Claim.objects.standing().filter(part_of=claim).order_by("id")),
        assessment=assessment,
        evidence=evidence_groups(links, assessment, person),
        verdicts=_verdict_lines(verdicts, sign_off, person),
        highlights=_highlights(claim),
        stale=stale,
        sign_off=sign_off,
        override=OverrideBeside.read(current.override_part) if current else None,  # type: ignore[attr-defined]
        permissions={
            name: claim.state not in PUBLIC and may(person, action, claim) for name, action in WORK.items()
        }
        | {"restore": may(person, "claim.restore", claim)}
        | {name: may(person, f"highlight.{name}", claim) for name in ("decide", "retire")},
    )


def history_of(stream: str, person: User) -> list[Event]:
    """What happened in a stream (`claim:12`), latest first, without the words that a person may not read."""
    events = Event.objects.filter(stream=stream).select_related("actor").order_by("-position")
    return without_masked(with_masks(events, person)[:HISTORY_LENGTH])


def _highlights(claim: Claim) -> list[Highlight]:
    """Where it stands now or waits for a decision; what a later revision of an article made of it, once."""
    found = Highlight.objects.filter(claim=claim, is_current=True).exclude(state=HighlightState.RETIRED)
    related = found.select_related("revision__article", "confirmed_by")
    return list(related.defer("revision__text", "revision__blocks", "revision__words").order_by("id"))


def _signs(verdict: Verdict) -> bool:
    """Whether it stands under the computed status."""
    return verdict.state == VerdictState.LIVE and not verdict.is_dissent


def _second_looks() -> dict[str, Exists]:
    """Whether second readings of the claim's links, or of those of its parts, keep it from being signed."""
    claim = OuterRef("claim")
    here = Q(evidence__claim=claim) | Q(evidence__claim__part_of=claim)
    waiting = SecondLook.objects.filter(here, state=SecondLookState.OPEN).exclude(why__in=HOLD_NOTHING_UP)
    disputed = SecondLook.objects.filter(
        here, state=SecondLookState.DISPUTED, evidence__state=EvidenceState.DISPUTED
    )
    return {"waits_for_reading": Exists(waiting), "has_dispute": Exists(disputed)}


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


def _sign_off(
    claim: Claim,
    current: CurrentAssessment | None,
    assessment: Assessment | None,
    links: list[ListedLink],
    verdicts: list[Verdict],
    stale: list[StaleFlag],
    person: User,
) -> SignOffState:
    live = [verdict for verdict in verdicts if verdict.state == VerdictState.LIVE]
    signed = [verdict for verdict in live if not verdict.is_dissent]
    asked: dict[str, Any] = {"reviewers": 1, "why": []}
    if assessment is not None:
        asked = assessment.result["sign_off"]
    is_flagged = any(verdict.context_flag for verdict in live)
    grounds = _why_not(claim, current, assessment, links, live, stale, person)
    may_come_to_sign = not set(grounds) - PASSING
    needed = max(int(asked["reviewers"]), 2 if is_flagged else 1)
    is_blind = may_come_to_sign and len(signed) < needed
    flagged = [FLAGGED] if is_flagged and FLAGGED not in asked["why"] and not is_blind else []
    return SignOffState(
        needed=needed,
        live=len(signed),
        why=(*asked["why"], *flagged),
        refusal=grounds[0] if grounds else None,
        waits=claim.assessed_version < claim.inputs_version,
        may_come_to_sign=may_come_to_sign,
    )


PASSING = frozenset({WhyNot.WORDS_CHANGED, WhyNot.STANCE_DISPUTED, WhyNot.DISSENT, WhyNot.SECOND_LOOK})
"""What keeps somebody from signing until somebody else has done their part."""


def _why_not(
    claim: Claim,
    current: CurrentAssessment | None,
    assessment: Assessment | None,
    links: list[ListedLink],
    live: list[Verdict],
    stale: list[StaleFlag],
    person: User,
) -> list[WhyNot]:
    """All grounds, in the order in which the action looks at them; none for who may sign."""
    if claim.state == ClaimState.WITHDRAWN:
        return [WhyNot.WITHDRAWN]
    if claim.state in PUBLIC:
        return [WhyNot.PUBLISHED]
    if not may(person, "verdict.sign", claim):
        return [WhyNot.ROLE]
    if assessment is None or current is None:
        return [WhyNot.NOT_COMPUTED]
    if assessment.support is None:
        return [WhyNot.NOT_SCORED]
    in_a_link = any(link.is_counted and person.pk in link.people for link in links)
    grounds = {
        WhyNot.STANCE_DISPUTED: current.has_dispute,  # type: ignore[attr-defined]
        WhyNot.DISSENT: any(verdict.is_dissent for verdict in live),
        WhyNot.WORDS_CHANGED: any(flag.cause == StaleCause.WORDS_CHANGED for flag in stale),
        **{WhyNot(blocker): True for blocker in assessment.result["sign_off"]["blocked_by"]},
        WhyNot.SECOND_LOOK: current.waits_for_reading,  # type: ignore[attr-defined]
        WhyNot.SIGNED_ALREADY: any(verdict.reviewer_id == person.pk for verdict in live),
        WhyNot.FOUR_EYES: in_a_link or _had_a_hand_in_a_part(claim, person),
    }
    return [ground for ground, applies in grounds.items() if applies]


def _had_a_hand_in_a_part(claim: Claim, person: User) -> bool:
    """The same of the parts of a compound claim, whose evidence decides for it."""
    own = Evidence.objects.filter(Q(attached_by=person) | Q(changed_by=person), claim__part_of=claim.pk)
    rows = own.values_list("pk", "claim__current_assessment__assessment__result__links")
    return any(link["link"] == pk and link["counted"] for pk, links in rows for link in links or ())
