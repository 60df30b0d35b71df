"""Which stored texts one new copy should be compared with, found in a constant number of statements.

Texts meet by the hashes of their prints, pages by the address that they call their original, and both by
headline and picture. Where very many meet a new one, because a whole region printed one agency, the
`LOOKED_AT` that came in last are looked at: the same ones each time, and no more work for more of them.

A source of the same publisher is no candidate: an outlet that prints itself twice is one outlet anyway.
Neither is a protected source, of which nothing may be shown, nor one that is on record as hanging together
with this one.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet

from annotations.domain.copying import ComparedText, Document, Wire, credited_wires, prints_of, read_text
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import PublisherKind, SourceRelationKind, SuggestionState
from annotations.domain.weblinks import canonical_url
from annotations.models import (
    Capture,
    Derivation,
    DerivationSuggestion,
    Publisher,
    Source,
    SourceRelation,
    TextPrint,
)
from annotations.queries.dependents import sources_beneath

COMPARED: Final = 20
"""So many stored texts are compared with a new one: those that share most of its hashes."""
BY_HEADLINE: Final = 20
LOOKED_AT: Final = 1_000
"""Of the stored texts that share a hash with a new one, and of the headlines like its own, so many are
weighed against it: those that came in last.
"""

NEAR: Final = timedelta(days=30)
LEAST_SHARED: Final = 3
SIBLINGS: Final = 5
ON_SEVERAL: Final = 2

_TABLES = {
    "print": TextPrint._meta.db_table,
    "capture": Capture._meta.db_table,
    "source": Source._meta.db_table,
}
_OPEN_TO_ALL = "NOT source.is_protected AND source.merged_into_id IS NULL"

_BY_TEXT = """
    SELECT met.id
      FROM (
            SELECT capture.id, print.hashes
              FROM {print} AS print
              JOIN {capture} AS capture ON capture.id = print.capture_id
              JOIN {source} AS source ON source.id = capture.source_id
             WHERE print.hashes && %(hashes)s
               AND source.publisher_id {of} %(publisher)s AND source.id <> %(source)s AND {open}
             ORDER BY print.capture_id DESC
             LIMIT %(looked_at)s
           ) AS met
      CROSS JOIN LATERAL (
            SELECT count(*) AS shared FROM unnest(met.hashes) AS hash WHERE hash = ANY(%(hashes)s)
           ) AS overlap
     WHERE overlap.shared >= LEAST(%(least)s, cardinality(%(hashes)s::bigint[]))
     ORDER BY overlap.shared DESC, met.id
     LIMIT %(limit)s
"""
_OF_OTHERS = _BY_TEXT.format(of="<>", open=_OPEN_TO_ALL, **_TABLES)
_OF_SIBLINGS = _BY_TEXT.format(of="=", open=_OPEN_TO_ALL, **_TABLES)

_BY_HEADLINE = """
    SELECT id
      FROM (
            SELECT id, upper(title) AS title FROM {source} AS source
             WHERE upper(title) %% upper(%(title)s) AND publisher_id <> %(publisher)s AND id <> %(source)s
               AND {open}
               AND (published_on IS NULL OR %(since)s::date IS NULL
                    OR published_on BETWEEN %(since)s AND %(until)s)
             ORDER BY id DESC
             LIMIT %(looked_at)s
           ) AS met
     ORDER BY similarity(title, upper(%(title)s)) DESC, id
     LIMIT %(limit)s
