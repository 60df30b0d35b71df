"""The one change that would bring a claim on, found by trying (interface, principle 1).

Every candidate is a single act of a reviewer on what is there already, taken at its best. The first one
under which the status would move towards a verdict is proposed; asking for more evidence comes last.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from annotations.domain.verification.codes import LinkReason, NodeReason, PassageState, StepCode
from annotations.domain.verification.decision import VERDICTS
from annotations.domain.verification.engine import status_of
from annotations.domain.verification.inputs import Inputs, ItemInput, Key, LinkInput, PublisherInput
from annotations.domain.verification.labels import rank
from annotations.domain.verification.policy import CURRENT_POLICY, Policy
from annotations.domain.verification.reasons import Names, name_of
from annotations.domain.verification.result import LinkResult, Result
from annotations.domain.verification.trials import Trials
from annotations.domain.vocabulary import (
    EvidenceState,
    Grade,
    Proximity,
    PublisherKind,
    Sourcing,
    Stance,
    Status,
)

# A claim has few links; beyond this many trials the reader gains nothing by waiting.
_MOST_TRIALS = 12

_MORE = (
    (StepCode.ADD_INDEPENDENT_ORIGIN, Grade.B, Proximity.SECONDARY),
    (StepCode.ADD_INDEPENDENT_RECORD, Grade.A, Proximity.PRIMARY),
)

_STATUS_WORDS = {status: status.label.lower() for status in Status}

_SENTENCES = {
    StepCode.SPLIT_CLAIM: "Split this claim: it holds more than one statement.",
    StepCode.RESOLVE_TIME: "Settle the date of this claim: nobody can sign it before.",
    StepCode.ADD_EVIDENCE: "Link the first piece of evidence: a passage and a stance.",
    StepCode.DECIDE_COPY: "Deciding whether {outlet} copied could turn this from {before} to {after}.",
    StepCode.TRACE_SOURCING: (
        "Traced sourcing of {outlet} would turn this from {before} to {after}, if it reports this itself."
    ),
    StepCode.ADD_PASSAGE: "A quoted passage of {outlet} would turn this from {before} to {after}.",
    StepCode.REVIEW_PASSAGE: "Finding the words of {outlet} again would turn this from {before} to {after}.",
    StepCode.REVIEW_LINK: "Accepting the link to {outlet} would turn this from {before} to {after}.",
    StepCode.SETTLE_STANCE: "Settling the stance of {outlet} could turn this from {before} to {after}.",
    StepCode.GRADE_PUBLISHER: "Grading {outlet} B would turn this from {before} to {after}.",
    StepCode.RECORD_INTEREST: "Recording whose interest this claim serves lets {outlet} be weighed.",
    StepCode.ADD_INDEPENDENT_ORIGIN: (
        "One more independent origin {side} it, graded B or better, would give: {after}."
    ),
    StepCode.ADD_INDEPENDENT_RECORD: "An independent first-hand record {side} it would give: {after}.",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """A proposed act; `link` and `outlet` say on what, `after` what status it would lead to."""

    code: StepCode
    before: Status
    after: Status | None = None
    link: Key | None = None
    outlet: str | None = None
    stance: str = Stance.CORROBORATES.value


def next_best_step(
    inputs: Inputs, result: Result, policy: Policy = CURRENT_POLICY, as_of: date | None = None
) -> NextStep | None:
    """The next best step for a node, or None when nothing single would help (or nothing is missing)."""
    if result.support is None:
        return NextStep(StepCode.SPLIT_CLAIM, result.status) if inputs.node.must_split else None
    if inputs.node.must_split:
        return NextStep(StepCode.SPLIT_CLAIM, result.status)
    if inputs.node.time_unresolved:
        return NextStep(StepCode.RESOLVE_TIME, result.status)
    if result.has(NodeReason.NO_EVIDENCE):
        return NextStep(StepCode.ADD_EVIDENCE, result.status)
    return _by_trial(inputs, result, policy, as_of)


def step_sentence(step: NextStep, names: Names | None = None) -> str:
    """A next step in one plain sentence."""
    return _SENTENCES[step.code].format(
        outlet=name_of(step.outlet, names) if step.outlet else "this source",
        before=_STATUS_WORDS[step.before],
        after=_STATUS_WORDS[step.after] if step.after else "another status",
        side="for" if step.stance == Stance.CORROBORATES else "against",
    )


def _by_trial(inputs: Inputs, result: Result, policy: Policy, as_of: date | None) -> NextStep | None:
    if result.status in VERDICTS:
        # No status is further from not knowing.
        return _unrecorded_interest(result)
    trials = Trials(inputs, policy, as_of)
    tried = chain(_read_otherwise(inputs, result, trials), _graded(inputs, result, policy, as_of))
    for step, after in islice(tried, _MOST_TRIALS):
        if _brings_on(result.status, after):
            return replace(step, after=after)
    return _unrecorded_interest(result) or _more_evidence(result, trials, as_of)


def _brings_on(before: Status, after: Status) -> bool:
    """Whether a status moved away from not knowing, to a lean or a verdict."""
    return after is not before and abs(rank(after) or 0) > abs(rank(before) or 0)


def _read_otherwise(inputs: Inputs, result: Result, trials: Trials) -> Iterator[tuple[NextStep, Status]]:
    links = {link.id: link for link in inputs.links}
    for code in (
        StepCode.DECIDE_COPY,
        StepCode.TRACE_SOURCING,
        StepCode.ADD_PASSAGE,
        StepCode.REVIEW_PASSAGE,
        StepCode.REVIEW_LINK,
        StepCode.SETTLE_STANCE,
    ):
        for told in result.links:
            for changed in _changed_link(code, links[told.link], told):
                yield _step(code, result, told), trials.with_link(changed)


def _step(code: StepCode, result: Result, told: LinkResult) -> NextStep:
    outlet = told.outlet or told.outlet_class
    return NextStep(code, result.status, link=told.link, outlet=outlet, stance=told.stance)


def _changed_link(code: StepCode, link: LinkInput, told: LinkResult) -> Iterator[LinkInput]:
    reason = told.reason
    untraced = not told.traced and reason in (None, LinkReason.SOURCING_NOT_TRACED)
    undecided = link.copy_suspected and reason in (None, LinkReason.COPY_UNDECIDED)
    if code is StepCode.DECIDE_COPY and undecided:
        yield replace(link, sourcing=Sourcing.OWN.value, copy_suspected=False)
    if code is StepCode.TRACE_SOURCING and untraced and not undecided:
        yield replace(link, sourcing=Sourcing.OWN.value)
    if code is StepCode.ADD_PASSAGE and reason is LinkReason.PASSAGE_MISSING:
        yield replace(link, passage=PassageState.STANDS.value)
    if code is StepCode.REVIEW_PASSAGE and reason is LinkReason.QUOTE_GONE:
        yield replace(link, passage=PassageState.STANDS.value)
    if code is StepCode.REVIEW_LINK and link.state == EvidenceState.PROPOSED and reason is not None:
        yield replace(link, state=EvidenceState.ACCEPTED.value)
    if code is StepCode.SETTLE_STANCE and reason is LinkReason.STANCE_DISPUTED:
        for stance in (Stance.CORROBORATES, Stance.CONTRADICTS):
            yield replace(link, state=EvidenceState.ACCEPTED.value, stance=stance.value)


def _graded(
    inputs: Inputs, result: Result, policy: Policy, as_of: date | None
) -> Iterator[tuple[NextStep, Status]]:
    item_of = {link.id: link.item for link in inputs.links}
    publisher_of = {item.id: item.publisher for item in inputs.items}
    for told in result.links:
        if told.reason is LinkReason.SOURCE_UNGRADED:
            key = publisher_of[item_of[told.link]]
            graded = tuple(
                replace(publisher, grade=Grade.B.value) if publisher.id == key else publisher
                for publisher in inputs.publishers
            )
            after = status_of(replace(inputs, publishers=graded), policy, as_of)
            yield _step(StepCode.GRADE_PUBLISHER, result, told), after


def _more_evidence(result: Result, trials: Trials, as_of: date | None) -> NextStep | None:
    """Whether one more grade B report, or else one first-hand record, on the leading side would do."""
    ahead = (result.support or 0) >= (result.opposition or 0)
    stance = (Stance.CORROBORATES if ahead else Stance.CONTRADICTS).value
    for code, grade, proximity in _MORE:
        after = trials.with_report(*_report(stance, grade.value, proximity.value, as_of))
        if _brings_on(result.status, after):
            return NextStep(code, result.status, after, stance=stance)
    return None


def _report(
    stance: str, grade: str, proximity: str, day: date | None
) -> tuple[LinkInput, ItemInput, PublisherInput]:
    key = "imagined independent report"
    return (
        LinkInput(key, key, stance, proximity=proximity, sourcing=Sourcing.OWN.value),
        ItemInput(key, key, published_on=day),
        PublisherInput(key, PublisherKind.WIRE.value, grade),
    )


def _unrecorded_interest(result: Result) -> NextStep | None:
    for told in result.links:
        if told.reason is LinkReason.PARTY_INTEREST_UNKNOWN:
            return _step(StepCode.RECORD_INTEREST, result, told)
    return None
