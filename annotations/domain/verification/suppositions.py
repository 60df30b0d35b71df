"""What would be the status if: changes that nobody saved (the page's "Try it").

Nothing here is stored. A supposition is put on the inputs as if it had been recorded, and the same engine
assesses them; the fingerprint of the result is that of the supposed inputs.

What was *known* on an earlier day needs no supposition: `assess(inputs, policy, as_of=day)` leaves out items
published later, and items without a date. Sourcing, grades, relations and retractions are those of today:
the question is what today's reading makes of yesterday's evidence.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from annotations.domain.errors import Invalid
from annotations.domain.verification.engine import assess
from annotations.domain.verification.inputs import (
    DerivationInput,
    Inputs,
    ItemInput,
    Key,
    RelationInput,
    order,
)
from annotations.domain.verification.policy import CURRENT_POLICY, Policy
from annotations.domain.verification.result import Result
from annotations.domain.vocabulary import Grade, SourceState, Sourcing

Row = TypeVar("Row")


def what_if(
    inputs: Inputs,
    *,
    without_links: Collection[Key] = (),
    grades: Mapping[Key, str] | None = None,
    retracted: Collection[Key] = (),
    sourcing: Mapping[Key, str] | None = None,
    rests_on: Mapping[Key, Collection[Key]] | None = None,
    item_relations: Iterable[RelationInput] = (),
    publisher_relations: Iterable[RelationInput] = (),
    policy: Policy = CURRENT_POLICY,
    as_of: date | None = None,
) -> Result:
    """The status that would follow.

    `without_links` leaves links out; `grades` regrades publishers; `retracted` items are taken back;
    `sourcing` settles links as own, unexamined or relies_on; `rests_on` lets an item rest on further items;
    relations are added. Raises `Invalid` with rule `unknown-evidence`, `unknown-source`,
    `unknown-publisher`, `unknown-grade` or `unknown-sourcing` for what is not among the inputs.
    """
    grades, sourcing, rests_on = grades or {}, sourcing or {}, rests_on or {}
    _check_values("grade", grades.values(), Grade.values)
    _check_values("sourcing", sourcing.values(), Sourcing.values)
    items = {item.id for item in inputs.items}
    _check_keys("evidence", {*without_links, *sourcing}, {link.id for link in inputs.links})
    _check_keys("publisher", grades.keys(), {publisher.id for publisher in inputs.publishers})
    _check_keys(
        "source", {*retracted, *rests_on, *(key for keys in rests_on.values() for key in keys)}, items
    )
    supposed = replace(
        inputs,
        links=_changed(
            (link for link in inputs.links if link.id not in without_links),
            lambda link: {"sourcing": sourcing[link.id]} if link.id in sourcing else {},
        ),
        publishers=_changed(
            inputs.publishers, lambda one: {"grade": grades[one.id]} if one.id in grades else {}
        ),
        items=_changed(inputs.items, lambda item: _changes_of(item, retracted, rests_on)),
        item_relations=(*inputs.item_relations, *item_relations),
        publisher_relations=(*inputs.publisher_relations, *publisher_relations),
    )
    return assess(supposed, policy, as_of)


def _changes_of(
    item: ItemInput, retracted: Collection[Key], rests_on: Mapping[Key, Collection[Key]]
) -> dict[str, object]:
    added = tuple(map(DerivationInput, rests_on.get(item.id, ())))
    state = SourceState.RETRACTED.value if item.id in retracted else item.state
    return {"state": state, "derivations": (*item.derivations, *added)}


def _changed(rows: Iterable[Row], changes: Callable[[Row], dict[str, object]]) -> tuple[Row, ...]:
    return tuple(replace(row, **changes(row)) for row in rows)  # type: ignore[type-var]


def _check_keys(noun: str, named: Collection[Key], known: set[Key]) -> None:
    unknown = set(named) - known
    if unknown:
        key = min(unknown, key=order)
        raise Invalid(f"There is no {noun} {key!r} here.", rule=f"unknown-{noun}")


def _check_values(noun: str, named: Collection[str], known: Collection[str]) -> None:
    for value in named:
        if value not in known:
            raise Invalid(f"{value!r} is no {noun}.", rule=f"unknown-{noun}")
