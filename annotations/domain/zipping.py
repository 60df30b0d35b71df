"""ZIP archives that are given out while they are made: the same files give the same bytes."""

import hashlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from io import RawIOBase
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MEDIA_TYPE: Final = "application/zip"
WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP can name stands at every file."""
PIECE: Final = 64 * 1024
"""So many bytes are given out at once."""
_PACKED: Final = (".pdf", ".xlsx", ".zip")
"""Files that are compressed within: doing it again costs time and saves nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in an archive, with its size in bytes and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


class Archive:
    """An archive under way. What `add` and `close` yield, one after the other, is its bytes."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = ZipFile(self._sink, "w", ZIP_DEFLATED)

    def add(self, name: str, chunks: Iterable[bytes]) -> Generator[bytes, None, Entry]:
        """Adds a file, giving out what there is of the archive on the way; returns what was added."""
        digest, size = hashlib.sha256(), 0
        entry = ZipInfo(name, WHEN)
        entry.compress_type = ZIP_STORED if name.endswith(_PACKED) else ZIP_DEFLATED
        with self._zip.open(entry, "w", force_zip64=True) as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
                if self._sink.size >= PIECE:
                    yield self._sink.taken()
        return Entry(name, size, digest.hexdigest())

    def close(self) -> Iterator[bytes]:
        """The rest of the archive: its list of files."""
        self._zip.close()
        yield self._sink.taken()


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
