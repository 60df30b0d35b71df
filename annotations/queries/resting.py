"""What rests on a publisher, a source or a capture: claims, and what people made of them.

A claim can rest on a source in four ways. It links a passage of it; one of its passages is said to rely on
it; something that it links rests on the source by derivation; or something that it links is one work with
it, or not independent of it. The walk from the source outwards finds all sources in between in one
statement, each with the kinds of steps that lead to it. A source is met a few times at most, so that circles
end.

Withdrawn evidence is left out, and so are withdrawn claims.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import (
    ClaimState,
    EvidenceState,
    ExportState,
    Role,
    SecondLookState,
    Status,
    VerdictState,
)
from annotations.models import (
    Capture,
    Claim,
    ClaimSet,
    ClaimSetMember,
    Derivation,
    Evidence,
    Export,
    Highlight,
    Publisher,
    Reliance,
    Revision,
    SecondLook,
    Source,
    SourceRelation,
    User,
    Verdict,
)
from annotations.queries.audiences import TOLD_SETS
from annotations.queries.claim_rows import FIELDS, ClaimRow, claim_rows
from annotations.queries.dependents import SHARED_ORIGIN
from annotations.queries.exports import exports_for
from annotations.queries.resting_paths import paths_to
from annotations.queries.source_pages import PAGE, Page
from annotations.queries.visibility import visible_articles, visible_claims

PUBLISHER, SOURCE, CAPTURE = "publisher", "source", "capture"
AT_ONCE: Final = 1_000
WAYS: Final = ("direct", "reliance", "derivation", "relation")
COUNTED: Final = ("claims", *WAYS, "published", "signed", "articles", "sets", "exports")
_MODELS: Final[Mapping[str, Any]] = {PUBLISHER: Publisher, SOURCE: Source, CAPTURE: Capture}
_TABLES = {
    model.__name__: model._meta.db_table
    for model in (
        Claim,
        ClaimSet,
        ClaimSetMember,
        Derivation,
        Evidence,
        Export,
        Highlight,
        Reliance,
        Revision,
        SecondLook,
        Source,
        SourceRelation,
        Verdict,
    )
}

_SEEDS: Final = {
    PUBLISHER: "SELECT id FROM {Source} WHERE publisher_id = %(id)s",
    SOURCE: "SELECT %(id)s::bigint AS id",
}

_WALK = """
    WITH RECURSIVE seed AS ({seed}),
    resting (id, way) AS (
        SELECT id, 'direct' FROM seed
      UNION
        SELECT step.id, CASE WHEN resting.way = 'relation' THEN 'relation' ELSE step.way END
          FROM resting
          JOIN LATERAL (
                SELECT source_id AS id, 'derivation' AS way FROM {Derivation} WHERE origin_id = resting.id
                UNION ALL
                SELECT second_id, 'relation' FROM {SourceRelation}
                 WHERE first_id = resting.id AND kind = ANY(%(shared)s)
                UNION ALL
                SELECT first_id, 'relation' FROM {SourceRelation}
                 WHERE second_id = resting.id AND kind = ANY(%(shared)s)
               ) AS step ON step.id NOT IN (SELECT id FROM seed)
    )
    SELECT id, way FROM resting ORDER BY id, way"""

_OF_SOURCES = """
    WITH resting AS (
        SELECT met.id, met.way FROM unnest(%(sources)s::bigint[], %(steps)s::text[]) AS met (id, way)
    ),
    reached AS (
        SELECT evidence.claim_id, resting.way
          FROM resting JOIN {Evidence} AS evidence ON evidence.source_id = resting.id
         WHERE evidence.state <> %(withdrawn)s
        UNION
        SELECT evidence.claim_id, CASE WHEN resting.way = 'direct' THEN 'reliance' ELSE resting.way END
          FROM resting
          JOIN {Reliance} AS reliance ON reliance.source_id = resting.id
          JOIN {Evidence} AS evidence ON evidence.id = reliance.evidence_id
         WHERE evidence.state <> %(withdrawn)s
    )"""

_OF_CAPTURE = """
    WITH reached AS (
        SELECT DISTINCT claim_id, 'direct' AS way FROM {Evidence}
         WHERE capture_id = %(id)s AND state <> %(withdrawn)s
    )"""

_CONCERNED = """,
    concerned AS MATERIALIZED (
        SELECT claim.id, claim.state, claim.status, array_agg(reached.way) AS ways
          FROM reached JOIN {Claim} AS claim ON claim.id = reached.claim_id
         WHERE claim.state <> %(claim_withdrawn)s AND NOT EXISTS (
               SELECT FROM {SecondLook} AS look
                WHERE claim.id = ANY(look.sealed_claims)
                  AND (look.state = %(open)s AND look.reader_id = %(person)s
                       OR look.state = %(disputed)s AND look.settler_id = %(person)s))
         GROUP BY claim.id
    )"""

_COUNTS = """
    SELECT count(*),
           count(*) FILTER (WHERE 'direct' = ANY(ways)),
           count(*) FILTER (WHERE 'reliance' = ANY(ways)),
           count(*) FILTER (WHERE 'derivation' = ANY(ways)),
           count(*) FILTER (WHERE 'relation' = ANY(ways)),
           count(*) FILTER (WHERE state = ANY(%(published)s)),
           (SELECT count(DISTINCT claim_id) FROM {Verdict}
             WHERE state = %(live)s AND claim_id IN (SELECT id FROM concerned)),
           (SELECT count(DISTINCT revision.article_id)
              FROM {Highlight} AS highlight JOIN {Revision} AS revision ON revision.id = highlight.revision_id
             WHERE highlight.is_current AND highlight.claim_id IN (SELECT id FROM concerned)),
           (SELECT count(DISTINCT claim_set_id) FROM {ClaimSetMember}
             WHERE claim_id IN (SELECT id FROM concerned) AND claim_set_id IN ({told_sets})),
           (SELECT count(*) FROM {Export} AS export
             WHERE export.state = %(done)s AND export.claim_set_id IN ({told_sets})
               AND export.claim_set_id IN (
                   SELECT claim_set_id FROM {ClaimSetMember}
                    WHERE claim_id IN (SELECT id FROM concerned)))
      FROM concerned"""

_BY_STATUS = "SELECT status, count(*) FROM concerned GROUP BY status ORDER BY status"

_CLAIMS = """
    SELECT id, ways FROM concerned
     WHERE (%(way)s = '' OR %(way)s = ANY(ways))
       AND (cardinality(%(statuses)s::text[]) = 0 OR status = ANY(%(statuses)s))
       AND (NOT %(signed)s OR EXISTS (
            SELECT FROM {Verdict} AS verdict
             WHERE verdict.claim_id = concerned.id AND verdict.state = %(live)s))
     ORDER BY id DESC LIMIT %(limit)s OFFSET %(offset)s"""

_ARTICLES = """
    SELECT revision.article_id, count(DISTINCT highlight.claim_id)
      FROM {Highlight} AS highlight JOIN {Revision} AS revision ON revision.id = highlight.revision_id
     WHERE highlight.is_current AND highlight.claim_id IN (SELECT id FROM concerned)
     GROUP BY revision.article_id ORDER BY revision.article_id DESC LIMIT %(limit)s OFFSET %(offset)s"""

_SETS = """
    SELECT claim_set_id, count(*) FROM {ClaimSetMember}
     WHERE claim_id IN (SELECT id FROM concerned) AND claim_set_id IN ({told_sets})
     GROUP BY claim_set_id ORDER BY claim_set_id DESC LIMIT %(limit)s OFFSET %(offset)s"""

_EXPORTS = """
    SELECT export.id FROM {Export} AS export
     WHERE export.state = %(done)s AND export.claim_set_id IN ({told_sets}) AND export.claim_set_id IN (
           SELECT claim_set_id FROM {ClaimSetMember} WHERE claim_id IN (SELECT id FROM concerned))
     ORDER BY export.id DESC LIMIT %(limit)s OFFSET %(offset)s"""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is asked about: a publisher, a source or a capture."""

    noun: str
    id: int


