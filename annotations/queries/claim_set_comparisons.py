"""What differs between two frozen sets: which claims came and went, whose status is another, and whose words
were changed between the moments of the two.

A frozen set keeps the assessment that held for each claim. The words are not kept a second time: the history
has them. What was edited between the two moments tells what a claim said at either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from annotations.domain.errors import Conflict, Invalid
from annotations.domain.vocabulary import ClaimSetKind, Status
from annotations.models import Assessment, Claim, ClaimSet, ClaimSetMember, Event, User
from annotations.queries.export_rows import as_sql
from annotations.queries.visibility import visible_claims

ADDED, REMOVED, STATUS, WORDS = "added", "removed", "status", "words"
DIFFERENCES: Final = (ADDED, REMOVED, STATUS, WORDS)
PAGE: Final = 50
PAGE_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One claim that differs; what it was in either set is empty where it was not in it. Words that nobody
    changed between the two moments are those of today.
    """

    id: int
    differences: tuple[str, ...]
    status_before: str
    status_after: str
    words_before: str
    words_after: str

    @property
    def status_labels(self) -> tuple[str, str]:
        """The statuses in words."""
        labels = dict(Status.choices)
        return str(labels.get(self.status_before, "")), str(labels.get(self.status_after, ""))


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many claims differ in which way, and one page of them; a claim may differ in two."""

    counts: Mapping[str, int]
    same: int
    rows: list[Difference]
    has_more: bool


def compared(
    first: ClaimSet, second: ClaimSet, person: User, *, only: str = "", after: int = 0, limit: int = PAGE
) -> Comparison:
    """What became of the first set in the second, of the claims that the person may see, in the order of
    their ids; two statements. `only` is one of `DIFFERENCES`, `after` the id after which to go on. Refuses
    sets that are not frozen (`Conflict`) and unknown differences (`Invalid`).
    """
    for claim_set in (first, second):
        if claim_set.kind != ClaimSetKind.FROZEN:
            raise Conflict(
                f"“{claim_set.name}” is live: what it holds changes. Freeze it, then compare.",
                rule="claim-set-live",
            )
    if only and only not in DIFFERENCES:
        raise Invalid(f"“{only}” is no difference.", field="only", rule="unknown-filter-value")
    visible, parameters = as_sql(visible_claims(person))
    moments = [claim_set.frozen_at for claim_set in (first, second)]
    asked = [first.pk, second.pk, *moments, *parameters]
    differing = _DIFFERING.format(visible=visible)
    with connection.cursor() as cursor:
        cursor.execute(differing + _COUNTS, asked)
        *counts, same = cursor.fetchone()
        cursor.execute(differing + _ROWS, [*asked, after, only, only, limit + 1])
        rows = [Difference(pk, tuple(how), *was) for pk, how, *was in cursor.fetchall()]
    counted = dict(zip(DIFFERENCES, counts, strict=True))
    return Comparison(counted, same, rows[:limit], len(rows) > limit)


_MEMBERS: Final = f"""SELECT m.claim_id, COALESCE(a.status, '') AS status
      FROM {ClaimSetMember._meta.db_table} m LEFT JOIN {Assessment._meta.db_table} a ON a.id = m.assessment_id
     WHERE m.claim_set_id = %s"""


def _words_at(moment: str) -> str:
    """What the claim said: what the next edit of its words took away, or what it says today."""
    return f"""COALESCE((SELECT e.before->>'text' FROM {Event._meta.db_table} e
        WHERE e.stream = 'claim:' || c.id AND e.verb = 'claim.edited' AND e.after ? 'text' AND e.at > {moment}
        ORDER BY e.position LIMIT 1), c.text)"""


_DIFFERING: Final = f"""
WITH first AS ({_MEMBERS}), second AS ({_MEMBERS}),
moments AS (SELECT %s::timestamptz AS of_first, %s::timestamptz AS of_second),
told AS (
    SELECT c.id, first.claim_id IS NOT NULL AS in_first, second.claim_id IS NOT NULL AS in_second,
           COALESCE(first.status, '') AS status_before, COALESCE(second.status, '') AS status_after,
           CASE WHEN first.claim_id IS NULL THEN '' ELSE {_words_at("of_first")} END AS words_before,
           CASE WHEN second.claim_id IS NULL THEN '' ELSE {_words_at("of_second")} END AS words_after
      FROM first FULL JOIN second USING (claim_id) CROSS JOIN moments
      JOIN {Claim._meta.db_table} c ON c.id = COALESCE(first.claim_id, second.claim_id)
     WHERE c.id IN ({{visible}})
), differing AS (
    SELECT told.*, array_remove(ARRAY[
        CASE WHEN NOT in_first THEN 'added' END,
        CASE WHEN NOT in_second THEN 'removed' END,
        CASE WHEN in_first AND in_second AND status_before <> status_after THEN 'status' END,
        CASE WHEN in_first AND in_second AND words_before <> words_after THEN 'words' END
    ], NULL) AS differences FROM told
)"""
_COUNTS: Final = f"""
SELECT {", ".join(f"count(*) FILTER (WHERE '{one}' = ANY(differences))" for one in DIFFERENCES)},
       count(*) FILTER (WHERE cardinality(differences) = 0)
  FROM differing"""
_ROWS: Final = """
SELECT id, differences, status_before, status_after, words_before, words_after
  FROM differing
 WHERE cardinality(differences) > 0 AND id > %s AND (%s = '' OR %s = ANY(differences))
 ORDER BY id LIMIT %s"""
