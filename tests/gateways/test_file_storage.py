"""Where files are kept is a setting; what is kept there is the same."""

import hashlib
import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage
from django.utils.module_loading import import_string

from annotations.domain.errors import NotFound
from annotations.gateways import files
from workbench.storage import LOCAL, file_storage

NAME = "captures/ab/page.bin"


class Bucket(BaseHTTPRequestHandler):
    """As much of the protocol of S3 as files need: put, get, ask and delete whole objects."""

    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes]

    def do_PUT(self) -> None:
        """Keep an object, also one that comes in signed chunks."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in (self.headers.get("Content-Encoding") or ""):
            content = b"".join(_chunks(content))
        self.objects[self.path.partition("?")[0]] = content
        self.answer(200)

    def do_GET(self) -> None:
        """Hand an object out."""
        self.answer(200 if self.kept is not None else 404, self.kept or b"")

    def do_HEAD(self) -> None:
        """Say whether there is one."""
        self.answer(200 if self.kept is not None else 404, self.kept or b"", is_head=True)

    def do_DELETE(self) -> None:
        """Drop it, if there."""
        self.objects.pop(self.path.partition("?")[0], None)
        self.answer(204)

    @property
    def kept(self) -> bytes | None:
        """The object that is asked for."""
        return self.objects.get(self.path.partition("?")[0])

    def answer(self, status: int, body: bytes = b"", *, is_head: bool = False) -> None:
        """A whole answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Fri, 01 Mar 2024 10:00:00 GMT")
        self.send_header("ETag", f'"{hashlib.md5(body).hexdigest()}"')
        self.end_headers()
        if not is_head:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing of it."""


def _chunks(content: bytes) -> Iterator[bytes]:
    stream = io.BytesIO(content)
    while size := int(stream.readline().split(b";")[0], 16):
        yield stream.read(size)
        stream.readline()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """A bucket on this machine, and the settings that lead to it."""
    Bucket.objects = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("WORKBENCH_FILE_STORAGE", "s3")
    monkeypatch.setenv("WORKBENCH_BUCKET", "files")
    monkeypatch.setenv("WORKBENCH_BUCKET_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("WORKBENCH_BUCKET_REGION", "here")
    monkeypatch.setenv("WORKBENCH_BUCKET_KEY", "a key")
    monkeypatch.setenv("WORKBENCH_BUCKET_SECRET", "a secret")
    monkeypatch.setenv("WORKBENCH_BUCKET_FOLDER", "workbench")
    yield Bucket.objects
    server.shutdown()
    server.server_close()


def chosen() -> Storage:
    storage = file_storage()
    made = import_string(storage["BACKEND"])(**storage.get("OPTIONS", {}))
    assert isinstance(made, Storage)
    return made


def test_files_lie_on_the_disk_where_nothing_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_FILE_STORAGE", raising=False)
    assert file_storage() == LOCAL


def test_a_bucket_keeps_the_same_files(bucket: dict[str, bytes]) -> None:
    storage = chosen()
    stored = files.save(NAME, [b"hello", b" world"], storage=storage)
    assert stored == files.StoredFile(NAME, 11, hashlib.sha256(b"hello world").hexdigest())
    assert bucket == {f"/files/workbench/{NAME}": b"hello world"}
    assert files.exists(NAME, storage=storage)
    with files.open_stream(NAME, storage=storage) as stream:
        assert b"".join(stream.chunks()) == b"hello world"
    files.save(NAME, [b"another"], storage=storage)
    assert bucket == {f"/files/workbench/{NAME}": b"another"}
    files.delete(NAME, storage=storage)
    assert (bucket, files.exists(NAME, storage=storage)) == ({}, False)


def test_a_file_that_a_bucket_does_not_have_is_not_found(bucket: dict[str, bytes]) -> None:
    with pytest.raises(NotFound) as refusal:
        files.open_stream(NAME, storage=chosen())
    assert refusal.value.rule == "stored-file-missing"


def test_half_a_file_never_reaches_a_bucket(bucket: dict[str, bytes]) -> None:
    def broken_off() -> Iterator[bytes]:
        yield b"half a "
        raise ConnectionResetError("the sender went away")

    storage = chosen()
    files.save(NAME, [b"hello"], storage=storage)
    with pytest.raises(ConnectionResetError):
        files.save(NAME, broken_off(), storage=storage)
    assert bucket == {f"/files/workbench/{NAME}": b"hello"}


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
    bucket: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as problem:
        file_storage()
    assert str(problem.value) == says


def test_the_settings_take_it_over(bucket: dict[str, bytes]) -> None:
    show = "from workbench.settings import tools; print(tools.STORAGES['default']['BACKEND'])"
    shown = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "storages.backends.s3.S3Storage"
