"""Who is told of what: the circles of `domain.work.telling` as people, and those who may be told at all."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.domain.vocabulary import DeskVisibility, EvidenceState, NoticeKind, Role, VerdictState
from annotations.domain.work.telling import WHO_IS_TOLD, Circle
from annotations.models import (
    Article,
    Assignment,
    Claim,
    Comment,
    Desk,
    DeskMember,
    Evidence,
    Following,
    Highlight,
    User,
    Verdict,
)

Ids = QuerySet[User]


def people_seeing(desk_id: int | None) -> QuerySet[User]:
    """Everybody who may sign in and sees what this desk (None: no desk) owns. Who reads a passage of it blind
    belongs to them, too: only not now.
    """
    people = User.objects.filter(is_active=True)
    if desk_id is None:
        return people
    return people.filter(
        Q(role=Role.ADMINISTRATOR)
        | Exists(Desk.objects.filter(pk=desk_id, visibility=DeskVisibility.OPEN))
        | Exists(DeskMember.objects.filter(desk=desk_id, person=OuterRef("pk"), left_at__isnull=True))
    )


def people_to_tell(
    wanted: Collection[int],
    *,
    claim: Claim | None = None,
    article: Article | None = None,
    desk_id: int | None,
) -> list[int]:
    """Those of the wanted people, by id, who see what the desk owns and have not muted it; one statement.

    Who muted an article hears nothing of its claims either, but for those that they watch.
    """
    people = people_seeing(desk_id).filter(pk__in=wanted)
    if claim is not None:
        own = Following.objects.filter(person=OuterRef("pk"), claim=claim)
        around = Following.objects.filter(
            person=OuterRef("pk"), article__in=_articles_of(claim), is_muted=True
        )
        people = people.exclude(Exists(own.filter(is_muted=True)))
        people = people.filter(~Exists(around) | Exists(own.filter(is_muted=False)))
    elif article is not None:
        muted = Following.objects.filter(person=OuterRef("pk"), article=article, is_muted=True)
        people = people.exclude(Exists(muted))
    return sorted(people.values_list("pk", flat=True))


def people_concerned_by(
    kind: NoticeKind,
    *,
    claim: Claim | None = None,
    article: Article | None = None,
    named: Iterable[int] = (),
) -> set[int]:
    """The people of every circle that hears of this kind of notice, by id; one statement.

    `named` are those it is addressed to. Nobody is left out yet: `people_to_tell` does that.
    """
    circles = WHO_IS_TOLD[kind]
    found = [rows for circle in circles if (rows := _circle(circle, claim, article))]
    people = set(named) if Circle.NAMED in circles else set()
    rows = [query.order_by() for queries in found for query in queries]
    if rows:
        people |= {pk for (pk,) in rows[0].union(*rows[1:])}
    return people


def _circle(circle: Circle, claim: Claim | None, article: Article | None) -> list[QuerySet]:
    about = {"claim": claim} if claim is not None else {"article": article}
    if circle is Circle.WORKING:
        return [Assignment.objects.filter(**about, ended_at__isnull=True).values_list("person")]
    if circle is Circle.CONCERNED:
        return _concerned_by_claim(claim) if claim is not None else _concerned_by_article(article)
    if circle is Circle.TALKING:
        return [Comment.objects.filter(**about, removed_at__isnull=True).values_list("author")]
    if circle is Circle.WATCHING:
        return [_watching(claim, article)]
    if circle is Circle.EDITORS:
        return [_editors((claim or article).desk_id)]  # type: ignore[union-attr]
    return []


def _concerned_by_claim(claim: Claim) -> list[QuerySet]:
    linked = Evidence.objects.filter(claim=claim).exclude(state=EvidenceState.WITHDRAWN)
    return [
        Claim.objects.filter(pk=claim.pk).values_list("created_by"),
        linked.values_list("attached_by"),
        Verdict.objects.filter(claim=claim, state=VerdictState.LIVE).values_list("reviewer"),
    ]


def _concerned_by_article(article: Article | None) -> list[QuerySet]:
    assert article is not None, "a notice of this kind is about a claim or an article"
    return [Article.objects.filter(pk=article.pk).values_list("imported_by")]


def _watching(claim: Claim | None, article: Article | None) -> QuerySet:
    about = Q(article=article) if claim is None else Q(claim=claim) | Q(article__in=_articles_of(claim))
    return Following.objects.filter(about, is_muted=False).values_list("person")


def _articles_of(claim: Claim) -> QuerySet:
    return Highlight.objects.filter(claim=claim, is_current=True).values("revision__article")


def _editors(desk_id: int | None) -> QuerySet:
    """Of the desk; of the newsroom where no desk owns it, or the desk has no editor."""
    house = User.objects.filter(role=Role.EDITOR, is_active=True).values_list("pk")
    if desk_id is None:
        return house
    here = DeskMember.objects.filter(desk=desk_id, role=Role.EDITOR, left_at__isnull=True)
    return here.values_list("person")
