"""Work for a worker to do, made in a process of its own by `manage.py shell -c`."""

import json
from uuid import uuid4

from celery import current_app

from annotations.actions.articles import add_revision
from annotations.actions.claim_sets import create_claim_set
from annotations.actions.exports import request_export
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import Origin
from annotations.models import Claim, ClaimSet, Highlight
from tests.factories import a_claim, a_publisher, a_source, an_article, some_evidence, the_administrator


def ask(claims: int, exports: int) -> None:
    """Makes claims that are due, asks for exports of all claims, and prints the ids of both."""
    person = the_administrator()
    claim_set = ClaimSet.objects.first() or create_claim_set(name="All", criteria={}, actor=person)
    # Each call is a process of its own, in which the numbered names begin again.
    source = a_source(publisher=a_publisher(name=f"The {uuid4()} Gazette"))
    made = [some_evidence(claim=a_claim(), source=source).claim_id for _ in range(claims)]
    asked = [
        request_export(claim_set_id=claim_set.pk, format="ndjson", include_unsigned=True, actor=person).pk
        for _ in range(exports)
    ]
    print(json.dumps({"claims": made, "exports": asked}))


def revise(highlights: int) -> None:
    """Makes an article with so many highlights, gives it another text, and prints its id and the claims'."""
    person, token = the_administrator(), uuid4().hex[:8]
    sentences = [f"Boat number {number} of fleet {token} left at dawn." for number in range(highlights)]
    article = an_article(text="\n\n".join(sentences))
    # All at once, and assessed already: this is not about making claims.
    claims = Claim.objects.bulk_create(
        Claim(text=sentence, type="event", created_by=person, assessed_version=1) for sentence in sentences
    )
    revision = article.revisions.get()
    Highlight.objects.bulk_create(
        Highlight(
            claim=claim,
            revision=revision,
            start=block["start"],
            end=block["end"],
            exact=claim.text,
            prefix=revision.text[max(0, block["start"] - 32) : block["start"]],
            suffix=revision.text[block["end"] : block["end"] + 32],
            block=block["id"],
            block_offset=0,
            made_by=person,
        )
        for claim, block in zip(claims, revision.blocks, strict=True)
    )
    text = "\n\n".join(["A line came first.", *sentences[1:]])
    add_revision(article_id=article.pk, canonical=from_plain(text), origin=Origin.PASTE, actor=person)
    print(json.dumps({"article": article.pk, "claims": [claim.pk for claim in claims]}))


def sweep() -> None:
    """What the timetable does every half a minute."""
    names = ("assessments", "exports", "reanchorings")
    for name in (f"annotations.sweep_{what}" for what in names):
        current_app.send_task(name)
