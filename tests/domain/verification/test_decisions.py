"""From points to a status, who must sign it, and what its fingerprint follows."""

from dataclasses import replace
from datetime import date

import pytest

from annotations.domain.errors import Invalid
from annotations.domain.verification import (
    POLICY_1_0_0,
    Inputs,
    LinkInput,
    NodeInput,
    NodeReason,
    PublisherInput,
    SignOffBlocker,
    SignOffWhy,
    assess,
    fingerprint_of,
)
from annotations.domain.vocabulary import Certainty, Status
from tests.domain.verification.scenes import amounts, con, item, judged, own_reports, pro, publisher, scene


@pytest.mark.parametrize(
    ("support", "opposition", "expected"),
    [
        ((), (), (0, 0, "NOT_ENOUGH_EVIDENCE")),
        (("B",), (), (60, 0, "LEANS_SUPPORTED")),
        ((), ("B",), (0, 60, "LEANS_REFUTED")),
        ((), ("B", "B"), (0, 120, "REFUTED")),
        (("B",), ("B",), (60, 60, "CONFLICTING")),
        (("B", "B"), ("C",), (120, 40, "CONFLICTING")),
        (("A", "B"), ("C",), (140, 40, "SUPPORTED")),
        (("A", "A", "A"), ("B", "B"), (240, 120, "CONFLICTING")),
    ],
)
def test_from_points_to_a_status(
    support: tuple[str, ...], opposition: tuple[str, ...], expected: tuple[object, ...]
) -> None:
    assert judged(*own_reports(*support), *own_reports(*opposition, stance="contradicts")) == expected


def test_high_risk_needs_a_second_origin() -> None:
    record = (publisher("p", "A"), item("i", "p"), pro("L", "i", "primary"))
    assert judged(*record) == (100, 0, "SUPPORTED")
    result = assess(scene(*record, node=NodeInput(1, risk="high")))
    assert amounts(result) == (100, 0, "LEANS_SUPPORTED")
    assert result.has(NodeReason.HIGH_RISK_NEEDS_SECOND_ORIGIN)
    assert result.sign_off.why == (SignOffWhy.HIGH_RISK,)


@pytest.mark.parametrize(
    ("support", "opposition", "certainty", "pivotal"),
    [
        (("A", "A", "A"), (), Certainty.HIGH, ()),
        (("B", "B"), (), Certainty.MODERATE, ("s:corroborates0", "s:corroborates1")),
        (("A", "A", "A"), ("C",), Certainty.MODERATE, ()),
        (("B",), (), Certainty.LOW, ("s:corroborates0",)),
    ],
)
def test_certainty_and_what_would_flip_it(
    support: tuple[str, ...], opposition: tuple[str, ...], certainty: Certainty, pivotal: tuple[str, ...]
) -> None:
    result = assess(scene(*own_reports(*support), *own_reports(*opposition, stance="contradicts")))
    assert (result.certainty, result.pivotal) == (certainty, pivotal)


@pytest.mark.parametrize(
    ("parts", "digit"),
    [
        (own_reports("A", "A"), "1"),
        ((publisher("p", "A"), item("i", "p"), pro("L", "i", "primary")), "2"),
        (own_reports("B"), "3"),
        ((*own_reports("B"), *own_reports("B", stance="contradicts")), "4"),
        (own_reports("B", stance="contradicts"), "4"),
        (own_reports("B", "B", stance="contradicts"), "5"),
        ((), "6"),
    ],
)
def test_the_credibility_digit_of_a_claim(parts: tuple[object, ...], digit: str) -> None:
    assert assess(scene(*parts)).credibility_out == digit


def test_one_outlet_on_both_sides_is_told() -> None:
    parts = (publisher("p", "B"), item("i", "p"), item("j", "p"))
    result = assess(scene(*parts, pro("L1", "i", sourcing="own"), con("L2", "j", sourcing="own")))
    told = {reason.code: reason.classes for reason in result.reasons}
    assert told[NodeReason.CLASS_ON_BOTH_SIDES] == ("s:p",)


