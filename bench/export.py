"""Measures an export of claims with their evidence against what PostgreSQL itself needs for the same JSON.

    python -m bench.run export [--claims 10000] [--runs 5] [--format ndjson] [--write]

In one run it takes turns between two measurements:

*copy*: one `COPY` of the same documents, read and written to a file, and nothing else; *export*:
`run_export`, from the waiting row to the finished file with parts, checksum, manifest and events.

It prints the median seconds of both, their ratio, and by how much the resident memory of the process rose
during the exports above what it was before them. `--write` keeps the figures in `bench/EXPORT.json`, beside
those of other numbers of claims.
"""

import argparse
import ctypes
import gc
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from django.db import connection

from annotations.actions.changes import sequence_changes
from annotations.actions.claim_sets import create_claim_set
from annotations.actions.export_runs import run_export
from annotations.actions.exports import request_export
from annotations.exports import FORMATS
from annotations.models import ClaimSet, Export, User
from annotations.queries.export_rows import COPY
from bench.synthetic import fill

RESULT: Final = Path(__file__).with_name("EXPORT.json")


def main(arguments: list[str]) -> None:
    """Fill the database, warm up once, take turns, print."""
    wanted = options(arguments)
    fill(wanted.claims)
    while sequence_changes():
        pass
    person = User.objects.get()
    claim_set = create_claim_set(name="All", criteria={}, actor=person)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "copied.ndjson"
        _, _, first_growth = exported(claim_set, wanted.format, person)
        copied(target)
        copies, exports, grown = [], [], [first_growth]
        for _ in range(wanted.runs):
            export, seconds, growth = exported(claim_set, wanted.format, person)
            exports.append(seconds)
            grown.append(growth)
            copies.append(copied(target))
        figures = told(export, exports, copies, target.stat().st_size, max(grown))
    print(json.dumps(figures, indent=2))
    if wanted.write:
        keep(figures)


def options(arguments: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    reader = argparse.ArgumentParser(prog="python -m bench.run export")
    reader.add_argument("--claims", type=int, default=10_000)
    reader.add_argument("--runs", type=int, default=5)
    reader.add_argument("--format", default="ndjson", choices=tuple(FORMATS))
    reader.add_argument("--write", action="store_true", help="keep the figures in bench/EXPORT.json")
    return reader.parse_args(arguments)


def copied(target: Path) -> float:
    """Seconds for PostgreSQL's own COPY of the same documents to a file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM annotations_claim")
        claim_ids = cursor.fetchone()[0]
        begun = time.perf_counter()
        with target.open("wb") as file, cursor.copy(COPY, [0, claim_ids]) as copy:
            for row in copy:
                file.write(row)
        return time.perf_counter() - begun


def exported(claim_set: ClaimSet, format: str, person: User) -> tuple[Export, float, float]:
    """One finished export, its seconds, and by how many megabytes the process grew for it."""
    export = request_export(claim_set_id=claim_set.pk, format=format, actor=person)
    forget_peak_memory()
    before, begun = resident_megabytes("VmRSS"), time.perf_counter()
    finished = run_export(export_id=export.pk, formats=FORMATS)
    seconds = time.perf_counter() - begun
    assert finished is not None and finished.sha256, Export.objects.get(pk=export.pk).error
    return finished, seconds, resident_megabytes("VmHWM") - before


def resident_megabytes(field: str) -> float:
    """`VmRSS` (now) or `VmHWM` (the most so far) of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def forget_peak_memory() -> None:
    """Lets `VmHWM` begin again from what is in use now: what filling the database left behind could be used
    again unnoticed, so it is given back first.
    """
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")


def told(
    export: Export, exports: list[float], copies: list[float], copied_bytes: int, growth: float
) -> dict[str, Any]:
    """The figures: seconds, bytes, and megabytes of memory."""
    middle, middle_copy = statistics.median(exports), statistics.median(copies)
    return {
        "claims": export.claims_done,
        "format": export.format,
        "bytes": export.size,
        "export_seconds": [round(one, 2) for one in sorted(exports)],
        "copy_seconds": [round(one, 2) for one in sorted(copies)],
        "copied_bytes": copied_bytes,
        "ratio": round(middle / middle_copy, 2),
        "memory_growth_mb": round(growth, 1),
    }


def keep(figures: dict[str, Any]) -> None:
    """Puts the figures in the place of those of the same format and number of claims."""
    kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else []
    same = (figures["format"], figures["claims"])
    others = [one for one in kept if (one["format"], one["claims"]) != same]
    ordered = sorted([*others, figures], key=lambda one: (one["format"], one["claims"]))
    RESULT.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")
