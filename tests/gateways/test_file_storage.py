"""Where files are kept is a setting; what is kept there is the same. A server that speaks the protocol of S3
runs on this machine.
"""

import hashlib
import io
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage
from django.utils.module_loading import import_string

from annotations.domain.errors import NotFound, Unavailable
from annotations.gateways import files
from tests.services.live import free_port
from tests.services.waiting import wait_until
from workbench.storage import LOCAL, MEMORY_BYTES, file_storage

NAME = "captures/ab/page.bin"


@dataclass
class Server:
    """A process that keeps buckets, and its address."""

    address: str
    process: "subprocess.Popen[bytes]"

    def answers(self) -> bool:
        """Whether anybody listens there."""
        try:
            with urllib.request.urlopen(f"{self.address}/moto-api/", timeout=5):
                return True
        except OSError:
            return False

    def stop(self) -> None:
        """End it, and wait for that."""
        self.process.terminate()
        self.process.wait(60)

    def client(self) -> Any:
        """A way in beside the product's own."""
        keys = {"aws_access_key_id": "a key", "aws_secret_access_key": "a secret", "region_name": "eu-west-1"}
        return boto3.client("s3", endpoint_url=self.address, **keys)


def started(log: Path) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    server = Server(f"http://127.0.0.1:{port}", process)
    wait_until(server.answers, lambda: log.read_text(errors="replace"))
    return server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests of this file."""
    running = started(tmp_path_factory.mktemp("buckets") / "log")
    yield running
    running.stop()


class Bucket:
    """One bucket, seen from outside the product."""

    def __init__(self, server: Server) -> None:
        self.client = server.client()
        self.name = f"files-{hashlib.sha256(str(id(self)).encode()).hexdigest()[:12]}"
        self.client.create_bucket(
            Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )

    def objects(self) -> dict[str, bytes]:
        """What it holds, by name."""
        listed = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return {one["Key"]: self._content(one["Key"]) for one in listed}

    def _content(self, key: str) -> bytes:
        content: bytes = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        return content


@pytest.fixture
def bucket(server: Server, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """An empty bucket, and the settings that lead to it."""
    made = Bucket(server)
    lead_to(server.address, made.name, monkeypatch)
    return made


def lead_to(address: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_FILE_STORAGE", "s3")
    monkeypatch.setenv("WORKBENCH_BUCKET", name)
    monkeypatch.setenv("WORKBENCH_BUCKET_ENDPOINT", address)
    monkeypatch.setenv("WORKBENCH_BUCKET_REGION", "eu-west-1")
    monkeypatch.setenv("WORKBENCH_BUCKET_KEY", "a key")
    monkeypatch.setenv("WORKBENCH_BUCKET_SECRET", "a secret")
    monkeypatch.setenv("WORKBENCH_BUCKET_FOLDER", "workbench")


def chosen() -> Storage:
    storage = file_storage()
    made = import_string(storage["BACKEND"])(**storage.get("OPTIONS", {}))
    assert isinstance(made, Storage)
    return made


def test_files_lie_on_the_disk_where_nothing_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_FILE_STORAGE", raising=False)
    assert file_storage() == LOCAL


def test_a_bucket_keeps_the_same_files(bucket: Bucket) -> None:
    storage = chosen()
    stored = files.save(NAME, [b"hello", b" world"], storage=storage)
    assert stored == files.StoredFile(NAME, 11, hashlib.sha256(b"hello world").hexdigest())
    assert bucket.objects() == {f"workbench/{NAME}": b"hello world"}
    assert files.exists(NAME, storage=storage)
    with files.open_stream(NAME, storage=storage) as stream:
        assert b"".join(stream.chunks()) == b"hello world"
    files.save(NAME, [b"another"], storage=storage)
    assert bucket.objects() == {f"workbench/{NAME}": b"another"}
    files.delete(NAME, storage=storage)
    files.delete(NAME, storage=storage)
    assert (bucket.objects(), files.exists(NAME, storage=storage)) == ({}, False)


def test_any_bytes_come_back_also_many_and_from_the_middle(bucket: Bucket) -> None:
    storage = chosen()
    content = hashlib.shake_256(b"a large file").digest(12 * MEMORY_BYTES + 7)
    pieces = (content[at : at + files.CHUNK_BYTES] for at in range(0, len(content), files.CHUNK_BYTES))
    stored = files.save(NAME, pieces, storage=storage)
    assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    with files.open_stream(NAME, storage=storage) as stream:
        assert (stream.size, stream.read(5)) == (len(content), content[:5])
        stream.seek(9 * MEMORY_BYTES)
        assert stream.read(100) == content[9 * MEMORY_BYTES : 9 * MEMORY_BYTES + 100]
        stream.seek(-7, io.SEEK_END)
        assert stream.read() == content[-7:]
    with files.open_stream(NAME, storage=storage) as stream:
        assert b"".join(stream.chunks()) == content


def test_an_empty_file_is_a_file_there_too(bucket: Bucket) -> None:
    storage = chosen()
    files.save(NAME, [], storage=storage)
    with files.open_stream(NAME, storage=storage) as stream:
        assert (files.exists(NAME, storage=storage), stream.read()) == (True, b"")


def test_a_file_that_a_bucket_does_not_have_is_not_found(bucket: Bucket) -> None:
    with pytest.raises(NotFound) as refusal:
        files.open_stream(NAME, storage=chosen())
    assert refusal.value.rule == "stored-file-missing"


def test_half_a_file_never_reaches_a_bucket(bucket: Bucket) -> None:
    def broken_off() -> Iterator[bytes]:
        yield b"half a "
        raise ConnectionResetError("the sender went away")

    storage = chosen()
    files.save(NAME, [b"hello"], storage=storage)
    with pytest.raises(ConnectionResetError):
        files.save(NAME, broken_off(), storage=storage)
    assert bucket.objects() == {f"workbench/{NAME}": b"hello"}


def rules_of_failures(storage: Storage) -> set[str]:
    """What each way to the storage is refused with."""
    ways = (
        lambda: files.save(NAME, [b"hello"], storage=storage),
        lambda: files.open_stream(NAME, storage=storage),
        lambda: files.exists(NAME, storage=storage),
        lambda: files.delete(NAME, storage=storage),
    )
    found = set()
    for way in ways:
        with pytest.raises(Unavailable) as refusal:
            way()
        found.add(refusal.value.rule)
    return found


def test_a_server_that_is_down_is_named_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = started(tmp_path / "log")
    lead_to(own.address, Bucket(own).name, monkeypatch)
    storage = chosen()
    files.save(NAME, [b"hello"], storage=storage)
    own.stop()
    assert rules_of_failures(storage) == {"file-storage-unavailable"}


def test_a_bucket_that_is_not_there_is_named(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_BUCKET", "nobody-made-it")
    with pytest.raises(Unavailable) as refusal:
        files.save(NAME, [b"hello"], storage=chosen())
    assert refusal.value.rule == "file-storage-unavailable"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("WORKBENCH_FILE_STORAGE", "tape", "WORKBENCH_FILE_STORAGE is 'tape'; it must be one of disk, s3."),
        ("WORKBENCH_BUCKET", "", "The environment variable WORKBENCH_BUCKET is required and is not set."),
        (
            "WORKBENCH_BUCKET_SECRET",
            "",
            "WORKBENCH_BUCKET_KEY and WORKBENCH_BUCKET_SECRET belong together: set both.",
        ),
    ],
)
def test_a_setting_that_makes_no_sense_says_so(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as problem:
        file_storage()
    assert str(problem.value) == says


def test_the_settings_take_it_over(bucket: Bucket) -> None:
    show = "from workbench.settings import tools; print(tools.STORAGES['default']['BACKEND'])"
    shown = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "storages.backends.s3.S3Storage"
