"""Which status each claim would have under another policy, computed and not stored.

Parts decide for the whole, so claims are taken in an order in which parts come before their wholes; of a part
that moves, the trial itself remembers where to.
"""

from collections.abc import Collection, Sequence

from annotations.domain.verification import Inputs, Policy, combine_parts, status_of, status_without_score
from annotations.domain.vocabulary import Status
from annotations.models import Claim, PolicyTrialMove
from annotations.queries.assessments import parts_of
from annotations.queries.engine_inputs import engine_inputs
from annotations.queries.policies import policy_in_force


def claims_in_order() -> list[int]:
    """Ids of all claims that were not withdrawn, parts before their wholes."""
    standing = Claim.objects.standing()
    whole_of = dict(standing.filter(part_of__isnull=False).values_list("pk", "part_of_id"))
    height: dict[int, int] = {}
    for pk in whole_of:
        _raise_wholes(pk, whole_of, height)
    ids = standing.order_by("pk").values_list("pk", flat=True)
    return sorted(ids, key=lambda pk: (height.get(pk, 0), pk))


def statuses_under(
    policy: Policy, claim_ids: Sequence[int], *, trial_id: int
) -> dict[int, tuple[Status, Status]]:
    """The status of each claim under the policy in force and under this one, both from what is there now.

    The claims are given in the order of `claims_in_order`.
    """
    in_force = policy_in_force()
    inputs, parts = engine_inputs(claim_ids), parts_of(claim_ids)
    moved = _moved({int(part) for found in parts.values() for part in found}, trial_id)
    rows = Claim.objects.filter(pk__in=claim_ids).values_list(
        "pk", "status", "inputs_version", "assessed_version"
    )
    known = {pk: Status(status) for pk, status, due, done in rows if due == done}
    compared: dict[int, tuple[Status, Status]] = {}
    for pk in (pk for pk in claim_ids if pk in inputs):
        old_parts = [part.status for part in parts[pk].values()]
        new_parts = [moved.get(int(key), part.status) for key, part in parts[pk].items()]
        before = known.get(pk) or _status(inputs[pk], in_force, old_parts)
        moved[pk] = _status(inputs[pk], policy, new_parts)
        compared[pk] = before, moved[pk]
    return compared


def _status(inputs: Inputs, policy: Policy, parts: Sequence[Status]) -> Status:
    unscored = status_without_score(inputs.node, policy)
    return unscored or (combine_parts(parts) if parts else status_of(inputs, policy))


def _moved(claim_ids: Collection[int], trial_id: int) -> dict[int, Status]:
    moves = PolicyTrialMove.objects.filter(trial=trial_id, claim__in=claim_ids)
    return {pk: Status(status) for pk, status in moves.values_list("claim_id", "status_after")}


def _raise_wholes(pk: int, whole_of: dict[int, int], height: dict[int, int]) -> None:
    """A whole stands higher than its parts. A circle, which the data should not hold, ends where it began."""
    seen = {pk}
    while (whole := whole_of.get(pk)) is not None and whole not in seen:
        height[whole] = max(height.get(whole, 0), height.get(pk, 0) + 1)
        seen.add(whole)
        pk = whole
