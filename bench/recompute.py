"""Recomputing many typical claims (five pieces of evidence each) on one worker.

    python -m bench.run recompute [--claims 1000 3000 10000] [--write]

Every claim is due, as after a change of policy; one recomputation brings all of them up to date, in the
chunks and with the statements of the real job, durably. Half of the claims are traced and come to a verdict;
nobody traced the evidence of the others, so that for each of them next steps are tried. Told are wall time,
which says as much about what else the machine does, CPU time of this process and of the database's process
for it, statements a claim, and what one publisher's new grade costs: every signature on it lapses.
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from annotations.actions.publishers import grade_publisher
from annotations.actions.recomputations import run_recomputation
from annotations.actions.recording import inputs_changed
from annotations.models import Claim, CurrentAssessment, Evidence, Publisher, Recomputation, User, Verdict
from bench.synthetic import fill

RESULTS = Path(__file__).with_name("RESULTS-recompute.md")
COLUMNS = ("claims", "wall, s", "worker CPU, s", "database CPU, s", "CPU a claim, ms", "statements a claim")
TEXT = """# Recomputing many claims

Written by `python -m bench.run recompute --write`, on {cores} cores that had {load} processes to run, which
is what wall time grows with. Typical claims of five links, all of them due, one worker.

{table}

Then one publisher was graded E, with {regraded_claims} claims behind it. The change itself took
{change:.2f} s; the recomputation after it, which ends signatures and writes history:

{regraded_table}
"""


class Statements:
    """Counts what is sent to the database."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def database_seconds() -> float:
    """CPU time so far of the database's process for this connection, which runs on this machine."""
    connection.ensure_connection()
    process = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(process.read_text(encoding="ascii").split()[0]) / 1e9


def computed_seconds() -> float:
    """CPU time so far of this process and of the database's for it, whatever else the machine does."""
    return time.process_time() + database_seconds()


def measured(work: Callable[[], Any], claims: int) -> tuple[str, ...]:
    """One line of the table."""
    statements = Statements()
    wall, cpu, database = time.perf_counter(), time.process_time(), database_seconds()
    with connection.execute_wrapper(statements):
        work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    database = database_seconds() - database
    each = (f"{1000 * (cpu + database) / claims:.2f}", f"{statements.count / claims:.3f}")
    row = (f"{claims:,}", f"{wall:.2f}", f"{cpu:.2f}", f"{database:.2f}", *each)
    print(dict(zip(COLUMNS, row, strict=True)), flush=True)
    return row


def recomputed(claim_ids: list[int]) -> tuple[str, ...]:
    """Marks these claims and has them recomputed; what it took."""
    with transaction.atomic():
        inputs_changed(claim_ids)
    row = Recomputation.objects.latest("pk")
    line = measured(lambda: run_recomputation(recomputation_id=row.pk), len(claim_ids))
    assert not Claim.objects.to_assess().exists()
    return line


def regraded() -> tuple[float, tuple[str, ...]]:
    """One publisher gets another grade: how long the change itself takes, and the recomputation after it."""
    publisher = Publisher.objects.earliest("pk")
    actor = User.objects.earliest("pk")
    begun = time.perf_counter()
    grade_publisher(publisher_id=publisher.pk, grade="E", reason="Invented reports.", actor=actor)
    change = time.perf_counter() - begun
    row = Recomputation.objects.latest("pk")
    return change, measured(lambda: run_recomputation(recomputation_id=row.pk), row.total)


def with_real_assessments(claim_ids: list[int]) -> None:
    """Puts what the rule makes in the place of made-up assessments, and a signature under each."""
    Verdict.objects.all().delete()
    Evidence.objects.filter(claim__in=claim_ids[::2]).update(sourcing="unexamined")
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
    with connection.cursor() as cursor:
        # As the database would do by itself after so many changes, and not in the middle of a measurement.
        cursor.execute("VACUUM ANALYZE")


def table(rows: list[tuple[str, ...]]) -> str:
    """Rows as a table of Markdown."""
    lines = [COLUMNS, ("---",) * len(COLUMNS), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(arguments: list[str]) -> None:
    """Measures, and writes the results beside this module when asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--write", action="store_true", help="Write the results down.")
    options = parser.parse_args(arguments)
    fill(max(options.claims))
    ids = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
    with_real_assessments(ids)
    rows = []
    for number, claims in enumerate(sorted(options.claims), start=1):
        # Other inputs with the same points, so that every claim gets a new assessment.
        Evidence.objects.filter(claim__in=ids[:claims]).update(credibility=str(number % 3 + 1))
        rows.append(recomputed(ids[:claims]))
    change, line = regraded()
    if options.write:
        text = TEXT.format(
            cores=os.cpu_count(),
            load=f"{os.getloadavg()[1]:.1f}",
            table=table(rows),
            regraded_claims=line[0],
            change=change,
            regraded_table=table([line]),
        )
        RESULTS.write_text(text, encoding="utf-8")
