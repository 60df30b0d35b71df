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
from collections.abc import Iterable, Mapping
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

Row = Mapping[str, Any]


def write_bundle(target: IO[bytes], events: Iterable[Row], seals: Iterable[Row]) -> int:
    """Writes the ZIP; gives back how many events it holds. Memory does not grow with them."""
    script = Path(history_check.__file__).read_bytes()
    with ZipFile(target, "w", ZIP_DEFLATED) as bundle:
        counted = _Lines(events)
        sums = {
            "events.ndjson": _write(bundle, "events.ndjson", counted),
            "seals.ndjson": _write(bundle, "seals.ndjson", map(_line, seals)),
            "verify.py": _write(bundle, "verify.py", [script]),
            "README.txt": _write(bundle, "README.txt", [README.encode()]),
        }
        listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        _write(bundle, "SHA256SUMS", [listed.encode()])
    return counted.count


class _Lines:
    """The events as lines, counted on the way."""

    def __init__(self, events: Iterable[Row]) -> None:
        self.events, self.count = events, 0

    def __iter__(self) -> Any:
        for event in self.events:
            self.count += 1
            yield _line(event)


def _line(row: Row) -> bytes:
    return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _write(bundle: ZipFile, name: str, chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    entry = ZipInfo(name, WHEN)
    entry.compress_type = ZIP_DEFLATED
    with bundle.open(entry, "w", force_zip64=True) as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
