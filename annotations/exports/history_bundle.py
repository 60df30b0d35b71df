"""A history that anybody can check without this program: a ZIP with every event, the seals, and the script.

| file | what it is |
| --- | --- |
| `events.ndjson` | one event a line, in the order of stream and position |
| `seals.ndjson` | one seal a line, the first one first |
| `verify.py` | checks the two; needs nothing but Python |
| `README.txt` | how to run it |
| `SHA256SUMS` | the checksums of the files above, as `sha256sum --check` reads them |
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import IO, Any, Final

from annotations.domain.history import event_line, verifier
from annotations.domain.zipping import MEDIA_TYPE, Archive

__all__ = ["MEDIA_TYPE", "bundle_name", "bundle_parts", "write_bundle"]

README: Final = """The history of a Workbench, and the script that checks it.

    python verify.py

It recomputes every hash, names every row that was changed, left out, added or moved, and ends with 0 if
there is none. How the hashes are made is told at the top of the script.
"""

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
    files: dict[str, Iterable[bytes]] = {
        "events.ndjson": map(event_line, events),
        "seals.ndjson": map(event_line, seals),
        "verify.py": [verifier()],
        "README.txt": [README.encode()],
    }
    archive, listed = Archive(), ""
    for name, chunks in files.items():
        entry = yield from archive.add(name, chunks)
        listed += f"{entry.sha256}  {name}\n"
    yield from archive.add("SHA256SUMS", [listed.encode()])
    yield from archive.close()


class _Lines:
    """The events, counted on the way."""

    def __init__(self, events: Iterable[Row]) -> None:
        self.events, self.count = events, 0

    def __iter__(self) -> Iterator[Row]:
        for event in self.events:
            self.count += 1
            yield event
