"""What a claim's status would be if, or was as known on an earlier day. Nothing of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from annotations.domain.verification import (
    Inputs,
    LinkResult,
    Policy,
    Result,
    assess,
    explain,
    link_sentence,
    parts_decide,
    what_if,
    with_parts,
)
from annotations.domain.vocabulary import Status
from annotations.models import Claim
from annotations.queries.assessments import parts_of
from annotations.queries.engine_inputs import engine_inputs, on_day
from annotations.queries.explanations import name_in
from annotations.queries.label_names import label_names
from annotations.queries.policies import policy_in_force


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed: links left out or read otherwise, publishers graded otherwise, publications taken
    back, and the day as of which one asks. Keys are ids of evidence, publishers and sources.
    """

    without: frozenset[int] = frozenset()
    stances: Mapping[int, str] = field(default_factory=dict)
    sourcing: Mapping[int, str] = field(default_factory=dict)
    grades: Mapping[int, str] = field(default_factory=dict)
    retracted: frozenset[int] = frozenset()
    as_of: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is as it is."""
        return self == Supposition()


@dataclass(frozen=True, slots=True)
class ChangedLink:
    """A link that would give other points; None where it does not count. `sentence` says what it would be."""

    link: int
    outlet: str
    stance: str
    before: int | None
    after: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A part of a claim, with the status it has and the one it would have."""

    claim: Claim
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class Supposed:
    """The status now and the one that would follow, both from what is recorded at this moment. `parts` where
    these decide.
    """

    now: Result
    then: Result
    explanation: str
    changes: tuple[ChangedLink, ...]
    parts: tuple[ChangedPart, ...] = ()

    @property
    def is_other(self) -> bool:
        """Whether the status would be another."""
        return self.now.status is not self.then.status


@dataclass(frozen=True, slots=True)
class Ground:
    """What suppositions about one claim start from. Where it `has_parts` these decide, and links do not."""

    inputs: Inputs
    policy: Policy
    now: Result
    has_parts: bool

    @property
    def is_open(self) -> bool:
        """Whether links decide this claim's status, so that something can be supposed about them."""
        return self.now.support is not None and not self.has_parts

    def fitting(self, supposed: Supposition) -> Supposition:
        """The supposition without what is no longer there, or never was."""
        links = {int(link.id) for link in self.inputs.links}
        publishers = {int(publisher.id) for publisher in self.inputs.publishers}
        items = {int(item.id) for item in self.inputs.items}
        return replace(
            supposed,
            without=supposed.without & links,
            stances=_within(supposed.stances, links),
            sourcing=_within(supposed.sourcing, links),
            grades=_within(supposed.grades, publishers),
            retracted=supposed.retracted & items,
        )


def ground_of(claim_id: int) -> Ground:
    """The claim's inputs as they are at this moment, and the status they give."""
    policy = policy_in_force()
    inputs = engine_inputs([claim_id])[claim_id]
    parts = parts_of([claim_id])[claim_id]
    now = with_parts(assess(inputs, policy), parts)
    return Ground(inputs, policy, now, parts_decide(now, parts))


def suppose(ground: Ground, supposed: Supposition) -> Supposed:
    """The status that would follow from a supposition that fits."""
    then = ground.now if supposed.is_empty else _assessed(ground, supposed)
    names = label_names(label for result in (ground.now, then) for label in _labels(result))
    return Supposed(ground.now, then, explain(then, names), _changes(ground.now, then, names))


def _assessed(ground: Ground, supposed: Supposition) -> Result:
    links = tuple(
        replace(link, stance=supposed.stances.get(int(link.id), link.stance)) for link in ground.inputs.links
    )
    return what_if(
        replace(_on(ground.inputs, supposed.as_of), links=links),
        without_links=supposed.without,
        grades=dict(supposed.grades.items()),
        retracted=supposed.retracted,
        sourcing=dict(supposed.sourcing.items()),
        policy=ground.policy,
        as_of=supposed.as_of,
    )


def _on(inputs: Inputs, day: date | None) -> Inputs:
    """On an earlier day a prediction may not have been due."""
    claim = int(inputs.node.id)
    return inputs if day is None else on_day({claim: inputs}, day)[claim]


def _within(values: Mapping[int, str], known: set[int]) -> dict[int, str]:
    return {key: value for key, value in sorted(values.items()) if key in known}


def _labels(result: Result) -> list[str | None]:
    told = [label for link in result.links for label in (link.outlet or link.outlet_class, link.origin_class)]
    return [*told, *result.pivotal]


def _changes(now: Result, then: Result, names: Mapping[str, str]) -> tuple[ChangedLink, ...]:
    before = {link.link: link for link in now.links}
    after = {link.link: link for link in then.links}
    return tuple(
        _change(told, after.get(key), names)
        for key, told in before.items()
        if _given(told) != _given(after.get(key))
    )


def _change(told: LinkResult, then: LinkResult | None, names: Mapping[str, str]) -> ChangedLink:
    return ChangedLink(
        link=int(told.link),
        outlet=name_in(told.outlet or told.outlet_class, names),
        stance=(then or told).stance,
        before=told.points if told.counted else None,
        after=then.points if then and then.counted else None,
        sentence=link_sentence(then, names) if then else "",
    )


def _given(link: LinkResult | None) -> tuple[str, int] | None:
    """Side and points, where it counts."""
    return (link.stance, link.points) if link and link.counted else None
