"""What the weighed links of a node come to together, before anything is explained (specification 3.1).

Whoever only asks for the status, as a trial of a change does, needs neither reasons nor a fingerprint nor
what would flip it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.domain.verification.decision import decide
from annotations.domain.verification.findings import risk_of
from annotations.domain.verification.inputs import NodeInput
from annotations.domain.verification.policy import Policy
from annotations.domain.verification.sides import Side, side_of
from annotations.domain.verification.weighing import WeighedLink
from annotations.domain.vocabulary import Stance, Status


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status with both sides that it was decided from; a verdict needed `required` origins."""

    status: Status
    support: Side
    opposition: Side
    required: int


def outcome_of(node: NodeInput, links: Iterable[WeighedLink], policy: Policy) -> Outcome:
    """Count both sides and decide; the links come in the order of their keys."""
    known = tuple(links)
    support = side_of((w for w in known if w.link.stance == Stance.CORROBORATES), policy.floor)
    opposition = side_of((w for w in known if w.link.stance == Stance.CONTRADICTS), policy.floor)
    required = policy.origins_by_risk[risk_of(node, support, opposition, known, policy)]
    origins = (support.origins, opposition.origins)
    status = decide(support.points, opposition.points, origins, required, policy)
    return Outcome(status, support, opposition, required)
