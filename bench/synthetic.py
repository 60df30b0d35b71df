"""Made-up claims with evidence, in any number, for measurements.

Rows are made inside the database, statement by statement: what is measured is how they come out, not how
they came in. Every claim is signed, stands in an article, and has five pieces of evidence and an assessment
with its result.
"""

from django.db import connection

EVIDENCE_A_CLAIM = 5
PASSAGE = "The council's minutes of that day say in so many words that the bridge was closed for repairs."

STATEMENTS = (
    """INSERT INTO annotations_user (password, username, display_name, email, role, is_active, time_zone,
        theme, digest, joined_at)
       VALUES ('', 'bench', 'Bench', '', 'administrator', true, 'UTC', 'auto', 'never', now())""",
    """INSERT INTO annotations_publisher (name, kind, country, languages, homepage, wikidata_id,
        is_fictional, note,
                                          tags, is_protected, version, registered_by_id, registered_at)
       SELECT 'Publisher ' || n, 'newspaper', '', '[]', '', '', true, '', '{}', false, 1,
           (SELECT id FROM annotations_user), now()
         FROM generate_series(1, 50) n""",
    """INSERT INTO annotations_gradechange (publisher_id, topic, grade, reason, graded_by_id, graded_at,
           holds_from)
       SELECT id, '', 'B', 'Measured.', registered_by_id, now(), current_date FROM annotations_publisher""",
    """INSERT INTO annotations_source (publisher_id, kind, title, authors, url, canonical_url, identifiers,
        language,
           state, state_reason, is_anonymous, is_protected, is_unreachable, note, tags, version,
               registered_by_id,
           registered_at)
       SELECT p.id, 'report', 'Report ' || n || ' on the bridge', '', 'https://example.org/reports/' || n,
              'https://example.org/reports/' || n, '{}', 'en', 'active', '', false, false, false, '', '{}', 1,
              p.registered_by_id, now()
         FROM generate_series(1, 1000) n
         JOIN annotations_publisher p ON p.id = (SELECT min(id) FROM annotations_publisher) + n %% 50""",
    """INSERT INTO annotations_capture (source_id, text, blocks, text_sha256, bytes_sha256, file_name,
        media_type,
           origin, origin_name, http_headers, is_summary, captured_by_id, captured_at, final_url, tool,
           tool_version, metadata)
       SELECT id, repeat(title || '. ', 50), '[]', encode(sha256(convert_to(title, 'UTF8')), 'hex'), '',
           '', '',
              'paste', '', '{}', false, registered_by_id, now(), '', '', '', '{}' FROM annotations_source""",
    """INSERT INTO annotations_article (headline, byline, url, canonical_url, time_zone, dateline, language,
           is_fictional, version, imported_by_id, imported_at)
       SELECT 'Article ' || n, '', 'https://example.org/articles/' || n,
           'https://example.org/articles/' || n, 'UTC',
              '', 'en', true, 1, (SELECT id FROM annotations_user), now()
         FROM generate_series(1, greatest(%(claims)s / 25, 1)) n""",
    """INSERT INTO annotations_revision (article_id, number, text, blocks, sha256, origin, origin_name,
        media_type,
           notes, made_by_id, made_at)
       SELECT id, 1, repeat('The bridge was closed. ', 200), '[]',
              encode(sha256(convert_to(headline, 'UTF8')), 'hex'), 'paste', '', '', '[]', imported_by_id,
                  now()
         FROM annotations_article""",
    """INSERT INTO annotations_claim (text, type, topic, language, state, state_before_withdrawal, risk,
           risk_reason, must_split, asserter, verb, mode, venue, is_worth_checking, status, inputs_version,
               assessed_version, due_because,
           version, created_by_id, created_at, changed_at)
       SELECT 'The bridge on road ' || n || ' was closed for repairs in the spring of that year.', 'event',
           '', 'en',
              'signed', '', 'normal', '', false, '', '', '', '', true, 'SUPPORTED', 1, 1, '{}', 1,
              (SELECT id FROM annotations_user), now(), now()
         FROM generate_series(1, %(claims)s) n""",
    """INSERT INTO annotations_highlight (claim_id, revision_id, start, "end", exact, prefix, suffix, block,
           block_offset, state, outcome, made_by_id, made_at, is_current, sought, candidates, changes,
           version)
       SELECT c.id, (SELECT min(id) FROM annotations_revision) + c.id %% greatest(%(claims)s / 25, 1),
           23 * (c.id %% 200),
              23 * (c.id %% 200) + 22, 'The bridge was closed.', 'The bridge was closed. ',
                  ' The bridge was closed.',
              'b0', 0, 'live', 'made', c.created_by_id, now(), true, '', '[]', '[]', 1
         FROM annotations_claim c""",
    f"""INSERT INTO annotations_evidence (claim_id, source_id, capture_id, passage, start, "end",
        passage_check, stance,
           coverage, proximity, credibility, sourcing, state, state_before_withdrawal, is_out_of_scope,
           note, version, attached_by_id,
           attached_at, changed_by_id, changed_at, judged_at)
       SELECT c.id, k.source_id, k.id, '{PASSAGE.replace("'", "''")}', n, n + 20, 'exact',
              CASE WHEN n %% 5 = 0 THEN 'contradicts' ELSE 'corroborates' END, 'full', 'secondary', '6',
                  'own',
              'accepted', '', false, '', 1, c.created_by_id, now(), c.created_by_id, now(), now()
         FROM annotations_claim c CROSS JOIN generate_series(1, {EVIDENCE_A_CLAIM}) n
         JOIN annotations_capture k ON k.id = (SELECT min(id)
             FROM annotations_capture) + (c.id * 7 + n) %% 1000""",
    """INSERT INTO annotations_assessment (claim_id, fingerprint, policy_version, status, certainty, support,
           opposition, supporting_origins, opposing_origins, result, computed_at)
       SELECT c.id, encode(sha256(convert_to(c.text, 'UTF8')), 'hex'), '1.0.0', 'SUPPORTED', 'HIGH', 240,
           60, 4, 1,
              jsonb_build_object('band', jsonb_build_array(0.6, 0.85), 'reasons',
                  jsonb_build_array(jsonb_build_object('code', 'EVIDENCE_ON_BOTH_SIDES')), 'links',
                  (SELECT jsonb_agg(jsonb_build_object('link', e.id, 'stance', e.stance, 'points', 60,
                      'counted', true,
                      'interest', 'none', 'outlet', 's:' || e.source_id, 'outlet_class', 's:' || e.source_id,
                      'origin_class', 's:' || e.source_id, 'reliability', 75, 'proximity', 'secondary',
                          'traced', true))
                     FROM annotations_evidence e WHERE e.claim_id = c.id)), now()
         FROM annotations_claim c""",
    """INSERT INTO annotations_currentassessment (claim_id, assessment_id, since)
       SELECT claim_id, id, now() FROM annotations_assessment""",
    """INSERT INTO annotations_verdict (claim_id, assessment_id, status, context_flag, reason, short_claim,
        reviewer_id,
           signed_at, state, end_reason, is_dissent)
       SELECT a.claim_id, a.id, a.status, '', 'Four outlets with their own reporters agree.', '',
           c.created_by_id,
              now(), 'live', '', false
                  FROM annotations_assessment a JOIN annotations_claim c ON c.id = a.claim_id""",
)


def fill(claims: int) -> None:
    """Puts this many claims with all that belongs to them into an empty database."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, {"claims": claims})
        cursor.execute("VACUUM ANALYZE")