@dataclass(frozen=True, slots=True)
class Resting:
    """How much rests on a thing. `claims` is all of them; of these `direct` … `relation` by the way in which
    they do (one may in several), `published` ones and ones that are `signed`. `sets` are frozen ones, and
    `exports` the finished ones of these: what a live set found is not kept.
    """

    claims: int
    direct: int
    reliance: int
    derivation: int
    relation: int
    published: int
    signed: int
    articles: int
    sets: int
    exports: int
    statuses: Mapping[Status, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RestingFilter:
    """Which of the claims: by way, by status, and only those that are signed."""

    way: str = ""
    statuses: tuple[str, ...] = ()
    is_signed: bool = False

    def __post_init__(self) -> None:
        if self.way and self.way not in WAYS:
            raise Invalid(f"“{self.way}” is no way of resting.", field="way", rule="unknown-filter-value")
        for status in self.statuses:
            if status not in Status.values:
                raise Invalid(f"“{status}” is no status.", field="status", rule="unknown-filter-value")


@dataclass(frozen=True, slots=True)
class RestingClaim:
    """A claim with the ways in which it rests on the thing; `paths` tells one of each kind step by step."""

    claim: ClaimRow
    ways: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A row with the number of claims in it that rest on the thing."""

    row: Any
    claims: int


def thing(noun: str, pk: int) -> Any:
    """The row that is asked about. Refuses with `NotFound`."""
    related = {PUBLISHER: (), SOURCE: ("publisher",), CAPTURE: ("source__publisher",)}[noun]
    found = _MODELS[noun].objects.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise NotFound(f"There is no {noun} {pk}.", details={"id": pk})
    return found


def resting_on(asked: Thing, person: User) -> Resting:
    """How much rests on it, in four statements."""
    statuses = {Status(status): number for status, number in _rows(asked, person, _BY_STATUS)}
    counts = dict(zip(COUNTED, _rows(asked, person, _COUNTS)[0], strict=True))
    return Resting(**counts, statuses=statuses)


def resting_claims(asked: Thing, wanted: RestingFilter, number: int, person: User) -> Page[RestingClaim]:
    """The claims, latest first, fifty a page, in a constant number of statements."""
    found = _rows(asked, person, _CLAIMS, wanted, number)
    ways = {pk: tuple(way for way in WAYS if way in told) for pk, told in found[:PAGE]}
    shown = visible_claims(person).filter(pk__in=ways)
    claims = {row.id: row for row in claim_rows(shown.values(*FIELDS))}
    paths = paths_to(asked.noun, asked.id, [pk for pk in ways if pk in claims])
    rows = [RestingClaim(claims[pk], ways[pk], tuple(paths.get(pk, ()))) for pk in ways if pk in claims]
    return Page(rows, number, len(found) > PAGE)


def resting_claim_ids(asked: Thing, wanted: RestingFilter, person: User) -> list[int]:
    """Ids of the claims that fit, latest first."""
    return [pk for pk, _ in _rows(asked, person, _CLAIMS, wanted, None)]


def every_resting_claim(
    asked: Thing, wanted: RestingFilter, person: User
) -> Iterator[tuple[Claim, tuple[str, ...]]]:
    """Every claim that fits with its ways, latest first, read a thousand at a time."""
    found = _rows(asked, person, _CLAIMS, wanted, None)
    for first in range(0, len(found), AT_ONCE):
        told = found[first : first + AT_ONCE]
        seen = visible_claims(person).only("text", "status", "state")
        claims = seen.in_bulk([pk for pk, _ in told])
        for pk, ways in told:
            if pk in claims:
                yield claims[pk], tuple(way for way in WAYS if way in ways)


def resting_articles(asked: Thing, number: int, person: User) -> Page[Counted]:
    """The articles in which such claims stand, latest first."""
    return _counted(_rows(asked, person, _ARTICLES, number=number), visible_articles(person), number)


def resting_sets(asked: Thing, number: int, person: User) -> Page[Counted]:
    """The frozen claim sets that hold such claims, latest first."""
    return _counted(_rows(asked, person, _SETS, number=number), ClaimSet.objects.all(), number)


def resting_exports(asked: Thing, number: int, person: User) -> Page[Export]:
    """The finished exports of frozen sets that hold such claims, latest first."""
    ids = [pk for (pk,) in _rows(asked, person, _EXPORTS, number=number)]
    by_id = exports_for(person).in_bulk(ids[:PAGE])
    return Page([by_id[pk] for pk in ids[:PAGE] if pk in by_id], number, len(ids) > PAGE)


def _counted(found: list[Any], rows: QuerySet[Any], number: int) -> Page[Counted]:
    by_id = rows.in_bulk([pk for pk, _ in found[:PAGE]])
    counted = [Counted(by_id[pk], claims) for pk, claims in found[:PAGE] if pk in by_id]
    return Page(counted, number, len(found) > PAGE)


def _rows(
    asked: Thing, person: User, question: str, wanted: RestingFilter | None = None, number: int | None = 1
) -> list[Any]:
    """What a question about the claims concerned finds; of a list one row more than the page holds, or
    everything where no page is asked for.
    """
    wanted = wanted or RestingFilter()
    met = _walked(asked)
    values: dict[str, Any] = {
        "id": asked.id,
        "person": person.pk,
        "is_administrator": person.role == Role.ADMINISTRATOR,
        "open": SecondLookState.OPEN.value,
        "disputed": SecondLookState.DISPUTED.value,
        "sources": [pk for pk, _ in met],
        "steps": [way for _, way in met],
        "withdrawn": EvidenceState.WITHDRAWN.value,
        "claim_withdrawn": ClaimState.WITHDRAWN.value,
        "published": [ClaimState.PUBLISHED.value, ClaimState.CORRECTED.value],
        "live": VerdictState.LIVE.value,
        "done": ExportState.DONE.value,
        "way": wanted.way,
        "statuses": list(wanted.statuses),
        "signed": wanted.is_signed,
        "limit": None if number is None else PAGE + 1,
        "offset": PAGE * ((number or 1) - 1),
    }
    with connection.cursor() as cursor:
        reached = _OF_CAPTURE if asked.noun == CAPTURE else _OF_SOURCES
        cursor.execute((reached + _CONCERNED + question).format(**_TABLES, told_sets=TOLD_SETS), values)
        return list(cursor.fetchall())


def _walked(asked: Thing) -> list[tuple[int, str]]:
    """Every source through which claims can rest on it, with the kind of steps that lead to it.

    It is asked for by itself: the database cannot guess how far a walk leads, and goes about the claims of a
    few sources in another way than about those of thousands.
    """
    if asked.noun == CAPTURE:
        return []
    with connection.cursor() as cursor:
        walk = _WALK.replace("{seed}", _SEEDS[asked.noun]).format(**_TABLES)
        cursor.execute(walk, {"id": asked.id, "shared": SHARED_ORIGIN})
        return list(cursor.fetchall())
