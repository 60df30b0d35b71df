"""ClaimReview: a schema.org data feed of verdicts, for those who read fact-checks as data.

Each review is the one that its page carries and the API gives. What cannot be published cleanly is left out,
counted, and named in the manifest with the reason or the rule. Of a check that was withdrawn from readers the
feed keeps the place, with the day.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotations.domain.claimreview import CONTEXT, check_address, claim_review_of
from annotations.domain.claimreview.told import told_of
from annotations.domain.rendering import Format, LeftOut, Publication


def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """One data feed, element by element."""
    head = {"@context": CONTEXT, "@type": "DataFeed", "name": f"Fact-checks of {publication.organisation}"}
    yield f'{_json(head)[:-1]}, "dataFeedElement": ['.encode()
    separator = "\n"
    for document in documents:
        element = _element(json.loads(document), publication, left_out)
        if element is not None:
            yield f"{separator}{_json(element)}".encode()
            separator = ",\n"
    yield b"\n]}\n"


def _element(claim: Mapping[str, Any], publication: Publication, left_out: LeftOut) -> dict[str, Any] | None:
    written = claim_review_of(claim, publication)
    if written.review is None:
        left_out.add(written.why_not, claim["id"])
        return _tombstone(claim, publication)
    review = {name: value for name, value in written.review.items() if name != "@context"}
    return {
        "@type": "DataFeedItem",
        "dateCreated": review["datePublished"],
        "dateModified": review["dateModified"],
        "item": [review],
    }


def _tombstone(claim: Mapping[str, Any], publication: Publication) -> dict[str, Any] | None:
    """The place of a check that readers are told is withdrawn."""
    told = told_of(claim)
    if told is None or not told.is_withdrawn:
        return None
    item = {"@type": "CreativeWork", "url": check_address(claim["id"], publication.address)}
    return {"@type": "DataFeedItem", "dateDeleted": told.last_at, "item": [item]}


def _json(value: Any) -> str:
    # A page may carry the feed in a script element, which "<" could end.
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


FORMAT = Format(media_type="application/ld+json", suffix=".jsonld", render=render, tells_withdrawals=True)
