"""What the signals say together."""

from dataclasses import replace
from datetime import date

import pytest

from annotations.domain.copying import SUGGESTED_FROM, Comparison, Document, judge
from annotations.domain.vocabulary import CopySignal, DerivationKind

DAY = date(2024, 3, 4)
HEADLINE = "Ferry service to the island halted after fire"
PAPER = Document(
    key=1, publisher=1, title="Boat burns", order=1, published_on=date(2024, 3, 5), language="en"
)
WIRE = Document(key=2, publisher=2, title=HEADLINE, order=2, published_on=DAY, is_wire=True, language="en")


def sharing(share: float, *, words: int = 200, other_words: int = 200) -> Comparison:
    """Two texts that share so much of the first one."""
    shared = round(share * words)
    return Comparison(share, shared / other_words if other_words else 0.0, shared, words, other_words, ())


@pytest.mark.parametrize(
    ("share", "is_suggested"), [(0.0, False), (0.15, False), (0.26, False), (0.3, True), (1.0, True)]
)
def test_much_of_one_text_in_the_other_is_enough_alone(share: float, is_suggested: bool) -> None:
    found = judge(PAPER, WIRE, sharing(share))
    assert (found.is_suggested, found.score >= SUGGESTED_FROM) == (is_suggested, is_suggested)


def test_what_appears_days_later_repeats_its_background() -> None:
    later = replace(PAPER, published_on=date(2024, 3, 9))
    assert not judge(later, WIRE, sharing(0.35)).is_suggested
    assert judge(later, WIRE, sharing(0.6)).is_suggested


def test_the_same_headline_over_other_words_is_no_copy_and_alone_it_counts_only_without_texts() -> None:
    same = replace(PAPER, title=HEADLINE)
    assert not judge(same, WIRE, sharing(0.0)).is_suggested
    unread = judge(same, WIRE, sharing(0.0, words=0, other_words=0))
    assert (unread.is_suggested, unread.signals) == (True, (CopySignal.HEADLINE,))
    old = replace(same, published_on=date(2024, 5, 5))
    assert not judge(old, WIRE, sharing(0.0, words=0, other_words=0)).is_suggested


def test_a_credit_and_the_same_headline_make_a_retelling() -> None:
    credited = replace(PAPER, title=HEADLINE, credits=frozenset({2}))
    found = judge(credited, WIRE, sharing(0.0))
    assert (found.source, found.origin, found.kind, found.is_suggested) == (1, 2, DerivationKind.CITES, True)
    assert not judge(replace(PAPER, credits=frozenset({2})), WIRE, sharing(0.0)).is_suggested


def test_nobody_copies_what_the_agency_sent_days_later() -> None:
    follow_up = replace(WIRE, published_on=date(2024, 3, 12))
    credited = replace(PAPER, title=HEADLINE, credits=frozenset({2}))
    assert not judge(credited, follow_up, sharing(0.0)).is_suggested


def test_the_same_picture_counts_alone_only_where_there_is_nothing_else() -> None:
    one, other = replace(PAPER, image="x"), replace(WIRE, image="x")
    assert not judge(one, other, sharing(0.0)).is_suggested
    pictures = judge(
        replace(one, is_image=True), replace(other, is_image=True), sharing(0, words=0, other_words=0)
    )
    assert (pictures.is_suggested, pictures.kind) == (True, DerivationKind.REPUBLISHES)


def test_a_page_that_names_its_original_goes_before_dates() -> None:
    found = judge(replace(WIRE, names_canonical=True), PAPER, sharing(0.0))
    assert (found.source, found.origin, found.signals) == (2, 1, (CopySignal.CANONICAL_URL,))


def test_two_briefs_must_be_nearly_the_same() -> None:
    assert judge(PAPER, WIRE, sharing(0.95, words=20, other_words=20)).is_suggested
    assert not judge(PAPER, WIRE, sharing(0.7, words=20, other_words=20)).is_suggested


def test_another_language_makes_it_a_translation_and_a_small_part_a_quotation() -> None:
    assert judge(replace(PAPER, language="de-AT"), WIRE, sharing(0.4)).kind == DerivationKind.TRANSLATES
    assert judge(PAPER, WIRE, sharing(0.2, words=400, other_words=90)).kind == DerivationKind.QUOTES


@pytest.mark.parametrize("exchanged", [False, True])
def test_the_answer_does_not_depend_on_which_is_asked_about(exchanged: bool) -> None:
    seen = sharing(0.8, words=100, other_words=160)
    found = judge(WIRE, PAPER, seen.reversed) if exchanged else judge(PAPER, WIRE, seen)
    assert (found.source, found.origin, found.comparison) == (1, 2, seen)
