"""Questions about desks: who is there, what they own, and what somebody has still to do there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from annotations.access import may
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import ClaimState, Role, SecondLookState
from annotations.models import (
    Article,
    Assignment,
    Claim,
    Desk,
    DeskMember,
    Highlight,
    Invitation,
    SecondLook,
    Source,
    User,
)
from annotations.models.desks import DESK_ROLES
from annotations.queries.visibility import visible


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What a person has still to do at a desk."""

    assignments: list[Assignment]
    looks: list[SecondLook]
    disputes: list[SecondLook]

    @property
    def total(self) -> int:
        """How much it is."""
        return len(self.assignments) + len(self.looks) + len(self.disputes)

    @property
    def in_words(self) -> str:
        """How much of each kind."""
        kinds = (
            (len(self.assignments), "assignment", "assignments"),
            (len(self.looks), "passage to read", "passages to read"),
            (len(self.disputes), "dispute to settle", "disputes to settle"),
        )
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in kinds if count)

    @property
    def named(self) -> dict[str, list[int]]:
        """The same by ids, for programs."""
        return {
            "assignments": [row.pk for row in self.assignments],
            "second_looks": [row.pk for row in self.looks],
            "disputes": [row.pk for row in self.disputes],
        }


@dataclass(frozen=True, slots=True)
class DeskReading:
    """A desk as its page shows it."""

    desk: Desk
    members: list[DeskMember]
    articles: list[Article]
    article_count: int
    claim_count: int
    source_count: int
    invitations: list[Invitation]


ARTICLES_SHOWN = 20


def desks_for(person: User) -> QuerySet[Desk]:
    """The desks that a person sees, by name, each with `member_count`, `article_count` and `is_mine`."""
    here = Q(members__left_at__isnull=True)
    mine = DeskMember.objects.filter(desk=OuterRef("pk"), person=person.pk, left_at__isnull=True)
    counted = Desk.objects.annotate(
        member_count=Count("members", filter=here, distinct=True),
        article_count=Count("articles", distinct=True),
        is_mine=Exists(mine),
    )
    return visible(counted, person).order_by("closed_at", "name", "id")


def desk_for(desk_id: int, person: User) -> Desk:
    """One desk. Refuses with `NotFound`, also what the person must not see."""
    desk = visible(Desk.objects.filter(pk=desk_id), person).first()
    if desk is None:
        raise NotFound(f"There is no desk {desk_id}.", details={"id": desk_id})
    return desk


def read_desk(desk_id: int, person: User) -> DeskReading:
    """A desk with its people, its latest articles and its open invitations. Refuses with `NotFound`."""
    desk = desk_for(desk_id, person)
    articles = Article.objects.filter(desk=desk).select_related("publisher").order_by("-id")
    claims = visible(Claim.objects.filter(desk=desk), person).exclude(state=ClaimState.WITHDRAWN)
    invited = Invitation.objects.filter(desk=desk, accepted_at__isnull=True, revoked_at__isnull=True)
    return DeskReading(
        desk=desk,
        members=list(members_of(desk.pk)),
        articles=list(articles[:ARTICLES_SHOWN]),
        article_count=articles.count(),
        claim_count=claims.count(),
        source_count=Source.objects.filter(desk=desk, merged_into=None).count(),
        invitations=list(invited.select_related("invited_by").order_by("-id"))
        if may(person, "desk.invite", desk)
        else [],
    )


def members_of(desk_id: int) -> QuerySet[DeskMember]:
    """Who is at a desk now, by name."""
    here = DeskMember.objects.filter(desk=desk_id, left_at__isnull=True).select_related("person")
    return here.order_by("person__display_name", "pk")


def editors_of(desk_id: int) -> QuerySet[DeskMember]:
    """Its editors who may sign in."""
    return members_of(desk_id).filter(role=Role.EDITOR, person__is_active=True)


def desks_to_work_at(person: User) -> list[Desk]:
    """The desks to which a person may give what they bring in, by name; empty for most."""
    if not getattr(person, "is_at_a_desk", True):
        return []
    standing = Desk.objects.filter(closed_at__isnull=True).order_by("name", "id")
    if person.role != Role.ADMINISTRATOR:
        standing = standing.filter(members__in=_works_at(person))
    return list(standing)


def desks_to_filter_by(person: User) -> list[Desk]:
    """The desks that stand in the menus of lists, by name; none for who belongs to none."""
    return list(desks_for(person)) if getattr(person, "is_at_a_desk", True) else []


def claims_at_stake(article: Article) -> int:
    """How many claims stand in an article and belong where it does."""
    here = Highlight.objects.filter(revision__article=article).values("claim")
    return Claim.objects.standing().filter(pk__in=here, desk=article.desk_id).count()


def _works_at(person: User) -> QuerySet[DeskMember]:
    roles = [role for role in DESK_ROLES if role != Role.READER]
    return DeskMember.objects.filter(person=person.pk, left_at__isnull=True, role__in=roles)


def open_work_at(desk: Desk, person: User) -> OpenWork:
    """What a person has still to do at a desk; three statements."""
    assigned = Assignment.objects.filter(Q(claim__desk=desk) | Q(article__desk=desk), person=person)
    looks = SecondLook.objects.filter(evidence__claim__desk=desk)
    return OpenWork(
        list(assigned.filter(ended_at__isnull=True).order_by("pk")),
        list(looks.filter(reader=person, state=SecondLookState.OPEN).order_by("pk")),
        list(looks.filter(settler=person, state=SecondLookState.DISPUTED).order_by("pk")),
    )


def open_work_counts(person_ids: list[int]) -> Mapping[int, int]:
    """How much open work each of these people has, everywhere; two statements."""
    counted: dict[int, int] = {}
    assigned = Assignment.objects.filter(person__in=person_ids, ended_at__isnull=True)
    looks = SecondLook.objects.filter(reader__in=person_ids, state=SecondLookState.OPEN)
    for rows, who in ((assigned, "person"), (looks, "reader")):
        found: QuerySet[Any] = rows.order_by().values_list(who).annotate(Count("pk"))
        for person_id, count in found:
            counted[person_id] = counted.get(person_id, 0) + count
    return counted
