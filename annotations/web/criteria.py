"""The filters of the claim board as they stand in an address."""

from django.http import QueryDict

NOT_FILTERS = frozenset({"sort", "after", "before", "find", "next", "then", "name", "description"})


def criteria_in(asked: QueryDict) -> dict[str, list[str]]:
    """The criteria an address holds, without empty ones. Unknown names stay in, for the filter to refuse."""
    cleaned = {
        name: [value.replace("\x00", "").strip() for value in values]
        for name, values in asked.lists()
        if name not in NOT_FILTERS
    }
    return {name: kept for name, values in cleaned.items() if (kept := [value for value in values if value])}
