"""Noting that somebody looks at an article or a claim. A look is no decision about anything, so it leaves no
event; it decides who may still read a passage of it blind.
"""

from typing import Final

from django.db import connection
from django.utils import timezone

from annotations.domain.work.presence import NOTED_EVERY
from annotations.models import Presence, User

# One statement, whether it is the first look or not: two of them at once make one row, and a look within the
# last seconds writes nothing. The first time is never touched again.
_NOTE: Final = """
    INSERT INTO {table} (person_id, {column}, first_seen_at, last_seen_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (person_id, {column}) WHERE {column} IS NOT NULL
    DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at WHERE {table}.last_seen_at < %s
"""


def note_presence(*, actor: User, article_id: int | None = None, claim_id: int | None = None) -> None:
    """Notes that the person sees this article, or this claim, now. The caller has made sure that they may."""
    column, row = ("claim_id", claim_id) if claim_id is not None else ("article_id", article_id)
    now = timezone.now()
    statement = _NOTE.format(table=Presence._meta.db_table, column=column)
    with connection.cursor() as cursor:
        cursor.execute(statement, [actor.pk, row, now, now, now - NOTED_EVERY])