""".format(open=_OPEN_TO_ALL, **_TABLES)


@dataclass(frozen=True)
class Candidate:
    """One of two documents: its source, the copy of it that is compared if there is one, and the words."""

    source: Source
    capture: Capture | None
    text: ComparedText
    document: Document

    @cached_property
    def prints(self) -> list[int]:
        """The hashes to store for its words."""
        return prints_of(self.text)

    @property
    def image(self) -> str:
        """The name of its picture."""
        return self.document.image


def capture_to_compare(capture_id: int) -> Capture | None:
    """A copy with its source and publisher; of a source that was merged away with the one it was merged into.
    None for one that is gone, and for those of protected sources.
    """
    captures = Capture.objects.select_related("source__publisher", "source__merged_into__publisher")
    capture = captures.filter(pk=capture_id, source__is_protected=False).first()
    if capture is not None and capture.source.merged_into is not None:
        capture.source = capture.source.merged_into
    return capture


def as_candidate(capture: Capture, wires: Sequence[Wire]) -> Candidate:
    """A new copy, without the lines that stand on other pages of its publisher as well."""
    first = _candidate(capture.source, capture, wires)
    if not first.prints:
        return first
    return replace(first, text=_words_of(capture, _site_lines(first)))


def wires_of_the_register() -> list[Wire]:
    """The agencies that a text may be credited to."""
    wires = Publisher.objects.filter(kind=PublisherKind.WIRE, is_protected=False, merged_into__isnull=True)
    return [Wire(pk, name) for pk, name in wires.order_by("pk").values_list("pk", "name")]


def candidates_for(new: Candidate, wires: Sequence[Wire]) -> list[Candidate]:
    """The documents that a new one may be a copy of, or the other way round."""
    by_text = _captures_by_text(_OF_OTHERS, new, COMPARED) if new.prints else []
    named = (
        set(Capture.objects.filter(pk__in=by_text).values_list("source_id", flat=True)) if by_text else set()
    )
    wanted = (named | _by_address(new) | _by_image(new) | set(_by_headline(new))) - _on_record(new.source.pk)
    sources = Source.objects.select_related("publisher").in_bulk(sorted(wanted))
    captures = _captures_to_compare(sources, by_text)
    return [_candidate(source, captures.get(pk), wires) for pk, source in sources.items()]


def pages_that_name(new: Candidate, other: Candidate) -> tuple[Document, Document]:
    """The two documents, each with whether its page calls the other one's address its original."""
    return (
        replace(new.document, names_canonical=_names(new, other.source)),
        replace(other.document, names_canonical=_names(other, new.source)),
    )


def rests_within(source_ids: Collection[int]) -> set[int]:
    """Those of the sources that rest on another of them, as stated or as suggested and not rejected."""
    within = Q(source__in=source_ids, origin__in=source_ids)
    stated = Derivation.objects.filter(within).values_list("source_id", flat=True)
    suggested = DerivationSuggestion.objects.filter(within).exclude(state=SuggestionState.REJECTED)
    return {*stated, *suggested.values_list("source_id", flat=True)}


def captures_without_print(limit: int) -> list[int]:
    """Ids of copies that nobody has looked at yet, oldest first."""
    waiting = Capture.objects.filter(text_print__isnull=True, source__is_protected=False)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])


def _candidate(source: Source, capture: Capture | None, wires: Sequence[Wire]) -> Candidate:
    text = _words_of(capture) if capture is not None else read_text("")
    return Candidate(source, capture, text, _document(source, capture, wires))


def _words_of(capture: Capture, left_out: Collection[str] = ()) -> ComparedText:
    """The words of a copy; a reviewer's summary has none of the source's own."""
    if capture.is_summary:
        return read_text("")
    quotations = [(block["start"], block["end"]) for block in capture.blocks if block["kind"] == "quote"]
    return read_text(capture.text, quotations, left_out=left_out)


def _document(source: Source, capture: Capture | None, wires: Sequence[Wire]) -> Document:
    said = capture.metadata if capture is not None else {}
    text = capture.text if capture is not None and not capture.is_summary else ""
    authors = [*source.authors.split(","), *_listed(said.get("authors")), str(said.get("site") or "")]
    return Document(
        key=source.pk,
        publisher=source.publisher_id,
        title=source.title,
        order=source.pk,
        is_wire=source.publisher.kind == PublisherKind.WIRE,
        language=source.language,
        published_on=source.published_on,
        published_at=_moment(said.get("published")),
        credits=credited_wires(text, wires, authors) - {source.publisher_id},
        image=_image_of(capture),
        is_image=_is_image(capture),
    )


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return value.split(",")
    return [str(one) for one in value] if isinstance(value, list) else []


