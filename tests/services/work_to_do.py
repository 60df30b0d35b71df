"""Work for a worker to do, made in a process of its own that lives as long as a web server: `serve`."""

import json
import sys
from collections.abc import Callable
from uuid import uuid4

from django.db import connection

from annotations.actions.articles import add_revision
from annotations.actions.claim_sets import create_claim_set
from annotations.actions.exports import request_export
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin
from annotations.models import ClaimSet
from tests.factories import a_claim, a_publisher, a_source, an_article, some_evidence, the_administrator
from tests.marks import claims_on


def ask(claims: int, exports: int) -> dict[str, object]:
    """Makes claims that are due and asks for exports of all claims: the ids of both."""
    person = the_administrator()
    claim_set = ClaimSet.objects.first() or create_claim_set(name="All", criteria={}, actor=person)
    source = a_source(publisher=a_publisher())
    made = [some_evidence(claim=a_claim(), source=source).claim_id for _ in range(claims)]
    asked = [
        request_export(claim_set_id=claim_set.pk, format="ndjson", include_unsigned=True, actor=person).pk
        for _ in range(exports)
    ]
    return {"claims": made, "exports": asked}


def revise(highlights: int) -> dict[str, object]:
    """Makes an article with so many highlights and gives it another text: its id and the claims'."""
    person, token = the_administrator(), uuid4().hex[:8]
    sentences = [f"Boat number {number} of fleet {token} left at dawn." for number in range(highlights)]
    article = an_article(text="\n\n".join(sentences))
    revision = article.revisions.get()
    spans = [(block["start"], block["end"]) for block in revision.blocks]
    claims = claims_on(revision, spans, person)
    text = "\n\n".join(["A line came first.", *sentences[1:]])
    add_revision(article_id=article.pk, canonical=from_plain(text), origin=Origin.PASTE, actor=person)
    return {"article": article.pk, "claims": [claim.pk for claim in claims]}


MADE: dict[str, Callable[..., dict[str, object]]] = {"ask": ask, "revise": revise}


def serve() -> None:
    """Answers each line of the input, the name of something to make and its numbers, by a line of JSON."""
    for line in sys.stdin:
        name, numbers = json.loads(line)
        print(json.dumps(MADE[name](**numbers)), flush=True)
        # The database may be another one by the next line.
        connection.close()
