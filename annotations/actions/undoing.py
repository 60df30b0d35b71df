"""Taking a step of the history back.

Each step has an inverse action or a reason why it has none (`inverses`). The inverse is carried out as if
somebody had asked for it where the step was done: with its own access, its own refusals, and an event, which
names the one that it takes back. What is newer and stands is taken back first.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from annotations.access import require
from annotations.actions.inverses import COUNTED, INVERSES, NO_WAY_BACK, OPPOSITES
from annotations.actions.recording import naming_undone
from annotations.domain.errors import Conflict, NotFound
from annotations.domain.undoing import can_be_taken_back, in_the_way_of, standing_steps
from annotations.models import Event, User
from annotations.queries.events import Piles, all_events, piles_of

RECENT: Final = timedelta(hours=24)
"""How old one's last step may be that a single key takes back."""
LOOKED_AT: Final = 50
_NONE: Final = "There is no way back from this step; what followed from it is changed where it stands."


@transaction.atomic
def undo_event(*, event_id: int, actor: User) -> Event:
    """Takes back what an event tells of; gives back the event of that.

    Refuses with `NotFound` what is not in the person's sight, and by rule what has no inverse
    (`cannot-be-undone`), what was taken back already (`undone-already`), and what something newer stands in
    the way of (`newer-first`). Everything else is refused, or not, by the inverse action itself.
    """
    require(actor, "event.undo")
    event = all_events(actor).filter(pk=event_id).first()
    if event is None or event.is_masked or event.is_sealed:  # type: ignore[attr-defined]
        raise NotFound(f"There is no event {event_id}.", details={"id": event_id})
    inverse = INVERSES.get(event.verb)
    if inverse is None or (event.verb, event.subject_type) == ("claim.withdrawn", "publication"):
        raise Conflict(why_not(event), rule="cannot-be-undone")
    seen = _piles(event)
    _require_top(event, seen)
    with naming_undone(event):
        inverse.do(event, actor)
    done = Event.objects.filter(actor=actor, pk__gt=event.pk, after__undoes=event.pk).order_by("-id").first()
    if done is None:
        raise Conflict("It is as it was before; nothing was changed.", rule="undone-already")
    _require_no_change_since(event, seen)
    return done


def undo_last(*, stream: str, actor: User) -> Event:
    """Takes back the person's own last step in a stream (`claim:12`) that stands and has an inverse. Refuses
    (`nothing-to-undo`) where that is none, or none of the last day.
    """
    require(actor, "event.undo")
    recent = all_events(actor).filter(stream=stream, actor=actor, at__gte=timezone.now() - RECENT)
    own = [event for event in recent[:LOOKED_AT] if event.verb in INVERSES]
    piles = piles_of(stream, [(one.subject_type, one.subject_id) for one in own], COUNTED)
    for event in own:
        if any(one.id == event.pk for one in standing_steps(piles.of(event), OPPOSITES)):
            return undo_event(event_id=event.pk, actor=actor)
    raise Conflict("There is no step of yours here from the last day to take back.", rule="nothing-to-undo")


def undoable_among(stream: str, events: Iterable[Event]) -> frozenset[int]:
    """The ids of those of these events of a stream that have an inverse and nothing newer in the way."""
    asked = [event for event in events if event.verb in INVERSES]
    piles = piles_of(stream, [(one.subject_type, one.subject_id) for one in asked], COUNTED)
    return frozenset(one.pk for one in asked if one.pk in can_be_taken_back(piles.of(one), OPPOSITES))


def why_not(event: Event) -> str:
    """Why this step has no inverse."""
    if event.verb == "claim.withdrawn":
        return NO_WAY_BACK["claim.published"]
    return NO_WAY_BACK.get(event.verb, _NONE)


def _piles(event: Event) -> Piles:
    return piles_of(event.stream, [(event.subject_type, event.subject_id)], COUNTED)


def _require_top(event: Event, piles: Piles) -> None:
    steps = piles.of(event)
    if event.pk in can_be_taken_back(steps, OPPOSITES):
        return
    newer = in_the_way_of(event.pk, steps, OPPOSITES)
    if newer is None:
        raise Conflict("This was taken back already.", rule="undone-already")
    raise Conflict(
        "Something newer happened to it, which stands in the way. Take that back first.",
        rule="newer-first",
        details={"event": newer.id, "verb": newer.verb},
    )


def _require_no_change_since(event: Event, seen: Piles) -> None:
    """The inverse holds the locks by now: whatever came between our look and it is there to be seen."""
    known = {step.id for step in seen.of(event)}
    news = [step for step in _piles(event).of(event) if step.id not in known and step.undoes != event.pk]
    if news:
        raise Conflict(
            "Somebody was quicker: something newer happened to it. Look at it again.",
            rule="newer-first",
            details={"event": news[-1].id, "verb": news[-1].verb},
        )
