"""Questions about publishers."""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from annotations.domain.canonical import one_line
from annotations.domain.errors import NotFound
from annotations.models import GradeChange, PartyBloc, PartyMembership, Publisher, PublisherRelation
from annotations.models.publishers import PublisherQuerySet
from annotations.queries.policies import default_grades

WORDS_LIMIT = 8


def all_publishers() -> PublisherQuerySet:
    """Every publisher with its owner and its overall grade, by name: `graded` by a person or null, `grade`
    with the default of the kind instead.
    """
    return Publisher.objects.with_grade(default_grades()).select_related("owner").order_by("name", "id")


def publisher_by_id(publisher_id: int) -> Publisher:
    """One publisher as `all_publishers` gives them. Refuses with `NotFound`."""
    publisher = all_publishers().filter(pk=publisher_id).first()
    if publisher is None:
        raise NotFound(f"There is no publisher {publisher_id}.", details={"id": publisher_id})
    return publisher


def publisher_with_wikidata_id(wikidata_id: str, *, apart_from: int | None = None) -> Publisher | None:
    """The publisher that is this Wikidata item; when it was merged, the one it was merged into."""
    found = Publisher.objects.filter(wikidata_id=wikidata_id).exclude(pk=apart_from or 0)
    publisher = found.order_by("merged_into_id", "id").last()
    kept = kept_publisher(publisher) if publisher is not None else None
    return None if kept is None or kept.pk == apart_from else kept


def kept_publisher(publisher: Publisher) -> Publisher:
    """The publisher itself, or what it was merged into in the end."""
    while publisher.merged_into is not None:
        publisher = publisher.merged_into
    return publisher


def find_publishers(words: str, limit: int = 10, offset: int = 0) -> list[Publisher]:
    """Publishers whose name contains every one of the words, those that begin with them first; all when
    there are no words. What was merged into another is left out.
    """
    searched = one_line(words)
    begins = Case(
        When(name__istartswith=searched, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = all_publishers().filter(name_contains(searched), merged_into=None).order_by(begins, "name", "id")
    return list(found[offset : offset + limit])


def name_contains(words: str, path: str = "name") -> Q:
    """The condition that the field at `path` contains every word. Answered by the trigram index."""
    condition = Q()
    for word in words.split()[:WORDS_LIMIT]:
        condition &= Q(**{f"{path}__icontains": word})
    return condition


def grade_history(publisher_id: int) -> QuerySet[GradeChange]:
    """Every grading of a publisher, latest first, with who graded."""
    return GradeChange.objects.filter(publisher=publisher_id).select_related("graded_by").order_by("-id")


def memberships_of(publisher_id: int) -> QuerySet[PartyMembership]:
    """For which sides a publisher speaks, and when."""
    memberships = PartyMembership.objects.filter(publisher=publisher_id)
    return memberships.select_related("bloc", "noted_by").order_by("starts_on", "id")


def relations_of(publisher_id: int) -> QuerySet[PublisherRelation]:
    """What is stated about a publisher and another one, whichever stands first."""
    relations = PublisherRelation.objects.filter(Q(first=publisher_id) | Q(second=publisher_id))
    return relations.select_related("first", "second", "noted_by").order_by("id")


def all_blocs() -> QuerySet[PartyBloc]:
    """Every side of every dispute, with the number of its members' memberships (`member_count`)."""
    return PartyBloc.objects.annotate(member_count=Count("memberships")).order_by("dispute", "name", "id")
