"""Recomputing many typical claims (five pieces of evidence each) on one worker.

    python -m bench.run recompute [--claims 1000 3000 10000]

Every claim is due, as after a change of policy; one recomputation brings all of them up to date, in the
chunks and with the statements of the real job. Told are wall time, CPU time of this process, statements a
claim, how the time grows with the number of claims, and what one publisher's new grade costs.
"""

import argparse
import json
import time
from pathlib import Path

from django.db import connection, transaction

from annotations.actions.publishers import grade_publisher
from annotations.actions.recomputations import run_recomputation
from annotations.actions.recording import inputs_changed
from annotations.models import (
    Assessment,
    Claim,
    CurrentAssessment,
    Evidence,
    Publisher,
    Recomputation,
    User,
    Verdict,
)
from bench.synthetic import fill

RESULTS = Path(__file__).with_name("RECOMPUTE.json")


class Statements:
    """Counts what is sent to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        self.count += 1
        return execute(sql, params, many, context)


def recomputed(claim_ids: list[int]) -> dict[str, float | int]:
    """Marks these claims and has them recomputed; what it took."""
    with transaction.atomic():
        inputs_changed(claim_ids)
    row = Recomputation.objects.latest("pk")
    statements = Statements()
    wall, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(statements):
        run_recomputation(recomputation_id=row.pk)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert not Claim.objects.to_assess().exists()
    return {
        "claims": len(claim_ids),
        "seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "ms_a_claim": round(1000 * wall / len(claim_ids), 2),
        "cpu_ms_a_claim": round(1000 * cpu / len(claim_ids), 2),
        "statements_a_claim": round(statements.count / len(claim_ids), 3),
    }


def regraded() -> dict[str, float | int]:
    """One publisher gets another grade: how long the change itself takes, and the recomputation after it."""
    publisher = Publisher.objects.earliest("pk")
    actor = User.objects.earliest("pk")
    begun = time.perf_counter()
    grade_publisher(publisher_id=publisher.pk, grade="E", reason="Invented reports.", actor=actor)
    change = time.perf_counter() - begun
    row = Recomputation.objects.latest("pk")
    begun = time.perf_counter()
    run_recomputation(recomputation_id=row.pk)
    return {
        "claims": row.total,
        "change_seconds": round(change, 2),
        "seconds": round(time.perf_counter() - begun, 2),
    }


def with_real_assessments(claim_ids: list[int]) -> None:
    """Puts what the rule makes in the place of made-up assessments, and a signature under each."""
    Verdict.objects.all().delete()
    recomputed(claim_ids)
    reviewer = User.objects.earliest("pk")
    held = CurrentAssessment.objects.select_related("assessment").defer("assessment__result")
    Verdict.objects.bulk_create(
        [
            Verdict(
                claim_id=current.claim_id,
                assessment=current.assessment,
                status=current.assessment.status,
                reason="Four outlets with their own reporters agree.",
                reviewer=reviewer,
            )
            for current in held
        ],
        batch_size=1_000,
    )


def main(arguments: list[str]) -> None:
    """Measures and writes the results beside this module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--keep", action="store_true", help="Write the results down.")
    options = parser.parse_args(arguments)
    fill(max(options.claims))
    ids = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
    with_real_assessments(ids)
    rows: list[dict[str, float | int]] = []
    for claims in sorted(options.claims):
        # Other inputs with the same points, so that every claim gets a new assessment.
        Evidence.objects.filter(claim__in=ids[:claims]).update(credibility=str(1 + len(rows) % 3))
        rows.append(recomputed(ids[:claims]))
        print(rows[-1])
    result = {"recomputed": rows, "regraded": regraded(), "assessments": Assessment.objects.count()}
    print(result["regraded"])
    if options.keep:
        RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
