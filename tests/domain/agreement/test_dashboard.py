"""The figures of the dashboard and what follows from them."""

import pytest

from annotations.domain.agreement import NotEnough
from annotations.domain.agreement.dashboard import (
    Reading,
    Signed,
    agreement,
    as_plain,
    balance,
    calibration,
    calibration_by_status,
    diagonal_share,
    grade_agreement,
    median_hours,
    type_agreement,
)
from annotations.domain.agreement.judged import Judgement, is_inverted, judged
from annotations.domain.agreement.people import overturned, pairwise, pairwise_grades


def test_what_a_third_person_decided_is_counted_once_it_is_decided() -> None:
    read = [Reading("corroborates", "corroborates", 1, 2)] * 20
    read += [Reading("corroborates", "contradicts", 1, 2, disputed=True)] * 2
    read += [Reading("corroborates", "context", 1, 2, disputed=True, settled="")] * 2
    read += [Reading("corroborates", "context", 1, 2, disputed=True, settled="corroborates")]
    found = agreement(read)
    assert (found["adjudication_rate"].value, found["adjudication_rate"].count) == (5 / 25, 25)
    assert (found["overturn_rate"].value, found["overturn_rate"].count) == (2 / 23, 23)
    assert (found["flat_opposition"].value, overturned(read)[1].count) == (2 / 25, 23)


def test_pairs_are_the_same_whoever_read_first() -> None:
    read = [Reading("corroborates", "contradicts", 1, 2)] * 10
    turned = [Reading("contradicts", "corroborates", 2, 1)] * 10
    assert pairwise(read + turned) == pairwise(read * 2)
    assert pairwise([Reading("context", "context", None, 2)] * 20) == {}


def test_grades_are_weighed_and_f_is_none() -> None:
    grades = [{1: "A", 2: "B", 3: "F"}, {1: "D", 2: "D", 3: "F"}] * 10
    assert list(pairwise_grades(grades)) == [(1, 2)]
    assert pairwise_grades(grades)[1, 2].count == grade_agreement(grades).count == 20
    assert grade_agreement([{1: "F", 2: "A"}] * 30).missing == NotEnough.NO_PAIRS


def test_types_and_the_diagonal() -> None:
    assert type_agreement([["event", "event"], ["event", "law"]] * 10).count == 20
    judged_links = [("A", "1")] * 18 + [("B", "1")] * 2 + [("A", "6"), ("F", "1")]
    assert (diagonal_share(judged_links).value, diagonal_share(judged_links).count) == (0.9, 20)


def test_calibration_is_by_certainty_and_by_status() -> None:
    signed = [Signed("SUPPORTED", "HIGH", True)] * 19 + [Signed("REFUTED", "HIGH", False)]
    assert as_plain(calibration(signed)["HIGH"])["value"] == 0.95
    assert {status: each["HIGH"].missing for status, each in calibration_by_status(signed).items()} == {
        "REFUTED": NotEnough.TOO_FEW,
        "SUPPORTED": NotEnough.TOO_FEW,
    }


def test_of_few_claims_no_status_is_kept() -> None:
    rows = [("Gazette", "SUPPORTED", 15), ("Gazette", "REFUTED", 5), ("Courier", "REFUTED", 19)]
    assert balance(rows) == [
        {"name": "Gazette", "count": 20, "statuses": {"REFUTED": 5, "SUPPORTED": 15}},
        {"name": "Courier", "count": 19, "statuses": None},
    ]


def test_a_median_needs_as_many_as_every_other_figure() -> None:
    assert as_plain(median_hours([3600.0] * 19))["missing"] == "TOO_FEW"
    assert as_plain(median_hours([3600.0] * 20))["value"] == 1


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("alpha_nominal", 0.8, Judgement.GOOD),
        ("alpha_nominal", 0.799, Judgement.TENTATIVE),
        ("alpha_ordinal", 0.667, Judgement.TENTATIVE),
        ("grade_alpha", 0.666, Judgement.WEAK),
        ("type_alpha", 0.4, Judgement.WEAK),
        ("alpha_nominal", 0.399, Judgement.REWRITE),
        ("flat_opposition", 0.05, Judgement.GOOD),
        ("flat_opposition", 0.051, Judgement.REVIEW),
        ("diagonal", 0.8, Judgement.GOOD),
        ("diagonal", 0.81, Judgement.ONE_SCALE),
        ("tracing_rate", 0.5, None),
        ("alpha_nominal", None, None),
    ],
)
def test_bounds_are_those_of_the_field(name: str, value: float | None, expected: Judgement | None) -> None:
    assert judged(name, value) == expected


def test_high_certainty_should_last_longer_than_moderate() -> None:
    assert is_inverted({"HIGH": 0.8, "MODERATE": 0.9}, "HIGH", "MODERATE")
    assert not is_inverted({"HIGH": 0.9, "MODERATE": 0.9}, "HIGH", "MODERATE")
    assert not is_inverted({"HIGH": None, "MODERATE": 0.9}, "HIGH", "MODERATE")
