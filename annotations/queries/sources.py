"""Questions about sources."""

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from annotations.domain.canonical import one_line
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.identifiers import recognised
from annotations.domain.weblinks import canonical_url, without_credentials
from annotations.models import Derivation, Publisher, Source, SourceRelation, User
from annotations.queries.publishers import WORDS_LIMIT
from annotations.queries.visibility import visible

FEW_PUBLISHERS = 100
TRIGRAM = 3


def all_sources() -> QuerySet[Source]:
    """Every source with its publisher and the number of its captures (`capture_count`), latest registered
    first.
    """
    return (
        Source.objects.select_related("publisher", "registered_by")
        .annotate(capture_count=Count("captures"))
        .order_by("-id")
    )


def source_by_id(source_id: int) -> Source:
    """One source as `all_sources` gives them. Refuses with `NotFound`."""
    source = all_sources().filter(pk=source_id).first()
    if source is None:
        raise NotFound(f"There is no source {source_id}.", details={"id": source_id})
    return source


def source_with_address(url: str) -> Source | None:
    """The source that is registered under this address, however it is written; when it was merged, the one it
    was merged into. Raises `Invalid` as `canonical_url`.
    """
    found = all_sources().filter(canonical_url=canonical_url(url)).first()
    return found if found is None or found.merged_into_id is None else source_by_id(kept_source(found).pk)


def source_with_identifier(name: str, value: str, *, apart_from: int | None = None) -> Source | None:
    """The source that has this identifier in its one form; when it was merged, the one it was merged into."""
    found = Source.objects.filter(identifiers__contains={name: value}).exclude(pk=apart_from or 0)
    source = found.order_by("merged_into_id", "id").last()
    kept = kept_source(source) if source is not None else None
    return None if kept is None or kept.pk == apart_from else kept


def kept_source(source: Source) -> Source:
    """The source itself, or what it was merged into in the end."""
    while source.merged_into is not None:
        source = source.merged_into
    return source


def find_sources(words: str, person: User, limit: int = 10, offset: int = 0) -> list[Source]:
    """Sources for people who type: a pasted address or identifier finds its source; otherwise every word must
    stand in the title or in the publisher's name. Titles that begin with the words come first, then the
    latest registered. What was merged into another is left out.
    """
    searched = one_line(words)
    begins = Case(
        When(title__istartswith=searched, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = (
        visible(all_sources(), person).filter(named_by(searched), merged_into=None).order_by(begins, "-id")
    )
    return list(found[offset : offset + limit])


def derivations_of(source_id: int) -> QuerySet[Derivation]:
    """What a source rests on."""
    derivations = Derivation.objects.filter(source=source_id)
    return derivations.select_related("origin__publisher", "noted_by").order_by("id")


def relays_of(source_id: int) -> QuerySet[Derivation]:
    """What rests on a source directly."""
    relays = Derivation.objects.filter(origin=source_id)
    return relays.select_related("source__publisher", "noted_by").order_by("id")


def source_relations_of(source_id: int) -> QuerySet[SourceRelation]:
    """What is stated about a source and another one, whichever stands first."""
    relations = SourceRelation.objects.filter(Q(first=source_id) | Q(second=source_id))
    return relations.select_related("first", "second", "noted_by").order_by("id")


def named_by(words: str) -> Q:
    """The condition that a source is the one whose address or identifier was typed, or else that each of the
    words stands in its title or in its publisher's name.
    """
    searched = one_line(words)
    identifier = recognised(searched)
    by_identifier = Q() if identifier is None else Q(identifiers__contains=dict([identifier]))
    if searched.lower().startswith(("http://", "https://")):
        return by_identifier | Q(canonical_url=_canonical_or_none(searched))
    return by_identifier if identifier is not None else _title_or_publisher(searched)


def _canonical_or_none(url: str) -> str:
    """The spelling of an address under which it would be registered; of what is none, one nothing has."""
    try:
        return canonical_url(without_credentials(url))
    except Invalid:
        return "-"


def _title_or_publisher(searched: str) -> Q:
    """The publishers are looked up first: with their ids at hand the titles' index and the publishers'
    index both serve, where a condition across a join would read the whole table.
    """
    words = searched.split()[:WORDS_LIMIT]
    named = Q()
    for word in words:
        named |= Q(name__icontains=word)
    names = dict(Publisher.objects.filter(named).values_list("pk", "name")) if words else {}
    condition = Q()
    for word in words:
        publishers = [pk for pk, name in names.items() if word.upper() in name.upper()]
        condition &= by_publishers(publishers) | _in_title(word)
    return condition


def _in_title(word: str) -> Q:
    """A word too short for the index is looked for in every title; one without case, such as a number, as it
    stands, which takes a third of the time.
    """
    is_caseless = word.upper() == word.lower()
    return Q(title__contains=word) if is_caseless and len(word) < TRIGRAM else Q(title__icontains=word)


def by_publishers(publisher_ids: Sequence[int]) -> Q:
    """The condition that a source is of one of these. Few are named one by one, so that an index serves; many
    go over as one array.
    """
    if len(publisher_ids) <= FEW_PUBLISHERS:
        return Q(publisher__in=publisher_ids)
    named = Value(list(publisher_ids), output_field=ArrayField(BigIntegerField()))
    return Q(_AnyOf(F("publisher"), named))


class _AnyOf(Func):
    """Whether a value is one of an array's. A subselect would be joined, at worst row by row."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()