def _moment(value: Any) -> datetime | None:
    """A time with its zone; a day alone is told by the source itself."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _is_image(capture: Capture | None) -> bool:
    return capture is not None and capture.media_type.startswith("image/") and bool(capture.bytes_sha256)


def _image_of(capture: Capture | None) -> str:
    """The name of a picture: the SHA-256 of its bytes, or of the address at which a page shows it."""
    if capture is None:
        return ""
    if _is_image(capture):
        return capture.bytes_sha256
    address = _address_in(capture.metadata.get("image"))
    return hashlib.sha256(address.encode()).hexdigest() if address else ""


def _address_in(value: Any) -> str:
    try:
        return canonical_url(value) if isinstance(value, str) and value else ""
    except Invalid:
        return ""


def _names(one: Candidate, other: Source) -> bool:
    named = _address_in(one.capture.metadata.get("canonical")) if one.capture is not None else ""
    return bool(named) and named == other.canonical_url and named != one.source.canonical_url


def _site_lines(new: Candidate) -> set[str]:
    """Lines that stand on several other pages of the same publisher: its own forms and notes, no story."""
    alike = Capture.objects.filter(pk__in=_captures_by_text(_OF_SIBLINGS, new, SIBLINGS))
    pages = [set(text.split("\n")) for text in alike.values_list("text", flat=True)]
    ours = set(new.text.text.split("\n"))
    return {line for line in ours if sum(line in page for page in pages) >= ON_SEVERAL}


def _captures_by_text(query: str, new: Candidate, limit: int) -> list[int]:
    values = {
        "hashes": new.prints,
        "least": LEAST_SHARED,
        "publisher": new.source.publisher_id,
        "source": new.source.pk,
        "limit": limit,
        "looked_at": LOOKED_AT,
    }
    return _ids(query, values)


def _by_address(new: Candidate) -> set[int]:
    """The source whose address the page calls its original."""
    named = _address_in(new.capture.metadata.get("canonical")) if new.capture is not None else ""
    if not named or named == new.source.canonical_url:
        return set()
    return set(_open_to_all(new).filter(canonical_url=named).values_list("pk", flat=True))


def _by_image(new: Candidate) -> set[int]:
    if not new.image:
        return set()
    prints = TextPrint.objects.filter(image_sha256=new.image, capture__source__in=_open_to_all(new))
    return set(prints.values_list("capture__source_id", flat=True)[:COMPARED])


def _by_headline(new: Candidate) -> list[int]:
    on: date | None = new.source.published_on
    values = {
        "title": new.source.title,
        "publisher": new.source.publisher_id,
        "source": new.source.pk,
        "since": on - NEAR if on else None,
        "until": on + NEAR if on else None,
        "limit": BY_HEADLINE,
        "looked_at": LOOKED_AT,
    }
    return _ids(_BY_HEADLINE, values)


def _open_to_all(new: Candidate) -> QuerySet[Source]:
    others = Source.objects.filter(is_protected=False, merged_into__isnull=True).exclude(pk=new.source.pk)
    return others.exclude(publisher=new.source.publisher_id)


def _on_record(source_id: int) -> set[int]:
    """Sources whose relation to this one somebody has stated, or has decided a suggestion about."""
    found = sources_beneath([source_id])
    either = Q(source=source_id) | Q(origin=source_id)
    stated = Derivation.objects.filter(either).values_list("source_id", "origin_id")
    decided = DerivationSuggestion.objects.filter(either).exclude(state=SuggestionState.OPEN)
    found.update(pk for pair in (*stated, *decided.values_list("source_id", "origin_id")) for pk in pair)
    related = SourceRelation.objects.filter(Q(first=source_id) | Q(second=source_id))
    related = related.exclude(kind=SourceRelationKind.DISTINCT)
    found.update(pk for pair in related.values_list("first_id", "second_id") for pk in pair)
    return found


def _captures_to_compare(source_ids: Iterable[int], preferred: Sequence[int]) -> dict[int, Capture]:
    """Of each source the copy that met the new text, else the latest."""
    rank = {pk: at for at, pk in enumerate(preferred)}
    rows = Capture.objects.filter(source__in=list(source_ids)).order_by("pk").values_list("pk", "source_id")
    chosen: dict[int, int] = {}
    for pk, source in rows:
        known = chosen.get(source)
        if known is None or rank.get(pk, len(rank)) <= rank.get(known, len(rank)):
            chosen[source] = pk
    captures = Capture.objects.in_bulk(sorted(chosen.values()))
    return {source: captures[pk] for source, pk in chosen.items()}


def _ids(query: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [row[0] for row in cursor.fetchall()]
