"""Every sentence, with names of every number: no verb agrees with a name, and no word is left unfilled."""

import re
from dataclasses import replace

import pytest

from annotations.domain.verification import (
    NextStep,
    NodeReason,
    Reason,
    StepCode,
    assess,
    independence_picture,
    link_sentence,
    picture_sentences,
    reason_sentence,
    step_sentence,
)
from annotations.domain.verification.codes import LinkReason
from annotations.domain.vocabulary import Status
from tests.domain.verification.scenes import con, item, pro, publisher, scene

ONE, SEVERAL, PEOPLE = "Coast Wire", "unnamed sources", "two sailors of the Petrel"
NAMES = (ONE, SEVERAL, PEOPLE)
AGREEING = r"(?:is|are|was|were|has|have|does|do|rests?|speaks?|gives?|adds?|counts?|takes?|weighs?)"
WORLD = scene(
    publisher("a", "B"),
    publisher("b", "B"),
    publisher("ministry", "C", bloc="north"),
    item("statement", "ministry"),
    item("a-1", "a", "statement"),
    item("a-2", "a", "b-1"),
    item("b-1", "b", "a-2"),
    item("gone", "b", state="retracted"),
    pro("L1", "statement", "primary"),
    pro("L2", "a-1"),
    con("L3", "b-1"),
    pro("L4", "gone"),
    con("L5", "a-2"),
)
RESULT = assess(WORLD)


def agrees(sentence: str, name: str) -> bool:
    """Whether a verb stands behind the name whose form depends on it."""
    return re.search(rf"\b{re.escape(name)} {AGREEING}\b", sentence, re.IGNORECASE) is not None


def whole(sentence: str) -> bool:
    """Whether it begins and ends as a sentence does, with every place filled."""
    return (
        sentence[0].isupper()
        and sentence.endswith(".")
        and not re.search(r"[{}]|\bNone\b(?! of)|  ", sentence)
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", [None, *LinkReason])
def test_links(code: LinkReason | None, name: str) -> None:
    link = replace(RESULT.links[0], reason=code, origin_class="x:1", points=1)
    told = link_sentence(link, {link.outlet or link.outlet_class: name, "x:1": SEVERAL})
    assert whole(told) and not agrees(told, name), told
    assert "1 points" not in told


@pytest.mark.parametrize("names", [(ONE,), (SEVERAL,), (PEOPLE,), (ONE, SEVERAL), NAMES])
@pytest.mark.parametrize("code", list(NodeReason))
def test_reasons(code: NodeReason, names: tuple[str, ...]) -> None:
    labels = {f"x:{number}": name for number, name in enumerate(names)}
    links = tuple(
        replace(RESULT.links[0], link=number, outlet=label) for number, label in enumerate(labels, start=100)
    )
    result = replace(RESULT, links=links)
    reason = Reason(code, tuple(link.link for link in links), tuple(labels))
    told = reason_sentence(reason, result, labels)
    assert whole(told) and not any(agrees(told, name) for name in names), told


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", list(StepCode))
def test_next_steps(code: StepCode, name: str) -> None:
    step = NextStep(code, Status.LEANS_SUPPORTED, Status.SUPPORTED, link=1, outlet="x:1")
    told = step_sentence(step, {"x:1": name})
    assert whole(told) and not agrees(told, name) and "s's" not in told, told


@pytest.mark.parametrize("name", NAMES)
def test_the_picture(name: str) -> None:
    labels = {"s:a": name, "s:b": f"{name} of the quay", "s:ministry": f"{name} at sea", "b:north": name}
    told = picture_sentences(independence_picture(WORLD, RESULT), RESULT, labels)
    assert told
    for sentence in told:
        assert whole(sentence) and not any(agrees(sentence, one) for one in labels.values()), sentence


def test_of_many_outlets_the_first_are_named_and_the_others_counted() -> None:
    labels = {f"x:{number}": f"Paper {number}" for number in range(40)}
    links = tuple(
        replace(RESULT.links[0], link=number, outlet=label) for number, label in enumerate(labels, start=100)
    )
    reason = Reason(NodeReason.UNTRACED_LINKS, tuple(link.link for link in links))
    told = reason_sentence(reason, replace(RESULT, links=links), labels)
    assert told == (
        "Not traced to an origin, so a lean at most and never a verdict: Paper 0, Paper 1, Paper 2, Paper 3, "
        "Paper 4, Paper 5, Paper 6 and 33 more."
    )
