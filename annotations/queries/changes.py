"""What has changed about claims, page by page, for one person: what the feed of changes and webhooks tell.

An entry is where a claim stands in the order of changes. What it says is read where it stands: in the same
statement, so that both are of one moment. Whoever has read up to a position has missed nothing before it;
what changes while they read comes at a later one (`actions.changes` gives them out).

What was told at a position counts, not what happens to be so before that: a claim is left out here until its
having become visible, or verified, has a position of its own. Otherwise somebody could be given a document
that is never taken back, because all that came of it in the end was nothing.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core import signing
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import Role
from annotations.models import Claim, ClaimChange, ClaimTouch, Desk, DeskMember, SecondLook, User
from annotations.queries.export_rows import SIGNED, STALE, WITHDRAWN, documents_of

PAGE: Final = 100
PAGE_MAX: Final = 500
VERIFIED: Final = f"({SIGNED} AND NOT {STALE} AND NOT {WITHDRAWN})"
"""That a claim `c` may be told as verified: completely signed, nothing due, not withdrawn from readers."""

_SALT: Final = "changes"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry: what a claim says now, or (`document` is None) that it is gone, and why."""

    position: int
    claim_id: int
    changed_at: datetime
    document: dict[str, Any] | None = None
    reason: str = ""

    def told(self) -> dict[str, Any]:
        """As the feed and webhooks say it."""
        return {
            "position": self.position,
            "claim": self.claim_id,
            "changed_at": self.changed_at,
            "kind": "gone" if self.document is None else "claim",
            "reason": self.reason or None,
            "document": self.document,
        }


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Entries in order; `position` to go on from, also where there are none; whether more are there now."""

    entries: list[Change]
    position: int
    has_more: bool


def cursor_for(position: int, include_unsigned: bool) -> str:
    """Where to go on reading, in a form that nobody makes up: for what follows this position, asked for with
    or without what is not verified.
    """
    return signing.dumps([position, include_unsigned], salt=_SALT)


def position_of(cursor: str, include_unsigned: bool) -> int:
    """The position that a cursor stands for. Refuses one that is none, that was given out for the other
    question, or that lies beyond the last change.
    """
    try:
        position, asked = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise Invalid(
            "This cursor is none of ours. Begin without one, or with that of a full export.",
            field="cursor",
            rule="cursor-invalid",
        ) from wrong
    if asked != include_unsigned:
        raise Invalid(
            "This cursor was given out for the other value of `include_unsigned`. Ask as before, or anew.",
            field="cursor",
            rule="cursor-of-another-filter",
        )
    if position > current_position(connection):
        raise Invalid(
            "This cursor lies beyond the last change: the database was put back to an earlier state. "
            "Begin anew.",
            field="cursor",
            rule="cursor-beyond-the-end",
        )
    return int(position)


def current_position(on: BaseDatabaseWrapper) -> int:
    """The last position that is given out, as this connection sees it; 0 before the first."""
    with on.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(max(position), 0) FROM {_CHANGES}")
        return int(cursor.fetchone()[0])


def changed_since(on: BaseDatabaseWrapper, position: int, claim_ids: Collection[int]) -> set[int]:
    """Which of these claims changed after the position, as this connection sees it: by a change that has a
    later one, or by one that waits for its own.
    """
    with on.cursor() as cursor:
        cursor.execute(
            f"SELECT claim_id FROM {_CHANGES} WHERE position > %s AND claim_id = ANY(%s)"
            f" UNION SELECT claim_id FROM {_TOUCHES} WHERE claim_id = ANY(%s)",
            [position, list(claim_ids), list(claim_ids)],
        )
        return {claim_id for (claim_id,) in cursor.fetchall()}


def changes_after(person: User, position: int, *, include_unsigned: bool, limit: int = PAGE) -> ChangesPage:
    """What this person may know of what changed after the position, in order: one statement.

    Of what is not verified nothing is told unless `include_unsigned`, but that it is gone if it ever was
    verified. Of a claim that left the person's sight it is told once that it is gone. The page ends before
    the first entry of a claim of which the person reads a passage blind.
    """
    is_kept_from_nothing = person.role == Role.ADMINISTRATOR
    asked = {
        "person": person.pk,
        "position": position,
        "include_unsigned": include_unsigned,
        "limit": limit + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOR_ADMINISTRATORS if is_kept_from_nothing else _FOR_MEMBERS, asked)
        (last, *first), *others = cursor.fetchall()
    rows = [first, *(row[1:] for row in others)] if first[0] is not None else []
    return _page(rows, position, last, limit)


def _page(rows: Sequence[Sequence[Any]], position: int, last: int, limit: int) -> ChangesPage:
    entries: list[Change] = []
    for at, claim_id, changed_at, reason, is_sealed, document in rows[:limit]:
        if is_sealed:
            return ChangesPage(entries, at - 1, has_more=False)
        told = None if reason else json.loads(document)
        entries.append(Change(at, claim_id, changed_at, told, reason or ""))
    if len(rows) > limit:
        return ChangesPage(entries, entries[-1].position, has_more=True)
    return ChangesPage(entries, max(position, last), has_more=False)


_CHANGES: Final = ClaimChange._meta.db_table
_TOUCHES: Final = ClaimTouch._meta.db_table

_MEMBER: Final = f"SELECT FROM {DeskMember._meta.db_table} m WHERE m.person_id = %(person)s AND m.desk_id ="
# A closed desk hides what is its own now, and what was when the change was given its position.
_IN_SIGHT: Final = f"""(ch.desk_id IS NULL OR EXISTS ({_MEMBER} ch.desk_id AND m.left_at IS NULL))
    AND (c.desk_id IS NULL OR EXISTS ({_MEMBER} c.desk_id AND m.left_at IS NULL)
         OR EXISTS (SELECT FROM {Desk._meta.db_table} d
                     WHERE d.id = c.desk_id AND d.visibility <> 'closed'))"""
_LEFT_SIGHT: Final = f"""ch.desk_id IS NOT NULL
    AND NOT EXISTS ({_MEMBER} ch.desk_id AND m.left_at IS NULL)
    AND (ch.left_desk_id IS NULL OR EXISTS ({_MEMBER} ch.left_desk_id))"""
_REASON: Final = f"""CASE
    WHEN c.id IS NULL OR c.state = 'withdrawn' THEN 'withdrawn'
    WHEN %(include_unsigned)s OR {VERIFIED} THEN NULL
    WHEN {WITHDRAWN} THEN 'withdrawn'
    WHEN {SIGNED} THEN 'stale'
    ELSE 'unsigned' END"""
_SEALED: Final = f"""EXISTS (SELECT FROM {SecondLook._meta.db_table} look
    WHERE look.sealed_claims @> ARRAY[ch.claim_id] AND (
      (look.state = 'open' AND look.reader_id = %(person)s)
      OR (look.state = 'disputed' AND look.settler_id = %(person)s)))"""
_OF_A_KIND: Final = "AND (%(include_unsigned)s OR ch.was_verified)"


def _statement(in_sight: str, left_sight: str) -> str:
    """The whole question. Both halves stop at the limit by an index, so that a page costs the same wherever
    it lies.
    """
    return f"""
    WITH told AS (
        (SELECT ch.position, ch.claim_id, ch.changed_at, {_REASON} AS reason, {_SEALED} AS is_sealed
           FROM {_CHANGES} ch LEFT JOIN {Claim._meta.db_table} c ON c.id = ch.claim_id
          WHERE ch.position > %(position)s AND {in_sight} {_OF_A_KIND}
          ORDER BY ch.position LIMIT %(limit)s)
        UNION ALL
        (SELECT ch.left_at_position, ch.claim_id, ch.changed_at, 'not_yours', false
           FROM {_CHANGES} ch
          WHERE ch.left_at_position > %(position)s AND {left_sight} {_OF_A_KIND}
          ORDER BY ch.left_at_position LIMIT %(limit)s)
        ORDER BY 1 LIMIT %(limit)s
    )
    SELECT (SELECT COALESCE(max(position), 0) FROM {_CHANGES}), told.*, document
      FROM (SELECT) nothing LEFT JOIN told ON true
      LEFT JOIN ({documents_of("ARRAY(SELECT claim_id FROM told WHERE reason IS NULL)")}) d
        ON d.id = told.claim_id AND told.reason IS NULL
     ORDER BY told.position"""


_FOR_MEMBERS: Final = _statement(_IN_SIGHT, _LEFT_SIGHT)
_FOR_ADMINISTRATORS: Final = _statement("true", "false")
