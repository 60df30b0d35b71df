"""Which sources are cited, and what a citation tells of each, in a constant number of statements.

Protected sources are counted and left out: not even that one of them was cited where is told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from annotations.domain.citations import CitedSource, Item, csl_item
from annotations.domain.errors import Invalid
from annotations.domain.vocabulary import EvidenceState, HighlightState
from annotations.models import ArchivedCopy, Capture, Claim, Evidence, Highlight, Source, User
from annotations.queries.articles import article_by_id
from annotations.queries.claim_sets import claim_set_by_id, claims_in
from annotations.queries.register_filters import sources_matching
from annotations.queries.visibility import visible, visible_claims, visible_sources

MOST_CITED: Final = 5_000


@dataclass(frozen=True)
class Citations:
    """CSL-JSON items, one for each of `source_ids`, by the titles of the sources; and how many protected
    sources were left out.
    """

    source_ids: list[int]
    items: list[Item]
    left_out: int


def citations_of(sources: QuerySet[Source]) -> Citations:
    """The sources as citations. Refuses more than `MOST_CITED` at once (`too-many`)."""
    found = list(_as_kept(sources).select_related("publisher").order_by("title", "pk")[: MOST_CITED + 1])
    if len(found) > MOST_CITED:
        raise Invalid(f"At most {MOST_CITED:,} sources are cited at once. Narrow the list.", rule="too-many")
    shown = [source for source in found if not source.is_protected]
    return Citations([source.pk for source in shown], _items(shown), len(found) - len(shown))


def sources_asked_for(asked: Mapping[str, Any], person: User) -> QuerySet[Source]:
    """The sources that an address names: by `ids`, those that the evidence in an `article` or in a
    `claim_set` is taken from, or by the filters of the register. Refuses what is not there (`NotFound`) and
    unknown filters (`Invalid`).
    """
    if asked.get("ids"):
        return visible_sources(person).filter(pk__in=_numbers("ids", asked["ids"]))
    if asked.get("article"):
        article = article_by_id(_numbers("article", asked["article"])[0])
        places = Highlight.objects.filter(revision__article=article, is_current=True)
        claims = places.exclude(state=HighlightState.RETIRED).values("claim")
        return _behind(visible_claims(person).filter(pk__in=claims), person)
    if asked.get("claim_set"):
        claim_set = claim_set_by_id(_numbers("claim_set", asked["claim_set"])[0], person)
        return _behind(claims_in(claim_set, person), person)
    return visible(sources_matching(asked), person)


def source_as_citation(source: Source) -> Citations:
    """One source as a citation; nothing of a protected one."""
    return citations_of(Source.objects.filter(pk=source.pk))


def _behind(claims: QuerySet[Claim], person: User) -> QuerySet[Source]:
    """The sources of these claims' evidence, and those that single passages rely on."""
    links = Evidence.objects.filter(claim__in=claims).exclude(state=EvidenceState.WITHDRAWN)
    named = Q(pk__in=links.values("source")) | Q(pk__in=links.values("reliances__source"))
    return visible_sources(person).filter(named)


def _as_kept(sources: QuerySet[Source]) -> QuerySet[Source]:
    """The sources themselves, or those that they were merged into."""
    kept = sources.filter(merged_into__isnull=False).values("merged_into")
    return Source.objects.filter(pk__in=sources.filter(merged_into__isnull=True).values("pk")) | (
        Source.objects.filter(pk__in=kept)
    )


def _items(sources: Sequence[Source]) -> list[Item]:
    ids = [source.pk for source in sources]
    seen, archived = _latest_copies(ids), _archived(ids)
    return [csl_item(_cited(source, seen.get(source.pk), archived.get(source.pk, ""))) for source in sources]


def _cited(source: Source, copy: tuple[date, str] | None, archived_at: str) -> CitedSource:
    named = not source.is_anonymous
    said = copy[1] if copy else ""
    return CitedSource(
        id=source.pk,
        title=source.title,
        kind=source.kind,
        authors=source.authors,
        publisher=source.publisher.name if named else "",
        publisher_kind=source.publisher.kind,
        url=source.canonical_url or source.url,
        identifiers=source.identifiers,
        language=source.language,
        published=source.published_on.isoformat() if source.published_on else said,
        accessed_on=copy[0] if copy else None,
        archived_at=archived_at,
        state=source.state,
    )


def _latest_copies(source_ids: Collection[int]) -> dict[int, tuple[date, str]]:
    """Of each source the day of its latest copy, and when the document itself says it was published."""
    rows = (
        Capture.objects.filter(source__in=source_ids)
        .order_by("source", "-pk")
        .distinct("source")
        .values_list("source_id", "captured_at", F("metadata__published"))
    )
    return {source: (at.date(), str(said or "")) for source, at, said in rows}


def _archived(source_ids: Collection[int]) -> dict[int, str]:
    """Of each source the address of the latest copy in a public archive."""
    copies = ArchivedCopy.objects.filter(source__in=source_ids).order_by("archived_at", "pk")
    return dict(copies.values_list("source_id", "url"))


def _numbers(name: str, value: Any) -> list[int]:
    given = value if isinstance(value, list | tuple) else str(value).split(",")
    texts = [text.strip() for one in given for text in str(one).split(",") if text.strip()]
    if not texts or not all(text.isascii() and text.isdigit() and len(text) < 18 for text in texts):
        raise Invalid("Give numbers of rows.", field=name, rule="invalid")
    return [int(text) for text in texts]
