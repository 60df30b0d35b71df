"""Finding quoted passages in captured texts."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.passages import FoundPassage, find_passage
from annotations.domain.vocabulary import PassageCheck

TEXTS = st.text(alphabet=st.sampled_from("abcde .,’'“”\"-–\n\u00adﬁ0123"), min_size=1, max_size=80)


def test_words_that_stand_there_are_found_exactly() -> None:
    assert find_passage("One two three.", "two") == FoundPassage(4, 7, PassageCheck.EXACT)


def test_typography_is_forgiven_and_the_original_place_given() -> None:
    text = "The ﬁrst “of­fice” re-\nported 5 – 6 boats…"
    found = find_passage(text, 'first "office" reported 5 - 6 boats...')
    assert found == FoundPassage(4, len(text), PassageCheck.NORMALISED)


def test_other_words_figures_and_negations_are_other_passages() -> None:
    text = "The office did not count 12 boats."
    for passage in (
        "did count 12 boats",
        "did not count 13 boats",
        "did not counts",
        "THE OFFICE",
        " ",
        "\u00ad",
    ):
        assert find_passage(text, passage) is None


def test_the_place_nearest_to_the_hint_is_meant() -> None:
    assert find_passage("a – b a – b", "a - b", near=7) == FoundPassage(6, 11, PassageCheck.NORMALISED)


@given(TEXTS, st.data())
def test_every_slice_is_found_and_stands_where_it_is_said_to_stand(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = text[start:end]
    found = find_passage(text, passage, near=start)
    if passage.strip():
        assert found == FoundPassage(start, end, PassageCheck.EXACT)
    else:
        assert found is None
