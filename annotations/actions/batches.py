"""Several changes as one: all of them happen, or none."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import transaction

from annotations.domain.errors import Invalid, Refusal

Made = TypeVar("Made")


@transaction.atomic
def all_or_none(steps: Sequence[Callable[[], Made]]) -> list[Made]:
    """Performs each step in order. Where any is refused nothing is kept, and one refusal (`batch-refused`)
    lists every refused step with its number, counted from 0, in `details["errors"]`.
    """
    made: list[Made] = []
    errors: list[dict[str, Any]] = []
    for number, step in enumerate(steps):
        try:
            made.append(step())
        except Refusal as refusal:
            errors.append(
                {
                    "row": number,
                    "field": refusal.field or "",
                    "rule": refusal.rule,
                    "detail": refusal.message,
                }
            )
    if errors:
        raise Invalid(
            f"{len(errors)} of {len(steps)} were refused, so none was kept. See `errors`.",
            rule="batch-refused",
            details={"errors": errors},
        )
    return made
