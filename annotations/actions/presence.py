"""Noting that somebody looks at an article or a claim. A look is no decision about anything, so it leaves no
event; it decides who may still read a passage of it blind.
"""

from collections.abc import Collection
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from annotations.domain.work.presence import HERE_FOR, NOTED_EVERY
from annotations.models import Evidence, Presence, User
from annotations.queries.presence import MOST, Onlooker

# One statement, whether it is the first look or not: two of them at once make one row, and a look within the
# last seconds writes nothing. The first time is never touched again. Every page about a claim or an article
# also shows who else is there (`queries.presence.onlookers` asks the same alone).
_NOTE: Final = """
    WITH noted AS (
        INSERT INTO {table} (person_id, {column}, first_seen_at, last_seen_at)
        VALUES (%(person)s, %(row)s, %(now)s, %(now)s)
        ON CONFLICT (person_id, {column}) WHERE {column} IS NOT NULL
        DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at WHERE {table}.last_seen_at < %(noted_before)s
    )
    SELECT person.id, person.display_name
    FROM {table} AS here JOIN {people} AS person ON person.id = here.person_id
    WHERE here.{column} = %(row)s AND here.last_seen_at > %(here_since)s
        AND person.is_active AND person.id <> %(person)s
    ORDER BY person.display_name, person.id LIMIT %(most)s
"""

# In the order of the claims, so that two of a person's requests at once do not wait for each other.
_TOLD: Final = """
    INSERT INTO {table} (person_id, claim_id, first_seen_at, last_seen_at)
    SELECT %(person)s, claim, %(now)s, %(now)s FROM (
        SELECT unnest(%(claims)s::bigint[]) AS claim
        UNION SELECT claim_id FROM {evidence} WHERE id = ANY(%(links)s::bigint[])
    ) AS told ORDER BY claim
    ON CONFLICT (person_id, claim_id) WHERE claim_id IS NOT NULL
    DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at WHERE {table}.last_seen_at < %(noted_before)s
"""


def note_presence(
    *, actor: User, article_id: int | None = None, claim_id: int | None = None
) -> list[Onlooker]:
    """Notes that the person sees this article, or this claim, now, and tells who else is there. The caller
    has made sure that they may.
    """
    column, row = ("claim_id", claim_id) if claim_id is not None else ("article_id", article_id)
    now = timezone.now()
    tables = {"table": Presence._meta.db_table, "people": User._meta.db_table}
    values = {
        "person": actor.pk,
        "row": row,
        "now": now,
        "noted_before": now - NOTED_EVERY,
        "here_since": now - HERE_FOR,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTE.format(column=column, **tables), values)
        return [Onlooker(*row) for row in cursor.fetchall()]


def note_told(*, actor: User, claim_ids: Collection[int] = (), evidence_ids: Collection[int] = ()) -> None:
    """Notes that the person is told now how links of these claims, or these links, are judged, wherever that
    is: as if they looked at the claims. One statement, and none for nothing. The caller has made sure that
    they may.
    """
    if not claim_ids and not evidence_ids:
        return
    now = timezone.now()
    values: dict[str, Any] = {
        "person": actor.pk,
        "claims": sorted(set(claim_ids)),
        "links": sorted(set(evidence_ids)),
        "now": now,
        "noted_before": now - NOTED_EVERY,
    }
    tables = {"table": Presence._meta.db_table, "evidence": Evidence._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(_TOLD.format(**tables), values)
