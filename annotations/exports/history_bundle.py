"""A history that anybody can check without this program: a ZIP with every event, the seals, and the script.

| file | what it is |
| --- | --- |
| `events.ndjson` | one event a line, in the order of stream and position |
| `seals.ndjson` | one seal a line, the first one first |
| `verify.py` | checks the two; needs nothing but Python |
| `README.txt` | how to run it |
| `SHA256SUMS` | the checksums of the files above, as `sha256sum --check` reads them |
"""

import hashlib
import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from annotations.domain import history_check

MEDIA_TYPE: Final = "application/zip"
WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP can name: the same history gives the same bytes."""
README: Final = """The history of a Workbench, and the script that checks it.

    python verify.py

It recomputes every hash, names every row that was changed, left out, added or moved, and ends with 0 if
there is none. How the hashes are made is told at the top of the script.
"""

PIECE: Final = 64 * 1024
"""So many bytes are given out at once."""

Row = Mapping[str, Any]


def bundle_name(at: datetime) -> str:
    """What the file is called that is made at this moment."""
    return f"history-{at.astimezone(UTC):%Y-%m-%d}.zip"


def write_bundle(target: IO[bytes], events: Iterable[Row], seals: Iterable[Row]) -> int:
    """Writes the ZIP; gives back how many events it holds. Memory does not grow with them."""
    counted = _Lines(events)
    for part in bundle_parts(counted, seals):
        target.write(part)
    return counted.count


def bundle_parts(events: Iterable[Row], seals: Iterable[Row]) -> Iterator[bytes]:
    """The bytes of the ZIP, one after the other, to be sent while they are made."""
    sink = _Sink()
    files: dict[str, Iterable[bytes]] = {
        "events.ndjson": map(_line, events),
        "seals.ndjson": map(_line, seals),
        "verify.py": [Path(history_check.__file__).read_bytes()],
        "README.txt": [README.encode()],
    }
    sums: dict[str, str] = {}
    with ZipFile(sink, "w", ZIP_DEFLATED) as bundle:
        for name, chunks in files.items():
            sums[name] = yield from _written(bundle, sink, name, chunks)
        listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        yield from _written(bundle, sink, "SHA256SUMS", [listed.encode()])
    yield sink.taken()


class _Sink(RawIOBase):
    """Where the archive is written to, and taken from in pieces. It cannot be wound back, so the archive says
    behind each file how long it was.
    """

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """What was written since this was last asked."""
        taken, self.pieces, self.size = b"".join(self.pieces), [], 0
        return taken


class _Lines:
    """The events, counted on the way."""

    def __init__(self, events: Iterable[Row]) -> None:
        self.events, self.count = events, 0

    def __iter__(self) -> Iterator[Row]:
        for event in self.events:
            self.count += 1
            yield event


def _line(row: Row) -> bytes:
    return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _written(bundle: ZipFile, sink: _Sink, name: str, chunks: Iterable[bytes]) -> Generator[bytes, None, str]:
    """Adds a file, giving out what there is of the archive on the way; returns the file's SHA-256."""
    digest = hashlib.sha256()
    entry = ZipInfo(name, WHEN)
    entry.compress_type = ZIP_DEFLATED
    with bundle.open(entry, "w", force_zip64=True) as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
            if sink.size >= PIECE:
                yield sink.taken()
    return digest.hexdigest()
