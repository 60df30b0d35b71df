"""Rating scales: the usual one, those of newsrooms, and what is refused."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.claimreview import scale_findings
from annotations.domain.errors import Invalid
from annotations.domain.verification import (
    USUAL_SCALE,
    Rating,
    RatingCase,
    claim_review_rating,
    scale_of,
)
from annotations.domain.verification.ratings import TRUTH
from annotations.domain.vocabulary import ContextFlag, Status


def a_scale(**given: Any) -> dict[str, Any]:
    """The usual scale as JSON with other bounds, or other ratings by case as (words, value)."""
    scale = deepcopy(USUAL_SCALE.as_json())
    for name, value in given.items():
        if name in ("worst", "best"):
            scale[name] = value
        else:
            scale["ratings"][name] = {"words": value[0], "value": value[1]}
    return scale


def test_nothing_written_is_the_usual_scale() -> None:
    assert [scale_of(None), scale_of({}), scale_of(USUAL_SCALE.as_json())] == [USUAL_SCALE] * 3


def test_the_linter_has_nothing_against_the_usual_scale() -> None:
    assert scale_findings(USUAL_SCALE) == ()


def test_a_rating_has_the_words_of_the_newsrooms_own_scale() -> None:
    scale = scale_of(a_scale(supported=("Rock solid", 5), not_enough_evidence=(" Nobody  knows ", None)))
    assert claim_review_rating(Status.SUPPORTED, (), scale) == Rating("Rock solid", 5)
    assert claim_review_rating(Status.NOT_ENOUGH_EVIDENCE, (), scale) == Rating("Nobody knows", None)


def test_a_scale_may_have_other_numbers_and_leave_some_out() -> None:
    scale = scale_of(a_scale(best=10, supported=("Supported", 10), mixed=("Mixed", None)))
    assert (scale.best, scale.ratings[RatingCase.MIXED]) == (10, Rating("Mixed", None))


REFUSED = [
    ("rating-scale-shape", []),
    ("rating-scale-shape", {"worst": 1}),
    ("rating-scale-shape", {**a_scale(), "further": 1}),
    ("rating-scale-shape", {**a_scale(), "worst": True}),
    ("rating-scale-shape", {**a_scale(), "best": "5"}),
    ("rating-scale-shape", {**a_scale(), "ratings": {"supported": {}}}),
    ("rating-scale-shape", {**a_scale(), "ratings": {**a_scale()["ratings"], "mixed": "Mixed"}}),
    ("rating-bounds", a_scale(worst=0)),
    ("rating-bounds", a_scale(worst=5)),
    ("rating-words", a_scale(mixed=("  ", 3))),
    ("rating-words", a_scale(mixed=("x" * 61, 3))),
    ("rating-words", a_scale(mixed=(None, 3))),
    ("rating-outside-bounds", a_scale(supported=("Supported", 6))),
    ("rating-outside-bounds", a_scale(mixed=("Mixed", 2.5))),
    ("rating-of-the-unrated", a_scale(not_enough_evidence=("Unproven", 3))),
    ("rating-order", a_scale(supported=("Supported", 1), refuted=("Refuted", 5))),
    ("rating-order", a_scale(refuted_with_kernel=("Mostly refuted", 5), supported=("Supported", 4))),
    ("rating-order", a_scale(supported=("Supported", None))),
    (
        "rating-order",
        {
            **a_scale(),
            "ratings": {**a_scale()["ratings"], **{case: {"words": "x", "value": 3} for case in TRUTH}},
        },
    ),
]


@pytest.mark.parametrize(("rule", "written"), REFUSED)
def test_a_scale_that_misleads_is_refused(rule: str, written: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        scale_of(written)
    assert (refusal.value.rule, refusal.value.field) == (rule, "rating_scale")


def test_the_linter_sees_words_at_the_wrong_end() -> None:
    scale = scale_of(a_scale(refuted=("True", 1)))
    assert [(case, finding.code) for case, finding in scale_findings(scale)] == [
        ("refuted", "rating-inverted")
    ]


@given(st.recursive(st.none() | st.integers() | st.text(max_size=4), lambda x: st.dictionaries(st.text(), x)))
def test_whatever_is_written_is_a_scale_or_refused(written: Any) -> None:
    try:
        scale = scale_of(written)
    except Invalid:
        return
    assert scale == USUAL_SCALE


@given(st.sampled_from(Status), st.sets(st.sampled_from(ContextFlag.values)))
def test_every_status_has_one_case_or_none(status: Status, flags: set[str]) -> None:
    rating = claim_review_rating(status, flags)
    assert (rating is None) == (status in (Status.PENDING_EVENT, Status.NOT_CHECKABLE))
