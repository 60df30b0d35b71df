"""One row a claim."""

from typing import Any, Final

from annotations.domain.claim_tables.columns import BETWEEN, Cell, Column, yes_or_no
from annotations.domain.vocabulary import Stance

CLAIM_COLUMNS: Final = (
    Column("id", "integer", "Number of the claim"),
    Column("address", "string", "Page of the claim"),
    Column("claim", "string", "What is claimed, in plain words"),
    Column("type", "string", "Kind of claim"),
    Column("language", "string", "Language of the claim, BCP 47"),
    Column("state", "string", "Where the claim stands in the work"),
    Column("risk", "string", "What harm a wrong verdict would do"),
    Column("said_by", "string", "Who claims it"),
    Column("attribution", "string", "Through whom it was claimed, the outermost first"),
    Column("time", "string", "Of what time it speaks, in its words"),
    Column("starts_on", "date", "First day of that time"),
    Column("ends_on", "date", "Last day of that time"),
    Column("figures", "string", "Figures in it, with their units"),
    Column("status_computed", "string", "Status computed from the evidence"),
    Column("status_signed", "string", "Status that was signed"),
    Column("status_overridden", "string", "Status that two people decided on instead"),
    Column("override_reason", "string", "Why they did, as a code"),
    Column("override_text", "string", "Why they did, in words"),
    Column("override_expires_at", "datetime", "When their decision ends"),
    Column("certainty", "string", "How firmly the computed status stands"),
    Column("support", "integer", "Points for it"),
    Column("opposition", "integer", "Points against it"),
    Column("corroborating", "integer", "Pieces of evidence for it"),
    Column("contradicting", "integer", "Pieces of evidence against it"),
    Column("context", "integer", "Pieces of evidence that take no side"),
    Column("sources", "string", "Sources of the evidence, each with its stance"),
    Column("articles", "string", "Headlines of the articles in which it stands"),
    Column("signed", "yes-or-no", "Whether a complete sign-off stands under it"),
    Column("stale", "string", "Why it has to be looked at again; empty where nothing speaks for that"),
    Column("reviewers", "string", "Who signed"),
    Column("reason", "string", "Why, in the words of those who signed"),
    Column("signed_at", "datetime", "When it was signed last"),
    Column("publication", "integer", "How often readers were told something about it"),
    Column("published_at", "datetime", "When they were told last"),
    Column("public_note", "string", "What they were told with the last correction"),
    Column("policy_version", "string", "Version of the rule's tables"),
    Column("fingerprint", "string", "Hash over all that the status was computed from"),
)


def claim_cells(claim: dict[str, Any], address: str) -> list[Cell]:
    """What the columns say, in their order. `address` is the service's, without a final slash."""
    layers, verdicts = claim["attribution"], claim["verdicts"]
    time, assessment = claim["time"] or {}, claim["assessment"] or {}
    override, published = claim["override"] or {}, claim.get("publication") or {}
    corrections = published.get("corrections") or [{}]
    return [
        claim["id"],
        f"{address}{claim['path']}",
        claim["text"],
        claim["type"],
        claim["language"],
        claim["state"],
        claim["risk"],
        layers[-1]["asserter"] if layers else "",
        BETWEEN.join(f"{layer['asserter'] or layer['mode']} {layer['verb']}".strip() for layer in layers),
        time.get("text"),
        time.get("starts_on"),
        time.get("ends_on"),
        BETWEEN.join(f"{figure['text']} {figure['unit']}".strip() for figure in claim["quantities"]),
        claim["status"]["computed"],
        claim["status"]["signed"],
        claim["status"]["overridden"],
        override.get("reason_code"),
        override.get("text"),
        override.get("expires_at"),
        assessment.get("certainty"),
        assessment.get("support"),
        assessment.get("opposition"),
        *(sum(link["stance"] == stance for link in claim["evidence"]) for stance in Stance.values),
        BETWEEN.join(_source(link) for link in claim["evidence"]),
        BETWEEN.join(dict.fromkeys(place["headline"] for place in claim["highlights"])),
        yes_or_no(claim["signed"]),
        BETWEEN.join(claim["stale"]),
        BETWEEN.join(verdict["reviewer"] for verdict in verdicts),
        BETWEEN.join(verdict["reason"] for verdict in verdicts),
        verdicts[-1]["signed_at"] if verdicts else None,
        published.get("number"),
        published.get("published_at"),
        corrections[-1].get("note"),
        assessment.get("policy_version"),
        assessment.get("fingerprint"),
    ]


def _source(link: dict[str, Any]) -> str:
    if link["protected"]:
        return f"{link['stance']}: protected source"
    source = link["source"]
    place = source["url"] or "no address"
    return f"{link['stance']}: {source['publisher']['name']}, {source['title']} ({place})"
