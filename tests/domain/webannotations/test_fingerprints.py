"""Fingerprints are those of the content: not of names, nor of the order of properties."""

from annotations.domain.webannotations import fingerprint
from tests.domain.webannotations.documents import annotation


def test_names_and_order_do_not_count() -> None:
    document = annotation(bodyValue="Später.")
    reversed_document = dict(reversed(document.items()))

    assert fingerprint(document) == fingerprint(reversed_document)
    assert (
        fingerprint(document)
        == fingerprint({**document, "id": "urn:x:2"})
        == fingerprint(annotation(id=None, bodyValue="Später."))
    )


def test_everything_else_counts() -> None:
    documents = [
        annotation(),
        annotation(bodyValue="Später."),
        annotation(bodyValue="später."),
        annotation(body=["a:b", "a:c"]),
        annotation(body=["a:c", "a:b"]),
        annotation(body={"id": "a:b"}),
    ]
    assert len({fingerprint(document) for document in documents}) == 6


def test_it_is_a_digest_of_plain_json() -> None:
    # sha256 of {"a":"é","b":[1,true,null]}
    assert fingerprint({"id": "urn:x:1", "b": [1, True, None], "a": "é"}) == (
        "170409917e32971e79e71df2c0a04cc84c3c089ef0c7c2a94dbde72cafebd52d"
    )
