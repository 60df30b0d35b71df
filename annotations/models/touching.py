"""Which rows a claim's document is made of, and the triggers that leave a `ClaimTouch` when one changes.

The feed of changes must not depend on whether every action remembers it: bulk statements, merges that move
rows by SQL, and whatever is written tomorrow touch claims as well. So the database notes it itself, in the
same transaction, once a statement and not once a row.

`PARTS` says for each table which columns stand in a document (`queries.export_rows`), and how to get from a
row to the claims concerned. A statement that changes no such column leaves nothing. Old and new rows are
compared as sets: a join of them would be planned once, for few rows, and be slow for many.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pgtrigger

_OWN: Final = "SELECT claim_id FROM r"
_OF_EVIDENCE: Final = "JOIN annotations_evidence e ON e.source_id ="
# From a layer inwards: the claims beneath show it as who said them.
_BENEATH: Final = """
    WITH RECURSIVE beneath AS (
        SELECT asserts_id AS id FROM r
        UNION
        SELECT c.asserts_id FROM beneath JOIN annotations_claim c ON c.id = beneath.id
    ) SELECT id FROM beneath"""
_UNDER_PUBLISHER: Final = f"""
    SELECT e.claim_id FROM r JOIN annotations_source s ON s.publisher_id = r.id {_OF_EVIDENCE} s.id
    UNION SELECT h.claim_id FROM r JOIN annotations_article a ON a.publisher_id = r.id
      JOIN annotations_revision v ON v.article_id = a.id JOIN annotations_highlight h ON h.revision_id = v.id
    UNION (
      WITH RECURSIVE beneath AS (
        SELECT c.id FROM r JOIN annotations_claim c ON c.asserter_publisher_id = r.id
        UNION
        SELECT c.asserts_id FROM beneath JOIN annotations_claim c ON c.id = beneath.id
      ) SELECT id FROM beneath)"""
_SIGNED_BY: Final = """
    SELECT v.claim_id FROM r JOIN annotations_verdict v ON v.reviewer_id = r.id
    UNION SELECT o.claim_id FROM r JOIN annotations_override o ON o.proposed_by_id = r.id
    UNION SELECT o.claim_id FROM r JOIN annotations_override o ON o.approved_by_id = r.id"""


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of one table, or expressions of them, and the claims in whose documents they stand: a question
    for ids, in which `r` holds the changed rows with these columns.
    """

    columns: tuple[str, ...]
    claims: str = _OWN
    on: str = "iud"
    """What may change it: rows inserted, updated, deleted. What others refer to is only updated."""


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split())


