"""Which rows a request names: in its address, by the noun that the address begins with, and in its body."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

PREFIX: Final = "/api/v1/"
ADDRESSED: Final[Mapping[str, str]] = {
    "annotation-imports": "import",
    "articles": "article",
    "assessments": "assessment",
    "assignments": "assignment",
    "captures": "capture",
    "claim-sets": "claim_set",
    "claims": "claim",
    "comments": "comment",
    "corrections": "correction",
    "derivations": "derivation",
    "desks": "desk",
    "evidence": "evidence",
    "export-schedules": "export_schedule",
    "exports": "export",
    "highlights": "highlight",
    "overrides": "override",
    "policy-trials": "trial",
    "recomputations": "recomputation",
    "publications": "publication",
    "replies": "reply",
    "reports": "report",
    "revisions": "revision",
    "source-relations": "source_relation",
    "sources": "source",
    "stale-flags": "stale-flag",
    "suggestions": "suggestion",
    "verdicts": "verdict",
    "visits": "visit",
}
"""The nouns of addresses under which something may be out of sight, as `queries.visibility` calls them."""


def named_in_address(path: str, ids: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The row that the address is about."""
    noun = path.removeprefix(PREFIX).split("/", 1)[0]
    if noun in ADDRESSED and isinstance(pk := ids.get("pk"), int):
        yield ADDRESSED[noun], pk


OF_TWO: Final = frozenset({"absorbed", "kept", "other", "second", "first"})
"""Members that name a source or a publisher, whichever the address is about."""


def named_in_body(path: str, values: Any) -> Iterator[tuple[str, int]]:
    """Every row that the body names by its id, however deep: `source_id`, `relies_on_ids`."""
    is_about_sources = path.removeprefix(PREFIX).startswith("source")
    for name, pk in _ids(values):
        if name not in OF_TWO:
            yield name, pk
        elif is_about_sources:
            yield "source", pk


def _ids(values: Any) -> Iterator[tuple[str, int]]:
    if isinstance(values, Mapping):
        for name, value in values.items():
            noun = name.removesuffix("_ids").removesuffix("_id")
            for one in value if isinstance(value, list | tuple) else [value]:
                if isinstance(one, int) and not isinstance(one, bool):
                    yield noun, one
                else:
                    yield from _ids(one)
    elif isinstance(values, list | tuple):
        for one in values:
            yield from _ids(one)
