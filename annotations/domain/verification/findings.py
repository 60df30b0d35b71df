"""What there is to say about a status as a whole: the reason codes of a node (specification 3.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotations.domain.verification.codes import Interest, NodeReason, PassageState
from annotations.domain.verification.decision import VERDICTS, decide
from annotations.domain.verification.fragility import Flip
from annotations.domain.verification.inputs import Key, NodeInput
from annotations.domain.verification.policy import Policy
from annotations.domain.verification.result import Reason
from annotations.domain.verification.sides import Side
from annotations.domain.verification.weighing import WeighedLink
from annotations.domain.vocabulary import EvidenceState, Risk, Stance, Status


@dataclass(frozen=True, slots=True)
class Findings:
    """A decided node with all that led to it."""

    node: NodeInput
    status: Status
    support: Side
    opposition: Side
    links: tuple[WeighedLink, ...]
    flips: tuple[Flip, ...]
    required: int
    policy: Policy

    @property
    def is_verdict(self) -> bool:
        """Whether the status decides the question."""
        return self.status in VERDICTS

    @property
    def leading(self) -> Side:
        """The side with more points; support when both are equal."""
        return _leading(self.support, self.opposition)

    @property
    def party_denials(self) -> tuple[Key, ...]:
        """Contradicting links that weigh nothing because a party speaks for itself: shown, never added."""
        return tuple(
            weighed.link.id
            for weighed in self.links
            if weighed.link.stance == Stance.CONTRADICTS and _is_self_serving(weighed)
        )

    @property
    def circular(self) -> tuple[Key, ...]:
        """Links that rest on items which rest on each other."""
        return tuple(weighed.link.id for weighed in self.links if weighed.circular)

    @property
    def disputed(self) -> tuple[Key, ...]:
        """Links on whose stance two reviewers differ."""
        return self._links_in_state(EvidenceState.DISPUTED)

    @property
    def without_passage(self) -> tuple[Key, ...]:
        """Accepted links that point at no passage."""
        accepted = set(self._links_in_state(EvidenceState.ACCEPTED))
        links = (weighed.link for weighed in self.links)
        return tuple(
            link.id for link in links if link.id in accepted and link.passage == PassageState.MISSING
        )

    @property
    def is_high_risk(self) -> bool:
        """Whether the claim asks for a second origin and for four eyes."""
        return risk_of(self.node, self.support, self.opposition, self.links, self.policy) == Risk.HIGH

    def _links_in_state(self, state: str) -> tuple[Key, ...]:
        return tuple(weighed.link.id for weighed in self.links if weighed.link.state == state)


def risk_of(
    node: NodeInput, support: Side, opposition: Side, links: Iterable[WeighedLink], policy: Policy
) -> str:
    """High when it was marked so, by its type (causes and motives), or resting on nobody who has a name."""
    leading = _leading(support, opposition).counted
    counted = [weighed for weighed in links if weighed.link.id in leading]
    unnamed_only = bool(counted) and all(weighed.anonymous for weighed in counted)
    return Risk.HIGH.value if unnamed_only or node.type in policy.high_risk_types else node.risk


def _leading(support: Side, opposition: Side) -> Side:
    return support if support.points >= opposition.points else opposition


def _is_self_serving(weighed: WeighedLink) -> bool:
    interests = {weight.interest for weight in weighed.weights}
    return interests == {Interest.SELF_SERVING}


def reasons_without_score(node: NodeInput) -> tuple[Reason, ...]:
    """The reasons of a node whose type has no score."""
    return (Reason(NodeReason.TYPE_NOT_SCORED), *_about_the_node(node))


def reasons_for(findings: Findings) -> tuple[Reason, ...]:
    """Every reason that applies, in the order of `NodeReason`."""
    told = [*_about_the_node(findings.node), *_about_the_amount(findings), *_about_the_links(findings)]
    if findings.is_verdict and findings.flips:
        told.append(Reason(NodeReason.FRAGILE, classes=tuple(flip.label for flip in findings.flips)))
    return tuple(told)


def _about_the_node(node: NodeInput) -> Iterator[Reason]:
    if node.must_split:
        yield Reason(NodeReason.MUST_SPLIT)
    if node.time_unresolved:
        yield Reason(NodeReason.TIME_UNRESOLVED)


def _about_the_amount(findings: Findings) -> Iterator[Reason]:
    support, opposition = findings.support, findings.opposition
    if not any(weighed.link.stance != Stance.CONTEXT for weighed in findings.links):
        yield Reason(NodeReason.NO_EVIDENCE)
    elif not support.counted and not opposition.counted:
        yield Reason(NodeReason.NO_COUNTED_EVIDENCE)
    if findings.leading.origins == 1:
        yield Reason(NodeReason.SINGLE_ORIGIN, tuple(findings.leading.counted))
    if _is_held_back_by_risk(findings):
        yield Reason(NodeReason.HIGH_RISK_NEEDS_SECOND_ORIGIN)
    if support.points and opposition.points:
        yield Reason(NodeReason.EVIDENCE_ON_BOTH_SIDES)
        on_both = tuple(sorted(support.classes & opposition.classes))
        if on_both:
            yield Reason(NodeReason.CLASS_ON_BOTH_SIDES, classes=on_both)


def _is_held_back_by_risk(findings: Findings) -> bool:
    if findings.is_verdict or findings.required < 2:
        return False
    support, opposition = findings.support, findings.opposition
    origins = (support.origins, opposition.origins)
    return decide(support.points, opposition.points, origins, 1, findings.policy) in VERDICTS


def _about_the_links(findings: Findings) -> Iterator[Reason]:
    counted = {*findings.support.counted, *findings.opposition.counted}
    idle = [
        weighed
        for weighed in findings.links
        if weighed.reason is None and weighed.traced and weighed.link.id not in counted
    ]
    outdone = {Stance.CORROBORATES: findings.support, Stance.CONTRADICTS: findings.opposition}
    by_code = {
        NodeReason.DISPUTED_BY_PARTY: findings.party_denials,
        NodeReason.CIRCULAR_REPORTING: findings.circular,
        NodeReason.DEPENDENT_LINKS_NOT_COUNTED: tuple(
            w.link.id for w in idle if not outdone[Stance(w.link.stance)].is_untraced
        ),
        NodeReason.UNTRACED_LINKS: _untraced(findings),
        NodeReason.COPIES_UNDECIDED: tuple(w.link.id for w in findings.links if w.link.copy_suspected),
    }
    for code, links in by_code.items():
        if links:
            yield Reason(code, links)


def _untraced(findings: Findings) -> tuple[Key, ...]:
    return tuple(w.link.id for w in findings.links if w.reason is None and not w.traced)
