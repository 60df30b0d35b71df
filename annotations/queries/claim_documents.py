"""One claim as exports hold it: as it was published last, else as it stands."""

import json
from typing import Any

from django.db import connection

from annotations.domain.errors import NotFound
from annotations.queries.export_rows import documents_of
from annotations.queries.published_check import published_document


def document_told(claim_id: int) -> dict[str, Any]:
    """The document whose words readers are told: taken back to the last publication where there is one that
    was not withdrawn. Refuses with `NotFound` a claim that there is not.
    """
    return published_document(claim_id) or document_now(claim_id)


def document_now(claim_id: int) -> dict[str, Any]:
    """The document of a claim as it stands in the newsroom now. Refuses with `NotFound`."""
    with connection.cursor() as cursor:
        cursor.execute(documents_of("%s::bigint[]"), [[claim_id]])
        row = cursor.fetchone()
    if row is None:
        raise NotFound(f"There is no claim {claim_id}.", details={"id": claim_id})
    document: dict[str, Any] = json.loads(row[1])
    return document
