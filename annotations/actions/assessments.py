"""Computing statuses: once for each set of inputs, the last state always winning, for one claim or for many.

Whoever computes holds the register and locks the claims first, in the order of their ids. So what is read is
one state of the register; a change made meanwhile waits, raises `inputs_version` and asks again; and of ten
jobs for ten changes the first does the work and the others find nothing to do. A slow job cannot overwrite
what a later one found out, for whoever comes later sees no less.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from annotations import jobs
from annotations.actions.assessment_effects import Computed, follow_up
from annotations.actions.recording import inputs_changed, mark_due
from annotations.actions.register import hold_register
from annotations.actions.staleness import flag_due_predictions
from annotations.domain.verification import assess, with_parts
from annotations.domain.vocabulary import ClaimType, Status
from annotations.models import AskedAgain, Assessment, Claim, CurrentAssessment, Event
from annotations.queries.assessments import claims_to_ask_for, parts_of, results_in_words, times_asked
from annotations.queries.engine_inputs import engine_inputs
from annotations.queries.policies import policy_in_force

log = structlog.get_logger(__name__)

NESTED_WHOLES: Final = 20
"""So many levels of parts of parts are followed at once; what lies above stays due."""
SWEEP_LIMIT: Final = 500
PAUSE_SECONDS: Final = 15
LONGEST_PAUSE_DOUBLINGS: Final = 10
"""What the sweep asks for in vain rests 15 s, then twice as long each time, up to about four hours."""


def assess_claim(*, claim_id: int) -> Assessment | None:
    """Brings a claim's status up to its inputs. None when that had been done already, or the claim is gone.

    Effects: as of `assess_claims`. The claim that this one is a part of is asked for in a job of its own.
    """
    with transaction.atomic():
        assessed, wholes = _assess([claim_id])
        for whole, because in wholes.items():
            inputs_changed([whole], because=because)
    return assessed[0] if assessed else None


def assess_claims(*, claim_ids: Sequence[int]) -> list[Assessment]:
    """Brings the statuses of many claims up to their inputs, and of the claims that they are parts of.

    In one transaction with a constant number of statements: an assessment row for each set of inputs that is
    new; the pointers to them; the claims' statuses, and one `status.changed` event for each that differs,
    with the changes that caused it; marks on signed claims whose points moved; signatures and overrides that
    no longer hold end (specification 3.6). Gives back the assessments of those that were due.
    """
    made: list[Assessment] = []
    due: Collection[int] = claim_ids
    for _ in range(NESTED_WHOLES):
        with transaction.atomic():
            assessed, wholes = _assess(due)
            for whole, because in wholes.items():
                mark_due([whole], because=because)
        made += assessed
        due = sorted(wholes)
        if not due:
            break
    return made


def assess_each(*, claim_ids: Sequence[int]) -> int:
    """As `assess_claims`, where one claim that cannot be computed must not stop the others. Gives back how
    many could not; they stay due, and the sweep asks for them again.
    """
    try:
        assess_claims(claim_ids=claim_ids)
        return 0
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Whatever it is, it is the fault of one claim or a few: each is tried by itself.
        if len(claim_ids) == 1:
            log.exception("claim_cannot_be_assessed", claim_id=claim_ids[0])
            return 1
    return sum(assess_each(claim_ids=[pk]) for pk in claim_ids)


def sweep_assessments(*, limit: int = SWEEP_LIMIT) -> int:
    """Asks again for what is due and in nobody's hands, whatever became of the first message. How many.

    What was asked for in vain rests for ever longer, so that claims that fail again and again do not keep
    others from their turn.
    """
    now = timezone.now()
    due = claims_to_ask_for(now, limit)
    versions = dict(due)
    before = times_asked(versions)
    rows = [
        AskedAgain(
            claim_id=pk,
            inputs_version=version,
            times=before.get(pk, 0) + 1,
            not_before=now + _pause(before.get(pk, 0)),
        )
        for pk, version in due
    ]
    with transaction.atomic():
        AskedAgain.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["claim"],
            update_fields=["inputs_version", "times", "not_before"],
        )
        jobs.assess_claims([pk for pk, _ in due])
    return len(due)


@transaction.atomic
def mark_due_predictions(*, today: date) -> int:
    """Marks predictions that came due since they were assessed: evidence decides from now on. How many."""
    pending = Claim.objects.standing().filter(
        type=ClaimType.PREDICTION,
        status=Status.PENDING_EVENT,
        matures_on__lte=today,
        # It waits itself, rather than for its parts, which may have days of their own.
        current_assessment__assessment__support__isnull=True,
    )
    due = list(pending.order_by("id").values_list("pk", flat=True))
    flag_due_predictions(due)
    inputs_changed(due)
    return len(due)


def _pause(times: int) -> timedelta:
    return timedelta(seconds=PAUSE_SECONDS * 2 ** min(times, LONGEST_PAUSE_DOUBLINGS))


def _assess(claim_ids: Collection[int]) -> tuple[list[Assessment], dict[int, Event | None]]:
    """The assessments of those that were due; and the claims that have to be assessed after them since a part
    of them is another now, each with the event of a part that got another status.
    """
    hold_register()
    claims = _locked_due(claim_ids)
    if not claims:
        return [], {}
    computed = _computed(claims)
    assessments = _store(computed)
    moved = _point_to(computed)
    _set_statuses(computed)
    follow_up(computed)
    # Whoever signed a whole answers for the parts of its parts too, also where one in between stays the same.
    told = [*(one for one in computed if one.parts), *moved]
    wholes = {one.claim.part_of_id: one.event for one in told if one.claim.part_of_id is not None}
    return assessments, dict(sorted(wholes.items()))


def _locked_due(claim_ids: Collection[int]) -> list[Claim]:
    """Those that are due, locked together with the claims they are parts of, whose turn comes next."""
    wholes = Claim.objects.filter(pk__in=claim_ids, part_of__isnull=False).values("part_of")
    locked = Claim.objects.select_for_update(no_key=True).filter(Q(pk__in=claim_ids) | Q(pk__in=wholes))
    # The words of a claim are there to be searched for only.
    locked = locked.defer("words")
    wanted = set(claim_ids)
    return [
        claim
        for claim in locked.order_by("pk")
        if claim.pk in wanted and claim.assessed_version < claim.inputs_version
    ]


def _computed(claims: Sequence[Claim]) -> list[Computed]:
    ids = [claim.pk for claim in claims]
    policy = policy_in_force()
    inputs, parts = engine_inputs(ids), parts_of(ids)
    return [
        Computed(
            claim=claim,
            inputs=inputs[claim.pk],
            parts=parts[claim.pk],
            policy=policy,
            result=with_parts(assess(inputs[claim.pk], policy), parts[claim.pk]),
        )
        for claim in claims
    ]


def _store(computed: Sequence[Computed]) -> list[Assessment]:
    """An assessment for each result, made where this set of inputs is new to the claim."""
    fingerprints = [one.result.fingerprint for one in computed]
    claims = [one.claim for one in computed]
    known = {
        (row.claim_id, row.fingerprint): row
        for row in Assessment.objects.filter(claim__in=claims, fingerprint__in=fingerprints)
    }
    for one in computed:
        one.known = known.get((one.claim.pk, one.result.fingerprint))
    new = [one for one in computed if one.known is None]
    words = results_in_words([(one.inputs, one.result, one.parts, one.policy) for one in new])
    made = [_row(one, told) for one, told in zip(new, words, strict=True)]
    for one, row in zip(new, Assessment.objects.bulk_create(made), strict=True):
        one.known = row
    return [one.assessment for one in computed]


def _row(one: Computed, words: dict[str, object]) -> Assessment:
    result = one.result
    return Assessment(
        claim=one.claim,
        fingerprint=result.fingerprint,
        policy_version=result.policy_version,
        as_of=result.as_of,
        status=result.status,
        certainty=result.certainty or "",
        support=result.support,
        opposition=result.opposition,
        supporting_origins=result.support_origins,
        opposing_origins=result.opposition_origins,
        result={**result.to_json(), **words},
        # By the database's clock. Without an expression among the values Django would send each column as one
        # array, in which psycopg escapes JSON sign by sign: of a bulk that took as long as the rule itself.
        computed_at=Now(),
    )


def _point_to(computed: Sequence[Computed]) -> list[Computed]:
    """Notes which assessments hold now. Gives back those for which this is another than before."""
    held = CurrentAssessment.objects.filter(claim__in=[one.claim for one in computed])
    before = dict(held.values_list("claim_id", "assessment_id"))
    moved = [one for one in computed if before.get(one.claim.pk) != one.assessment.pk]
    now = timezone.now()
    CurrentAssessment.objects.bulk_create(
        [CurrentAssessment(claim=one.claim, assessment=one.assessment, since=now) for one in moved],
        update_conflicts=True,
        unique_fields=["claim"],
        update_fields=["assessment", "since"],
    )
    return moved


def _set_statuses(computed: Sequence[Computed]) -> None:
    """Statement by statement, one a status: there are few of them, however many claims."""
    by_status: dict[str, list[int]] = {}
    for one in computed:
        if one.changes_status:
            by_status.setdefault(one.assessment.status, []).append(one.claim.pk)
    up_to_date = {"assessed_version": models.F("inputs_version"), "due_because": []}
    for status, ids in sorted(by_status.items()):
        Claim.objects.filter(pk__in=ids).update(status=status, status_changed_at=timezone.now(), **up_to_date)
    same = [one.claim.pk for one in computed if not one.changes_status]
    if same:
        Claim.objects.filter(pk__in=same).update(**up_to_date)
