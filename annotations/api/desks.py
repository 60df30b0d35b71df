"""Desks, who is there, who is invited, and what they own."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.access import require
from annotations.actions.desk_property import own_article, own_source
from annotations.actions.desks import (
    add_member,
    change_member_role,
    close_desk,
    drop_member,
    edit_desk,
    leave_desk,
    make_desk,
    reopen_desk,
)
from annotations.actions.idempotency import Answer
from annotations.actions.invitations import (
    accept_invitation,
    invite_person,
    invite_to_desk,
    revoke_invitation,
)
from annotations.api.articles import ARTICLES
from annotations.api.endpoints import Creating, Doing, EditableItem, Item, Listing, Reporting, Step
from annotations.api.filters import AnyOfFilter
from annotations.api.shapes.base import Reading, every
from annotations.api.shapes.desks import (
    AcceptInput,
    DeskInput,
    DeskInvitationInput,
    DeskMemberShape,
    DeskShape,
    InvitationInput,
    InvitationShape,
    LeaveInput,
    MadeInvitationShape,
    MemberInput,
    MemberRoleInput,
    OwnerInput,
)
from annotations.api.sources import SOURCES
from annotations.domain.vocabulary import DeskVisibility
from annotations.models import Desk, DeskMember, Invitation
from annotations.queries.desks import desk_for, members_of

DESKS = Reading("desk", DeskShape, every(Desk))
MEMBERS = Reading("desk member", DeskMemberShape, every(DeskMember))
INVITATIONS = Reading("invitation", InvitationShape, every(Invitation))


class DeskFilters(filters.FilterSet):
    """Which desks."""

    visibility = AnyOfFilter(choices=DeskVisibility.choices)
    name = filters.CharFilter(lookup_expr="icontains", max_length=200)


class DesksView(Listing, Creating):
    """Desks own articles with their claims, and sources. A closed one is there for its members alone."""

    tag = "Desks"
    summaries = {"GET": "List desks", "POST": "Make a desk"}
    access = {"GET": "workbench.read", "POST": "desk.make"}
    accepts = {"POST": DeskInput}
    reading, answers, item_route = DESKS, DESKS, "desk"
    filterset_class = DeskFilters

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return make_desk(**values, actor=self.person).pk


class DeskView(EditableItem):
    """One desk."""

    tag = "Desks"
    summaries = {"GET": "Read a desk", "PATCH": "Change a desk"}
    access = {"GET": "workbench.read", "PATCH": "desk.edit"}
    accepts = {"PATCH": DeskInput}
    reading = DESKS

    def change(self, pk: int, values: dict[str, Any], version: int | None) -> None:
        edit_desk(desk_id=pk, values=values, expected_version=version, actor=self.person)


class DeskCloseView(Step):
    """It takes no new work and no new people; what it owns stays."""

    tag = "Desks"
    summaries = {"POST": "Close a desk"}
    access = {"POST": "desk.close"}
    answers = DESKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return close_desk(desk_id=ids["pk"], actor=self.person).pk


class DeskReopenView(Step):
    """It takes work again."""

    tag = "Desks"
    summaries = {"POST": "Reopen a desk"}
    access = {"POST": "desk.close"}
    answers = DESKS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return reopen_desk(desk_id=ids["pk"], actor=self.person).pk


class DeskMembersView(Listing, Creating):
    """Who is at a desk now."""

    tag = "Desks"
    summaries = {"GET": "List who is at a desk", "POST": "Add somebody to a desk"}
    access = {"GET": "workbench.read", "POST": "desk.add_member"}
    accepts = {"POST": MemberInput}
    reading, answers = MEMBERS, MEMBERS
    has_tag = False
    further_refusals = (404,)

    def rows(self) -> QuerySet[DeskMember]:
        desk_for(self.kwargs["pk"], self.person)
        return members_of(self.kwargs["pk"]).order_by("-pk")

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return add_member(desk_id=ids["pk"], **values, actor=self.person).pk


class DeskMemberView(Item):
    """One person at a desk."""

    tag = "Desks"
    summaries = {"GET": "Read who somebody is at a desk"}
    access = {"GET": "workbench.read"}
    reading = MEMBERS


class DeskMemberRoleView(Step):
    """Gives somebody another role at the desk. Refuses `open-work` and `last-editor`."""

    tag = "Desks"
    summaries = {"POST": "Change somebody's role at a desk"}
    access = {"POST": "desk.add_member"}
    accepts = {"POST": MemberRoleInput}
    answers = MEMBERS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        whom = _whom(self, ids["pk"])
        said: dict[str, Any] = {**whom, **values}
        return change_member_role(**said, actor=self.person).pk


class DeskMemberDropView(Step):
    """Takes somebody off the desk. Refuses `open-work` and `last-editor`."""

    tag = "Desks"
    summaries = {"POST": "Take somebody off a desk"}
    access = {"POST": "desk.drop_member"}
    accepts = {"POST": LeaveInput}
    answers = MEMBERS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return drop_member(**_whom(self, ids["pk"]), **values, actor=self.person).pk


class DeskLeaveView(Doing):
    """Leaves a desk oneself. Refuses `open-work` and `last-editor`."""

    tag = "Desks"
    summaries = {"POST": "Leave a desk"}
    access = {"POST": "desk.leave"}
    accepts = {"POST": LeaveInput}
    answer_shape, has_tag = DeskMemberShape, False
    further_refusals = (404,)

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return leave_desk(desk_id=ids["pk"], **values, actor=self.person).pk

    def answer(self, pk: int) -> Answer:
        """Also of a closed desk, for the last time."""
        rows = DeskMember.objects.filter(pk=pk)
        return Answer(200, MEMBERS.named(list(MEMBERS.selected(rows)))[0])


class InvitingView(Doing):
    """Makes a link, which is in this answer alone: no answer is kept for a request that is repeated."""

    answer_shape, answer_status, has_tag = MadeInvitationShape, 201, False

    def invite(self, values: dict[str, Any], **ids: int) -> tuple[Invitation, str]:
        """Calls the action."""
        raise NotImplementedError

    def post(self, request: Request, **ids: int) -> Response:
        invitation, secret = self.invite(self.checked(request), **ids)
        link = request.build_absolute_uri(reverse("come-in", args=[secret]))
        row = INVITATIONS.named(list(INVITATIONS.selected(Invitation.objects.filter(pk=invitation.pk))))[0]
        return Response({"invitation": row, "link": link}, status=201)


class InvitationsView(InvitingView):
    """Links into the newsroom."""

    tag = "Desks"
    summaries = {"POST": "Invite somebody into the newsroom"}
    access = {"POST": "person.invite"}
    accepts = {"POST": InvitationInput}

    def invite(self, values: dict[str, Any], **ids: int) -> tuple[Invitation, str]:
        return invite_person(**values, actor=self.person)


class DeskInvitationsView(Listing, InvitingView):
    """Links into a desk, for those who may invite."""

    tag = "Desks"
    summaries = {"GET": "List the invitations to a desk", "POST": "Invite somebody to a desk"}
    access = {"GET": "desk.invite", "POST": "desk.invite"}
    accepts = {"POST": DeskInvitationInput}
    reading = INVITATIONS
    further_refusals = (404,)

    def answer_of(self, method: str) -> Any:
        return MadeInvitationShape if method == "POST" else InvitationShape

    def rows(self) -> QuerySet[Invitation]:
        require(self.person, "desk.invite", desk_for(self.kwargs["pk"], self.person))
        return Invitation.objects.filter(desk=self.kwargs["pk"])

    def invite(self, values: dict[str, Any], **ids: int) -> tuple[Invitation, str]:
        return invite_to_desk(desk_id=ids["pk"], **values, actor=self.person)


class InvitationsAcceptView(Reporting):
    """Comes to a desk with a link that somebody sent, with the account one has."""

    tag = "Desks"
    summaries = {"POST": "Accept an invitation to a desk"}
    access = {"POST": "desk.leave"}
    accepts = {"POST": AcceptInput}
    answer_shape = InvitationShape

    def report(self, values: dict[str, Any], **ids: int) -> dict[str, Any]:
        accepted = accept_invitation(**values, actor=self.person)
        found = INVITATIONS.selected(Invitation.objects.filter(pk=accepted.pk))
        return INVITATIONS.named(list(found))[0]


class InvitationRevokeView(Step):
    """The link opens nothing any more."""

    tag = "Desks"
    summaries = {"POST": "Take an invitation back"}
    access = {"POST": "desk.invite"}
    answers = INVITATIONS

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return revoke_invitation(invitation_id=ids["pk"], actor=self.person).pk


class ArticleDeskView(Step):
    """Gives an article with its claims to a desk, or back to the whole newsroom."""

    tag = "Desks"
    summaries = {"POST": "Give an article to a desk"}
    access = {"POST": "desk.own"}
    accepts = {"POST": OwnerInput}
    answers = ARTICLES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return own_article(article_id=ids["pk"], **values, actor=self.person).pk


class SourceDeskView(Step):
    """Gives a source to a desk, or back to the whole newsroom."""

    tag = "Desks"
    summaries = {"POST": "Give a source to a desk"}
    access = {"POST": "desk.own"}
    accepts = {"POST": OwnerInput}
    answers = SOURCES

    def perform(self, values: dict[str, Any], **ids: int) -> int:
        return own_source(source_id=ids["pk"], **values, actor=self.person).pk


def _whom(view: Step, member_id: int) -> dict[str, int]:
    """Who a membership is about."""
    row = MEMBERS.one(member_id, view.person)
    return {"desk_id": row["desk_id"], "person_id": row["person_id"]}
