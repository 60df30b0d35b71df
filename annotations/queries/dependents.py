"""What rests on a source or a publisher: the claims whose status may move when one of them changes.

A claim reaches a source through its evidence and through what single passages rely on, and from there along
derivations ("rests on") and along relations that make two sources one origin. Here the walk goes the other
way, from what changed to the claims, in one recursive query each: the number of statements does not grow
with the register, and circles, which do occur (two outlets that cite each other), end by themselves.

Withdrawn evidence is left out: bringing it back marks its claim anyway.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from annotations.domain.vocabulary import EvidenceState, PublisherRelationKind, SourceRelationKind
from annotations.models import (
    Claim,
    Derivation,
    Evidence,
    GradeChange,
    Highlight,
    Publisher,
    PublisherRelation,
    Reliance,
    Source,
    SourceRelation,
    User,
)
from annotations.queries.visibility import visible_claims

SHARED_ORIGIN = [SourceRelationKind.SAME_WORK.value, SourceRelationKind.NOT_INDEPENDENT.value]

_TABLES = {
    model.__name__: model._meta.db_table
    for model in (Claim, Derivation, Evidence, Publisher, PublisherRelation, Reliance, Source, SourceRelation)
}

_CLAIMS = """
    WITH RECURSIVE resting (id) AS (
        {seed}
      UNION
        SELECT neighbour.id
          FROM resting
          JOIN LATERAL (
                SELECT source_id AS id FROM {Derivation} WHERE origin_id = resting.id
                UNION ALL
                SELECT second_id FROM {SourceRelation} WHERE first_id = resting.id AND kind = ANY(%(shared)s)
                UNION ALL
                SELECT first_id FROM {SourceRelation} WHERE second_id = resting.id AND kind = ANY(%(shared)s)
               ) AS neighbour ON TRUE
    )
    SELECT claim_id FROM {Evidence}
     WHERE source_id IN (SELECT id FROM resting) AND state <> %(withdrawn)s
    UNION
    SELECT evidence.claim_id
      FROM {Reliance} AS reliance
      JOIN {Evidence} AS evidence ON evidence.id = reliance.evidence_id
     WHERE reliance.source_id IN (SELECT id FROM resting) AND evidence.state <> %(withdrawn)s
"""

_OF_SOURCES = _CLAIMS.format(seed="SELECT unnest(%(ids)s::bigint[])", **_TABLES)

_OF_PUBLISHERS = _CLAIMS.format(
    seed="SELECT id FROM {Source} WHERE publisher_id = ANY(%(ids)s)".format(**_TABLES),
    **_TABLES,
)

_OF_NAMED_PUBLISHERS = _CLAIMS.format(
    seed="SELECT id FROM {Source} WHERE publisher_id = ANY(%(ids)s) AND NOT is_anonymous".format(**_TABLES),
    **_TABLES,
)

_LINKED = "SELECT claim_id FROM {Evidence} WHERE source_id = ANY(%(ids)s) AND state <> %(withdrawn)s".format(
    **_TABLES
)

_BENEATH = """
    WITH RECURSIVE beneath (id) AS (
        SELECT unnest(%(ids)s::bigint[])
      UNION
        SELECT neighbour.id
          FROM beneath
          JOIN LATERAL (
                SELECT origin_id AS id FROM {Derivation} WHERE source_id = beneath.id
                UNION ALL
                SELECT second_id FROM {SourceRelation} WHERE first_id = beneath.id AND kind = ANY(%(shared)s)
                UNION ALL
                SELECT first_id FROM {SourceRelation} WHERE second_id = beneath.id AND kind = ANY(%(shared)s)
               ) AS neighbour ON TRUE
    )
    SELECT id FROM beneath
""".format(**_TABLES)

_OWNED = """
    WITH RECURSIVE owned (id) AS (
        SELECT unnest(%(ids)s::bigint[])
      UNION
        SELECT publisher.id FROM owned JOIN {Publisher} AS publisher ON publisher.owner_id = owned.id
    )
    SELECT id FROM owned
""".format(**_TABLES)

_OWNERS = """
    WITH RECURSIVE owned (id, owner_id) AS (
        SELECT id, owner_id FROM {Publisher} WHERE id = ANY(%(ids)s) AND owner_id IS NOT NULL
      UNION
        SELECT publisher.id, publisher.owner_id
          FROM owned JOIN {Publisher} AS publisher ON publisher.id = owned.owner_id
         WHERE publisher.owner_id IS NOT NULL
    )
    SELECT id, owner_id FROM owned
""".format(**_TABLES)

_BOUND = """
    WITH RECURSIVE bound (id) AS (
        SELECT unnest(%(ids)s::bigint[])
      UNION
        SELECT CASE WHEN relation.first_id = bound.id THEN relation.second_id ELSE relation.first_id END
          FROM bound
          JOIN {PublisherRelation} AS relation
            ON bound.id IN (relation.first_id, relation.second_id) AND relation.kind = %(not_independent)s
    )
    SELECT id FROM bound
