"""One row a piece of evidence, with so much of its claim that the row can be read alone."""

from collections.abc import Iterator
from typing import Any, Final

from annotations.domain.claim_tables.columns import BETWEEN, Cell, Column, yes_or_no

EVIDENCE_COLUMNS: Final = (
    Column("id", "integer", "Number of the piece of evidence"),
    Column("claim_id", "integer", "Number of the claim that it bears on"),
    Column("claim", "string", "What is claimed, in plain words"),
    Column("claim_signed", "yes-or-no", "Whether a complete sign-off stands under the claim"),
    Column("claim_stale", "string", "Why the claim has to be looked at again"),
    Column("stance", "string", "What the passage does to the claim"),
    Column("state", "string", "Where the link stands in the work"),
    Column("protected", "yes-or-no", "Whether the identity of its source is protected"),
    Column("passage", "string", "The words of the source"),
    Column("passage_check", "string", "Whether these words stand in the copy"),
    Column("source_id", "integer", "Number of the source; empty where it is protected"),
    Column("title", "string", "Title of the source"),
    Column("authors", "string", "Who wrote it"),
    Column("publisher", "string", "Who published it"),
    Column(
        "grade", "string", "How reliable the publisher is on this topic, A to F; empty where nobody graded"
    ),
    Column("published_on", "date", "When it was published"),
    Column("address", "string", "Where it stands"),
    Column("archived", "string", "Where a copy stands in a public archive"),
    Column("capture_id", "integer", "Number of the copy that was read"),
    Column("captured_at", "datetime", "When the copy was made"),
    Column("capture_sha256", "string", "SHA-256 of the copy's text"),
    Column("proximity", "string", "How near the source is to what happened"),
    Column("coverage", "string", "Whether it bears on the whole claim"),
    Column("credibility", "string", "How credible this item is in itself, 1 to 6"),
    Column("sourcing", "string", "What the passage itself rests on"),
    Column("points", "integer", "Points it brought"),
    Column("counted", "yes-or-no", "Whether these were counted"),
    Column("reason", "string", "Why it adds nothing, as a code"),
    Column("attached_at", "datetime", "When it was linked to the claim"),
)


def evidence_rows(claim: dict[str, Any]) -> Iterator[list[Cell]]:
    """What the columns say of each piece of a claim's evidence. Of a protected source only that it is one."""
    for link in claim["evidence"]:
        capture = link.get("capture") or {}
        yield [
            link["id"],
            claim["id"],
            claim["text"],
            yes_or_no(claim["signed"]),
            BETWEEN.join(claim["stale"]),
            link["stance"],
            link["state"],
            yes_or_no(link["protected"]),
            link.get("passage"),
            link.get("passage_check"),
            *_source(link.get("source")),
            capture.get("id"),
            capture.get("captured_at"),
            capture.get("sha256"),
            link.get("proximity"),
            link.get("coverage"),
            link.get("credibility"),
            link.get("sourcing"),
            link["points"],
            None if link["counted"] is None else yes_or_no(link["counted"]),
            link["reason"],
            link["attached_at"],
        ]


def _source(source: dict[str, Any] | None) -> list[Cell]:
    if source is None:
        return [None] * 8
    publisher = source["publisher"]
    return [
        source["id"],
        source["title"],
        source["authors"],
        publisher["name"],
        publisher["grade"],
        source["published_on"],
        source["url"],
        source["archived"],
    ]