def test_no_evidence_and_none_that_counts_are_told_apart() -> None:
    assert assess(scene()).has(NodeReason.NO_EVIDENCE)
    assert assess(scene(*own_reports("F"))).has(NodeReason.NO_COUNTED_EVIDENCE)


@pytest.mark.parametrize(
    ("parts", "node", "reviewers", "why"),
    [
        (own_reports("B", "B"), NodeInput(1), 1, ()),
        (own_reports("B", "B"), NodeInput(1, risk="high"), 2, (SignOffWhy.HIGH_RISK,)),
        (own_reports("B", "B"), NodeInput(1, context_flags=("outdated",)), 2, (SignOffWhy.CONTEXT_FLAG,)),
        (
            own_reports("B") + own_reports("B", stance="contradicts"),
            NodeInput(1),
            2,
            (SignOffWhy.CONFLICTING,),
        ),
        (
            (publisher("p", "A"), item("i", "p"), pro("L", "i", "primary")),
            NodeInput(1),
            2,
            (SignOffWhy.SINGLE_ORIGIN_VERDICT,),
        ),
        (
            (publisher("p", "A"), item("i", "p"), pro("L", "i", "primary")),
            NodeInput(1, "attribution", asserter="p"),
            1,
            (),
        ),
        (
            (*own_reports("B", "B"), publisher("p", "A"), item("i", "p"), con("L", "i", state="disputed")),
            NodeInput(1),
            2,
            (SignOffWhy.STANCE_DISPUTED,),
        ),
    ],
)
def test_who_must_sign(
    parts: tuple[object, ...], node: NodeInput, reviewers: int, why: tuple[SignOffWhy, ...]
) -> None:
    sign_off = assess(scene(*parts, node=node)).sign_off
    assert (sign_off.required, sign_off.reviewers, sign_off.why, sign_off.blocked_by) == (
        True,
        reviewers,
        why,
        (),
    )


def test_what_makes_signing_impossible() -> None:
    node = NodeInput(1, must_split=True, time_unresolved=True)
    parts = (*own_reports("B", "B"), publisher("p", "A"), item("i", "p"), pro("L", "i", passage="missing"))
    result = assess(scene(*parts, node=node))
    assert result.sign_off.blocked_by == tuple(SignOffBlocker)
    assert result.has(NodeReason.MUST_SPLIT)
    assert result.has(NodeReason.TIME_UNRESOLVED)


def test_the_fingerprint_follows_inputs_policy_and_day() -> None:
    inputs = scene(*own_reports("B"))
    prints = {
        fingerprint_of(inputs),
        fingerprint_of(inputs, as_of=date(2020, 1, 1)),
        fingerprint_of(replace(inputs, node=replace(inputs.node, risk="high"))),
        fingerprint_of(replace(inputs, publishers=(publisher("corroborates0", "C"),))),
    }
    prints.add(fingerprint_of(inputs, replace(POLICY_1_0_0, floor=29)))
    prints.add(fingerprint_of(inputs, replace(POLICY_1_0_0, version="1.0.1")))
    assert len(prints) == 6
    assert all(len(fingerprint) == 64 for fingerprint in prints)


def test_what_is_named_must_be_given() -> None:
    with pytest.raises(Invalid) as unknown_source:
        assess(scene(pro("L", "nowhere")))
    assert unknown_source.value.rule == "unknown-source"
    with pytest.raises(Invalid) as unknown_publisher:
        assess(scene(pro("L", "i"), item("i", "nobody")))
    assert unknown_publisher.value.rule == "unknown-publisher"


def test_keys_may_be_numbers() -> None:
    inputs = Inputs(
        node=NodeInput(812),
        links=(
            LinkInput(10, 7, "corroborates", sourcing="own"),
            LinkInput(9, 8, "corroborates", sourcing="own"),
        ),
        items=(replace(item("x", None), id=7, publisher=70), replace(item("x", None), id=8, publisher=80)),
        publishers=(PublisherInput(70, "wire", "B"), PublisherInput(80, "wire", "B")),
    )
    named = replace(inputs, items=tuple(replace(item, anonymous=False) for item in inputs.items))
    result = assess(named)
    assert (result.node, result.status, [link.link for link in result.links]) == (
        812,
        Status.SUPPORTED,
        [9, 10],
    )
