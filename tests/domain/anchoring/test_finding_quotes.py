"""Quotes from elsewhere, where no earlier text says which occurrence was meant."""

from annotations.domain.anchoring import Anchoring, Quote, find_quote
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import HighlightOutcome

TEXT = from_plain(
    "The mayor said yes on Monday. The council said no on Tuesday.\n\n"
    "The mayor said no on Friday, and the council did not meet again before the summer."
)
UNCHANGED, MOVED = HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED
ORPHANED = Anchoring(HighlightOutcome.ORPHANED)


def places(words: str) -> list[tuple[int, int]]:
    starts = [n for n in range(len(TEXT.text)) if TEXT.text.startswith(words, n)]
    return [(start, start + len(words)) for start in starts]


def test_words_that_stand_once_need_no_context() -> None:
    assert find_quote(Quote("said yes on Monday"), TEXT) == Anchoring(
        UNCHANGED, *places("said yes on Monday")[0]
    )


def test_the_context_says_which_occurrence_is_meant() -> None:
    first, second = places("said no")
    assert find_quote(Quote("said no", "The council ", " on Tuesday."), TEXT) == Anchoring(UNCHANGED, *first)
    assert find_quote(Quote("said no", "The mayor ", " on Friday"), TEXT) == Anchoring(UNCHANGED, *second)


def test_a_place_says_it_too_where_it_fits() -> None:
    first, second = places("said no")
    assert find_quote(Quote("said no"), TEXT, near=second[0]) == Anchoring(UNCHANGED, *second)
    assert find_quote(Quote("said yes on Monday"), TEXT, near=77) == Anchoring(
        MOVED, *places("said yes on Monday")[0]
    )
    assert find_quote(Quote("said no"), TEXT, near=3) == Anchoring(
        HighlightOutcome.AMBIGUOUS, candidates=(first, second)
    )


def test_without_any_of_them_all_places_are_offered() -> None:
    assert find_quote(Quote("said no"), TEXT) == Anchoring(
        HighlightOutcome.AMBIGUOUS, candidates=tuple(places("said no"))
    )


def test_other_white_space_and_characters_are_the_same_words() -> None:
    found = Anchoring(UNCHANGED, *places("Tuesday.\nThe mayor")[0])
    for exact in ("Tuesday.\n\n  The mayor", "Tuesday. The\u00a0mayor", "Tues\u00adday.\r\nThe mayor "):
        assert find_quote(Quote(exact), TEXT) == found


def test_words_are_not_found_inside_of_longer_ones() -> None:
    text = from_plain("The party depart. An art.")
    assert find_quote(Quote("art"), text) == Anchoring(UNCHANGED, 21, 24)
    assert find_quote(Quote("art", "dep", "."), text) == Anchoring(UNCHANGED, 13, 16)


def test_changed_words_are_found_by_their_context() -> None:
    quote = Quote("council did not meet again before the winter", "no on Friday, and the ", ".")
    start, end = places("council did not meet again before the summer")[0]
    assert find_quote(quote, TEXT) == Anchoring(HighlightOutcome.CHANGED, start, end)


def test_words_that_are_not_there_are_not_there() -> None:
    assert find_quote(Quote("a bridge fell into the river", "On Sunday ", " near Lohna"), TEXT) == ORPHANED
    assert find_quote(Quote(" \n"), TEXT) == ORPHANED
