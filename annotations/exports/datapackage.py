"""A Frictionless data package: a ZIP with three tables and what stands in each of their columns
(https://specs.frictionlessdata.io, version 1).

| file | what it is |
| --- | --- |
| `claims.csv` | one row a claim |
| `evidence.csv` | one row a piece of evidence; `claim_id` and `source_id` lead to the others |
| `sources.csv` | one row a source; protected ones are not in it |
| `datapackage.json` | the tables' columns, keys, sizes and checksums |

The claims are gone through once: what belongs to the other tables is laid aside in temporary files.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any, Final

from annotations.domain.claim_tables import (
    CLAIM_COLUMNS,
    EVIDENCE_COLUMNS,
    SOURCE_COLUMNS,
    Cell,
    Column,
    claim_cells,
    evidence_rows,
    source_cells,
)
from annotations.domain.rendering import Documents, Format, LeftOut, Publication
from annotations.domain.spreadsheets import neutralised
from annotations.domain.zipping import MEDIA_TYPE, PIECE, Archive, Entry

_KEYS: Final = {
    "evidence": [
        {"fields": "claim_id", "reference": {"resource": "claims", "fields": "id"}},
        {"fields": "source_id", "reference": {"resource": "sources", "fields": "id"}},
    ]
}
_TYPES: Final[dict[str, dict[str, Any]]] = {
    "integer": {"type": "integer"},
    "string": {"type": "string"},
    "date": {"type": "date"},
    "datetime": {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%fZ"},
    "yes-or-no": {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
}


def render(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The archive, given out while it is made."""
    archive, resources = Archive(), []
    with TemporaryFile() as evidence, TemporaryFile() as sources:
        evidence.write(_line([column.name for column in EVIDENCE_COLUMNS]))
        sources.write(_line([column.name for column in SOURCE_COLUMNS]))
        claims = _claims(documents, publication, evidence, sources)
        for name, columns, chunks in (
            ("claims", CLAIM_COLUMNS, claims),
            ("evidence", EVIDENCE_COLUMNS, _again(evidence)),
            ("sources", SOURCE_COLUMNS, _again(sources)),
        ):
            entry = yield from archive.add(f"{name}.csv", chunks)
            resources.append(_resource(name, columns, entry))
    described = json.dumps(_package(publication, resources), ensure_ascii=False, indent=2)
    yield from archive.add("datapackage.json", [f"{described}\n".encode()])
    yield from archive.close()


def _claims(
    documents: Documents, publication: Publication, evidence: IO[bytes], sources: IO[bytes]
) -> Iterator[bytes]:
    """The rows of claims; those of their evidence and its sources go to the other files on the way."""
    seen: set[int] = set()
    yield _line([column.name for column in CLAIM_COLUMNS])
    for document in documents:
        claim = json.loads(document)
        yield _line(claim_cells(claim, publication.address))
        evidence.writelines(map(_line, evidence_rows(claim)))
        for link in claim["evidence"]:
            if not link["protected"] and link["source"]["id"] not in seen:
                seen.add(link["source"]["id"])
                sources.write(_line(source_cells(link["source"])))


def _line(cells: Sequence[Cell]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue().encode()


def _again(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(PIECE):
        yield chunk


def _resource(name: str, columns: Sequence[Column], entry: Entry) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in columns], "primaryKey": "id"}
    if name in _KEYS:
        schema["foreignKeys"] = _KEYS[name]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": entry.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "bytes": entry.size,
        "hash": f"sha256:{entry.sha256}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    return {"name": column.name, **_TYPES[column.kind], "description": column.words}


def _package(publication: Publication, resources: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "checked-claims",
        "title": f"Claims checked by {publication.organisation}",
        "description": "Text that a spreadsheet would run as a formula begins with an apostrophe.",
        "homepage": publication.address,
        "contributors": [
            {"title": publication.organisation, "path": publication.address, "role": "publisher"}
        ],
        "resources": list(resources),
    }


FORMAT = Format(media_type=MEDIA_TYPE, suffix=".zip", render=render)
