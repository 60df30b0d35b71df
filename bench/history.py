"""How long checking a long history takes, and how much memory.

    python -m bench.run history [--events 1000000] [--write]

The events are made beforehand, hashed as the actions hash them and copied into the table; what is measured is
the check itself, as the command does it, and as the standalone script does it over the bundle.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

from django.db import connection

from annotations.actions.history import seal_history
from annotations.domain.history import content_sha256
from annotations.domain.history_check import START, sha256
from annotations.exports.history_bundle import write_bundle
from annotations.queries.history import check_stored_history, rows_to_hand_out, seal_rows

PER_STREAM = 8
BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
RESULT = Path(__file__).parent / "HISTORY.json"
COPY = """
    COPY annotations_event (stream, position, verb, subject_type, subject_id, before, after, note, request_id,
    at, recorded_at, content_sha256, previous_hash, chain_hash, transaction_id) FROM STDIN
"""


def main(arguments: list[str]) -> None:
    """Make, check, hand out, check again; print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.run history")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/HISTORY.json")
    options = parser.parse_args(arguments)
    fill(options.events)
    figures = measure()
    print(json.dumps(figures, indent=2))
    if options.write:
        RESULT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def fill(count: int) -> None:
    """So many events, in streams of eight."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(COPY) as copy:  # type: ignore[attr-defined]
            for row in rows(count):
                copy.write_row(row)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE annotations_event")


def rows(count: int) -> Iterator[tuple[object, ...]]:
    """The columns of `COPY`."""
    previous = START
    for number in range(count):
        position = number % PER_STREAM + 1
        previous = START if position == 1 else previous
        stream = f"claim:{number // PER_STREAM + 1}"
        at = BEGUN + timedelta(seconds=number)
        before = {"status": "NOT_ENOUGH_EVIDENCE", "support": 0}
        after = {"status": "SUPPORTED", "support": 100 + position, "text": f"Crossing {number} was late."}
        content = content_sha256(
            stream=stream,
            verb="status.changed",
            subject=stream,
            actor_id=None,
            before=before,
            after=after,
            note="",
            at=at,
        )
        chained = sha256(previous + content)
        subject = number // PER_STREAM + 1
        said = (json.dumps(before), json.dumps(after), "", "", at, at, content, previous, chained, 1)
        yield (stream, position, "status.changed", "claim", subject, *said)
        previous = chained


def measure() -> dict[str, float]:
    """Seconds and megabytes."""
    sealing = timed(seal_history)
    before = peak()
    started = time.perf_counter()
    checked = check_stored_history()
    checking, grown = time.perf_counter() - started, peak() - before
    assert checked.is_whole, checked.findings[:3]
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "history.zip"
        with bundle.open("wb") as target:
            writing = timed(lambda: write_bundle(target, rows_to_hand_out(), seal_rows()))
        size = bundle.stat().st_size
        with ZipFile(bundle) as zipped:
            zipped.extractall(folder)
        script = timed(lambda: subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, check=True))
    return {
        "events": checked.events,
        "streams": checked.streams,
        "seal seconds": round(sealing, 1),
        "check seconds": round(checking, 1),
        "check memory growth MB": round(grown),
        "bundle seconds": round(writing, 1),
        "bundle MB": round(size / 1e6),
        "script seconds": round(script, 1),
    }


def timed(work: object) -> float:
    """How many seconds it takes."""
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


def peak() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
