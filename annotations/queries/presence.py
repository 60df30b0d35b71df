"""Who is looking at an article or a claim now."""

from dataclasses import dataclass

from django.utils import timezone

from annotations.domain.work.presence import HERE_FOR, initials
from annotations.models import Presence, User
from annotations.queries.visibility import visible_articles, visible_claims

MOST: int = 20


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A person who is here, with the letters that stand for their face."""

    id: int
    name: str

    @property
    def initials(self) -> str:
        """At most two letters."""
        return initials(self.name)


def onlookers(person: User, *, article_id: int | None = None, claim_id: int | None = None) -> list[Onlooker]:
    """The others who looked at it within the last minute, by name; one statement."""
    rows = Presence.objects.filter(
        article=article_id,
        claim=claim_id,
        last_seen_at__gt=timezone.now() - HERE_FOR,
        person__is_active=True,
    )
    named = rows.exclude(person=person.pk).order_by("person__display_name", "person")
    return [Onlooker(*row) for row in named.values_list("person", "person__display_name")[:MOST]]


def may_look(person: User, *, article_id: int | None = None, claim_id: int | None = None) -> bool:
    """Whether the person may see this article or claim now."""
    if claim_id is not None:
        return visible_claims(person).filter(pk=claim_id).exists()
    return visible_articles(person).filter(pk=article_id or 0).exists()
