"""Checks a history for rows that were changed, left out, added or moved.

Every event belongs to a stream and carries the hash of the one before it there:

    content_sha256 = sha256(canonical JSON of what the event says)
    chain_hash     = sha256(chain_hash of the one before, or 64 zeros || content_sha256)

A *seal* keeps where every stream had come to that went on since the seal before, so that what is missing at
its end is noticed too, however much was added afterwards:

    head         = sha256("stream:position:chain_hash") of the last event there, as 32 bytes
    heads_sha256 = sha256(the heads, in ascending order, one after the other)
    sha256       = sha256(sha256 of the seal before, or 64 zeros || heads_sha256)

Under no hash stand `id` and `recorded_at` of an event, which the database gives it, and `sealed_at` of a
seal. The seals count the events up to an `id`; a `recorded_at` far from `at`, or none where earlier events
have one, is named.

This file needs nothing but Python itself, since it goes along with every exported history:

    python verify.py [folder]

reads `events.ndjson` (in the order of stream and position) and `seals.ndjson` there, names every row that is
not as it was recorded, and ends with 1 if there is one. Rows marked `withheld` come without what they say,
because it would tell who a protected source is; that they are there, and in their place, is checked all the
same.
"""

import hashlib
import json
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

START: Final = "0" * 64
SAID: Final = ("stream", "verb", "subject", "actor", "before", "after", "note", "at")
"""What an event says: the fields under its content hash."""
TARDY_SECONDS: Final = 600
"""So far may the clock of the program be from that of the database."""

Row = Mapping[str, Any]


class Finding(NamedTuple):
    """One thing that is not as it should be. A `remark` breaks nothing: a clock that went back."""

    rule: str
    stream: str
    position: int
    words: str
    is_remark: bool = False


