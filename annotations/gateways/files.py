"""The files of captures and exports, behind Django's storage API.

A file appears under its name complete or not at all: a reader never sees half a capture, and a process that
dies while writing leaves only a nameless temporary file. On a local disk the bytes go once to a temporary
file in the same folder, which then takes the name in one step. A remote storage (S3 and its like) has no
rename but makes an upload visible only when it is complete, so there the bytes are first gathered in a
temporary file of this machine.

Memory stays constant whatever the size: bytes pass in chunks, hashed and counted on the way.

Whatever goes wrong on the way to a remote storage is an `Unavailable` (`file-storage-unavailable`); nothing
changes then under a name.
"""

import hashlib
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import structlog
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.core.files.utils import validate_file_name

from annotations.domain.errors import NotFound, Refusal, Unavailable

CHUNK_BYTES = 64 * 1024
AWAY: Final = (
    "The place where files are kept does not answer just now. Nothing is lost; try again in some minutes."
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class StoredFile:
    """A file that was stored completely: its name, its size in bytes, and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


def save(name: str, chunks: Iterable[bytes], *, storage: Storage = default_storage) -> StoredFile:
    """Store `chunks` under `name` (a relative path with `/`), replacing a file that has it.

    If `chunks` raises, the error passes on and nothing changes under `name`. Raises Django's
    `SuspiciousFileOperation` for a name that leads out of the storage.
    """
    validate_file_name(name, allow_relative_path=True)
    counted = _Counted(chunks)
    if isinstance(storage, FileSystemStorage):
        _save_local(storage, name, counted)
    else:
        _save_remote(storage, name, counted)
    return StoredFile(name=name, size=counted.total, sha256=counted.digest.hexdigest())


def gathered(pieces: Iterable[bytes], size: int = CHUNK_BYTES) -> Iterator[bytes]:
    """The same bytes in pieces of at least `size`, so that a file is not written line by line."""
    kept, length = [], 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length >= size:
            yield b"".join(kept)
            kept, length = [], 0
    if kept:
        yield b"".join(kept)


def portion_of(name: str, start: int, length: int, *, storage: Storage = default_storage) -> Iterator[bytes]:
    """So many bytes of a file from a place on, in chunks. Raises `NotFound` before the first one."""
    stream = open_stream(name, storage=storage)
    return _read(stream, start, length)


def _read(stream: File, start: int, length: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        while length > 0 and (chunk := stream.read(min(CHUNK_BYTES, length))):
            length -= len(chunk)
            yield chunk


def open_stream(name: str, *, storage: Storage = default_storage) -> File:
    """Open for reading; use it in a `with` and read by `chunks()`. Raises `NotFound` when there is no such
    file.
    """
    try:
        with _reaching(storage):
            stream = storage.open(name, "rb")
            # A remote one brings its bytes with the first look at them: here, where a failure has a name.
            stream.seekable()
            return stream
    except FileNotFoundError as error:
        message = "The stored file is missing. Restore it from the backup, or capture the page again."
        raise NotFound(message, rule="stored-file-missing", details={"name": name}) from error


def delete(name: str, *, storage: Storage = default_storage) -> None:
    """Remove the file; nothing happens when there is none."""
    with _reaching(storage):
        storage.delete(name)


def exists(name: str, *, storage: Storage = default_storage) -> bool:
    """Whether a complete file has this name."""
    with _reaching(storage):
        return storage.exists(name)


@contextmanager
def _reaching(storage: Storage) -> Iterator[None]:
    """Each kind of remote storage fails in its own words. Those of a disk are everybody's, and stay."""
    try:
        yield
    except (FileNotFoundError, SuspiciousOperation, Refusal):
        raise
    except Exception as failure:
        if isinstance(storage, FileSystemStorage):
            raise
        log.warning("file_storage_unavailable", reason=str(failure))
        raise Unavailable(AWAY, rule="file-storage-unavailable") from failure


class _Counted(File):
    """Chunks in the shape that storages write from, hashed and counted as they pass."""

    def __init__(self, source: Iterable[bytes]) -> None:
        super().__init__(None)
        self.source = source
        self.digest = hashlib.sha256()
        self.total = 0

    def chunks(self, chunk_size: Any = None) -> Iterator[bytes]:
        """Each chunk once."""
        for chunk in self.source:
            self.digest.update(chunk)
            self.total += len(chunk)
            yield chunk


def _save_local(storage: FileSystemStorage, name: str, counted: _Counted) -> None:
    target = Path(storage.path(name))
    temporary = str(PurePosixPath(name).parent / f".incoming-{uuid.uuid4().hex}")
    try:
        storage.save(temporary, counted)
        _flush_to_disk(Path(storage.path(temporary)))
        os.replace(storage.path(temporary), target)
    except BaseException:
        storage.delete(temporary)
        raise


def _flush_to_disk(path: Path) -> None:
    """Before the name points to it: after a power cut a file may have its name and yet be empty."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _save_remote(storage: Storage, name: str, counted: _Counted) -> None:
    with tempfile.TemporaryFile() as gathered:
        for chunk in counted.chunks():
            gathered.write(chunk)
        gathered.seek(0)
        with _reaching(storage):
            if not getattr(storage, "file_overwrite", False):
                # Else it takes another name. One that overwrites keeps the old file until the new is whole.
                storage.delete(name)
            storage.save(name, File(gathered, name=name))
