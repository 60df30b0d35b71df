"""Questions about the parts of an export, asked inside its snapshot: which of them still hold."""

from collections.abc import Sequence

from annotations.domain.export_parts import digest_of
from annotations.models import ExportPart, Override
from annotations.queries.changes import changed_since
from annotations.queries.export_rows import Snapshot


def stored_parts(export_id: int) -> list[ExportPart]:
    """The parts of an export that were stored completely, in the order of their claims."""
    return list(ExportPart.objects.filter(export=export_id).exclude(sha256="").order_by("first_claim"))


def still_holds(view: Snapshot, part: ExportPart, claim_ids: Sequence[int]) -> bool:
    """Whether a part says what would be said of these claims now: it was made of the same ones, and none of
    them has changed since.

    Documents are the same as long as no change is noted, but for one thing: an override ends by the clock.
    """
    if part.claims_sha256 != digest_of(claim_ids):
        return False
    if changed_since(view.connection, part.change_position, claim_ids):
        return False
    with view.connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {Override._meta.db_table} WHERE claim_id = ANY(%s)"
            " AND approved_at IS NOT NULL AND ended_at IS NULL AND expires_at <= now())",
            [list(claim_ids)],
        )
        return not cursor.fetchone()[0]
