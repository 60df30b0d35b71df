"""What holds for every format."""

import hashlib
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from annotations.domain.rendering import LeftOut
from annotations.domain.vocabulary import ExportFormat
from annotations.exports import FORMATS
from tests.exports.hard import hard_documents, lines
from tests.exports.samples import PUBLICATION, a_document

STREAMED = sorted(set(FORMATS) - {ExportFormat.PDF, ExportFormat.BUNDLE})


def rendered(name: str, documents: list[bytes]) -> bytes:
    return b"".join(FORMATS[name].render(documents, PUBLICATION, LeftOut()))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_claims_give_the_same_bytes(name: str) -> None:
    documents = lines(*hard_documents())
    assert rendered(name, documents) == rendered(name, documents)


def test_and_do_so_in_another_process_with_other_hashes_of_texts() -> None:
    script = (
        "import django; django.setup()\nfrom tests.exports.test_every_format import digests\nprint(digests())"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "workbench.settings.tools", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str(digests())


def digests() -> list[str]:
    documents = lines(*hard_documents())
    return [hashlib.sha256(rendered(name, documents)).hexdigest() for name in sorted(FORMATS)]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_at_all_is_a_file_too(name: str) -> None:
    assert rendered(name, []) or name in (ExportFormat.NDJSON, ExportFormat.BIBTEX)


@pytest.mark.parametrize("name", STREAMED)
def test_memory_does_not_grow_with_the_claims(name: str) -> None:
    """Where each stands is held where they are put in order: far less than what they say."""
    document = lines(a_document())[0]
    few, many = peak(name, document, 300), peak(name, document, 600)
    assert many - few < 300 * 400 < 300 * len(document) / 3


def peak(name: str, document: bytes, count: int) -> int:
    """The most bytes that were held while so many claims were rendered and thrown away."""
    documents = Repeated(document, count)
    tracemalloc.start()
    for _ in FORMATS[name].render(documents, PUBLICATION, LeftOut()):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


class Repeated:
    """So many documents, that stand nowhere."""

    def __init__(self, document: bytes, count: int) -> None:
        self.document, self.count = document, count

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.count):
            yield self.document
