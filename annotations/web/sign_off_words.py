"""Why somebody may not sign, and why more than one has to: in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from annotations.domain.vocabulary import ClaimState
from annotations.queries.claim_pages import ClaimReading
from annotations.queries.claims import PUBLIC
from annotations.queries.sign_off import SignOffState, WhyNot

REFUSALS: Mapping[WhyNot, Any] = {
    WhyNot.ROLE: _("Reviewers sign verdicts."),
    WhyNot.WITHDRAWN: _("A withdrawn claim gets no verdict."),
    WhyNot.PUBLISHED: _("It is published. It is signed anew once somebody began to correct it."),
    WhyNot.NOT_COMPUTED: _("The status is being computed; then it can be signed."),
    WhyNot.WORDS_CHANGED: _(
        "The words of the article changed under this claim. Decide about its highlight, then sign."
    ),
    WhyNot.STANCE_DISPUTED: _(
        "Two readings of a passage differ. A third person decides, then it can be signed."
    ),
    WhyNot.DISSENT: _("A reviewer came to another status. An editor settles it, then it can be signed."),
    WhyNot.SECOND_LOOK: _("A passage waits to be read by a second person. Then it can be signed."),
    WhyNot.NOT_SCORED: _("Claims of this type get no verdict."),
    WhyNot.MUST_SPLIT: _("The claim says more than one thing. Split it, then sign."),
    WhyNot.TIME_UNRESOLVED: _("The time of the claim is open. Confirm a date, then sign."),
    WhyNot.PASSAGE_MISSING: _("A piece of evidence has no passage. Select one or withdraw it, then sign."),
    WhyNot.SIGNED_ALREADY: _("You have signed this verdict."),
    WhyNot.FOUR_EYES: _("You linked or last changed evidence that counts here, so another reviewer signs."),
}

OF_PARTS: Mapping[WhyNot, Any] = {
    WhyNot.MUST_SPLIT: _("A part says more than one thing. Split that part, then sign."),
    WhyNot.TIME_UNRESOLVED: _("The time of the claim, or of a part, is open. Confirm a date, then sign."),
    WhyNot.PASSAGE_MISSING: _("In a part, evidence has no passage. Select one or withdraw it, then sign."),
}
"""The same of a claim whose parts decide: what keeps one of them from being signed keeps the whole."""

SPLIT_ALREADY = _("It is split: its parts are signed, each by itself, and it is not.")

GROUNDS: Mapping[str, Any] = {
    "HIGH_RISK": _("it is of high risk"),
    "CONFLICTING": _("the evidence conflicts"),
    "SINGLE_ORIGIN_VERDICT": _("the verdict rests on a single origin"),
    "STANCE_DISPUTED": _("a stance is disputed"),
    "DISPUTED_BY_PARTY": _("a party denies it"),
    "CIRCULAR_REPORTING": _("sources cite each other"),
    "CONTEXT_FLAG": _("context was flagged"),
}


def refusal_words(reading: ClaimReading) -> str:
    """Why this person may not sign; empty when they may."""
    refusal = reading.sign_off.refusal
    return _refused(refusal, reading) if refusal else ""


def _refused(refusal: WhyNot, reading: ClaimReading) -> str:
    if not reading.parts:
        return str(REFUSALS[refusal])
    if refusal is WhyNot.MUST_SPLIT and reading.is_split:
        return str(SPLIT_ALREADY)
    return str(OF_PARTS.get(refusal, REFUSALS[refusal]))


def grounds(sign_off: SignOffState) -> str:
    """Why two reviewers sign, as one phrase; empty when one is enough."""
    return ", ".join(str(GROUNDS[ground]) for ground in sign_off.why if ground in GROUNDS)


def missing_for_sign_off(reading: ClaimReading) -> list[str]:
    """What has to happen before the status leaves the house, in the order in which it can be done. Empty
    when nothing is missing, or nothing can be signed.
    """
    if reading.claim.state in (ClaimState.WITHDRAWN, *PUBLIC) or not reading.is_scored:
        return []
    blockers = [_refused(WhyNot(blocker), reading) for blocker in reading.result["sign_off"]["blocked_by"]]
    return blockers if str(SPLIT_ALREADY) in blockers else [*blockers, *_signatures(reading.sign_off)]


def _signatures(sign_off: SignOffState) -> list[str]:
    if not sign_off.missing:
        return []
    words = ngettext("%(count)s signature", "%(count)s signatures", sign_off.missing)
    counted = words % {"count": sign_off.missing}
    because = grounds(sign_off)
    if not because:
        return [f"{counted}."]
    return [
        str(_("%(signatures)s: two sign, because %(because)s.") % {"signatures": counted, "because": because})
    ]
