"""Who must sign before a status leaves the house, and when a signature lapses (specification 3.5, 3.6)."""

from collections.abc import Mapping
from typing import Any

from annotations.domain.verification.codes import LinkReason, SignOffBlocker, SignOffWhy
from annotations.domain.verification.decision import VERDICTS
from annotations.domain.verification.findings import Findings
from annotations.domain.verification.policy import CURRENT_POLICY
from annotations.domain.verification.result import Result, SignOff
from annotations.domain.vocabulary import ClaimType, Status

# What is not scored never leaves as a verdict, so nobody has to sign it.
UNSCORED = SignOff(required=False, reviewers=0)


def sign_off_for(findings: Findings) -> SignOff:
    """One reviewer who did not make the counted links; two as soon as anything speaks for four eyes."""
    why = tuple(reason for reason, applies in _grounds(findings).items() if applies)
    return SignOff(
        required=True,
        reviewers=2 if why else 1,
        why=why,
        blocked_by=tuple(blocker for blocker, applies in _blockers(findings).items() if applies),
    )


def _grounds(findings: Findings) -> dict[SignOffWhy, bool]:
    is_content = findings.node.type != ClaimType.ATTRIBUTION
    rests_on_one = findings.status in VERDICTS and findings.leading.origins == 1
    return {
        SignOffWhy.HIGH_RISK: findings.is_high_risk,
        SignOffWhy.CONFLICTING: findings.status is Status.CONFLICTING,
        SignOffWhy.SINGLE_ORIGIN_VERDICT: rests_on_one and is_content,
        SignOffWhy.STANCE_DISPUTED: bool(findings.disputed),
        SignOffWhy.DISPUTED_BY_PARTY: bool(findings.party_denials),
        SignOffWhy.CIRCULAR_REPORTING: bool(findings.circular),
        SignOffWhy.CONTEXT_FLAG: any(findings.node.context_flags),
    }


def _blockers(findings: Findings) -> dict[SignOffBlocker, bool]:
    return {
        SignOffBlocker.MUST_SPLIT: findings.node.must_split,
        SignOffBlocker.TIME_UNRESOLVED: findings.node.time_unresolved,
        SignOffBlocker.PASSAGE_MISSING: bool(findings.without_passage),
    }


# What adding corroboration alone can do to a link that counted.
_OUTDONE = (LinkReason.NOT_INDEPENDENT, LinkReason.OUTDONE_BY_UNTRACED)


def lapse_reasons(
    signed: Mapping[str, Any], current: Result, floor: int = CURRENT_POLICY.floor
) -> tuple[str, ...]:
    """Why a signature on the stored result `signed` (its JSON form) no longer stands.

    New corroboration and new context never lapse a signature. Empty means that it stands.
    """
    grounds = {
        "STATUS_CHANGED": signed["status"] != current.status,
        **_grounds_in_evidence(signed, current.to_json(), floor),
        "POLICY_CHANGED": signed["policy_version"].split(".", 1)[0]
        != current.policy_version.split(".", 1)[0],
    }
    return tuple(name for name, applies in grounds.items() if applies)


def lapse_reasons_in_part(signed: Mapping[str, Any], now: Mapping[str, Any], floor: int) -> tuple[str, ...]:
    """Why a signature on a compound claim no longer stands, of the stored results that a part of it had then
    and has now. What the parts come to together is told by the result of the whole.
    """
    return tuple(name for name, applies in _grounds_in_evidence(signed, now, floor).items() if applies)


def _grounds_in_evidence(signed: Mapping[str, Any], now: Mapping[str, Any], floor: int) -> dict[str, bool]:
    return {
        "COUNTED_LINK_LOST": bool(_lost_links(signed, now)),
        "OPPOSITION_APPEARED": _opposition_appeared(signed, now, floor),
    }


def _lost_links(signed: Mapping[str, Any], current: Mapping[str, Any]) -> list[Any]:
    """Links that counted when it was signed and count no more, other than by being outdone."""
    links = {link["link"]: link for link in current["links"]}
    counted = [link for link in signed["links"] if link["counted"]]
    return [link["link"] for link in counted if not _still_good(link, links.get(link["link"]))]


def _still_good(before: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    if now is None:
        return False
    if now["stance"] != before["stance"]:
        return False
    reason = now.get("reason")
    outdone = reason == LinkReason.SOURCING_NOT_TRACED and not before["traced"]
    return now["counted"] or outdone or reason in _OUTDONE


def _opposition_appeared(signed: Mapping[str, Any], current: Mapping[str, Any], floor: int) -> bool:
    """Whether the side that loses rose over the floor since."""
    before = min(signed["S"] or 0, signed["R"] or 0)
    now = min(current["S"] or 0, current["R"] or 0)
    return before < floor <= now
