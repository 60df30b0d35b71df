"""What readers are told, as lists: the index of checks, the feeds, the sitemap.

Nothing here asks who is reading. A claim is public once it was published, whatever desk it belongs to; what
was never published appears in no answer, and of a claim under work nothing but what was said of it last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from annotations.domain.vocabulary import UNNAMED_MODES, ClaimType, HighlightState, PublicationKind
from annotations.models import (
    ArchivedCopy,
    Article,
    Claim,
    Evidence,
    Highlight,
    Policy,
    Publication,
    Publisher,
    ReviewRules,
    Revision,
    Source,
)

PAGE: Final = 25
FED: Final = 50
"""So many entries has a feed."""


@dataclass(frozen=True, slots=True)
class Place:
    """An article in which a claim stands, and the words there; empty while they have changed."""

    article_id: int
    headline: str
    url: str
    publisher: str
    language: str
    exact: str = ""


@dataclass(frozen=True, slots=True)
class ListedCheck:
    """What is said of one claim now: its latest publication, with `language` and `first_at` (when it was
    published first); who says it, and where it stands.
    """

    publication: Publication
    said_by: str
    places: tuple[Place, ...]

    @property
    def claim_id(self) -> int:
        """The claim."""
        return self.publication.claim_id

    @property
    def language(self) -> str:
        """The language of the claim, as BCP 47."""
        return str(self.publication.language)  # type: ignore[attr-defined]

    @property
    def first_at(self) -> datetime:
        """When it was published first."""
        found: datetime = self.publication.first_at  # type: ignore[attr-defined]
        return found

    @property
    def is_corrected(self) -> bool:
        """Whether it once said something else."""
        return self.publication.kind == PublicationKind.CORRECTED


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One page of the index, newest first. `newer` and `older` are where its neighbours begin, None at an
    end.
    """

    checks: list[ListedCheck]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whether an answer is still the same: other `marks`, another answer. `changed_at` is when something was
    published last, None where nothing ever was.
    """

    marks: tuple[str, ...]
    changed_at: datetime | None


def latest_publications() -> QuerySet[Publication]:
    """Of each claim what was said last, each with `language` and `first_at`; also that it was withdrawn."""
    later = Publication.objects.filter(claim=OuterRef("claim"), number__gt=OuterRef("number"))
    first = Publication.objects.filter(claim=OuterRef("claim"), number=1).values("published_at")
    rows = Publication.objects.filter(~Exists(later))
    return rows.annotate(language=F("claim__language"), first_at=Subquery(first))


def standing_publications() -> QuerySet[Publication]:
    """The same without what was withdrawn."""
    return latest_publications().exclude(kind=PublicationKind.WITHDRAWN)


def check_page(*, before: int | None = None, after: int | None = None, words: str = "") -> CheckPage:
    """The checks published before (or after) the publication of this id, newest first; with `words` only
    those whose published words hold them. A constant number of statements, and on every page the same work.
    """
    found = standing_publications()
    if words:
        found = found.filter(text__icontains=words)
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("pk")[: PAGE + 1])[::-1]
        has_newer, has_older = len(rows) > PAGE, True
        rows = rows[-PAGE:]
    else:
        earlier = found if before is None else found.filter(pk__lt=before)
        rows = list(earlier.order_by("-pk")[: PAGE + 1])
        has_newer, has_older = before is not None, len(rows) > PAGE
        rows = rows[:PAGE]
    if not rows:
        return CheckPage([], None, None)
    newer, older = rows[0].pk if has_newer else None, rows[-1].pk if has_older else None
    return CheckPage(listed(rows), newer, older)


def listed(rows: Sequence[Publication]) -> list[ListedCheck]:
    """Publications with who says it and where it stands. Two statements."""
    at = {row.claim_id: row.published_at for row in rows}
    claimants, places = _claimants(at), _places(at)
    return [
        ListedCheck(row, claimants.get(row.claim_id, ""), tuple(places.get(row.claim_id, ()))) for row in rows
    ]


def newest_checks() -> list[Publication]:
    """What a feed of checks tells, newest first."""
    return list(standing_publications().order_by("-pk")[:FED])


def newest_corrections() -> list[Publication]:
    """What a feed of corrections tells, newest first: corrections and withdrawals, with `language`."""
    found = Publication.objects.exclude(kind=PublicationKind.PUBLISHED)
    return list(found.annotate(language=F("claim__language")).order_by("-pk")[:FED])


def sitemap_sizes() -> tuple[int, int]:
    """How many checks and how many articles with checks there are."""
    standing = standing_publications()
    return standing.count(), _articles_with_checks().count()


def check_places(first: int, last: int) -> Iterable[tuple[int, datetime]]:
    """Claims with when what is said of them was published, in the order of their ids, of these ranks."""
    rows = standing_publications().order_by("claim").values_list("claim_id", "published_at")
    return rows[first:last]


def article_places(first: int, last: int) -> Iterable[tuple[int, datetime]]:
    """The same of articles."""
    rows = _articles_with_checks().order_by("revision__article")
    return rows.values_list("revision__article", "last_at")[first:last]


def _articles_with_checks() -> Any:
    latest = Publication.objects.filter(claim=OuterRef("claim")).order_by("-number")
    found = Highlight.objects.current().annotate(
        first_made_at=Coalesce("original__made_at", "made_at"),
        said_at=Subquery(latest.values("published_at")[:1]),
        kind=Subquery(latest.values("kind")[:1]),
    )
    found = found.filter(said_at__isnull=False, first_made_at__lte=F("said_at"))
    found = found.exclude(kind=PublicationKind.WITHDRAWN)
    return found.values("revision__article").annotate(last_at=Max("said_at"))


def _claimants(at: Mapping[int, datetime]) -> dict[int, str]:
    """By claim who says it, as far as that was noted when it was published."""
    layers = Claim.objects.standing().filter(asserts__in=list(at), type=ClaimType.ATTRIBUTION)
    layers = layers.exclude(mode__in=UNNAMED_MODES)
    rows: Any = layers.order_by("pk").values_list(
        "asserts", "created_at", "asserter_publisher__name", "asserter"
    )
    names: dict[int, dict[str, None]] = {}
    for claim_id, made_at, publisher, asserter in rows:
        if (name := publisher or asserter) and made_at <= at[claim_id]:
            names.setdefault(claim_id, {})[name] = None
    return {claim_id: ", ".join(found) for claim_id, found in names.items()}


def _places(at: Mapping[int, datetime]) -> dict[int, list[Place]]:
    """By claim the articles in which it stood when it was published, each once."""
    here = Highlight.objects.current().filter(claim__in=list(at))
    rows: Any = (
        here.annotate(first_made_at=Coalesce("original__made_at", "made_at"), article=F("revision__article"))
        .order_by("article", "start", "pk")
        .values(
            "claim", "first_made_at", "state", "exact", "article",
            headline=F("revision__article__headline"), url=F("revision__article__url"),
            publisher=F("revision__article__publisher__name"), language=F("revision__article__language"),
        )
    )  # fmt: skip
    found: dict[int, dict[int, Place]] = {}
    for row in rows:
        if row["first_made_at"] <= at[row["claim"]]:
            found.setdefault(row["claim"], {}).setdefault(row["article"], _place(row))
    return {claim_id: list(places.values()) for claim_id, places in found.items()}


def _place(row: Mapping[str, Any]) -> Place:
    return Place(
        article_id=row["article"],
        headline=row["headline"],
        url=row["url"],
        publisher=row["publisher"] or "",
        language=row["language"],
        exact=row["exact"] if row["state"] == HighlightState.LIVE else "",
    )


_TABLES: Final = {
    model.__name__: model._meta.db_table
    for model in (
        ArchivedCopy, Article, Claim, Evidence, Highlight, Policy, Publication, Publisher, ReviewRules,
        Revision, Source,
    )
}  # fmt: skip
_SITE: Final = """
    SELECT (SELECT max(id) FROM {Publication}), (SELECT max(published_at) FROM {Publication}),
           (SELECT max(id) FROM {Policy}), (SELECT max(id) FROM {ReviewRules}), current_date
