"""The status of a claim that consists of parts (specification 1.8, last paragraph)."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from annotations.domain.verification.codes import NodeReason
from annotations.domain.verification.inputs import Key, order
from annotations.domain.verification.labels import averitec_label, rank
from annotations.domain.verification.result import Result, SignOff
from annotations.domain.vocabulary import Status

# Among parts that are equally far from a verdict, the first of these speaks for the whole: what is known to
# clash before what is merely unknown, and doubt before belief.
_CAUTIOUS_FIRST = (
    Status.CONFLICTING,
    Status.NOT_ENOUGH_EVIDENCE,
    Status.MIXED,
    Status.LEANS_REFUTED,
    Status.LEANS_SUPPORTED,
    Status.REFUTED,
    Status.SUPPORTED,
)


def combine_parts(parts: Iterable[Status]) -> Status:
    """One status for all parts; parts without a score are left out unless there are no others.

    Without any part there is nothing to know: NOT_ENOUGH_EVIDENCE.
    """
    given = set(parts)
    scored = {status for status in given if rank(status) is not None}
    if not scored:
        return _unscored(given)
    if len(scored) == 1:
        return scored.pop()
    if {Status.SUPPORTED, Status.REFUTED} <= scored:
        return Status.MIXED
    if {Status.LEANS_SUPPORTED, Status.LEANS_REFUTED} <= scored and all(map(rank, scored)):
        # Leans both ways are no lean either way, and their mirror image must be the same.
        return Status.NOT_ENOUGH_EVIDENCE
    return min(scored, key=lambda status: (abs(rank(status) or 0), _CAUTIOUS_FIRST.index(status)))


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a compound claim came to, and who must sign it."""

    status: Status
    sign_off: SignOff


# What a claim's own links amount to decides nothing beside parts.
_OF_OWN_LINKS = (
    NodeReason.NO_EVIDENCE,
    NodeReason.NO_COUNTED_EVIDENCE,
    NodeReason.HIGH_RISK_NEEDS_SECOND_ORIGIN,
    NodeReason.FRAGILE,
)


def parts_decide(result: Result, parts: Collection[Key]) -> bool:
    """Whether a claim's status is that of its parts: an opinion stays one, and what is not due yet waits."""
    return bool(parts) and result.support is not None


def with_parts(result: Result, parts: Mapping[Key, Part]) -> Result:
    """The result of a claim whose parts decide for it; unchanged without parts, or where the type decides.

    Its own links keep their points and reasons, but nothing is told of what they would come to; band and
    certainty are those of the parts, so it has none.
    What asks for a second signature, or blocks signing, in any part does so for the whole.
    """
    if not parts_decide(result, parts):
        return result
    status = combine_parts(part.status for part in parts.values())
    return replace(
        result,
        status=status,
        fingerprint=_fingerprint(result.fingerprint, parts),
        band=None,
        certainty=None,
        flips=(),
        credibility_out=None,
        averitec=averitec_label(status),
        reasons=tuple(reason for reason in result.reasons if reason.code not in _OF_OWN_LINKS),
        sign_off=_joined([result.sign_off, *(part.sign_off for part in parts.values())]),
    )


def _joined(sign_offs: list[SignOff]) -> SignOff:
    return SignOff(
        required=any(one.required for one in sign_offs),
        reviewers=max(one.reviewers for one in sign_offs),
        why=tuple(dict.fromkeys(why for one in sign_offs for why in one.why)),
        blocked_by=tuple(dict.fromkeys(blocker for one in sign_offs for blocker in one.blocked_by)),
    )


def explain_parts(parts: Iterable[Status]) -> str:
    """One sentence that says what the parts came to."""
    counted = Counter(parts)
    words = [f"{counted[status]} {status.label.lower()}" for status in Status if counted[status]]
    return f"Its parts decide: {', '.join(words)}."


def _fingerprint(own: str, parts: Mapping[Key, Part]) -> str:
    listed = [
        [str(key), parts[key].status.value, parts[key].sign_off.to_json()] for key in sorted(parts, key=order)
    ]
    return hashlib.sha256(f"{own};{json.dumps(listed, sort_keys=True)}".encode()).hexdigest()


def _unscored(given: set[Status]) -> Status:
    if Status.PENDING_EVENT in given:
        return Status.PENDING_EVENT
    return Status.NOT_CHECKABLE if given else Status.NOT_ENOUGH_EVIDENCE
