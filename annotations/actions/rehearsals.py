"""Finding out what a change of the register would do by making it and taking it back.

Some changes follow what is written down elsewhere: a ledger, a decision, all that shows who a source is. To
say in plain values what they would do to each claim would be to write them a second time. So the change
itself is made within a savepoint, what its claims would be given is read there, and the database forgets the
rest: rows, events, and the jobs that were asked for. Meanwhile nobody else changes the register or links
claims to it; the statuses are computed when it is free again.
"""

from collections.abc import Callable

from django.db import transaction

from annotations.actions.register import change_register
from annotations.domain.verification.register_changes import RehearsedChange
from annotations.models import Claim, Event
from annotations.queries.engine_inputs import engine_inputs
from annotations.queries.impact import Impact, impact_between


def rehearsed(
    change: RehearsedChange, make: Callable[[], object], *, besides: frozenset[int] = frozenset()
) -> Impact:
    """What the change would do, which `make` makes, as `impact_of`. Refuses whatever `make` refuses."""
    with transaction.atomic():
        change_register()
        latest = _latest_event()
        with transaction.atomic():
            make()
            concerned = _marked_since(latest)
            after = engine_inputs(concerned)
            transaction.set_rollback(True)
        before = engine_inputs(concerned)
    return impact_between(change, before, after, besides=besides)


def tried(make: Callable[[], object]) -> None:
    """Makes a change and takes it back. Refuses whatever `make` refuses."""
    with transaction.atomic():
        make()
        transaction.set_rollback(True)


def _latest_event() -> int:
    return Event.objects.order_by("-id").values_list("pk", flat=True).first() or 0


def _marked_since(event_id: int) -> list[int]:
    """Claims that are due because of a later event. There may be too many, which does no harm."""
    since = list(Event.objects.filter(pk__gt=event_id).values_list("pk", flat=True))
    due = Claim.objects.to_assess().filter(due_because__overlap=since)
    return list(due.order_by("pk").values_list("pk", flat=True))
