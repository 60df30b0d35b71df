"""What a status is called elsewhere, and what the parts of a claim make of the whole (1.8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.verification import (
    POLICY_1_0_0,
    Key,
    NodeInput,
    Part,
    SignOff,
    SignOffWhy,
    assess,
    averitec_label,
    claim_review_rating,
    combine_parts,
    parts_decide,
    rank,
    with_parts,
)
from annotations.domain.vocabulary import Status
from tests.domain.verification.scenes import own_reports, scene

S, R = Status.SUPPORTED, Status.REFUTED
LS, LR = Status.LEANS_SUPPORTED, Status.LEANS_REFUTED
CONFLICTING, UNKNOWN, MIXED = Status.CONFLICTING, Status.NOT_ENOUGH_EVIDENCE, Status.MIXED


@pytest.mark.parametrize(
    ("status", "flags", "averitec", "value", "name"),
    [
        (S, (), "Supported", 5, "Supported"),
        (
            S,
            ("missing_context",),
            "Conflicting Evidence/Cherrypicking",
            4,
            "Mostly supported, missing context",
        ),
        (S, ("outdated",), "Conflicting Evidence/Cherrypicking", 4, "Mostly supported, missing context"),
        (S, ("cherry_picked",), "Conflicting Evidence/Cherrypicking", 3, "Misleading"),
        (S, ("miscaptioned", "outdated"), "Conflicting Evidence/Cherrypicking", 3, "Misleading"),
        (MIXED, (), "Conflicting Evidence/Cherrypicking", 3, "Partly supported"),
        (R, ("kernel_of_truth",), "Refuted", 2, "Mostly refuted"),
        (R, (), "Refuted", 1, "Refuted"),
        (LS, (), "Not Enough Evidence", None, "Unconfirmed, leans supported"),
        (LR, (), "Not Enough Evidence", None, "Unconfirmed, leans refuted"),
        (CONFLICTING, (), "Conflicting Evidence/Cherrypicking", None, "Disputed"),
        (UNKNOWN, (), "Not Enough Evidence", None, "Unproven"),
    ],
)
def test_labels(status: Status, flags: tuple[str, ...], averitec: str, value: int | None, name: str) -> None:
    rating = claim_review_rating(status, flags)
    assert rating is not None
    assert (averitec_label(status, flags), rating.rating_value, rating.alternate_name) == (
        averitec,
        value,
        name,
    )


@pytest.mark.parametrize("status", [Status.PENDING_EVENT, Status.NOT_CHECKABLE])
def test_what_is_not_scored_has_no_label(status: Status) -> None:
    assert (averitec_label(status), claim_review_rating(status), rank(status)) == (None, None, None)


def test_22_the_rating_rises_with_the_rank() -> None:
    rated = [(rank(status), claim_review_rating(status)) for status in (R, MIXED, S)]
    values = [rating.rating_value for _, rating in rated if rating is not None]
    assert [place for place, _ in rated] == [-2, 0, 2]
    assert values == [1, 3, 5]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ((S, S), S),
        ((S, R), MIXED),
        ((S, R, UNKNOWN), MIXED),
        ((S, UNKNOWN), UNKNOWN),
        ((S, LS), LS),
        ((R, LR), LR),
        ((CONFLICTING, UNKNOWN, S), CONFLICTING),
        ((LS, LR), UNKNOWN),
        ((LS, LR, S), UNKNOWN),
        ((LS, LR, CONFLICTING), CONFLICTING),
        ((S, Status.NOT_CHECKABLE), S),
        ((Status.NOT_CHECKABLE, Status.PENDING_EVENT), Status.PENDING_EVENT),
        ((Status.NOT_CHECKABLE,), Status.NOT_CHECKABLE),
        ((), UNKNOWN),
    ],
)
def test_parts_of_a_claim(parts: tuple[Status, ...], whole: Status) -> None:
    assert combine_parts(parts) is whole


TWO_PARTS: dict[Key, Part] = {
    1: Part(S, SignOff(True, 1)),
    2: Part(S, SignOff(True, 2, (SignOffWhy.HIGH_RISK,))),
}


@pytest.mark.parametrize("type_", [*POLICY_1_0_0.not_checkable_types, "prediction"])
def test_what_has_no_score_keeps_its_status_whatever_its_parts_come_to(type_: str) -> None:
    result = assess(scene(node=NodeInput(1, type_)))
    assert with_parts(result, TWO_PARTS) == result
    assert not parts_decide(result, TWO_PARTS)


def test_a_prediction_that_came_due_is_what_its_parts_are() -> None:
    result = assess(scene(node=NodeInput(1, "prediction", matured=True)))
    assert with_parts(result, TWO_PARTS).status is S


def test_what_the_own_links_of_a_whole_come_to_is_not_told() -> None:
    without_any = with_parts(assess(scene()), TWO_PARTS)
    fragile = with_parts(assess(scene(*own_reports("A", "A"))), TWO_PARTS)
    held_back = with_parts(assess(scene(*own_reports("B", "B"), node=NodeInput(1, "causal"))), TWO_PARTS)
    assert [without_any.reasons, fragile.reasons, held_back.reasons] == [(), (), ()]


@given(st.lists(st.sampled_from(list(Status)), max_size=5), st.randoms(use_true_random=False))
def test_the_order_and_number_of_parts_mean_nothing(parts: list[Status], random: object) -> None:
    assert combine_parts(reversed(parts)) is combine_parts(parts + parts)
