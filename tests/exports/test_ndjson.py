"""NDJSON."""

from annotations.domain.rendering import LeftOut, Publication
from annotations.exports import ndjson


def test_the_lines_are_the_documents() -> None:
    documents = [b'{"id":1}\n', b'{"id":2}\n']
    left_out = LeftOut()
    assert (
        list(ndjson.render(documents, Publication("The Checkers", "https://x.example"), left_out))
        == documents
    )
    assert left_out.counts == {}
