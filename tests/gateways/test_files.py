"""Files appear whole or not at all, with their true digest, on a disk and on a storage without paths."""

import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage

from annotations.domain.errors import NotFound
from annotations.gateways.files import StoredFile, delete, exists, open_stream, save

NAME = "captures/ab/page.bin"
HELLO = StoredFile(NAME, 11, hashlib.sha256(b"hello world").hexdigest())


@pytest.fixture(params=["with paths", "without paths"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return FileSystemStorage(tmp_path) if request.param == "with paths" else InMemoryStorage()


def content(storage: Storage) -> bytes:
    with open_stream(NAME, storage=storage) as stream:
        return b"".join(stream.chunks())


def files_below(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def broken_off() -> Iterator[bytes]:
    yield b"half a "
    raise ConnectionResetError("the sender went away")


def test_chunks_become_a_file_with_its_digest(storage: Storage) -> None:
    assert save(NAME, iter([b"hello", b"", b" world"]), storage=storage) == HELLO
    assert content(storage) == b"hello world"


def test_an_empty_file_is_a_file(storage: Storage) -> None:
    assert save(NAME, [], storage=storage) == StoredFile(NAME, 0, hashlib.sha256().hexdigest())
    assert (exists(NAME, storage=storage), content(storage)) == (True, b"")


def test_saving_again_replaces(storage: Storage) -> None:
    save(NAME, [b"an older and longer page"], storage=storage)
    assert save(NAME, [b"hello world"], storage=storage) == HELLO
    assert content(storage) == b"hello world"


def test_a_broken_off_sender_leaves_nothing(storage: Storage) -> None:
    with pytest.raises(ConnectionResetError):
        save(NAME, broken_off(), storage=storage)
    assert not exists(NAME, storage=storage)


def test_a_broken_off_sender_leaves_the_older_file(storage: Storage) -> None:
    save(NAME, [b"hello world"], storage=storage)
    with pytest.raises(ConnectionResetError):
        save(NAME, broken_off(), storage=storage)
    assert content(storage) == b"hello world"


def test_only_the_named_file_remains_on_disk(tmp_path: Path) -> None:
    storage = FileSystemStorage(tmp_path)
    save(NAME, [b"hello world"], storage=storage)
    with pytest.raises(ConnectionResetError):
        save("captures/ab/other.bin", broken_off(), storage=storage)
    assert files_below(tmp_path) == [NAME]


def test_a_reader_never_sees_a_file_under_its_name_before_it_is_complete(tmp_path: Path) -> None:
    storage = FileSystemStorage(tmp_path)
    seen: list[bool] = []

    def watched() -> Iterator[bytes]:
        for chunk in (b"hello", b" world"):
            yield chunk
            seen.append(exists(NAME, storage=storage))

    assert save(NAME, watched(), storage=storage) == HELLO
    assert seen == [False, False]


def test_deleting_is_final_and_may_be_repeated(storage: Storage) -> None:
    save(NAME, [b"hello world"], storage=storage)
    delete(NAME, storage=storage)
    delete(NAME, storage=storage)
    assert not exists(NAME, storage=storage)


def test_a_missing_file_is_not_found(storage: Storage) -> None:
    with pytest.raises(NotFound) as refusal:
        open_stream(NAME, storage=storage)
    assert (refusal.value.rule, refusal.value.details) == ("stored-file-missing", {"name": NAME})


@pytest.mark.parametrize(
    "name", ["../page.bin", "captures/../../page.bin", "/etc/page.bin", "", "captures/.."]
)
def test_a_name_cannot_lead_outside(storage: Storage, name: str) -> None:
    with pytest.raises(SuspiciousFileOperation):
        save(name, [b"hello world"], storage=storage)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    chunk = bytes(64 * 1024)
    tracemalloc.start()
    try:
        stored = save(NAME, (chunk for _ in range(400)), storage=FileSystemStorage(tmp_path))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stored.size == 400 * len(chunk)
    assert peak < 2_000_000
