"""Previewing a change of the register before it is made, and asking what rests on a publisher.

    python -m bench.run impact [--claims 2000 20000] [--keep]

One publisher stands behind all the claims of a preview, each with five pieces of evidence and a signature.
Told are wall time and CPU time of the preview, how it grows, and the statements it takes; and how long it
takes to count what rests on the publisher, and to read the first page of it.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from annotations.domain.verification.register_changes import Regraded, StateChanged
from annotations.models import Claim, Evidence, Publisher, Source, User
from annotations.queries.impact import impact_of
from annotations.queries.resting import RestingFilter, Thing, resting_claims, resting_on
from bench.recompute import Statements, with_real_assessments
from bench.synthetic import fill

RESULTS = Path(__file__).with_name("IMPACT.json")
REPEATED = 3


def measured(deed: Callable[[], Any]) -> tuple[Any, dict[str, float | int]]:
    """What the deed gives back, and what it took: the best of a few runs."""
    runs = []
    for _ in range(REPEATED):
        statements = Statements()
        wall, cpu = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(statements):
            found = deed()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        runs.append({"seconds": round(wall, 3), "cpu_seconds": round(cpu, 3), "statements": statements.count})
    return found, min(runs, key=lambda run: run["seconds"])


def behind_one_publisher(claims: int) -> Publisher:
    """A publisher with all that speaks for each of so many claims, four of five pieces: without it their
    statuses fall.
    """
    person = User.objects.earliest("pk")
    publisher = Publisher.objects.create(name=f"Behind {claims}", kind="newspaper", registered_by=person)
    source = Source.objects.create(publisher=publisher, title=f"Behind {claims}", registered_by=person)
    ids = Claim.objects.order_by("pk").values_list("pk", flat=True)[:claims]
    Evidence.objects.filter(claim__in=list(ids), start__lt=5).update(source=source)
    return publisher


def previews(publisher: Publisher, claims: int) -> list[dict[str, Any]]:
    """A regrade and a retraction, each of which concerns all these claims."""
    source = Source.objects.get(publisher=publisher)
    rows = []
    for name, change in {
        "regrade": Regraded(publisher.pk, "E"),
        "retraction": StateChanged(source.pk, "retracted"),
    }.items():
        impact, took = measured(lambda change=change: impact_of(change))  # type: ignore[misc]
        assert impact.total == claims
        rows.append({"change": name, "claims": claims, "moved": impact.moved, **took})
        print(rows[-1])
    return rows


def resting(publisher: Publisher) -> list[dict[str, Any]]:
    """The counts, and the first page of the list."""
    asked = Thing("publisher", publisher.pk)
    person = User.objects.earliest("pk")
    counts, took = measured(lambda: resting_on(asked, person))
    _, page = measured(lambda: resting_claims(asked, RestingFilter(), 1, person))
    rows = [
        {"question": "counts", "claims": counts.claims, **took},
        {"question": "first page", "claims": counts.claims, **page},
    ]
    print(*rows, sep="\n")
    return rows


def main(arguments: list[str]) -> None:
    """Measures and writes the results beside this module."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, nargs="+", default=[500, 2_000])
    parser.add_argument("--keep", action="store_true", help="Write the results down.")
    options = parser.parse_args(arguments)
    fill(max(options.claims))
    found: dict[str, list[Any]] = {"previews": [], "resting": []}
    for claims in sorted(options.claims):
        publisher = behind_one_publisher(claims)
        with_real_assessments(list(Claim.objects.order_by("pk").values_list("pk", flat=True)))
        found["previews"] += previews(publisher, claims)
        found["resting"] += resting(publisher)
    if options.keep:
        RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
