"""Merging two rows of the register: the two side by side, what would move, what was merged, and which sources
may be one and the same without anybody having seen it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.domain.errors import Invalid, NotFound
from annotations.domain.identifiers import IDENTIFYING, in_lines
from annotations.models import (
    ArchivedCopy,
    Article,
    Capture,
    Claim,
    Derivation,
    DerivationSuggestion,
    Evidence,
    PartyMembership,
    Publisher,
    PublisherMerge,
    PublisherRelation,
    Reliance,
    Source,
    SourceMerge,
    SourceRelation,
    User,
)
from annotations.queries.publishers import publisher_by_id
from annotations.queries.source_pages import PAGE, Page
from annotations.queries.sources import source_by_id
from annotations.queries.visibility import visible, visible_sources

AnyMerge = SourceMerge | PublisherMerge
SOURCES, PUBLISHERS = "sources", "publishers"
MERGES: Final[dict[str, type[Any]]] = {SOURCES: SourceMerge, PUBLISHERS: PublisherMerge}
ALIKE: Final = 0.6
NEAR_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of both rows, as plain values."""

    name: str
    kept: Any
    absorbed: Any

    @property
    def differs(self) -> bool:
        """Whether what the absorbed one says would be seen no more."""
        return bool(self.kept != self.absorbed)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two rows that may be one: `kept` goes on, `absorbed` leads to it afterwards. `moving` counts what
    points to the absorbed one, by what it is.
    """

    kept: Any
    absorbed: Any
    fields: list[Compared]
    moving: dict[str, int]


@dataclass(frozen=True, slots=True)
class Alikeness:
    """Two sources that may be one and the same, the one that was registered first in front; `sign` is
    `identifier` or `title`, `detail` the identifier that both have.
    """

    first: Source
    second: Source
    sign: str
    detail: str


def sources_side_by_side(kept_id: int, absorbed_id: int) -> SideBySide:
    """Two sources before they are merged. Refuses with `NotFound`, and one and the same (`merge-of-one`)."""
    _refuse_one(kept_id, absorbed_id)
    kept, absorbed = source_by_id(kept_id), source_by_id(absorbed_id)
    return SideBySide(
        kept, absorbed, _compared(kept, absorbed, SOURCE_FIELDS), _counted(SOURCE_PARTS, absorbed_id)
    )


def publishers_side_by_side(kept_id: int, absorbed_id: int) -> SideBySide:
    """Two publishers before they are merged, as `sources_side_by_side`."""
    _refuse_one(kept_id, absorbed_id)
    kept, absorbed = publisher_by_id(kept_id), publisher_by_id(absorbed_id)
    return SideBySide(
        kept, absorbed, _compared(kept, absorbed, PUBLISHER_FIELDS), _counted(PUBLISHER_PARTS, absorbed_id)
    )


def merges(noun: str) -> QuerySet[Any]:
    """Every merge of sources, or of publishers, latest first. Refuses another noun with `NotFound`."""
    if noun not in MERGES:
        raise NotFound(f"There are no merges of “{noun[:40]}”.")
    related = ("kept", "absorbed", "merged_by", "undone_by")
    later = MERGES[noun].objects.filter(kept=OuterRef("kept"), pk__gt=OuterRef("pk"), undone_at__isnull=True)
    found = MERGES[noun].objects.select_related(*related).annotate(is_followed=Exists(later))
    return found.order_by("-id")


def merges_page(noun: str, number: int, person: User) -> Page[AnyMerge]:
    """Merges, fifty at a time. One statement."""
    start = PAGE * (number - 1)
    rows = list(visible(merges(noun), person)[start : start + PAGE + 1])
    return Page(rows[:PAGE], number, len(rows) > PAGE)


def merge_by_id(noun: str, merge_id: int) -> AnyMerge:
    """One merge. Refuses with `NotFound`."""
    merge: AnyMerge | None = merges(noun).filter(pk=merge_id).first()
    if merge is None:
        raise NotFound(f"There is no merge {merge_id}.", details={"id": merge_id})
    return merge


def may_be_undone(merge: AnyMerge) -> bool:
    """Whether it still stands, and what the two became neither took over another since nor was itself merged.
    Of a merge as `merges` gives them.
    """
    is_last = not merge.is_followed  # type: ignore[union-attr]
    return merge.undone_at is None and is_last and merge.absorbed.merged_into_id == merge.kept_id


def merged_into(row: Source | Publisher) -> list[AnyMerge]:
    """The merges that stand and in which this row was kept, latest first."""
    noun = SOURCES if isinstance(row, Source) else PUBLISHERS
    return list(merges(noun).filter(kept=row, undone_at__isnull=True))


def likely_duplicates(number: int, person: User) -> Page[Alikeness]:
    """Pairs of sources that may be one, those with the same identifier first, then those with similar titles
    by one publisher on nearly the same day, fifty at a time. Two statements. Titles that name other numbers
    are those of a series: a measurement of 1972 is not that of 1999.

    Left out are pairs about which something is stated, and sources that are merged away or protected.
    """
    start = PAGE * (number - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            _PAIRS,
            {
                "names": sorted(IDENTIFYING),
                "alike": ALIKE,
                "days": NEAR_DAYS,
                "limit": PAGE + 1,
                "start": start,
            },
        )
        pairs = cursor.fetchall()
    shown = pairs[:PAGE]
    ids = {pk for first, second, *_ in shown for pk in (first, second)}
    sources = visible_sources(person).select_related("publisher").in_bulk(sorted(ids))
    rows = [
        Alikeness(sources[one], sources[other], sign, detail)
        for one, other, sign, detail in shown
        if one in sources and other in sources
    ]
    return Page(rows, number, len(pairs) > PAGE)


# Days are sorted into boxes as wide as the longest distance, so that each row is compared with those of three
# boxes of its publisher and not with all of them.
_PAIRS: Final = """
    WITH open AS MATERIALIZED (
        SELECT id, publisher_id, upper(title) AS title, published_on, identifiers,
               ARRAY(SELECT found[1] FROM regexp_matches(title, '[0-9]+', 'g') AS found) AS numbers,
               (published_on - DATE '2000-01-01') / %(days)s AS box
          FROM annotations_source WHERE merged_into_id IS NULL AND NOT is_protected),
    same AS (
        SELECT id, lower(name) AS name, value FROM open, jsonb_each_text(identifiers) AS held(name, value)
         WHERE name = ANY(%(names)s) AND value <> ''),
    pairs AS (
        SELECT a.id AS first, b.id AS second, 0 AS place, 'identifier' AS sign, a.value AS detail
          FROM same a JOIN same b ON b.name = a.name AND b.value = a.value AND b.id > a.id
        UNION ALL
        SELECT a.id, b.id, 1, 'title', ''
          FROM open a JOIN open b ON b.publisher_id = a.publisher_id AND b.id > a.id AND b.title = a.title
               AND (a.published_on IS NULL OR b.published_on IS NULL)
        UNION ALL
        SELECT a.id, b.id, 1, 'title', ''
          FROM open a CROSS JOIN generate_series(-1, 1) AS step
          JOIN open b ON b.publisher_id = a.publisher_id AND b.box = a.box + step AND b.id > a.id
         WHERE abs(a.published_on - b.published_on) <= %(days)s
               AND similarity(a.title, b.title) >= %(alike)s
               AND a.numbers = b.numbers)
    SELECT DISTINCT ON (place, second, first) first, second, sign, detail FROM pairs
     WHERE NOT EXISTS (SELECT FROM annotations_sourcerelation r
            WHERE r.first_id = pairs.first AND r.second_id = pairs.second)
       AND (place = 0 OR NOT EXISTS (SELECT FROM same a JOIN same b ON a.name = b.name AND a.value = b.value
            WHERE a.id = pairs.first AND b.id = pairs.second))
     ORDER BY place, second DESC, first DESC, detail LIMIT %(limit)s OFFSET %(start)s"""


def _refuse_one(kept_id: int, absorbed_id: int) -> None:
    if kept_id == absorbed_id:
        raise Invalid("Name two different ones.", field="absorbed", rule="merge-of-one")


def _compared(kept: Any, absorbed: Any, fields: Sequence[tuple[str, Callable[[Any], Any]]]) -> list[Compared]:
    return [Compared(name, read(kept), read(absorbed)) for name, read in fields]


def _field(name: str) -> tuple[str, Callable[[Any], Any]]:
    return name, lambda row: getattr(row, name)


def _words(name: str) -> tuple[str, Callable[[Any], Any]]:
    return name, lambda row: ", ".join(getattr(row, name))


def _chosen(name: str) -> tuple[str, Callable[[Any], Any]]:
    return name, lambda row: str(getattr(row, f"get_{name}_display")())


SOURCE_FIELDS: Final = (
    _field("title"),
    ("publisher", lambda row: row.publisher.name),
    _chosen("kind"),
    _field("authors"),
    ("address", lambda row: row.canonical_url),
    ("identifiers", lambda row: in_lines(row.identifiers)),
    _field("published_on"),
    _field("language"),
    _chosen("state"),
    _field("is_anonymous"),
    _words("tags"),
    _field("note"),
)
PUBLISHER_FIELDS: Final = (
    _field("name"),
    _chosen("kind"),
    _field("grade"),
    _field("country"),
    _words("languages"),
    _field("homepage"),
    _field("wikidata_id"),
    ("owner", lambda row: row.owner.name if row.owner else ""),
    _words("tags"),
    _field("note"),
)
_Parts = Sequence[tuple[str, Any, Callable[[int], Q]]]
SOURCE_PARTS: Final[_Parts] = (
    ("evidence", Evidence, lambda pk: Q(source=pk)),
    ("captures", Capture, lambda pk: Q(source=pk)),
    ("derivations", Derivation, lambda pk: Q(source=pk) | Q(origin=pk)),
    ("relations", SourceRelation, lambda pk: Q(first=pk) | Q(second=pk)),
    ("reliances", Reliance, lambda pk: Q(source=pk)),
    ("suggestions", DerivationSuggestion, lambda pk: Q(source=pk) | Q(origin=pk)),
    ("archived_copies", ArchivedCopy, lambda pk: Q(source=pk)),
)
PUBLISHER_PARTS: Final[_Parts] = (
    ("sources", Source, lambda pk: Q(publisher=pk)),
    ("articles", Article, lambda pk: Q(publisher=pk)),
    ("claims", Claim, lambda pk: Q(asserter_publisher=pk)),
    ("memberships", PartyMembership, lambda pk: Q(publisher=pk)),
    ("relations", PublisherRelation, lambda pk: Q(first=pk) | Q(second=pk)),
    ("owned", Publisher, lambda pk: Q(owner=pk)),
)


def _counted(parts: _Parts, pk: int) -> dict[str, int]:
    counted = {name: model.objects.filter(condition(pk)).count() for name, model, condition in parts}
    return {name: number for name, number in counted.items() if number}
