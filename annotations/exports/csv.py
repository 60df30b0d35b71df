"""CSV for spreadsheets: one row a claim, or one a piece of evidence (RFC 4180, UTF-8).

It begins with a byte order mark: without one, the most used spreadsheet reads UTF-8 as the machine's old
code page and garbles every letter outside ASCII. What people wrote is neutralised, so that no cell is run
as a formula.
"""

import json
from collections.abc import Iterator

from annotations.domain.claim_tables import CLAIM_COLUMNS, EVIDENCE_COLUMNS, claim_cells, evidence_rows
from annotations.domain.rendering import Documents, Format, LeftOut, Publication
from annotations.domain.tables import csv_lines

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"


def render(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The header, then a row a claim."""
    rows = (claim_cells(json.loads(document), publication.address) for document in documents)
    for lines in csv_lines([column.name for column in CLAIM_COLUMNS], rows):
        yield lines.encode()


def render_evidence(documents: Documents, publication: Publication, left_out: LeftOut) -> Iterator[bytes]:
    """The header, then a row a piece of evidence."""
    rows = (row for document in documents for row in evidence_rows(json.loads(document)))
    for lines in csv_lines([column.name for column in EVIDENCE_COLUMNS], rows):
        yield lines.encode()


FORMAT = Format(media_type=MEDIA_TYPE, suffix=".csv", render=render)
EVIDENCE_FORMAT = Format(media_type=MEDIA_TYPE, suffix=".evidence.csv", render=render_evidence)
