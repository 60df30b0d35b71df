"""What is stated about two publishers, or about two sources: said, and taken back."""

from typing import Any

from django.db.models import QuerySet

from annotations.actions.publishers import drop_publisher_relation, relate_publishers
from annotations.actions.sources import drop_derivation, drop_source_relation, relate_sources
from annotations.api.endpoints import Creating, DroppableItem, Listing
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.register import (
    DerivationShape,
    PublisherRelationInput,
    PublisherRelationShape,
    SourceRelationInput,
    SourceRelationShape,
)
from annotations.models import Derivation, PublisherRelation, SourceRelation
from annotations.queries.publishers import publisher_by_id, relations_of
from annotations.queries.sources import source_by_id, source_relations_of

DERIVATIONS = Reading("derivation", DerivationShape, every(Derivation))
PUBLISHER_RELATIONS = Reading("relation", PublisherRelationShape, every(PublisherRelation))
SOURCE_RELATIONS = Reading("relation", SourceRelationShape, every(SourceRelation))


class PublisherRelationsView(Listing, Creating):
    """Whether a publisher depends on others, as people judged it. The order of the two has no meaning."""

    tag = "Publishers"
    summaries = {"GET": "List a publisher's relations", "POST": "Relate two publishers"}
    access = {"GET": "workbench.read", "POST": "publisher.relate"}
    accepts = {"POST": PublisherRelationInput}
    reading, answers, item_route = PUBLISHER_RELATIONS, PUBLISHER_RELATIONS, "publisher-relation"

    def rows(self) -> QuerySet[PublisherRelation]:
        publisher_by_id(self.kwargs["pk"])
        return relations_of(self.kwargs["pk"])

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return relate_publishers(first_id=ids["pk"], **values, actor=self.person).pk


class PublisherRelationView(DroppableItem):
    """One relation of two publishers. The history keeps what is taken back."""

    tag = "Publishers"
    summaries = {"GET": "Read a relation of publishers", "DELETE": "Take back a relation of publishers"}
    access = {"GET": "workbench.read", "DELETE": "publisher.relate"}
    reading = PUBLISHER_RELATIONS

    def drop(self, pk: int) -> None:
        drop_publisher_relation(relation_id=pk, actor=self.person)


class SourceRelationsView(Listing, Creating):
    """How a source stands to others, as people judged it. The order of the two has no meaning."""

    tag = "Sources"
    summaries = {"GET": "List a source's relations", "POST": "Relate two sources"}
    access = {"GET": "workbench.read", "POST": "source.derive"}
    accepts = {"POST": SourceRelationInput}
    reading, answers, item_route = SOURCE_RELATIONS, SOURCE_RELATIONS, "source-relation"

    def rows(self) -> QuerySet[SourceRelation]:
        source_by_id(self.kwargs["pk"])
        return source_relations_of(self.kwargs["pk"])

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return relate_sources(first_id=ids["pk"], **values, actor=self.person).pk


class SourceRelationView(DroppableItem):
    """One relation of two sources. The history keeps what is taken back."""

    tag = "Sources"
    summaries = {"GET": "Read a relation of sources", "DELETE": "Take back a relation of sources"}
    access = {"GET": "workbench.read", "DELETE": "source.derive"}
    reading = SOURCE_RELATIONS

    def drop(self, pk: int) -> None:
        drop_source_relation(relation_id=pk, actor=self.person)


class DerivationView(DroppableItem):
    """That a source rests on another. The history keeps what is taken back."""

    tag = "Sources"
    summaries = {"GET": "Read what a source rests on", "DELETE": "Take back what a source rests on"}
    access = {"GET": "workbench.read", "DELETE": "source.derive"}
    reading = DERIVATIONS

    def drop(self, pk: int) -> None:
        drop_derivation(derivation_id=pk, actor=self.person)