PARTS: Final[Mapping[str, tuple[Part, ...]]] = {
    "claim": (
        Part(
            (
                *_columns("id text type language state risk topic status desk_id"),
                "assessed_version < inputs_version AS is_due",
            ),
            "SELECT id FROM r",
        ),
        Part(
            _columns("id asserts_id asserter asserter_publisher_id verb mode said_on venue type state"),
            f"SELECT id FROM r UNION ({_BENEATH})",
        ),
    ),
    "timescope": (
        Part(
            _columns("claim_id text starts_on ends_on granularity anchored_on anchor_kind confirmed_at"),
        ),
    ),
    "quantity": (
        Part(
            _columns("id claim_id text low high unit comparator scope_who scope_where as_of is_cumulative"),
        ),
    ),
    "highlight": (
        Part(
            (
                *_columns("id claim_id revision_id original_id anchored_from_id start exact prefix suffix"),
                *_columns('"end" state outcome is_current sought changes made_at'),
            ),
        ),
        Part(
            _columns('id revision_id start "end" exact prefix suffix made_at'),
            """SELECT h.claim_id FROM r JOIN annotations_highlight h ON h.anchored_from_id = r.id
               UNION SELECT h.claim_id FROM r JOIN annotations_highlight h ON h.original_id = r.id""",
            on="u",
        ),
    ),
    "article": (
        Part(
            _columns("id headline byline url language published_on publisher_id"),
            """SELECT h.claim_id FROM r JOIN annotations_revision v ON v.article_id = r.id
               JOIN annotations_highlight h ON h.revision_id = v.id""",
            on="u",
        ),
    ),
    "publisher": (Part(_columns("id name kind wikidata_id"), _UNDER_PUBLISHER, on="u"),),
    "gradechange": (
        Part(
            _columns("id publisher_id topic"),
            f"""SELECT e.claim_id FROM r JOIN annotations_source s ON s.publisher_id = r.publisher_id
                {_OF_EVIDENCE} s.id JOIN annotations_claim c ON c.id = e.claim_id
                WHERE r.topic IN ('', c.topic)""",
            on="i",
        ),
    ),
    "source": (
        Part(
            _columns(
                "id kind title authors url identifiers language published_on state is_anonymous is_protected "
                "publisher_id"
            ),
            f"SELECT e.claim_id FROM r {_OF_EVIDENCE} r.id",
            on="u",
        ),
    ),
    "archivedcopy": (
        Part(
            _columns("id source_id url archived_at"),
            f"SELECT e.claim_id FROM r {_OF_EVIDENCE} r.source_id",
        ),
    ),
    "evidence": (
        Part(
            _columns(
                'id claim_id source_id capture_id passage passage_check start "end" stance state attached_at '
                "proximity coverage credibility sourcing"
            ),
        ),
    ),
    "currentassessment": (Part(_columns("claim_id assessment_id")),),
    "staleflag": (Part((*_columns("id claim_id cause"), "cleared_at IS NULL AS is_open")),),
    "verdict": (
        Part(_columns("id claim_id reviewer_id status context_flag reason short_claim signed_at state")),
    ),
    "override": (
        Part(
            _columns(
                "id claim_id status reason_code text proposed_by_id approved_by_id approved_at expires_at "
                "ended_at"
            ),
        ),
    ),
    "publication": (Part(_columns("id claim_id"), on="i"),),
    "user": (Part(_columns("id display_name"), _SIGNED_BY, on="u"),),
    # Of a claim in a closed desk it counts who is there.
    "desk": (
        Part(
            _columns("id visibility"),
            "SELECT c.id FROM r JOIN annotations_claim c ON c.desk_id = r.id",
            on="u",
        ),
    ),
    "deskmember": (
        Part(
            (*_columns("id desk_id person_id"), "left_at IS NULL AS is_there"),
            """SELECT c.id FROM r JOIN annotations_desk d ON d.id = r.desk_id AND d.visibility = 'closed'
               JOIN annotations_claim c ON c.desk_id = d.id""",
        ),
    ),
}

_TABLES: Final = {"i": ("new_rows",), "u": ("old_rows", "new_rows"), "d": ("old_rows",)}
_OPERATIONS: Final = {"i": pgtrigger.Insert, "u": pgtrigger.Update, "d": pgtrigger.Delete}


def touching(table: str) -> list[pgtrigger.Trigger]:
    """The triggers of one table. A trigger that sees whole statements is for one kind of them."""
    kinds = {kind for part in PARTS[table] for kind in part.on}
    return [_trigger(table, kind) for kind in _TABLES if kind in kinds]


def _trigger(table: str, kind: str) -> pgtrigger.Trigger:
    tables = _TABLES[kind]
    inserts = [_insert(part, tables) for part in PARTS[table] if kind in part.on]
    return pgtrigger.Trigger(
        name=f"{table}_touches_{kind}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=_OPERATIONS[kind],
        referencing=pgtrigger.Referencing(**{name.partition("_")[0]: name for name in tables}),
        func=" ".join([*inserts, "RETURN NULL;"]),
    )


def _insert(part: Part, tables: tuple[str, ...]) -> str:
    columns = ", ".join(part.columns)
    rows = [f"SELECT {columns} FROM {name}" for name in tables]
    if len(rows) == 2:
        old, new = rows
        rows = [f"({old} EXCEPT {new})", f"({new} EXCEPT {old})"]
    return (
        f"WITH r AS ({' UNION ALL '.join(rows)}) INSERT INTO annotations_claimtouch (claim_id) "
        f"SELECT DISTINCT found.id FROM ({part.claims}) AS found(id) WHERE found.id IS NOT NULL;"
    )
