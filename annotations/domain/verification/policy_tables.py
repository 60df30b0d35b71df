"""A policy as people edit it and as it is stored: plain tables, and back.

The tables are JSON: a table of points or percent is an object of whole numbers, a table of grades an object
of letters, a list of types a list. A table that did not exist when a policy was stored has the numbers of the
policy this program came with. Rows take the order they have there, whatever order they came in, so that the
same numbers have the same fingerprint.
"""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from annotations.domain.errors import Invalid
from annotations.domain.verification.policy import CURRENT_POLICY, Policy

NUMBER_LIMIT: Final = 1_000
_VERSION = re.compile(r"(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})")
_TABLES: Final = {field.name: getattr(CURRENT_POLICY, field.name) for field in fields(Policy)}


def tables_of(policy: Policy) -> dict[str, Any]:
    """Every table of a policy but its version, as plain JSON values."""
    return {name: _plain(getattr(policy, name)) for name in _TABLES if name != "version"}


def policy_from(version: str, tables: Mapping[str, Any]) -> Policy:
    """The policy that these tables say.

    Refuses with `Invalid`: a table that there is not (`policy-unknown-table`), one of another shape or with
    other rows than it has (`policy-table-shape`), a number that is none or out of range (`policy-number`).
    """
    unknown = set(tables) - (_TABLES.keys() - {"version"})
    if unknown:
        raise Invalid(
            f"A policy has no table {min(unknown)}.", field=min(unknown), rule="policy-unknown-table"
        )
    values = {name: _read(name, value) for name, value in tables.items()}
    return Policy(**{**_TABLES, **values, "version": version})


def version_key(version: str) -> tuple[int, ...]:
    """Versions in their order; refuses (`policy-version`) what is not of the form 1.2.3."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise Invalid("A version has the form 1.2.3.", field="version", rule="policy-version")
    return tuple(int(part) for part in found.groups())


def _plain(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return dict(value) if _is_table(value) else list(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], tuple)


def _read(name: str, value: Any) -> Any:
    known = _TABLES[name]
    if isinstance(known, int):
        return _number(name, value)
    if _is_table(known):
        return _table(name, value, dict(known))
    if isinstance(known, tuple):
        return tuple(_words(name, value))
    return _words(name, [value])[0]


def _table(name: str, value: Any, known: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    if not isinstance(value, Mapping) or (name != "default_grades" and value.keys() != known.keys()):
        raise _shape(name, f"It has exactly these rows: {', '.join(known)}.")
    numbers = isinstance(next(iter(known.values())), int)
    rows = [*(row for row in known if row in value), *sorted(row for row in value if row not in known)]
    if numbers:
        return tuple((row, _number(name, value[row])) for row in rows)
    return tuple((row, _words(name, [value[row]])[0]) for row in rows)


def _number(name: str, value: Any) -> int:
    # `type` and not `isinstance`: to Python True is a number, and here it is none.
    if type(value) is not int or not 0 <= value <= NUMBER_LIMIT:
        raise Invalid(
            f"{name.replace('_', ' ').capitalize()} takes whole numbers from 0 to {NUMBER_LIMIT}.",
            field=name,
            rule="policy-number",
        )
    return value


def _words(name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _shape(name, "It takes words.")
    return value


def _shape(name: str, sentence: str) -> Invalid:
    return Invalid(f"The table {name} has another shape. {sentence}", field=name, rule="policy-table-shape")
