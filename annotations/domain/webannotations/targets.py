"""What an annotation is about: its targets, each a resource and, where said, a part and a state of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

from annotations.domain.errors import Invalid
from annotations.domain.webannotations.iris import check_iri, without_fragment
from annotations.domain.webannotations.selectors import AnySelector, read_selectors
from annotations.domain.webannotations.terms import SHA256, first_text, iri_of, listed, types_of

GROUPS = frozenset(["Choice", "Composite", "List", "Independents"])
MAXIMUM_TARGETS = 100
LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class StateReading:
    """Which state of the resource was annotated, as far as it is said.

    `source_date` is a moment with its zone; `cached` are addresses of kept copies; `sha256` is the digest of
    the text, where the annotation was written by this product.
    """

    source_date: datetime | None = None
    cached: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class TargetReading:
    """One target. `source` is the resource's IRI without a fragment, `scope` the page it was seen in.

    `selectors` name one and the same part in different ways, those that say most about words first; none
    means the whole resource. `fragment` is what stood behind the `#` of its IRI, which may name an element of
    a page, or nothing at all. `group` is how it was listed: Choice, Composite, List, Independents, or empty.
    """

    source: str
    scope: str = ""
    fragment: str = ""
    selectors: tuple[AnySelector, ...] = ()
    states: tuple[StateReading, ...] = ()
    group: str = ""


def read_targets(document: Mapping[str, Any]) -> tuple[TargetReading, ...]:
    """All targets in order, groups opened. Invalid where there is none, or one that names nothing."""
    targets: list[TargetReading] = []
    for target in _opened(document.get("target"), "", 0):
        targets.append(target)
        if len(targets) > MAXIMUM_TARGETS:
            raise Invalid(
                f"The annotation has more than {MAXIMUM_TARGETS} targets. Divide it.",
                field="target",
                rule="too-many-targets",
            )
    if not targets:
        raise Invalid(
            "The annotation has no target. Say in “target” what it is about.",
            field="target",
            rule="annotation-target-missing",
        )
    return tuple(targets)


def _opened(value: Any, group: str, depth: int) -> Iterator[TargetReading]:
    if depth > LONGEST_CHAIN:
        raise _unreadable(f"groups are nested more than {LONGEST_CHAIN} deep")
    for one in listed(value):
        kinds = GROUPS.intersection(types_of(one)) if isinstance(one, Mapping) else ()
        if kinds:
            yield from _opened(one.get("items"), min(kinds), depth + 1)
        else:
            yield _target(one, group)


def _target(value: Any, group: str) -> TargetReading:
    if isinstance(value, str):
        return _whole(value, group)
    if not isinstance(value, Mapping):
        raise _unreadable("it is neither an object nor an IRI")
    if "source" not in value:
        return _whole(iri_of(value), group)
    source, fragment = without_fragment(
        check_iri(_source(value["source"]), "target.source", "target-not-an-iri")
    )
    states, narrowing = read_states(value.get("state"))
    return TargetReading(
        source=source,
        scope=first_text(value.get("scope")),
        fragment=fragment,
        selectors=(*read_selectors(value.get("selector")), *narrowing),
        states=states,
        group=group,
    )


def _whole(iri: Any, group: str) -> TargetReading:
    if iri is None:
        raise _unreadable("it names no resource: give it an id or a source")
    source, fragment = without_fragment(check_iri(iri, "target", "target-not-an-iri"))
    return TargetReading(source, fragment=fragment, group=group)


def _source(value: Any) -> Any:
    found = listed(value)
    if len(found) != 1:
        raise _unreadable("it has no source, or several")
    return iri_of(found[0]) if isinstance(found[0], Mapping) else found[0]


def read_states(value: Any) -> tuple[tuple[StateReading, ...], tuple[AnySelector, ...]]:
    """The states, those that refine one another as one each; and the selectors that refine a state."""
    states: list[StateReading] = []
    selectors: list[AnySelector] = []
    waiting = [(one, 1) for one in reversed(listed(value)) if isinstance(one, Mapping)]
    while waiting:
        state, depth = waiting.pop()
        if depth > LONGEST_CHAIN:
            raise _unreadable(f"more than {LONGEST_CHAIN} states refine one another")
        if any(kind.endswith("Selector") for kind in types_of(state)):
            selectors.extend(read_selectors(state))
            continue
        if "TimeState" in types_of(state):
            states.append(_state(state))
        inner = (one for one in listed(state.get("refinedBy")) if isinstance(one, Mapping))
        waiting.extend((one, depth + 1) for one in inner)
    return tuple(states), tuple(selectors)


def _state(value: Mapping[str, Any]) -> StateReading:
    cached = tuple(one for one in listed(value.get("cached")) if isinstance(one, str))
    return StateReading(read_moment(value.get("sourceDate")), cached, first_text(value.get(SHA256)))


def read_moment(value: Any) -> datetime | None:
    """The first moment given, with its zone; None where there is none that can be read or it lacks a zone.

    In the first and the last year of the calendar a moment has no counterpart in every zone, so none is read.
    """
    try:
        moment = datetime.fromisoformat(first_text(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and MINYEAR < moment.year < MAXYEAR else None


def _unreadable(reason: str) -> Invalid:
    return Invalid(
        f"A target cannot be read: {reason}.",
        field="target",
        rule="target-malformed",
    )
