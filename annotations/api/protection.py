"""Protected sources: registering and protecting them, who they are, and who may know."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions.protection import (
    drop_confidant,
    edit_identity,
    name_confidant,
    protect_source,
    register_protected_source,
)
from annotations.api.endpoints import Creating, DroppableItem, Listing, Step
from annotations.api.shapes.base import Reading
from annotations.api.shapes.merges import (
    ConfidantInput,
    ConfidantShape,
    IdentityChange,
    IdentityShape,
    ProtectedSourceInput,
    ProtectInput,
)
from annotations.api.sources import SOURCES
from annotations.models import SourceConfidant, SourceIdentity, User
from annotations.queries.protection import read_protected


def _known_to(person: User) -> QuerySet[SourceIdentity]:
    return SourceIdentity.objects.filter(source__confidants__person=person.pk)


def _named_beside(person: User) -> QuerySet[SourceConfidant]:
    """The people named for the sources that a person knows."""
    return SourceConfidant.objects.filter(source__confidants__person=person.pk)


IDENTITIES = Reading("identity", IdentityShape, _known_to)
CONFIDANTS = Reading("confidant", ConfidantShape, _named_beside)


class ProtectedSourcesView(Creating):
    """Registers a source of which only the people named know what it is. The answer is what everybody reads:
    the source with its mask.
    """

    tag = "Protected sources"
    summaries = {"POST": "Register a protected source"}
    access = {"POST": "source.protect"}
    accepts = {"POST": ProtectedSourceInput}
    answers, item_route = SOURCES, "source"

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return register_protected_source(**values, actor=self.person).pk


class SourceProtectView(Step):
    """Takes the identity of a source out of the register, for good. Its evidence stays and counts."""

    tag = "Protected sources"
    summaries = {"POST": "Protect a source"}
    access = {"POST": "source.protect"}
    accepts = {"POST": ProtectInput}
    answers = SOURCES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return protect_source(source_id=ids["pk"], **values, actor=self.person).pk


class SourceIdentityView(Step):
    """Who or what a protected source is; for the people named for it. No cache may keep the answer.
    Correcting it is answered with what everybody reads: the source with its mask.
    """

    tag = "Protected sources"
    summaries = {"GET": "Read who a protected source is", "POST": "Correct who a protected source is"}
    access = {"GET": "source.know", "POST": "source.know"}
    accepts = {"POST": IdentityChange}
    reading, answers, has_tag = IDENTITIES, SOURCES, False
    further_refusals = (404, 409)

    def get(self, request: Request, pk: int) -> Response:
        read_protected(pk, self.person)
        return Response(self.reading.one(pk, self.person), headers={"Cache-Control": "no-store"})

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        edit_identity(source_id=ids["pk"], values=values, actor=self.person)
        return ids["pk"]


class SourceConfidantsView(Listing, Creating):
    """Who may know a protected source; for themselves."""

    tag = "Protected sources"
    summaries = {"GET": "List who may know a source", "POST": "Name somebody for a source"}
    access = {"GET": "source.know", "POST": "source.know"}
    accepts = {"POST": ConfidantInput}
    reading, answers, item_route = CONFIDANTS, CONFIDANTS, "source-confidant"
    further_refusals = (404, 409)

    def rows(self) -> QuerySet[SourceConfidant]:
        read_protected(self.kwargs["pk"], self.person)
        return SourceConfidant.objects.filter(source=self.kwargs["pk"])

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return name_confidant(source_id=ids["pk"], **values, actor=self.person).pk


class SourceConfidantView(DroppableItem):
    """One person who may know a source; for those who do."""

    tag = "Protected sources"
    summaries = {"GET": "Read who was named", "DELETE": "End that somebody may know a source"}
    access = {"GET": "source.know", "DELETE": "source.know"}
    reading = CONFIDANTS
    further_refusals = (409,)

    def drop(self, pk: int) -> None:
        named = self.reading.one(pk, self.person)
        drop_confidant(source_id=named["source_id"], person_id=named["person_id"], actor=self.person)
