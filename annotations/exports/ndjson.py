"""NDJSON: one self-contained claim a line, with everything its status rests on."""

from collections.abc import Iterable, Iterator

from annotations.domain.rendering import Format, LeftOut, Publication


def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The documents as they are: the database has made the lines already."""
    yield from documents


FORMAT = Format(media_type="application/x-ndjson", suffix=".ndjson", render=render)
