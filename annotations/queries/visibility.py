"""What a person sees of articles, claims, evidence, sources and the history: the one place that decides.

Two things put a row out of sight. What a closed desk owns is seen by its members and by administrators. And
who is reading a passage blind, or settling between two readings of it, sees nothing of the claims concerned
except on the page made for that (`models.review`): no list, no figure, no event. Both are subqueries, so a
question costs no further statement.
"""

from typing import Any

from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet

from annotations.domain.vocabulary import DeskVisibility, Role, SecondLookState
from annotations.models import Article, Claim, Desk, DeskMember, Evidence, SecondLook, Source, User
from annotations.models.claims import ClaimQuerySet


def seen_by(person: User, path: str = "") -> Q:
    """Rows whose desk, at this path, hides nothing from the person."""
    if person.role == Role.ADMINISTRATOR:
        return Q()
    hidden = _hidden_desks(person).values("pk")
    return Q(**{f"{path}desk__isnull": True}) | ~Q(**{f"{path}desk__in": hidden})


def _hidden_desks(person: User) -> QuerySet[Desk]:
    member = DeskMember.objects.filter(desk=OuterRef("pk"), person=person.pk, left_at__isnull=True)
    return Desk.objects.filter(visibility=DeskVisibility.CLOSED).exclude(Exists(member))


def sealed_claims(person: User) -> QuerySet[SecondLook, Any]:
    """The ids of the claims that the person must not see before they said how they read a passage."""
    reading = Q(state=SecondLookState.OPEN, reader=person.pk)
    settling = Q(state=SecondLookState.DISPUTED, settler=person.pk)
    each = Func(F("sealed_claims"), function="unnest", output_field=BigIntegerField())
    return SecondLook.objects.filter(reading | settling).annotate(sealed=each).values("sealed")


def visible_articles(person: User) -> QuerySet[Article]:
    """The articles that the person may read."""
    return Article.objects.filter(seen_by(person))


def visible_claims(person: User) -> ClaimQuerySet:
    """The claims that the person may see now."""
    return Claim.objects.filter(seen_by(person)).exclude(pk__in=sealed_claims(person))


def visible_sources(person: User) -> QuerySet[Source]:
    """The sources that the person may see; who is behind a protected one is told by `queries.protection`."""
    return Source.objects.filter(seen_by(person))


def visible_evidence(person: User) -> QuerySet[Evidence]:
    """The evidence of claims that the person may see now, from sources that they may see."""
    seen = Evidence.objects.filter(seen_by(person, "claim__"), seen_by(person, "source__"))
    return seen.exclude(claim__in=sealed_claims(person))
