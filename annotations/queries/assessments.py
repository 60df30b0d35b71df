"""What assessing needs to know beside the engine's inputs: parts, words, and whose turn it is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from annotations.domain.verification import (
    Inputs,
    Key,
    Part,
    Policy,
    Result,
    SignOff,
    explain,
    explain_parts,
    link_sentence,
    next_best_step,
    parts_decide,
    reason_sentence,
    step_sentence,
)
from annotations.domain.vocabulary import RecomputationState, Status
from annotations.models import AskedAgain, Claim, Recomputation
from annotations.queries.engine_inputs import publisher_names
from annotations.queries.register_parts import grouped

Told = tuple[Inputs, Result, Mapping[Key, Part], Policy]

UNFINISHED = (RecomputationState.QUEUED.value, RecomputationState.RUNNING.value)

_TO_ASK_FOR = """
    SELECT claim.id, claim.inputs_version
      FROM {Claim} AS claim
      LEFT JOIN {AskedAgain} AS asked
        ON asked.claim_id = claim.id AND asked.inputs_version = claim.inputs_version
     WHERE claim.assessed_version < claim.inputs_version
       AND (asked.not_before IS NULL OR asked.not_before <= %(now)s)
       AND claim.id NOT IN (SELECT unnest(claim_ids) FROM {Recomputation} WHERE state = ANY(%(unfinished)s))
     ORDER BY COALESCE(asked.times, 0), claim.id
     LIMIT %(limit)s
""".format(**{model.__name__: model._meta.db_table for model in (AskedAgain, Claim, Recomputation)})


def parts_of(claim_ids: Collection[int]) -> dict[int, dict[Key, Part]]:
    """What compound claims consist of; none for any other claim. A part that was never assessed waits."""
    parts = Claim.objects.standing().filter(part_of__in=claim_ids, current_assessment__isnull=False)
    found = parts.order_by("id").values_list(
        "part_of_id", "pk", "status", "current_assessment__assessment__result__sign_off"
    )
    listed = grouped(
        (whole, (pk, Part(Status(status), SignOff.from_json(sign_off))))
        for whole, pk, status, sign_off in found
    )
    return {pk: dict(listed[pk]) for pk in claim_ids}


def assessments_beneath(claim_ids: Collection[int]) -> dict[int, dict[int, int | None]]:
    """Of each claim the parts, their parts, and so on down, each with the id of the assessment it has now, if
    any. As many statements as there are levels.
    """
    beneath: dict[int, dict[int, int | None]] = {pk: {} for pk in claim_ids}
    above = {pk: {pk} for pk in claim_ids}
    while above:
        parts = Claim.objects.standing().filter(part_of__in=above).order_by("pk")
        following: dict[int, set[int]] = {}
        for pk, whole, assessment in parts.values_list("pk", "part_of_id", "current_assessment__assessment"):
            tops = {top for top in above[whole] if pk not in beneath[top]}
            for top in tops:
                beneath[top][pk] = assessment
            if tops:
                following[pk] = tops
        above = following
    return beneath


def results_in_words(told: Sequence[Told]) -> list[dict[str, Any]]:
    """The explanations as people read them, kept with the results: what was said then stays said."""
    publishers = {publisher.id for inputs, *_ in told for publisher in inputs.publishers}
    names = publisher_names(publishers) if publishers else {}
    return [_in_words(*one, names) for one in told]


def claims_to_ask_for(now: datetime, limit: int) -> list[tuple[int, int]]:
    """Id and version of the inputs of claims that are due and that nobody works on: those first that were
    asked for least often, then the oldest.

    Not among them: claims of a recomputation under way, and those that rest after being asked for in vain.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TO_ASK_FOR, {"now": now, "limit": limit, "unfinished": list(UNFINISHED)})
        return list(cursor.fetchall())


def times_asked(versions: Mapping[int, int]) -> dict[int, int]:
    """How often each claim has been asked for with the inputs it has now."""
    rows = AskedAgain.objects.filter(claim__in=versions).values_list("claim_id", "inputs_version", "times")
    return {pk: times for pk, version, times in rows if versions[pk] == version}


def _in_words(
    inputs: Inputs, result: Result, parts: Mapping[Key, Part], policy: Policy, names: Mapping[str, str]
) -> dict[str, Any]:
    step = next_best_step(inputs, result, policy) if not parts else None
    by_parts = parts_decide(result, parts)
    explanation = (
        explain_parts(part.status for part in parts.values()) if by_parts else explain(result, names)
    )
    return {
        "explanation": explanation,
        "reason_sentences": [reason_sentence(reason, result, names) for reason in result.reasons],
        "link_sentences": {str(link.link): link_sentence(link, names) for link in result.links},
        "next_step": step_sentence(step, names) if step else "",
    }
