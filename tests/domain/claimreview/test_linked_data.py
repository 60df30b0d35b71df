"""What is written is JSON-LD: written out and put back together it is the same."""

import json
from typing import Any

import pytest

from annotations.domain.claimreview import claim_review_of
from annotations.domain.rendering import LeftOut
from annotations.exports import claimreview
from tests.domain.claimreview.linked_data import there_and_back
from tests.exports.samples import (
    PUBLICATION,
    a_document,
    a_layer,
    a_publication,
    a_publisher,
    an_overridden_document,
)

DOCUMENTS = [
    a_document(attribution=[a_layer(publisher=a_publisher(wikidata_id="Q42"), said_on="2020-09-28")]),
    a_document(publication=a_publication("It was nineteen, not ninety.", "And it was on Tuesday.")),
    an_overridden_document(),
    a_document(status="CONFLICTING"),
]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_review_expands_without_loss(document: dict[str, Any]) -> None:
    review = claim_review_of(document, PUBLICATION).review
    assert review is not None
    assert there_and_back(review) == review


def test_a_feed_expands_without_loss() -> None:
    withdrawn = a_document(id=9, publication={**a_publication("We were wrong."), "kind": "withdrawn"})
    rows = [json.dumps(document).encode() for document in (*DOCUMENTS[:1], withdrawn)]
    feed = json.loads(b"".join(claimreview.render(rows, PUBLICATION, LeftOut())))
    assert there_and_back(feed) == feed
