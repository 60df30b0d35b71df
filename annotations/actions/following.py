"""Watching and muting: what a person wants to hear of. Their own business, so it leaves no event."""

from typing import Final, Literal

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.domain.errors import Invalid, NotFound
from annotations.models import Following, User
from annotations.queries.presence import may_look

Wish = Literal["watch", "mute", "nothing"]
WISHES: Final = ("watch", "mute", "nothing")


@transaction.atomic
def follow(
    *, article_id: int | None = None, claim_id: int | None = None, wish: str, actor: User
) -> Following | None:
    """Says that the person watches an article or a claim, has muted it, or neither (`nothing`).

    Refuses (`invalid`) another wish, and with `NotFound` what the person may not see.
    """
    require(actor, "work.follow")
    if wish not in WISHES:
        raise Invalid("Say watch, mute or nothing.", field="wish", rule="invalid")
    if not may_look(actor, article_id=article_id, claim_id=claim_id):
        raise NotFound(f"There is no {'claim' if claim_id else 'article'} {claim_id or article_id}.")
    said = Following.objects.filter(person=actor, article=article_id, claim=claim_id)
    if wish == "nothing":
        said.delete()
        return None
    is_muted = wish == "mute"
    # The row comes first: two answers at once are one row, and the later of them counts.
    Following.objects.bulk_create(
        [Following(person=actor, article_id=article_id, claim_id=claim_id, is_muted=is_muted)],
        ignore_conflicts=True,
    )
    said.exclude(is_muted=is_muted).update(is_muted=is_muted, since=timezone.now())
    return said.get()
