"""Giving changes their positions: what triggers noted about claims becomes an order that can be followed.

A touch says that something about a claim may have changed. It becomes visible with the change, however long
that transaction took; positions are given out afterwards, by one job at a time. So a position is visible
only when all before it are, and nothing ever appears behind somebody who follows them.

Everything is one statement, and so sees one moment: it takes all touches of some claims, makes their
documents, and gives a new position to each claim whose document or audience differs from what it was at its
last position. Where several transactions touched a claim since, it gets one in any case: what was there
between them may have been read, and may have been undone.
"""

from typing import Final

from django.db import connection, transaction

from annotations.models import Claim, ClaimChange, ClaimTouch, Desk, DeskMember, Override
from annotations.queries.changes import VERIFIED
from annotations.queries.export_rows import documents_of

BATCH_CLAIMS: Final = 500
BATCHES_AT_ONCE: Final = 40
"""After so many the rest is left to the next turn: a job must not hold its worker for long."""

_LOCK: Final = "SELECT pg_try_advisory_xact_lock(hashtextextended('claim changes', 0))"
_TOUCHES: Final = ClaimTouch._meta.db_table
_CHANGES: Final = ClaimChange._meta.db_table

# Halves of two digests in one column: of what the claim says, and of who may see it. Only the second tells
# that somebody may have lost sight of it. Who left a desk counts as well as who is there: somebody may have
# come, read, and gone.
_AUDIENCE: Final = f"""CASE WHEN d.id IS NULL THEN '' ELSE (
    SELECT COALESCE(string_agg(m.id || ':' || (m.left_at IS NULL), ',' ORDER BY m.id), '')
      FROM {DeskMember._meta.db_table} m WHERE m.desk_id = d.id) END"""


def _half(text: str) -> str:
    return f"left(encode(sha256(convert_to({text}, 'UTF8')), 'hex'), 32)"


_GIVE_OUT: Final = f"""
WITH chosen AS (
    SELECT DISTINCT claim_id FROM (SELECT claim_id FROM {_TOUCHES} ORDER BY id LIMIT %s) waiting
), taken AS (
    DELETE FROM {_TOUCHES} WHERE claim_id IN (SELECT claim_id FROM chosen)
    RETURNING claim_id, xmin::text AS written_by
), due AS (
    SELECT claim_id, count(DISTINCT written_by) > 1 AS is_told FROM taken GROUP BY claim_id
    UNION
    SELECT o.claim_id, false FROM {Override._meta.db_table} o
     WHERE o.approved_at IS NOT NULL AND o.ended_at IS NULL AND o.expires_at <= now()
       AND o.claim_id NOT IN (SELECT claim_id FROM chosen)
), present AS (
    SELECT due.claim_id, due.is_told, d.id AS desk_id, c.id IS NOT NULL AND {VERIFIED} AS is_verified,
           {_half("COALESCE(told.document, '')")} AS document, {_half(_AUDIENCE)} AS audience
      FROM due
      LEFT JOIN {Claim._meta.db_table} c ON c.id = due.claim_id
      LEFT JOIN {Desk._meta.db_table} d ON d.id = c.desk_id AND d.visibility = 'closed'
      LEFT JOIN ({documents_of("ARRAY(SELECT claim_id FROM due)")}) told ON told.id = due.claim_id
), changed AS (
    SELECT present.*, was.id AS was_there, was.desk_id AS was_desk, was.left_at_position,
           was.left_desk_id, right(was.document_sha256, 32) <> audience AS is_other_audience,
           (SELECT COALESCE(max(position), 0) FROM {_CHANGES})
             + row_number() OVER (ORDER BY present.claim_id) AS position
      FROM present LEFT JOIN {_CHANGES} was ON was.claim_id = present.claim_id
     WHERE is_told OR was.document_sha256 IS DISTINCT FROM document || audience
        OR was.desk_id IS DISTINCT FROM present.desk_id
), placed AS (
    SELECT changed.*, was_there IS NOT NULL AND desk_id IS NOT NULL
             AND (is_other_audience OR was_desk IS DISTINCT FROM desk_id) AS is_left
      FROM changed
)
INSERT INTO {_CHANGES} AS known (claim_id, position, document_sha256, desk_id, left_desk_id,
       left_at_position, was_verified, changed_at)
SELECT claim_id, position, document || audience, desk_id,
       CASE WHEN desk_id IS NULL THEN NULL
            WHEN NOT is_left THEN left_desk_id
            -- Whoever has not read on since it left another audience has to be told as well: then everybody.
            WHEN left_at_position IS NOT NULL AND left_desk_id IS DISTINCT FROM was_desk THEN NULL
            ELSE was_desk END,
       CASE WHEN desk_id IS NULL THEN NULL WHEN is_left THEN position ELSE left_at_position END,
       is_verified, now()
  FROM placed
ON CONFLICT (claim_id) DO UPDATE SET
    position = excluded.position, document_sha256 = excluded.document_sha256, desk_id = excluded.desk_id,
    left_desk_id = excluded.left_desk_id, left_at_position = excluded.left_at_position,
    was_verified = known.was_verified OR excluded.was_verified, changed_at = excluded.changed_at
"""


def sequence_changes() -> int:
    """Gives positions to what waits for them, some thousands at most. How many were given out; none where
    another job is at it. Safe to call at any time, by any number of workers at once.
    """
    given_out = 0
    for _ in range(BATCHES_AT_ONCE):
        found = _give_out()
        if found is None:
            break
        given_out += found
    return given_out


@transaction.atomic
def _give_out() -> int | None:
    """One batch; None where nothing waits or another job has the lock, which it holds until its positions
    can be seen.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(_GIVE_OUT, [BATCH_CLAIMS])
        given_out = int(cursor.rowcount)
    return given_out if given_out or ClaimTouch.objects.exists() else None
