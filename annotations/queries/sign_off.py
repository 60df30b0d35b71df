"""Whether a person may sign the verdict on a claim, and everything that keeps them from it."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Exists, OuterRef, Q

from annotations.access import may
from annotations.domain.second_looks import HOLD_NOTHING_UP
from annotations.domain.verification import SignOffWhy
from annotations.domain.vocabulary import (
    ClaimState,
    EvidenceState,
    SecondLookState,
    StaleCause,
    VerdictState,
)
from annotations.models import Assessment, Claim, CurrentAssessment, SecondLook, StaleFlag, User, Verdict
from annotations.queries.claims import PUBLIC
from annotations.queries.evidence_lines import ListedLink
from annotations.queries.sealing import counted_evidence_of

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


def hindrances(person: User) -> dict[str, Exists]:
    """What is asked with a claim's present assessment: whether second readings of its links, or of those of
    its parts, keep it from being signed; and whether the person had a hand in a part of a compound claim,
    whose evidence decides for it.
    """
    claim = OuterRef("claim")
    here = Q(evidence__claim=claim) | Q(evidence__claim__part_of=claim)
    waiting = SecondLook.objects.filter(here, state=SecondLookState.OPEN).exclude(why__in=HOLD_NOTHING_UP)
    disputed = SecondLook.objects.filter(
        here, state=SecondLookState.DISPUTED, evidence__state=EvidenceState.DISPUTED
    )
    return {
        "waits_for_reading": Exists(waiting),
        "has_dispute": Exists(disputed),
        "had_a_hand": Exists(counted_evidence_of(person, "claim__part_of")),
    }


def sign_off_state(
    claim: Claim,
    current: CurrentAssessment | None,
    assessment: Assessment | None,
    links: list[ListedLink],
    verdicts: list[Verdict],
    stale: list[StaleFlag],
    person: User,
) -> SignOffState:
    """How far the signatures of a claim have come; `current` has what `hindrances` adds."""
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
        WhyNot.FOUR_EYES: in_a_link or current.had_a_hand,  # type: ignore[attr-defined]
    }
    return [ground for ground, applies in grounds.items() if applies]
