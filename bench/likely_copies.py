"""Finding what a new copy should be compared with, among twenty thousand that are nearly the same.

    python -m bench.run likely_copies [--sources 20000] [--keep]

Every source has nearly the same headline, and in the second run nearly the same text as well, as when a whole
region prints one agency. Told are the milliseconds on the clock, and those that this process and the database
computed, until the candidates for one more such copy are there.
"""

import argparse
import hashlib
import json
import statistics
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connection

from annotations.domain.copying import prints_of, read_text
from annotations.models import Capture, Publisher, Source, TextPrint, User
from annotations.queries.likely_copies import as_candidate, candidates_for
from bench.copying.stories import STORIES
from bench.recompute import computed_seconds

RESULTS = Path(__file__).with_name("LIKELY-COPIES.json")
PUBLISHERS: Final = 400
ROUNDS: Final = 7
AT_ONCE: Final = 2_000


def main(arguments: list[str]) -> None:
    """Fill, look, tell; with `--keep` write the results down beside this module."""
    reader = argparse.ArgumentParser(prog="python -m bench.run likely_copies")
    reader.add_argument("--sources", type=int, default=20_000)
    reader.add_argument("--keep", action="store_true", help="Write the results down.")
    wanted = reader.parse_args(arguments)
    person = User.objects.create(username="bench", display_name="Bench", role="administrator")
    publishers = Publisher.objects.bulk_create(
        Publisher(name=f"Gazette {number}", kind="newspaper", registered_by=person)
        for number in range(PUBLISHERS + 1)
    )
    told: dict[str, Any] = {"sources": wanted.sources}
    filled(wanted.sources, publishers[:-1], person)
    for name, text in {"headlines alone": "", "headlines and texts": a_text(wanted.sources)}.items():
        source = a_source(wanted.sources, publishers[-1], person)
        source.save()
        told[name] = looked(a_copy(source, text))
    print(json.dumps(told, indent=2))
    if wanted.keep:
        RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def looked(capture: Capture) -> dict[str, Any]:
    """What it takes to find the candidates for a new copy, and how many there are."""
    capture.save()
    clock, work, found = [], [], []
    for _ in range(ROUNDS):
        begun, before = time.perf_counter(), computed_seconds()
        found = [one.source.pk for one in candidates_for(as_candidate(capture, []), [])]
        clock.append(1000 * (time.perf_counter() - begun))
        work.append(1000 * (computed_seconds() - before))
    return {
        "median_ms": round(statistics.median(clock), 1),
        "computed_ms": round(statistics.median(work), 1),
        "candidates": len(found),
    }


def filled(sources: int, publishers: list[Publisher], person: User) -> None:
    """Sources within a month, each with a copy that shares nearly all its words with the others."""
    for first in range(0, sources, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, sources))
        rows = Source.objects.bulk_create(
            a_source(number, publishers[number % len(publishers)], person) for number in numbers
        )
        captures = Capture.objects.bulk_create(
            a_copy(row, a_text(number)) for number, row in zip(numbers, rows, strict=True)
        )
        TextPrint.objects.bulk_create(
            TextPrint(capture=capture, hashes=prints_of(read_text(capture.text))) for capture in captures
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def a_source(number: int, publisher: Publisher, person: User) -> Source:
    """One of many with nearly the same headline."""
    return Source(
        publisher=publisher,
        title=f"{STORIES[0].headline}: what is known at {number}",
        published_on=date(2024, 3, 4) + timedelta(days=number % 28),
        registered_by=person,
    )


def a_copy(source: Source, text: str) -> Capture:
    """A pasted copy; without words a summary, which has none of the source's own."""
    digest = hashlib.sha256(f"{source.pk} {text}".encode()).hexdigest()
    return Capture(
        source=source,
        text=text or "Somebody tells what it says.",
        is_summary=not text,
        blocks=[],
        text_sha256=digest,
        origin="paste",
        captured_by=source.registered_by,
    )


def a_text(number: int) -> str:
    """Agency copy with a sentence of one's own."""
    return "\n".join(
        [*STORIES[0].agency, *STORIES[1].agency, f"Our desk number {number} was told so on the quay."]
    )
