"""`fields`: the members of an answer that a program wants; it neither waits for nor loads the rest."""

from collections.abc import Collection, Mapping
from typing import Any

from rest_framework.request import Request

from annotations.domain.errors import Invalid

PARAMETER = "fields"


def chosen_fields(request: Request, known: Collection[str]) -> frozenset[str] | None:
    """The members that were asked for; None for all. Refuses (`unknown-field`) what the answer does not have,
    and the name of nothing.
    """
    asked = request.query_params.get(PARAMETER)
    if asked is None:
        return None
    names = [name.strip() for name in asked.split(",")]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Invalid(
            f"There is no member “{unknown[0][:80]}” here. Known: {', '.join(known)}.",
            field=PARAMETER,
            rule="unknown-field",
            details={"known": list(known)},
        )
    return frozenset(names)


def narrowed_to(chosen: frozenset[str], answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer, a row or a page of rows, with nothing but these members."""
    if "results" in answer:
        return {**answer, "results": [_of(chosen, row) for row in answer["results"]]}
    return _of(chosen, answer)


def _of(chosen: frozenset[str], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in chosen}
