"""The made cases of the bench, and what becomes of them when a single sign is exchanged."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.passages import find_passage
from bench.passages import LEAST_FOUND, RESULTS, what_fails, wrongly_decided
from bench.passages.making import PassageCase, made_cases

CASES = made_cases()
VERBATIM = [case for case in CASES if case.kind == "verbatim"]


def test_no_false_quotation_passes_and_true_ones_do() -> None:
    assert what_fails(CASES, wrongly_decided(CASES)) == []


def test_there_are_enough_cases_of_every_kind_and_script() -> None:
    assert len(CASES) >= 300 and LEAST_FOUND >= 0.98
    assert len({case.script for case in CASES}) == 10
    for kind in ("verbatim", "paraphrase", "fabricated", "negation dropped", "figure changed"):
        assert len({case.script for case in CASES if case.kind == kind}) == 10


def test_the_results_that_are_kept_are_those_of_these_cases() -> None:
    assert f"{len(CASES)} cases in" in RESULTS.read_text(encoding="utf-8")


@given(st.sampled_from(VERBATIM), st.data())
def test_one_exchanged_letter_or_digit_makes_it_another_passage(
    case: PassageCase, data: st.DataObject
) -> None:
    places = [at for at, character in enumerate(case.passage) if character.isalnum()]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([sign for sign in "x7ж中ไह" if sign != case.passage[at]]))
    assert find_passage(case.text, case.passage[:at] + other + case.passage[at + 1 :]) is None


@given(st.sampled_from(VERBATIM), st.data())
def test_one_word_less_inside_makes_it_another_passage(case: PassageCase, data: st.DataObject) -> None:
    words = case.passage.split(" ")
    if len(words) > 2:
        at = data.draw(st.integers(1, len(words) - 2))
        if any(map(str.isalnum, words[at])):
            assert find_passage(case.text, " ".join(words[:at] + words[at + 1 :])) is None
