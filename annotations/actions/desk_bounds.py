"""What a closed desk owns is used within it; a part of actions.

Whatever a claim rests on is told with its status: titles, publishers, words. So a claim that others read
does not rest on a source of a closed desk, and its words stand in no article of one. The other way round
nothing is told: a claim of a closed desk uses what everybody reads.
"""

from annotations.actions.recording import locked
from annotations.domain.errors import Conflict
from annotations.domain.vocabulary import DeskVisibility
from annotations.models import Desk

RULE = "closed-desk-keeps-to-itself"


def require_usable(owner_id: int | None, user_id: int | None, *, field: str | None = None) -> None:
    """Refuses (`closed-desk-keeps-to-itself`) what a closed desk owns to something of another desk. Both are
    ids of desks, None for what no desk owns.
    """
    if owner_id is not None and owner_id != user_id and _is_closed(owner_id):
        raise Conflict(
            "This belongs to a closed desk. Only what the same desk owns may use it.", field=field, rule=RULE
        )


def require_together(one_id: int | None, other_id: int | None, *, field: str | None = None) -> None:
    """The same of two things that tell of each other, such as the parts of a claim."""
    require_usable(one_id, other_id, field=field)
    require_usable(other_id, one_id, field=field)


def desk_taking(desk_id: int | None) -> Desk | None:
    """The desk to which something new is given; None for the whole newsroom. Refuses one that takes no new
    work (`desk-closed`).
    """
    if desk_id is None:
        return None
    desk = locked(Desk, desk_id)
    if desk.closed_at is not None:
        raise Conflict("This desk takes no new work.", field="desk", rule="desk-closed")
    return desk


def _is_closed(desk_id: int) -> bool:
    return Desk.objects.filter(pk=desk_id, visibility=DeskVisibility.CLOSED).exists()
