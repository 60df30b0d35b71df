"""Reading a large file into the register: the dry run, carrying it out, and reading the same file again.

    python -m bench.run register_imports [--rows 100000] [--keep]

Told for each of the three are the seconds, those of them that this process and the database computed, how
much more of these the last tenth of the rows takes than the first (1 is linear), the most statements a batch
takes, and by how much the process grew. Every hundredth row is wrong, and in the second half of the file
every fiftieth repeats a row of the first.
"""

import argparse
import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db import connection

from annotations.actions.register_imports import (
    carry_out_import,
    request_register_import,
    run_register_import,
)
from annotations.models import Publisher, RegisterImport, Source, User
from bench.recompute import computed_seconds

RESULTS = Path(__file__).with_name("REGISTER-IMPORTS.json")
PUBLISHERS: Final = 200
COLUMNS: Final = "title,publisher,url,published_on,language,doi,tags,note"
PROGRESS: Final = 'UPDATE "annotations_registerimport" SET'
KIB_OF_MIB: Final = 1024


@dataclass
class Batches:
    """What every batch took, seen from the statements: each ends with one that writes its progress down."""

    statements: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    resident: list[int] = field(default_factory=list)
    count: int = 0
    since: float = field(default_factory=computed_seconds)

    def __call__(self, execute: Callable[..., Any], sql: str, *further: Any) -> Any:
        self.count += 1
        answer = execute(sql, *further)
        if sql.startswith(PROGRESS) and '"rows_done"' in sql:
            now = computed_seconds()
            self.statements.append(self.count)
            self.seconds.append(now - self.since)
            self.resident.append(resident_kib())
            self.count, self.since = 0, now
        return answer

    @property
    def last_to_first_tenth(self) -> float:
        """How many times as long the last tenth took as the first."""
        tenth = max(len(self.seconds) // 10, 1)
        return sum(self.seconds[-tenth:]) / sum(self.seconds[:tenth])


def main(arguments: list[str]) -> None:
    """Read, tell; with `--keep` write the results down beside this module."""
    reader = argparse.ArgumentParser(prog="python -m bench.run register_imports")
    reader.add_argument("--rows", type=int, default=100_000)
    reader.add_argument("--keep", action="store_true", help="Write the results down.")
    wanted = reader.parse_args(arguments)
    person = User.objects.create(username="bench", display_name="Bench", role="administrator")
    Publisher.objects.bulk_create(
        Publisher(name=f"Gazette {number}", kind="newspaper", registered_by=person)
        for number in range(PUBLISHERS)
    )
    content = a_file(wanted.rows)
    rows = {"dry run": asked_and_run(content, person)}
    rows["carried out"] = carried_out(person)
    rows["the same file again"] = asked_and_run(content, person)
    told = {"rows": wanted.rows, "bytes": len(content), "sources": Source.objects.count(), "runs": rows}
    print(json.dumps(told, indent=2))
    if wanted.keep:
        RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def asked_and_run(content: bytes, person: User) -> dict[str, Any]:
    """The file is brought and tried."""
    begun = time.perf_counter()
    row = request_register_import(
        noun="sources", stream=io.BytesIO(content), file_name="list.csv", actor=person
    )
    return {"seconds_to_accept": round(time.perf_counter() - begun, 2), **measured(row)}


def carried_out(person: User) -> dict[str, Any]:
    """The file that was tried is carried out."""
    return measured(carry_out_import(import_id=RegisterImport.objects.latest("pk").pk, actor=person))


def measured(row: RegisterImport) -> dict[str, Any]:
    """What it took to work through the rows of an import."""
    batches, before = Batches(), resident_kib()
    begun = time.perf_counter()
    with connection.execute_wrapper(batches):
        done = run_register_import(import_id=row.pk)
    seconds = time.perf_counter() - begun
    assert done is not None and done.state == "done", done and done.problem
    return {
        "seconds": round(seconds, 1),
        "computed_seconds": round(sum(batches.seconds), 1),
        "rows_a_second": round(done.rows_done / seconds),
        "last_to_first_tenth": round(batches.last_to_first_tenth, 2),
        "most_statements_a_batch": max(batches.statements),
        "grew_mib": round((max(batches.resident) - before) / KIB_OF_MIB, 1),
        "resident_mib": round(max(batches.resident) / KIB_OF_MIB, 1),
        "counts": done.counts,
    }


def a_file(rows: int) -> bytes:
    """Rows with an address, every third with a DOI."""
    return "\n".join([COLUMNS, *(a_row(number, rows) for number in range(rows))]).encode()


def a_row(number: int, rows: int) -> str:
    """One row: every hundredth is wrong, and every fiftieth of the second half has the address of another."""
    repeats = number - rows // 2 if number > rows // 2 and number % 50 == 25 else number
    day = "31.3.2024" if number % 100 == 0 else f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
    doi = f"10.1000/{number}" if number % 3 == 0 else ""
    return (
        f"Northbank council rejects harbour plan {number},Gazette {number % PUBLISHERS},"
        f"https://news-{repeats % 400}.example/{repeats}?utm_source=feed,{day},en,{doi},"
        f'"ferry, port",Filed under {number}.'
    )


def resident_kib() -> int:
    """The memory this process holds at this moment."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])
