"""CSV for spreadsheets: one row a claim (RFC 4180, UTF-8).

It begins with a byte order mark: without one, the most used spreadsheet reads UTF-8 as the machine's old
code page and garbles every letter outside ASCII. What people wrote is neutralised, so that no cell is run
as a formula; numbers are computed here and stay numbers.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotations.domain.rendering import Format, LeftOut, Publication
from annotations.domain.spreadsheets import neutralised
from annotations.domain.vocabulary import Stance

BYTE_ORDER_MARK = "\ufeff"
BETWEEN = " | "
COLUMNS = (
    "id",
    "address",
    "claim",
    "type",
    "language",
    "state",
    "risk",
    "said_by",
    "attribution",
    "time",
    "starts_on",
    "ends_on",
    "figures",
    "status_computed",
    "status_signed",
    "status_overridden",
    "override_reason",
    "override_text",
    "override_expires_at",
    "certainty",
    "support",
    "opposition",
    "corroborating",
    "contradicting",
    "context",
    "sources",
    "articles",
    "signed",
    "stale",
    "reviewers",
    "reason",
    "signed_at",
    "publication",
    "published_at",
    "public_note",
    "policy_version",
    "fingerprint",
)


def render(documents: Iterable[bytes], publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The header, then a row a claim."""
    yield f"{BYTE_ORDER_MARK}{_line(COLUMNS)}".encode()
    for document in documents:
        yield _line(_cells(json.loads(document), publication)).encode()


def _line(cells: Sequence[str | int | None]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(
        [neutralised(cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return line.getvalue()


def _cells(claim: dict[str, Any], publication: Publication) -> list[str | int | None]:
    """What the columns say, in their order."""
    layers, verdicts = claim["attribution"], claim["verdicts"]
    time, assessment = claim["time"] or {}, claim["assessment"] or {}
    override, published = claim["override"] or {}, claim.get("publication") or {}
    corrections = published.get("corrections") or [{}]
    return [
        claim["id"],
        f"{publication.address}{claim['path']}",
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
        "yes" if claim["signed"] else "no",
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


FORMAT = Format(media_type="text/csv; charset=utf-8; header=present", suffix=".csv", render=render)
