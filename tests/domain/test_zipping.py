"""ZIP archives that are given out while they are made."""

import io
from collections.abc import Iterator
from zipfile import ZipFile

from annotations.domain.zipping import PIECE, Archive, Entry


def written() -> Iterator[bytes]:
    archive = Archive()
    entry = yield from archive.add("a.txt", [b"one ", b"two"])
    assert entry == Entry("a.txt", 7, "8ab63e29a4ba14e4e1688f9c15e5af90895421358c945b0431f85d66977bd3d2")
    yield from archive.add("folder/b.pdf", [b"x" * PIECE, b"y" * PIECE])
    yield from archive.close()


def test_files_come_out_as_they_went_in_and_always_in_the_same_bytes() -> None:
    pieces = list(written())
    with ZipFile(io.BytesIO(b"".join(pieces))) as found:
        assert found.testzip() is None
        assert {name: found.read(name) for name in found.namelist()} == {
            "a.txt": b"one two",
            "folder/b.pdf": b"x" * PIECE + b"y" * PIECE,
        }
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(pieces) > 2
    assert pieces == list(written())
