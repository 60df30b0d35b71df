"""The next best step is what trying every candidate by a whole assessment would find."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.verification import (
    Inputs,
    ItemInput,
    LinkInput,
    LinkReason,
    LinkResult,
    NextStep,
    PublisherInput,
    Result,
    StepCode,
    assess,
    next_best_step,
    rank,
    status_of,
)
from annotations.domain.vocabulary import Status
from tests.domain.verification.worlds import MIDDLE_DAY, STANCES, with_link, worlds

MOST_TRIALS = 12

days = st.sampled_from([None, MIDDLE_DAY])
told_worlds = worlds(most_links=6).filter(
    lambda inputs: any(link.stance != "context" for link in inputs.links)
)

LINK_CODES = (
    StepCode.TRACE_SOURCING,
    StepCode.ADD_PASSAGE,
    StepCode.REVIEW_PASSAGE,
    StepCode.REVIEW_LINK,
    StepCode.SETTLE_STANCE,
)


def readings(code: StepCode, link: LinkInput, told: LinkResult) -> list[LinkInput]:
    """The link as a reviewer could leave it after this act; none where there is nothing to do."""
    untraced = not told.traced and told.reason in (None, LinkReason.SOURCING_NOT_TRACED)
    possible = {
        StepCode.TRACE_SOURCING: untraced,
        StepCode.ADD_PASSAGE: told.reason is LinkReason.PASSAGE_MISSING,
        StepCode.REVIEW_PASSAGE: told.reason is LinkReason.QUOTE_GONE,
        StepCode.REVIEW_LINK: link.state == "proposed" and told.reason is not None,
        StepCode.SETTLE_STANCE: told.reason is LinkReason.STANCE_DISPUTED,
    }
    changed = {
        StepCode.TRACE_SOURCING: [replace(link, sourcing="own")],
        StepCode.ADD_PASSAGE: [replace(link, passage="stands")],
        StepCode.REVIEW_PASSAGE: [replace(link, passage="stands")],
        StepCode.REVIEW_LINK: [replace(link, state="accepted")],
        StepCode.SETTLE_STANCE: [replace(link, state="accepted", stance=stance) for stance in STANCES],
    }
    return changed[code] if possible[code] else []


def candidates(inputs: Inputs, result: Result) -> Iterator[tuple[StepCode, object, Inputs]]:
    """Every single act on what is there, in the order in which they are proposed."""
    links = {link.id: link for link in inputs.links}
    for code in LINK_CODES:
        for told in result.links:
            for changed in readings(code, links[told.link], told):
                others = tuple(changed if link.id == told.link else link for link in inputs.links)
                yield code, told.link, replace(inputs, links=others)
    for told in result.links:
        if told.reason is LinkReason.SOURCE_UNGRADED:
            item = next(item for item in inputs.items if item.id == links[told.link].item)
            graded = tuple(
                replace(publisher, grade="B") if publisher.id == item.publisher else publisher
                for publisher in inputs.publishers
            )
            yield StepCode.GRADE_PUBLISHER, told.link, replace(inputs, publishers=graded)


def reports(inputs: Inputs, result: Result, day: date | None) -> Iterator[Inputs]:
    """One independent report more on the side that leads, and one first-hand record."""
    leads = (result.support or 0) >= (result.opposition or 0)
    stance = "corroborates" if leads else "contradicts"
    for grade, proximity in (("B", "secondary"), ("A", "primary")):
        link = LinkInput("new", "new", stance, proximity=proximity, sourcing="own")
        wider = replace(
            inputs,
            items=(*inputs.items, ItemInput("new", "new", published_on=day)),
            publishers=(*inputs.publishers, PublisherInput("new", "wire", grade)),
        )
        yield with_link(wider, link)


def brings_on(before: Status, after: Status) -> bool:
    return abs(rank(after) or 0) > abs(rank(before) or 0)


def tried(inputs: Inputs, result: Result, day: date | None) -> tuple[StepCode, object, Status] | None:
    for number, (code, link, changed) in enumerate(candidates(inputs, result)):
        after = assess(changed, as_of=day).status
        if number < MOST_TRIALS and brings_on(result.status, after):
            return code, link, after
    if any(told.reason is LinkReason.PARTY_INTEREST_UNKNOWN for told in result.links):
        return None
    codes = (StepCode.ADD_INDEPENDENT_ORIGIN, StepCode.ADD_INDEPENDENT_RECORD)
    for code, changed in zip(codes, reports(inputs, result, day), strict=True):
        after = assess(changed, as_of=day).status
        if brings_on(result.status, after):
            return code, None, after
    return None


def found(step: NextStep | None) -> tuple[StepCode, object, Status] | None:
    if step is None or step.after is None:
        return None
    return step.code, step.link, step.after


@settings(max_examples=300)
@given(told_worlds, days)
def test_the_step_and_what_it_leads_to_are_those_of_trying_everything(
    inputs: Inputs, day: date | None
) -> None:
    result = assess(inputs, as_of=day)
    assert found(next_best_step(inputs, result, as_of=day)) == tried(inputs, result, day)


@given(worlds(), days)
def test_the_status_alone_is_that_of_the_whole_assessment(inputs: Inputs, day: date | None) -> None:
    assert status_of(inputs, as_of=day) is assess(inputs, as_of=day).status
