"""What a desk owns: articles with their claims, and sources. Both move from desk to desk as they are.

A closed desk keeps to itself (`desk_bounds`), so nothing moves into one, or out of one, while others use it
or it uses what stays behind.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from annotations.access import require
from annotations.actions.desk_bounds import RULE
from annotations.actions.giving_back import give_back_about
from annotations.actions.recording import change, locked, new_event
from annotations.actions.register import change_register
from annotations.domain.errors import Conflict
from annotations.domain.vocabulary import DeskVisibility, EvidenceState, HighlightState
from annotations.models import (
    Article,
    Claim,
    Derivation,
    Desk,
    Event,
    Evidence,
    Highlight,
    Reliance,
    Source,
    SourceRelation,
    User,
)

Owned = Article | Claim | Source


@transaction.atomic
def own_article(*, article_id: int, desk_id: int | None, actor: User) -> Article:
    """Gives an article to a desk with every claim of its desk that stands in it, and what belongs to these
    claims; None gives it to the whole newsroom. One event for each.

    The person is an editor where it is and where it goes. Who may not work there gives back what waits for
    them. Refuses a closed-down desk (`desk-closed`) and
    what a closed desk's bounds forbid (`closed-desk-keeps-to-itself`), naming the claims and sources.
    """
    change_register()
    article = locked(Article, article_id)
    target = _target(article, desk_id, actor)
    if article.desk_id == desk_id:
        return article
    claims = _claims_of(article)
    _moved([article, *claims], article.desk_id, desk_id, actor)
    for desk in _closed(article.desk_id, target):
        require_kept_within(desk)
    give_back_about([article, *claims], actor)
    article.refresh_from_db()
    return article


@transaction.atomic
def own_source(*, source_id: int, desk_id: int | None, actor: User) -> Source:
    """Gives a source, and what was merged into it, to a desk, or with None to the whole newsroom; as
    `own_article`.
    """
    change_register()
    source = locked(Source, source_id)
    target = _target(source, desk_id, actor)
    if source.desk_id == desk_id:
        return source
    merged = Source.objects.select_for_update().filter(merged_into=source).order_by("pk")
    before = source.desk_id
    _moved([source, *merged], before, desk_id, actor)
    for desk in _closed(before, target):
        require_kept_within(desk)
    give_back_about([source, *merged], actor)
    source.refresh_from_db()
    return source


def require_kept_within(desk: Desk) -> None:
    """Refuses (`closed-desk-keeps-to-itself`) where something of a desk that is or becomes closed is used
    outside of it, and names what uses it.
    """
    _refuse("claims", _claims_that_use(desk), "a claim outside of it rests on its sources")
    _refuse("sources", _sources_that_rest_on(desk), "a source outside of it rests on one of its sources")
    _refuse("claims", _claims_that_stand(desk), "a claim outside of it stands in its articles")
    _refuse("claims", _claims_that_belong(desk), "a claim outside of it belongs to one of its statements")


def _target(row: Article | Source, desk_id: int | None, actor: User) -> Desk | None:
    require(actor, "desk.own", row)
    if desk_id is None:
        require(actor, "desk.own")
        return None
    desk = locked(Desk, desk_id)
    require(actor, "desk.own", desk)
    if desk.closed_at is not None:
        raise Conflict("This desk takes no new work.", field="desk", rule="desk-closed")
    return desk


def _closed(before: int | None, target: Desk | None) -> list[Desk]:
    found = Desk.objects.filter(pk__in=[pk for pk in (before, target.pk if target else None) if pk])
    return list(found.filter(visibility=DeskVisibility.CLOSED))


def _claims_of(article: Article) -> list[Claim]:
    """Those of its desk that stand in it, and the layers and parts that belong to them; locked."""
    here = Highlight.objects.filter(revision__article=article).values("claim")
    own = Claim.objects.filter(desk=article.desk_id)
    met: set[int] = set()
    latest = set(own.filter(pk__in=here).values_list("pk", flat=True))
    while latest:
        met |= latest
        near = Q(asserts__in=latest) | Q(part_of__in=latest) | Q(asserted_by__in=latest) | Q(parts__in=latest)
        latest = set(own.filter(near).values_list("pk", flat=True)) - met
    return list(Claim.objects.select_for_update(no_key=True).filter(pk__in=met).order_by("pk"))


def _moved(rows: Sequence[Any], before: int | None, after: int | None, actor: User) -> None:
    events = []
    for row in rows:
        change(row, {"desk_id": after})
        verb = f"{type(row).__name__.lower()}.owned"
        old, new = {"desk_id": before}, {"desk_id": after}
        events.append(new_event(verb, row, actor=actor, before=old, after=new))
    Event.objects.bulk_create(events)


def _claims_that_use(desk: Desk) -> QuerySet[Any, int]:
    standing = Evidence.objects.exclude(state=EvidenceState.WITHDRAWN)
    relied = Reliance.objects.filter(source__desk=desk).values("evidence")
    used = standing.filter(Q(source__desk=desk) | Q(pk__in=relied))
    return _of_others(used, "claim__desk", desk).values_list("claim", flat=True)


def _sources_that_rest_on(desk: Desk) -> QuerySet[Any, int]:
    derived = _of_others(Derivation.objects.filter(origin__desk=desk), "source__desk", desk)
    first = _of_others(SourceRelation.objects.filter(first__desk=desk), "second__desk", desk)
    second = _of_others(SourceRelation.objects.filter(second__desk=desk), "first__desk", desk)
    return derived.values_list("source", flat=True).union(
        first.values_list("second", flat=True), second.values_list("first", flat=True)
    )


def _claims_that_stand(desk: Desk) -> QuerySet[Any, int]:
    places = Highlight.objects.exclude(state=HighlightState.RETIRED)
    here = _of_others(places.filter(revision__article__desk=desk), "claim__desk", desk)
    elsewhere = _of_others(places.filter(claim__desk=desk), "revision__article__desk", desk)
    return here.values_list("claim", flat=True).union(elsewhere.values_list("claim", flat=True))


def _claims_that_belong(desk: Desk) -> QuerySet[Any, int]:
    own = Claim.objects.filter(desk=desk)
    near = Q(asserts__in=own) | Q(part_of__in=own) | Q(asserted_by__in=own) | Q(parts__in=own)
    return _of_others(Claim.objects.filter(near), "desk", desk).values_list("pk", flat=True)


def _of_others(rows: QuerySet[Any], way: str, desk: Desk) -> QuerySet[Any]:
    return rows.filter(Q(**{f"{way}__isnull": True}) | ~Q(**{way: desk}))


def _refuse(noun: str, found: QuerySet[Any, int], because: str) -> None:
    ids = sorted(set(found[:10]))
    if ids:
        named = ", ".join(str(pk) for pk in ids)
        raise Conflict(
            f"What a closed desk owns is used within it, but {because} ({noun} {named}).",
            field="desk",
            rule=RULE,
            details={noun: ids},
        )