""".format(**_TABLES)


def claims_resting_on_sources(source_ids: Iterable[int]) -> set[int]:
    """Ids of the claims with evidence that is, derives from, or relies on one of these sources, however
    indirectly.
    """
    return _ids(_OF_SOURCES, source_ids)


def claims_resting_on_publishers(publisher_ids: Iterable[int]) -> set[int]:
    """Ids of the claims that rest on a source of one of these publishers. Those of somebody unnamed there are
    among them: their interest is that of the publisher.
    """
    return _ids(_OF_PUBLISHERS, publisher_ids)


def claims_published_by(publisher_ids: Iterable[int]) -> set[int]:
    """Ids of the claims that rest on what one of these publishers itself published: somebody unnamed there is
    as independent of others as anybody unnamed.
    """
    return _ids(_OF_NAMED_PUBLISHERS, publisher_ids)


def claims_asserted_by(publisher_ids: Iterable[int]) -> set[int]:
    """Ids of the claims that one of these publishers itself made."""
    made = Claim.objects.filter(asserter_publisher__in=list(publisher_ids))
    return set(made.values_list("pk", flat=True))


def claims_graded_by(publisher_id: int, topic: str) -> set[int]:
    """Ids of the claims for which this grade of a publisher counts: those of the topic that rest on it; for
    the overall grade (the empty topic) those whose topic has no grade of its own.
    """
    resting = claims_resting_on_publishers([publisher_id])
    if topic:
        return set(Claim.objects.filter(pk__in=resting, topic=topic).values_list("pk", flat=True))
    special = GradeChange.objects.filter(publisher=publisher_id).exclude(topic="").values("topic")
    return resting - set(Claim.objects.filter(pk__in=resting, topic__in=special).values_list("pk", flat=True))


def claims_linked_to_sources(source_ids: Iterable[int]) -> set[int]:
    """Ids of the claims with evidence from these sources themselves."""
    return _ids(_LINKED, source_ids)


def claims_within_articles_at(addresses: Iterable[str]) -> set[int]:
    """Ids of the claims that stand, or once stood, in an article with one of these canonical addresses."""
    known = [address for address in addresses if address]
    found = Highlight.objects.filter(revision__article__canonical_url__in=known)
    return set(found.values_list("claim_id", flat=True)) if known else set()


def sources_beneath(source_ids: Iterable[int]) -> set[int]:
    """These sources and everything they rest on or share an origin with, however indirectly."""
    return _ids(_BENEATH, source_ids)


def publishers_owned_by(publisher_ids: Iterable[int]) -> set[int]:
    """These publishers and everything they own, however indirectly."""
    return _ids(_OWNED, publisher_ids)


def owners_of(publisher_id: int) -> set[int]:
    """The owner of a publisher, the owner's owner, and so on."""
    return set(direct_owners([publisher_id]).values())


def direct_owners(publisher_ids: Iterable[int]) -> dict[int, int]:
    """Who owns each of these publishers, each of their owners, and so on; who has no owner is absent."""
    return dict(_rows(_OWNERS, publisher_ids))


def top_owners(publisher_ids: Iterable[int]) -> dict[int, int]:
    """For each publisher the owner that nobody owns; itself where it has none. A circle ends where it
    began.
    """
    ids = set(publisher_ids)
    owner_of = direct_owners(ids)
    return {pk: top_of(pk, owner_of) for pk in ids}


def publishers_bound_to(publisher_ids: Iterable[int]) -> set[int]:
    """These publishers and all that are recorded as not independent of them, step by step: A - X - B binds
    A to B.
    """
    return _ids(_BOUND, publisher_ids)


def texts_of_claims(claim_ids: Iterable[int], person: User, *, limit: int) -> list[tuple[int, str]]:
    """Id and text of the latest of these claims that the person may see, to show what a change will touch."""
    claims = visible_claims(person).filter(pk__in=list(claim_ids)).order_by("-id")
    return list(claims.values_list("pk", "text")[:limit])


def top_of(pk: int, owner_of: Mapping[int, int]) -> int:
    """The owner that nobody owns, by who owns whom. A circle ends where it began."""
    passed = {pk}
    while pk in owner_of:
        pk = owner_of[pk]
        if pk in passed:
            return min(passed)
        passed.add(pk)
    return pk


def _ids(query: str, ids: Iterable[int]) -> set[int]:
    return {row[0] for row in _rows(query, ids)}


def _rows(query: str, ids: Iterable[int]) -> list[Any]:
    values: dict[str, Any] = {
        "ids": sorted(set(ids)),
        "shared": SHARED_ORIGIN,
        "withdrawn": EvidenceState.WITHDRAWN.value,
        "not_independent": PublisherRelationKind.NOT_INDEPENDENT.value,
    }
    if not values["ids"]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
