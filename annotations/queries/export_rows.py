"""What stands in an export: one self-contained JSON document a claim, made inside the database.

All formats read the same documents, so that they cannot say different things. PostgreSQL builds the JSON
and hands it over through COPY, which costs no object per value on this side. The text comes out untouched
because COPY's CSV form is given a quote and a delimiter that JSON text cannot hold (it escapes all control
characters).

A `Snapshot` is one read-only REPEATABLE READ transaction on a connection of its own. What it yields is
consistent about one moment, while the ordinary connection stays free to write progress that others can see.

Documents name nobody whose identity is protected: of a protected source only the link, its stance and its
points are given. Reasons carry codes and links but no labels of publishers for the same cause.
"""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

from annotations.models import Claim
from annotations.queries.overrides import IN_EFFECT
from annotations.queries.staleness import MAKING_STALE


def _utc(moment: str) -> str:
    return f"""to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def _object(fields: str, source: str) -> str:
    """One JSON object, or null where `source` has no row."""
    return f"(SELECT row_to_json(x) FROM (SELECT {fields} {source}) x)"


def _list(fields: str, source: str, order: str) -> str:
    """A JSON list of objects; empty where `source` has no row."""
    rows = f"SELECT {fields} {source} ORDER BY {order}"
    return f"(SELECT COALESCE(json_agg(row_to_json(x)), '[]'::json) FROM ({rows}) x)"


_PUBLISHER = "p.id, p.name, p.kind"
# On the claim's own topic where there is one, else overall. Null where nobody has graded it: then the default
# of its kind was reckoned with.
_GRADE = """(SELECT g.grade FROM annotations_gradechange g
    WHERE g.publisher_id = p.id AND g.topic IN ('', c.topic)
    ORDER BY g.topic = '', g.id DESC LIMIT 1) AS grade"""

# A sign-off counts while its claim stands signed and a signature is live (specification, invariant 22).
SIGNED = """(c.state IN ('signed', 'published', 'corrected') AND EXISTS (
    SELECT FROM annotations_verdict v WHERE v.claim_id = c.id AND v.state = 'live'))"""
# A mark that only informs, such as a page that changed around a passage, is none here (specification 3.7).
_MARKS = f"""FROM annotations_staleflag f WHERE f.claim_id = c.id AND f.cleared_at IS NULL
    AND f.cause IN ({", ".join(f"'{cause}'" for cause in MAKING_STALE)})"""
STALE = f"(c.assessed_version < c.inputs_version OR EXISTS (SELECT {_MARKS}))"

# Outermost first, the claim itself last if it is a layer. The bound is far above any nesting people write.
_ASSERTER = _object(
    f"{_PUBLISHER}, p.wikidata_id", "FROM annotations_publisher p WHERE p.id = a.asserter_publisher_id"
)
_LAYERS = _list(
    f"""a.id AS claim, a.asserts_id AS asserts, a.asserter, {_ASSERTER} AS publisher, a.verb, a.mode,
        a.said_on, a.venue""",
    "FROM layer JOIN annotations_claim a ON a.id = layer.id WHERE a.type = 'attribution'",
    "layer.depth DESC, a.id",
)
_ATTRIBUTION = f"""(WITH RECURSIVE layer AS (
        SELECT c.id, 0 AS depth
        UNION ALL
        SELECT outer_claim.id, layer.depth + 1 FROM layer
          JOIN annotations_claim outer_claim ON outer_claim.asserts_id = layer.id
         WHERE outer_claim.state <> 'withdrawn' AND layer.depth < 20
    ) SELECT {_LAYERS})"""
_TIME = _object(
    """t.text, t.starts_on, t.ends_on, t.granularity, t.anchored_on, t.anchor_kind,
       t.confirmed_at IS NOT NULL AS confirmed""",
    "FROM annotations_timescope t WHERE t.claim_id = c.id",
)
_QUANTITIES = _list(
    """q.text, trim_scale(q.low) AS low, trim_scale(q.high) AS high, q.unit, q.comparator, q.scope_who,
       q.scope_where, q.as_of, q.is_cumulative AS cumulative""",
    "FROM annotations_quantity q WHERE q.claim_id = c.id",
    "q.id",
)
# The latest place in each line. Of one that waits for a decision, where it last stood for certain besides.
_CONFIRMED = _object(
    f"""p.number AS revision, p.sha256, {_utc("p.made_at")} AS read_at, b.start, b."end", b.exact, b.prefix,
        b.suffix""",
    """FROM annotations_highlight b JOIN annotations_revision p ON p.id = b.revision_id
       WHERE b.id = h.anchored_from_id AND h.state = 'queued'""",
)
_HIGHLIGHTS = _list(
    f"""h.id, COALESCE(h.original_id, h.id) AS line, r.article_id AS article, r.number AS revision, r.sha256,
        {_utc("r.made_at")} AS read_at, h.start, h."end", h.exact, h.prefix, h.suffix, h.state, h.outcome,
        h.is_current, h.sought, h.changes,
        {_CONFIRMED} AS confirmed, {_utc("o.made_at")} AS made_at, a.headline, a.byline, a.url,
        a.language, a.published_on, w.name AS publisher""",
    """FROM annotations_highlight h JOIN annotations_revision r ON r.id = h.revision_id
       JOIN annotations_article a ON a.id = r.article_id
       LEFT JOIN annotations_publisher w ON w.id = a.publisher_id
       JOIN annotations_highlight o ON o.id = COALESCE(h.original_id, h.id)
       WHERE h.claim_id = c.id AND h.is_current AND h.state IN ('live', 'queued')""",
    "r.article_id, r.number, h.start, h.id",
)
_EVIDENCE_PUBLISHER = _object(
    f"{_PUBLISHER}, {_GRADE}", "FROM annotations_publisher p WHERE p.id = s.publisher_id"
)
_ARCHIVED = """(SELECT k.url FROM annotations_archivedcopy k WHERE k.source_id = s.id
    ORDER BY k.archived_at DESC, k.id DESC LIMIT 1) AS archived"""
_SOURCE = _object(
    f"""s.id, s.kind, s.title, s.authors, s.url, s.identifiers, s.language, s.published_on, s.state,
        s.is_anonymous AS anonymous, {_ARCHIVED}, {_EVIDENCE_PUBLISHER} AS publisher""",
    "",
)
_CAPTURE = _object(
    f"""k.id, k.text_sha256 AS sha256, k.origin, k.is_summary AS summary,
        {_utc("k.captured_at")} AS captured_at""",
    "FROM annotations_capture k WHERE k.id = e.capture_id",
)
_OPEN_EVIDENCE = _object(
    f"""e.id, e.stance, e.state, false AS protected, e.passage, e.passage_check, e.start, e."end",
        {_utc("e.attached_at")} AS attached_at, {_SOURCE} AS source, {_CAPTURE} AS capture,
        e.proximity, e.coverage, e.credibility, e.sourcing, l.points, l.counted, l.reason""",
    "",
)
_PROTECTED_EVIDENCE = _object(
    f"""e.id, e.stance, e.state, true AS protected, {_utc("e.attached_at")} AS attached_at, l.points,
        l.counted, l.reason""",
    "",
)
_EVIDENCE = f"""(SELECT COALESCE(json_agg(
        CASE WHEN s.is_protected THEN {_PROTECTED_EVIDENCE} ELSE {_OPEN_EVIDENCE} END ORDER BY e.id
    ), '[]'::json)
    FROM annotations_evidence e JOIN annotations_source s ON s.id = e.source_id
    LEFT JOIN jsonb_to_recordset(c.result->'links')
      AS l(link bigint, points int, counted boolean, reason text) ON l.link = e.id
    WHERE e.claim_id = c.id AND e.state <> 'withdrawn')"""
_REASONS = _list(
    "reason->>'code' AS code, COALESCE(reason->'links', '[]'::jsonb) AS links",
    "FROM jsonb_array_elements(a.result->'reasons') WITH ORDINALITY AS told(reason, place)",
    "place",
)
_ASSESSMENT = _object(
    f"""a.id, a.status, a.support, a.opposition, a.supporting_origins, a.opposing_origins,
        a.result->'band' AS band, a.certainty, {_REASONS} AS reasons, a.policy_version, a.fingerprint,
        a.as_of, {_utc("a.computed_at")} AS computed_at""",
    "FROM annotations_assessment a WHERE a.id = c.assessment_id",
)
_VERDICTS = _list(
    f"""v.id, u.display_name AS reviewer, v.status, v.context_flag, v.reason, v.short_claim,
        {_utc("v.signed_at")} AS signed_at""",
    """FROM annotations_verdict v JOIN annotations_user u ON u.id = v.reviewer_id
       WHERE v.claim_id = c.id AND v.state = 'live'""",
    "v.signed_at, v.id",
)
_OVERRIDE = _object(
    f"""o.status, o.reason_code, o.text, proposer.display_name AS proposed_by,
        approver.display_name AS approved_by, {_utc("o.approved_at")} AS approved_at,
        {_utc("o.expires_at")} AS expires_at""",
    f"""FROM annotations_override o JOIN annotations_user proposer ON proposer.id = o.proposed_by_id
       JOIN annotations_user approver ON approver.id = o.approved_by_id
       WHERE o.claim_id = c.id AND {IN_EFFECT}""",
)
_STATUS = _object(
    f"""c.status AS computed,
       CASE WHEN c.signed THEN (SELECT v.status FROM annotations_verdict v
         WHERE v.claim_id = c.id AND v.state = 'live' ORDER BY v.signed_at DESC, v.id DESC LIMIT 1)
       END AS signed,
       (SELECT o.status FROM annotations_override o WHERE o.claim_id = c.id AND {IN_EFFECT})
         AS overridden""",
    "",
)
_STALE_CAUSES = f"""(SELECT COALESCE(json_agg(cause ORDER BY cause), '[]'::json) FROM (
        SELECT f.cause {_MARKS}
        UNION ALL SELECT 'ASSESSMENT_DUE' WHERE c.assessed_version < c.inputs_version) causes)"""
# What readers were told, the latest first: the verdict, its corrections, or that it was withdrawn.
_PUBLISHED = "FROM annotations_publication b WHERE b.claim_id = c.id"
_CORRECTIONS = _list(
    f"b.number, b.kind, b.public_note AS note, {_utc('b.published_at')} AS published_at",
    f"{_PUBLISHED} AND b.kind <> 'published'",
    "b.number",
)
_PUBLICATION = f"""(SELECT row_to_json(x) FROM (
        SELECT b.number, b.kind, b.text, b.short_claim, b.status, b.computed_status, b.context_flag, b.reason,
               b.assessment_id AS assessment, {_utc("b.published_at")} AS published_at,
               (SELECT {_utc("min(b.published_at)")} {_PUBLISHED}) AS first_published_at,
               {_CORRECTIONS} AS corrections
        {_PUBLISHED} ORDER BY b.number DESC LIMIT 1) x)"""
# What readers were told is withdrawn is not live again before it is published again.
WITHDRAWN = """((SELECT b.kind FROM annotations_publication b WHERE b.claim_id = c.id
    ORDER BY b.number DESC LIMIT 1) IS NOT DISTINCT FROM 'withdrawn')"""
_AS_FROZEN = _object(
    "a.status, a.fingerprint, a.policy_version",
    """FROM annotations_claimsetmember m JOIN annotations_assessment a ON a.id = m.assessment_id
       WHERE m.claim_id = c.id AND m.claim_set_id = %s""",
)

# Signatures are shown once a sign-off is complete: until then a second reviewer judges without knowing the
# first.
ROWS = f"""
        SELECT c.id, '/claims/' || c.id || '/' AS path, c.text, c.type, c.language, c.state, c.risk, c.topic,
               {_STATUS} AS status, c.signed, {_STALE_CAUSES} AS stale,
               {_ATTRIBUTION} AS attribution, {_TIME} AS time, {_QUANTITIES} AS quantities,
               {_HIGHLIGHTS} AS highlights, {_EVIDENCE} AS evidence, {_ASSESSMENT} AS assessment,
               CASE WHEN c.signed THEN {_VERDICTS} ELSE '[]'::json END AS verdicts,
               {_OVERRIDE} AS override, {_PUBLICATION} AS publication, {_AS_FROZEN} AS as_frozen
          FROM (SELECT c.*, {SIGNED} AS signed, current.assessment_id, assessed.result
                  FROM annotations_claim c
                  LEFT JOIN annotations_currentassessment current ON current.claim_id = c.id
                  LEFT JOIN annotations_assessment assessed ON assessed.id = current.assessment_id
                 WHERE c.id = ANY(%s)) c"""
DOCUMENTS = f"SELECT row_to_json(d) FROM ({ROWS}) d ORDER BY d.id"
COPY = f"COPY ({DOCUMENTS}) TO STDOUT WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"

FETCHED_AT_ONCE = 5_000


@dataclass(slots=True)
class Selection:
    """The claims of an export in the order of their ids, and what was counted while choosing them."""

    claim_ids: "array[int]" = field(default_factory=lambda: array("q"))
    matching: int = 0
    signed: int = 0
    withdrawn: int = 0
    stale: int = 0

    def add(self, claim_id: int, *, signed: bool, withdrawn: bool, stale: bool) -> None:
        """One more claim that will be exported."""
        self.claim_ids.append(claim_id)
        self.signed += signed and not withdrawn
        self.withdrawn += withdrawn
        self.stale += stale

    def batches(self, size: int) -> Iterator[list[int]]:
        """The ids, `size` at a time."""
        for start in range(0, len(self.claim_ids), size):
            yield self.claim_ids[start : start + size].tolist()


class Snapshot:
    """Questions about one moment. Made by `snapshot`."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            self.taken_at: datetime = cursor.fetchone()[0]

    def choose(
        self, claims: QuerySet[Claim], *, include_unsigned: bool, include_withdrawn: bool = False
    ) -> Selection:
        """Those of the claims that belong in an export: signed, not stale and not withdrawn from readers; the
        withdrawn ones too, for a format that keeps their place; or all of them.
        """
        matching, parameters = as_sql(claims)
        chosen = Selection()
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(
                f"SELECT c.id, {SIGNED}, {WITHDRAWN}, {STALE} FROM annotations_claim c "
                f"WHERE c.id IN ({matching}) ORDER BY c.id",
                parameters,
            )
            while rows := cursor.fetchmany(FETCHED_AT_ONCE):
                for claim_id, signed, withdrawn, stale in rows:
                    belongs = include_withdrawn if withdrawn else signed and not stale
                    if include_unsigned or belongs:
                        chosen.add(claim_id, signed=signed, withdrawn=withdrawn, stale=stale)
                chosen.matching += len(rows)
        return chosen

    def documents(self, claim_ids: Sequence[int], *, claim_set_id: int) -> Iterator[bytes]:
        """One JSON document a claim, as UTF-8 with its final line feed, in the order of their ids."""
        with (
            self.connection.wrap_database_errors,
            self.connection.cursor() as cursor,
            cursor.copy(COPY, [claim_set_id, list(claim_ids)]) as copy,
        ):
            for row in copy:
                yield bytes(row)


def documents_of(ids: str) -> str:
    """A question for the same documents, as rows of `id` and `document`, where no frozen set is asked about.
    `ids` is an expression for an array.
    """
    return f"SELECT d.id, row_to_json(d)::text AS document FROM ({ROWS % ('NULL', ids)}) d"


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """A consistent view of the database as of now, read-only, on its own connection; ends with the block."""
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        connection.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield Snapshot(connection)
        connection.rollback()
    finally:
        connection.close()


def as_sql(claims: QuerySet[Claim]) -> tuple[str, Sequence[Any]]:
    """The claims' ids as a statement; a query that cannot match anything becomes one that says so."""
    try:
        return claims.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint WHERE false", ()
