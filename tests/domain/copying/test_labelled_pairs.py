"""The rule on pairs with a known answer: a promise that is kept in every run."""

from bench.copying.measuring import measure, meets_by_prints, same_headline, suggests
from bench.copying.pairs import labelled_pairs


def test_the_set_is_large_and_holds_both_answers() -> None:
    pairs = labelled_pairs()
    copies = sum(pair.is_copy for pair in pairs)
    assert len(pairs) >= 200
    assert 0.3 < copies / len(pairs) < 0.7


def test_suggestions_are_right_and_few_copies_are_missed() -> None:
    pairs = labelled_pairs()
    found = measure(pairs, suggests)
    assert found.precision >= 0.95
    assert found.recall >= 0.8
    baseline = measure(pairs, same_headline)
    assert baseline.precision < found.precision
    assert baseline.recall < found.recall


def test_what_shares_text_is_found_by_its_prints() -> None:
    shares_text = [
        pair
        for pair in labelled_pairs()
        if pair.is_copy
        and pair.how not in ("retold in other words, credited, same headline", "translated, credited")
    ]
    assert all(map(meets_by_prints, shares_text))