class Checked(NamedTuple):
    """What was looked at, and what was found."""

    events: int
    streams: int
    seals: int
    withheld: int
    findings: list[Finding]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, left out, added or moved."""
        return all(finding.is_remark for finding in self.findings)


def check_history(events: Iterable[Row], seals: Sequence[Row] = ()) -> Checked:
    """Checks events, in the order of stream and position, and the seals, in the order of their numbers.

    Time grows with the number of events; memory with the heads that the seals keep, 32 bytes each.
    """
    windows = _Windows(seals)
    undated = _Undated()
    findings: list[Finding] = []
    events_seen = streams_seen = withheld = 0
    for name, rows in groupby(events, key=itemgetter("stream")):
        stream = list(rows)
        events_seen, streams_seen = events_seen + len(stream), streams_seen + 1
        withheld += sum(row.get("withheld", False) for row in stream)
        findings.extend(check_stream(name, stream))
        windows.take(stream)
        undated.take(stream)
    findings.extend(undated.findings())
    return Checked(events_seen, streams_seen, len(seals), withheld, [*findings, *windows.findings()])


class _Windows:
    """What each seal covers: the events after the seal before it."""

    def __init__(self, seals: Sequence[Row]) -> None:
        self.seals = seals
        self.ends = [seal["last_event_id"] for seal in seals]
        self.counts = [0] * len(seals)
        self.heads: list[list[bytes]] = [[] for _ in seals]

    def take(self, stream: Sequence[Row]) -> None:
        """Note where a stream had come to at each seal under which it went on."""
        last: dict[int, Row] = {}
        for row in stream:
            number = bisect_left(self.ends, row["id"])
            if number < len(self.ends):
                self.counts[number] += 1
                last[number] = row
        for number, row in last.items():
            self.heads[number].append(head(row["stream"], row["position"], row["chain_hash"]))

    def findings(self) -> Iterator[Finding]:
        """What does not agree with the seals."""
        previous = START
        for number, seal in enumerate(self.seals, start=1):
            yield from _check_seal(seal, number, previous)
            yield from _check_heads(seal, self.counts[number - 1], self.heads[number - 1])
            previous = seal["sha256"]


class _Undated:
    """The latest event without a time at which it was written down, and the earliest with one."""

    def __init__(self) -> None:
        self.latest: Row | None = None
        self.earliest: Row | None = None

    def take(self, stream: Sequence[Row]) -> None:
        """Note which of these have one. Those of one stream came one after the other."""
        dated = next((row for row in stream if row.get("recorded_at")), None)
        undated = next((row for row in reversed(stream) if not row.get("recorded_at")), None)
        if dated and (self.earliest is None or dated["id"] < self.earliest["id"]):
            self.earliest = dated
        if undated and (self.latest is None or undated["id"] > self.latest["id"]):
            self.latest = undated

    def findings(self) -> Iterator[Finding]:
        """Since the database began to write it down, every event has one."""
        if self.latest is not None and self.earliest is not None and self.latest["id"] > self.earliest["id"]:
            name, position = self.latest["stream"], self.latest["position"]
            words = f"{name}, row {position}: when it was written is not said, though it is of earlier ones."
            yield Finding("undated", name, position, words)


def check_stream(name: str, rows: Sequence[Row]) -> Iterator[Finding]:
    """What is wrong with the events of one stream, in the order of their positions."""
    expected, previous, clock = 1, START, ""
    hashes = {row["chain_hash"] for row in rows}
    for row in rows:
        position = row["position"]
        if position > expected:
            yield Finding("missing", name, expected, _missing(name, expected, position - 1))
        elif position < expected:
            yield Finding("repeated", name, position, f"{name} has two rows with number {position}.")
        elif row["previous_hash"] != previous:
            yield _out_of_place(row, hashes)
        yield from _check_row(row)
        if clock and row["at"] < clock:
            words = f"{name}, row {position}: its time is before that of the row before it."
            yield Finding("clock-went-back", name, position, words, is_remark=True)
        expected, previous, clock = position + 1, row["chain_hash"], row["at"]


def _out_of_place(row: Row, hashes: set[str]) -> Finding:
    name, position = row["stream"], row["position"]
    if row["previous_hash"] in hashes or row["previous_hash"] == START:
        return Finding(
            "reordered", name, position, f"{name}, row {position}: it stood elsewhere in its stream."
        )
    words = f"{name}, row {position}: it does not follow the row before it."
    return Finding("unlinked", name, position, words)


def _check_row(row: Row) -> Iterator[Finding]:
    name, position = row["stream"], row["position"]
    if not row.get("withheld") and content_hash(row) != row["content_sha256"]:
        words = f"{name}, row {position}: what it says was changed."
        yield Finding("changed", name, position, words)
    if sha256(row["previous_hash"] + row["content_sha256"]) != row["chain_hash"]:
        yield Finding("changed", name, position, f"{name}, row {position}: its hashes were changed.")
    if row.get("recorded_at") and _seconds_between(row["at"], row["recorded_at"]) > TARDY_SECONDS:
        words = f"{name}, row {position}: it says {row['at']}, and was written at {row['recorded_at']}."
        yield Finding("backdated", name, position, words)


def _missing(name: str, first: int, last: int) -> str:
    return (
        f"{name}: row {first} is missing."
        if first == last
        else f"{name}: rows {first} to {last} are missing."
    )


def _check_seal(seal: Row, expected: int, previous: str) -> Iterator[Finding]:
    number = seal["number"]
    if number != expected or seal["previous_sha256"] != previous:
        yield Finding("seal-missing", "seals", number, f"Seal {number} does not follow seal {expected - 1}.")
    if sha256(seal["previous_sha256"] + seal["heads_sha256"]) != seal["sha256"]:
        yield Finding("seal-changed", "seals", number, f"Seal {number} was changed.")


def _check_heads(seal: Row, count: int, heads: list[bytes]) -> Iterator[Finding]:
    number = seal["number"]
    if (count, len(heads)) != (seal["events"], seal["streams"]):
        words = (
            f"Seal {number} covered {seal['events']:,} events in {seal['streams']:,} streams; "
            f"there are {count:,} in {len(heads):,} of that time."
        )
        yield Finding("seal-counts", "seals", number, words)
    elif heads_hash(heads) != seal["heads_sha256"]:
        words = f"The streams that seal {number} covered went on otherwise then."
        yield Finding("seal-heads", "seals", number, words)


def head(stream: str, position: int, chain_hash: str) -> bytes:
    """Where a stream had come to, in 32 bytes."""
    return hashlib.sha256(f"{stream}:{position}:{chain_hash}".encode()).digest()


def heads_hash(heads: Iterable[bytes]) -> str:
    """The hash over where these streams had come to, in lower-case hexadecimal."""
    together = hashlib.sha256()
    for one in sorted(heads):
        together.update(one)
    return together.hexdigest()


def content_hash(row: Row) -> str:
    """The hash over what an event says."""
    content = {name: row[name] for name in SAID}
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def sha256(text: str) -> str:
    """SHA-256 of a text as UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _seconds_between(one: str, other: str) -> float:
    return abs((datetime.fromisoformat(one) - datetime.fromisoformat(other)).total_seconds())


def _lines(path: Path) -> Iterator[Row]:
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def main(arguments: Sequence[str]) -> int:
    """Checks the history in a folder; prints what was found."""
    folder = Path(arguments[0] if arguments else ".")
    if not (folder / "events.ndjson").exists():
        print(f"There is no events.ndjson in {folder}.", file=sys.stderr)
        return 2
    found = check_history(_lines(folder / "events.ndjson"), list(_lines(folder / "seals.ndjson")))
    for finding in found.findings:
        print(f"{'remark' if finding.is_remark else 'BROKEN'}  {finding.words}")
    seals = "1 seal" if found.seals == 1 else f"{found.seals:,} seals"
    print(f"{found.events:,} events in {found.streams:,} streams, {seals}: ", end="")
    if found.withheld:
        print(f"{found.withheld:,} came without their words; ", end="")
    print("whole." if found.is_whole else "NOT as it was recorded.")
    return 0 if found.is_whole else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
