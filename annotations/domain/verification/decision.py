"""From points on both sides to a status, its band and its certainty (specification 1.8 and 3.1)."""

from fractions import Fraction

from annotations.domain.verification.policy import Policy
from annotations.domain.vocabulary import Certainty, Status

VERDICTS = (Status.SUPPORTED, Status.REFUTED)


def decide(support: int, opposition: int, origins: tuple[int, int], required: int, policy: Policy) -> Status:
    """The status that `support` and `opposition` points from so many independent origins each amount to.

    A verdict needs the bar in both ways: ahead of the other side by it, and the other side below it.
    """
    ahead = support - opposition
    if ahead >= policy.bar and opposition < policy.bar and origins[0] >= required:
        return Status.SUPPORTED
    if -ahead >= policy.bar and support < policy.bar and origins[1] >= required:
        return Status.REFUTED
    return _without_verdict(support >= policy.floor, opposition >= policy.floor)


def _without_verdict(supported: bool, opposed: bool) -> Status:
    if supported and opposed:
        return Status.CONFLICTING
    if supported:
        return Status.LEANS_SUPPORTED
    return Status.LEANS_REFUTED if opposed else Status.NOT_ENOUGH_EVIDENCE


def band(support: int, opposition: int, policy: Policy) -> tuple[Fraction, Fraction]:
    """Lower and upper bound of the share of support, exactly: belief and plausibility with prior mass W."""
    total = support + opposition + policy.prior_mass
    return Fraction(support, total), Fraction(support + policy.prior_mass, total)


def certainty(status: Status, loser: int, is_pivotal: bool, policy: Policy) -> Certainty:
    """How firmly a status stands: whether one class less would change it, and whether anything opposes it."""
    if status not in VERDICTS:
        return Certainty.LOW
    return Certainty.MODERATE if is_pivotal or loser >= policy.floor else Certainty.HIGH


def credibility_out(status: Status, origins: int) -> str:
    """The credibility digit of a claim (1.4) as it follows from its status and supporting origins."""
    if status is Status.SUPPORTED:
        return "1" if origins >= 2 else "2"
    digits = {
        Status.LEANS_SUPPORTED: "3",
        Status.CONFLICTING: "4",
        Status.LEANS_REFUTED: "4",
        Status.REFUTED: "5",
    }
    return digits.get(status, "6")
