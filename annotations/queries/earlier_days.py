"""A claim's status as known on an earlier day, also where its parts decide. Nothing of it is stored."""

from collections.abc import Mapping
from datetime import date

from annotations.domain.verification import (
    Inputs,
    Key,
    Part,
    Policy,
    Result,
    assess,
    explain,
    explain_parts,
    parts_decide,
    with_parts,
)
from annotations.models import Claim
from annotations.queries.assessments import parts_of
from annotations.queries.engine_inputs import engine_inputs, on_day
from annotations.queries.policies import policy_in_force
from annotations.queries.suppositions import ChangedPart, Ground, Supposed, Supposition, suppose

Parts = Mapping[int, Mapping[Key, Part]]


def known_on(claim_id: int, day: date) -> Supposed | None:
    """The status as known on a day, beside the one now. None where nothing known decides it: a type without
    a score that has no parts.

    Of a claim with parts each part is asked the same question, and theirs: as many statements as it has
    levels, and the inputs of all at once.
    """
    parts = _parts_below(claim_id)
    inputs = engine_inputs(list(parts))
    policy = policy_in_force()
    now = assess(inputs[claim_id], policy)
    if parts_decide(now, parts[claim_id]):
        return _by_parts(claim_id, parts, now, policy, on_day(inputs, day), day)
    ground = Ground(inputs[claim_id], policy, now, has_parts=False)
    return suppose(ground, Supposition(as_of=day)) if ground.is_open else None


def _by_parts(
    claim_id: int, parts: Parts, now: Result, policy: Policy, that_day: Mapping[int, Inputs], day: date
) -> Supposed:
    then: dict[Key, Result] = {}
    # Parts stand behind their wholes in the order they were found.
    for pk in reversed(list(parts)):
        known = {key: _as_part(then[key]) if key in then else part for key, part in parts[pk].items()}
        then[pk] = with_parts(assess(that_day[pk], policy, day), known)
    own = parts[claim_id]
    return Supposed(
        now=with_parts(now, own),
        then=then[claim_id],
        explanation=_explanation(then, claim_id, own),
        changes=(),
        parts=tuple(
            ChangedPart(claim, own[claim.pk].status, then[claim.pk].status)
            for claim in Claim.objects.filter(pk__in=[int(key) for key in own]).order_by("pk")
        ),
    )


def _explanation(then: Mapping[Key, Result], claim_id: int, own: Mapping[Key, Part]) -> str:
    """By its parts; what was not due that day waited, whatever these came to."""
    if not parts_decide(then[claim_id], own):
        return explain(then[claim_id])
    return explain_parts(then[key].status for key in own)


def _parts_below(claim_id: int) -> dict[int, dict[Key, Part]]:
    """The parts of a claim, of its parts, and so on down; the claim itself first."""
    found: dict[int, dict[Key, Part]] = {}
    level = {claim_id}
    while level:
        here = parts_of(sorted(level))
        found |= here
        level = {int(key) for parts in here.values() for key in parts} - found.keys()
    return found


def _as_part(result: Result) -> Part:
    return Part(result.status, result.sign_off)
