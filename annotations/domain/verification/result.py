"""What the engine answers with; `to_json` is the stored and exported form (specification 3.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from annotations.domain.verification.codes import LinkReason, NodeReason, SignOffBlocker, SignOffWhy
from annotations.domain.verification.fragility import Flip
from annotations.domain.verification.inputs import Key
from annotations.domain.vocabulary import Certainty, Status


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What became of one link; outlets and classes are labels such as "s:12" (see `publisher_label`)."""

    link: Key
    stance: str
    points: int
    counted: bool
    reason: LinkReason | None
    interest: str | None
    outlet: str | None
    outlet_class: str
    origin_class: str | None
    reliability: int | None
    proximity: str | None
    traced: bool

    def to_json(self) -> dict[str, Any]:
        """Plain values; `reason` only when the link does not count."""
        content: dict[str, Any] = {
            "link": self.link,
            "stance": self.stance,
            "points": self.points,
            "counted": self.counted,
            "interest": self.interest,
            "outlet": self.outlet,
            "outlet_class": self.outlet_class,
            "origin_class": self.origin_class,
            "reliability": self.reliability,
            "proximity": self.proximity,
            "traced": self.traced,
        }
        if self.reason is not None:
            content["reason"] = self.reason.value
        return content


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing a reader must know about the status, with the links or classes it is about."""

    code: NodeReason
    links: tuple[Key, ...] = ()
    classes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values; classes stand under "pivotal" for FRAGILE and under "classes" otherwise."""
        content: dict[str, Any] = {"code": self.code.value}
        if self.links:
            content["links"] = list(self.links)
        if self.classes:
            content["pivotal" if self.code is NodeReason.FRAGILE else "classes"] = list(self.classes)
        return content


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who must sign before this leaves the house; with a blocker nobody can."""

    required: bool
    reviewers: int
    why: tuple[SignOffWhy, ...] = ()
    blocked_by: tuple[SignOffBlocker, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "required": self.required,
            "reviewers": self.reviewers,
            "why": [why.value for why in self.why],
            "blocked_by": [blocker.value for blocker in self.blocked_by],
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "SignOff":
        """What `to_json` gave."""
        return cls(
            required=content["required"],
            reviewers=content["reviewers"],
            why=tuple(SignOffWhy(why) for why in content["why"]),
            blocked_by=tuple(SignOffBlocker(blocker) for blocker in content["blocked_by"]),
        )


@dataclass(frozen=True, slots=True)
class Result:
    """The computed status of one node: a proposal until somebody signs it.

    `support` and `opposition` are points, None for what is not scored; `band` is exact. `flips` names the
    classes whose loss alone would change the status, and the status it would change to. `bar` and
    `required_origins` are what a verdict took: points, and independent origins; None for what is not scored.
    """

    node: Key
    policy_version: str
    fingerprint: str
    as_of: date | None
    status: Status
    support: int | None
    opposition: int | None
    support_origins: int | None
    opposition_origins: int | None
    band: tuple[Fraction, Fraction] | None
    certainty: Certainty | None
    flips: tuple[Flip, ...]
    credibility_out: str | None
    averitec: str | None
    reasons: tuple[Reason, ...]
    links: tuple[LinkResult, ...]
    sign_off: SignOff
    bar: int | None = None
    required_origins: int | None = None

    @property
    def pivotal(self) -> tuple[str, ...]:
        """The classes whose loss alone would change the status."""
        return tuple(flip.label for flip in self.flips)

    def has(self, code: NodeReason) -> bool:
        """Whether a reason is among those given."""
        return any(reason.code is code for reason in self.reasons)

    def to_json(self) -> dict[str, Any]:
        """The documented JSON form; the band is rounded to three places only here."""
        return {
            "node": self.node,
            "policy_version": self.policy_version,
            "fingerprint": self.fingerprint,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "status": self.status.value,
            "S": self.support,
            "R": self.opposition,
            "n_S": self.support_origins,
            "n_R": self.opposition_origins,
            "band": [round(float(bound), 3) for bound in self.band] if self.band else None,
            "certainty": self.certainty.value if self.certainty else None,
            "pivotal": list(self.pivotal),
            "flips": [{"class": flip.label, "status": flip.status.value} for flip in self.flips],
            "credibility_out": self.credibility_out,
            "averitec": self.averitec,
            "reasons": [reason.to_json() for reason in self.reasons],
            "links": [link.to_json() for link in self.links],
            "sign_off": self.sign_off.to_json(),
            "bar": self.bar,
            "required_origins": self.required_origins,
        }
