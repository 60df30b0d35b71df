"""Computing the status of one node from the evidence linked to it (specification 1.0, section 3).

    gate on type -> admit links -> chains -> classes -> edges -> two matchings -> decide -> jackknife ->
    reasons

The result is a function of the inputs, the policy and the day as of which it is asked for: no clock, no
order, no floating point takes part in it.
"""

import hashlib
from datetime import date

from annotations.domain.verification.classes import joined_labels, publisher_label
from annotations.domain.verification.codes import LinkReason
from annotations.domain.verification.decision import band, certainty, credibility_out
from annotations.domain.verification.findings import Findings, reasons_for, reasons_without_score
from annotations.domain.verification.fragility import flips_of
from annotations.domain.verification.inputs import Inputs, NodeInput
from annotations.domain.verification.labels import averitec_label
from annotations.domain.verification.outcome import outcome_of
from annotations.domain.verification.policy import CURRENT_POLICY, Policy
from annotations.domain.verification.register import Register, canonical, concerning
from annotations.domain.verification.result import LinkResult, Result
from annotations.domain.verification.sides import Side
from annotations.domain.verification.sign_off import UNSCORED, sign_off_for
from annotations.domain.verification.weighing import WeighedLink, weighed_links
from annotations.domain.vocabulary import Stance, Status


def assess(inputs: Inputs, policy: Policy = CURRENT_POLICY, as_of: date | None = None) -> Result:
    """Compute the status of one node, with everything that explains it.

    `as_of` leaves out items published later. Raises `Invalid` when the inputs name what was not given.
    """
    register = concerning(inputs)
    unscored = status_without_score(register.node, policy)
    if unscored is not None:
        return _unscored(register, policy, as_of, unscored)
    return _scored(register, policy, as_of, weighed_links(register, policy, as_of))


def status_of(inputs: Inputs, policy: Policy = CURRENT_POLICY, as_of: date | None = None) -> Status:
    """The status that `assess` would give, in about half the time."""
    register = concerning(inputs)
    unscored = status_without_score(register.node, policy)
    if unscored is not None:
        return unscored
    return outcome_of(register.node, weighed_links(register, policy, as_of), policy).status


def fingerprint_of(inputs: Inputs, policy: Policy = CURRENT_POLICY, as_of: date | None = None) -> str:
    """The fingerprint that `assess` would give: SHA-256 over canonical inputs and policy."""
    return _fingerprint(concerning(inputs), policy, as_of)


def status_without_score(node: NodeInput, policy: Policy = CURRENT_POLICY) -> Status | None:
    """The status a node has by its type alone, or None when its evidence decides."""
    if node.type in policy.not_checkable_types:
        return Status.NOT_CHECKABLE
    if node.type in policy.scores_as_event_when_due and not node.matured:
        return Status.PENDING_EVENT
    return None


def _fingerprint(register: Register, policy: Policy, as_of: date | None) -> str:
    content = f'{{"inputs":{canonical(register, as_of)},"policy":{policy.canonical}}}'
    return hashlib.sha256(content.encode()).hexdigest()


def _unscored(register: Register, policy: Policy, as_of: date | None, status: Status) -> Result:
    return Result(
        node=register.node.id,
        policy_version=policy.version,
        fingerprint=_fingerprint(register, policy, as_of),
        as_of=as_of,
        status=status,
        support=None,
        opposition=None,
        support_origins=None,
        opposition_origins=None,
        band=None,
        certainty=None,
        flips=(),
        credibility_out=None,
        averitec=None,
        reasons=reasons_without_score(register.node),
        links=(),
        sign_off=UNSCORED,
    )


def _scored(register: Register, policy: Policy, as_of: date | None, links: tuple[WeighedLink, ...]) -> Result:
    outcome = outcome_of(register.node, links, policy)
    status, support, opposition = outcome.status, outcome.support, outcome.opposition
    required = outcome.required
    flips = flips_of(status, support, opposition, required, policy)
    findings = Findings(register.node, status, support, opposition, links, flips, required, policy)
    return Result(
        node=register.node.id,
        policy_version=policy.version,
        fingerprint=_fingerprint(register, policy, as_of),
        as_of=as_of,
        status=status,
        support=support.points,
        opposition=opposition.points,
        support_origins=support.origins,
        opposition_origins=opposition.origins,
        band=band(support.points, opposition.points, policy),
        certainty=certainty(status, min(support.points, opposition.points), bool(flips), policy),
        flips=flips,
        credibility_out=credibility_out(status, support.origins),
        averitec=averitec_label(status, register.node.context_flags),
        reasons=reasons_for(findings),
        links=tuple(_link_result(weighed, support, opposition) for weighed in links),
        sign_off=sign_off_for(findings),
        bar=policy.bar,
        required_origins=required,
    )


def _link_result(weighed: WeighedLink, support: Side, opposition: Side) -> LinkResult:
    is_against = weighed.link.stance == Stance.CONTRADICTS
    counted = (opposition if is_against else support).counted.get(weighed.link.id)
    shown = counted or weighed.best
    return LinkResult(
        link=weighed.link.id,
        stance=weighed.link.stance,
        points=shown.points if shown else 0,
        counted=counted is not None,
        reason=None if counted else _why_not_counted(weighed, opposition if is_against else support),
        interest=shown.interest.value if shown else None,
        outlet=None if weighed.outlet is None else publisher_label(weighed.outlet),
        outlet_class=joined_labels(weighed.outlet_class),
        origin_class=joined_labels(shown.origin) if shown else None,
        reliability=shown.reliability if shown else None,
        proximity=weighed.proximity or None,
        traced=weighed.traced,
    )


def _why_not_counted(weighed: WeighedLink, side: Side) -> LinkReason:
    if weighed.reason is not None:
        return weighed.reason
    if not weighed.traced:
        suspected = weighed.link.copy_suspected
        return LinkReason.COPY_UNDECIDED if suspected else LinkReason.SOURCING_NOT_TRACED
    return LinkReason.OUTDONE_BY_UNTRACED if side.is_untraced else LinkReason.NOT_INDEPENDENT
