"""What the page about a publisher shows."""

from dataclasses import dataclass
from datetime import date

from annotations.domain.grade_chart import GradeChart, Graded, grade_chart
from annotations.models import GradeChange, PartyMembership, Publisher, PublisherRelation, Source, User
from annotations.queries.dependents import claims_resting_on_publishers
from annotations.queries.publishers import grade_history, memberships_of, publisher_by_id, relations_of
from annotations.queries.source_pages import Page, sources_of


@dataclass(frozen=True)
class GradedTopic:
    """The grades of one topic (empty for the overall grade), latest first, and the picture of them."""

    topic: str
    changes: list[GradeChange]
    chart: GradeChart


@dataclass(frozen=True)
class PublisherReading:
    """A publisher with its grades by topic, the overall one first, its interests and its sources."""

    publisher: Publisher
    graded: list[GradedTopic]
    memberships: list[PartyMembership]
    relations: list[PublisherRelation]
    owned: list[Publisher]
    sources: Page[Source]
    source_count: int
    claim_count: int


def read_publisher(publisher_id: int, person: User, number: int, *, today: date) -> PublisherReading:
    """One publisher with page `number` of its sources. Refuses with `NotFound`."""
    publisher = publisher_by_id(publisher_id)
    return PublisherReading(
        publisher=publisher,
        graded=graded_topics_of(publisher_id, today=today),
        memberships=list(memberships_of(publisher_id)),
        relations=list(relations_of(publisher_id)),
        owned=list(publisher.owned_publishers.filter(merged_into=None).order_by("name", "id")),
        sources=sources_of(publisher_id, number, person),
        source_count=publisher.sources.filter(merged_into=None).count(),
        claim_count=len(claims_resting_on_publishers([publisher_id])),
    )


def graded_topics_of(publisher_id: int, *, today: date) -> list[GradedTopic]:
    """The history of each topic, the overall grade first, then by name."""
    by_topic: dict[str, list[GradeChange]] = {}
    for change in grade_history(publisher_id):
        by_topic.setdefault(change.topic, []).append(change)
    found = []
    for topic in sorted(by_topic):
        changes = by_topic[topic]
        history = [Graded(change.grade, change.holds_from) for change in reversed(changes)]
        chart = grade_chart(history, today=today)
        if chart is not None:
            found.append(GradedTopic(topic, changes, chart))
    return found