""".format(**_TABLES)
# Somebody who is protected from now on, or a headline put right, must not live on in caches until something
# else is published: what a page says beside the publications counts, too.
_OF_CLAIMS: Final = """
    WITH RECURSIVE told AS ({{claims}}),
         layer AS (SELECT id, 0 AS depth FROM told
                   UNION SELECT c.id, layer.depth + 1 FROM layer JOIN {Claim} c ON c.asserts_id = layer.id
                          WHERE layer.depth < 20)
    SELECT (SELECT max(id) FROM {Publication} WHERE claim_id IN (SELECT id FROM told)),
           (SELECT max(published_at) FROM {Publication} WHERE claim_id IN (SELECT id FROM told)),
           (SELECT md5(string_agg(concat_ws(':', e.id, e.version, e.state, s.id, s.version, s.is_protected,
                       s.state, p.name, (SELECT max(k.id) FROM {ArchivedCopy} k WHERE k.source_id = s.id)),
                       ',' ORDER BY e.id))
              FROM {Evidence} e JOIN {Source} s ON s.id = e.source_id
              JOIN {Publisher} p ON p.id = s.publisher_id WHERE e.claim_id IN (SELECT id FROM told)),
           (SELECT md5(string_agg(concat_ws(':', c.id, c.version, c.state, p.name), ',' ORDER BY c.id))
              FROM {Claim} c LEFT JOIN {Publisher} p ON p.id = c.asserter_publisher_id
             WHERE c.id IN (SELECT id FROM layer)),
           (SELECT md5(string_agg(concat_ws(':', h.id, h.state, a.id, a.version, p.name), ',' ORDER BY h.id))
              FROM {Highlight} h JOIN {Revision} r ON r.id = h.revision_id
              JOIN {Article} a ON a.id = r.article_id LEFT JOIN {Publisher} p ON p.id = a.publisher_id
             WHERE h.is_current AND h.claim_id IN (SELECT id FROM told))
""".format(**_TABLES)
_ONE: Final = _OF_CLAIMS.format(claims="SELECT %s::bigint AS id")
_IN_ARTICLE: Final = _OF_CLAIMS.format(
    claims=(
        "SELECT DISTINCT h.claim_id AS id FROM {Highlight} h JOIN {Revision} r ON r.id = h.revision_id"
        " WHERE r.article_id = %s"
    ).format(**_TABLES)
)


def stamp_of_site() -> Stamp:
    """Of whatever tells of many checks, or of the rules: as new as what was published last, at most a day
    old. One statement.
    """
    return _stamp(_SITE, [])


def stamp_of_check(claim_id: int) -> Stamp:
    """Of the page of one claim. One statement."""
    return _stamp(_ONE, [claim_id])


def stamp_of_article(article_id: int) -> Stamp:
    """Of the page of one article. One statement."""
    return _stamp(_IN_ARTICLE, [article_id])


def _stamp(statement: str, parameters: list[int]) -> Stamp:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        latest, changed_at, *further = cursor.fetchone()
    return Stamp(tuple(str(mark) for mark in (latest, *further)), changed_at)
