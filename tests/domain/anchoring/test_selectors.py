"""Selectors are made only from words that stand where they are said to stand."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.anchoring import CONTEXT_CHARACTERS, Selector, make_selector
from annotations.domain.canonical import CanonicalText, from_html, from_plain
from annotations.domain.errors import Conflict, Invalid
from tests.domain.canonical.texts import FAMILY, hard_text


def select(canonical: CanonicalText, words: str, *, occurrence: int = 0) -> Selector:
    start = -1
    for _ in range(occurrence + 1):
        start = canonical.text.index(words, start + 1)
    return make_selector(canonical, start, start + len(words), words)


def is_unique(canonical: CanonicalText, made: Selector) -> bool:
    wanted = made.prefix + made.exact + made.suffix
    first = canonical.text.find(wanted)
    return first == made.start - len(made.prefix) and canonical.text.find(wanted, first + 1) == -1


def test_a_selector_says_where_what_and_between_which_words() -> None:
    canonical = from_plain(
        "The first paragraph stands here.\n\nThe second one tells of a bridge that fell into the river."
    )

    assert select(canonical, "a bridge") == Selector(
        start=57,
        end=65,
        exact="a bridge",
        prefix="s here.\nThe second one tells of ",
        suffix=" that fell into the river.",
        block_id="b2",
        block_offset=24,
    )


def test_at_the_beginning_and_at_the_end() -> None:
    canonical = from_plain("Alpha beta gamma.")
    first, last = select(canonical, "Alpha"), select(canonical, "gamma.")

    assert (first.start, first.prefix, first.suffix) == (0, "", " beta gamma.")
    assert (last.end, last.prefix, last.suffix) == (17, "Alpha beta ", "")


def test_one_quote_fifty_times_with_only_the_suffix_different() -> None:
    canonical = from_plain(
        "\n".join(
            f"{'He said it again and again, ' * 3}no deal {'x' * 40}{number:02}" for number in range(50)
        )
    )
    made = [select(canonical, "no deal", occurrence=number) for number in range(50)]

    assert all(is_unique(canonical, one) for one in made)
    assert len({(one.prefix, one.suffix) for one in made}) == 50
    assert max(len(one.suffix) for one in made) <= 45


def test_a_look_alike_nearby_has_other_context() -> None:
    canonical = from_plain(
        "In May the firm lost 5 million dollars, it said. In June the firm lost 5 million dollars, it said."
    )
    first, second = (
        select(canonical, "the firm lost 5 million dollars", occurrence=number) for number in (0, 1)
    )

    assert first.prefix != second.prefix
    assert is_unique(canonical, first) and is_unique(canonical, second)


def test_across_blocks_and_a_list() -> None:
    canonical = from_html("<p>One two.</p><p>Three.</p><ul><li>four</li><li>five</li></ul>")
    made = select(canonical, "two.\nThree.\nfour\nfi")

    assert (made.exact, made.block_id, made.block_offset) == ("two.\nThree.\nfour\nfi", "b1", 4)


def test_white_space_at_the_ends_is_left_out() -> None:
    canonical = from_plain("One.\n\n Two three.")
    made = make_selector(canonical, 4, 9, "\nTwo ")

    assert (made.start, made.end, made.exact, made.block_id, made.block_offset) == (5, 8, "Two", "b2", 0)


@pytest.mark.parametrize("exact", ["👩", FAMILY])
def test_a_part_of_an_emoji_selects_the_whole(exact: str) -> None:
    canonical = from_plain(f"The 🇦🇲 {FAMILY} family")
    made = make_selector(canonical, 7, 8, exact)

    assert (made.start, made.end, made.exact) == (7, 14, FAMILY)


def test_arabic_with_embedded_latin() -> None:
    canonical = from_html("<p lang=ar>قالت BBC إن ثلاثة أشخاص قتلوا</p>")

    assert select(canonical, "BBC إن").exact == "BBC إن"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (0, 0), (5, 3), (0, 999), (998, 999)])
def test_offsets_outside_are_refused(start: int, end: int) -> None:
    with pytest.raises(Invalid) as refused:
        make_selector(from_plain("One two three."), start, end, "One")
    assert refused.value.rule == "offset-range"


def test_only_white_space_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        make_selector(from_plain("One.\n\nTwo."), 4, 5, "\n")
    assert refused.value.rule == "empty-selection"


@pytest.mark.parametrize("exact", ["one", "One ", "On", "", "Оne"])
def test_other_words_are_a_conflict_that_carries_the_servers(exact: str) -> None:
    with pytest.raises(Conflict) as refused:
        make_selector(from_plain("One two three."), 0, 3, exact)
    assert refused.value.rule == "words-differ"
    assert refused.value.details == {"found": "One", "start": 0, "end": 3}


@pytest.mark.parametrize("text", ["a" * 500_000, "abc" * 200_000 + "d", "word " * 100_000])
def test_endless_repetition_is_bounded_in_time_and_length(text: str) -> None:
    canonical = from_plain(text)
    began = time.process_time()
    made = make_selector(canonical, 200_000, 200_001, canonical.text[200_000])

    assert (made.start, len(made.prefix), len(made.suffix)) == (200_000, 4_096, 4_096)
    assert time.process_time() - began < 2


def test_two_thousand_highlights_in_a_megabyte() -> None:
    sentences = [
        f"Sentence {number} tells of {number * 7919 % 9973} of 12 bridges and of 3 rivers."
        for number in range(9_000)
    ]
    canonical = from_plain("\n".join([*sentences, *reversed(sentences)]))
    assert len(canonical.text) > 1_000_000
    began = time.process_time()
    made = [
        make_selector(canonical, start, start + 20, canonical.text[start : start + 20])
        for start in range(0, 1_000_000, 500)
    ]

    assert len(made) == 2_000 and all(is_unique(canonical, one) for one in made)
    assert time.process_time() - began < 20


@settings(max_examples=300)
@given(hard_text, st.data())
def test_the_slice_equals_the_quote_and_the_context_is_unique(raw: str, data: st.DataObject) -> None:
    canonical = from_plain("x" + raw)
    text = canonical.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    made = make_selector(canonical, start, end, text[start:end])

    assert text[made.start : made.end] == made.exact == made.exact.strip("\n")
    assert (
        text[made.start - len(made.prefix) : made.end + len(made.suffix)]
        == made.prefix + made.exact + made.suffix
    )
    assert is_unique(canonical, made)
    assert len(made.prefix) >= min(CONTEXT_CHARACTERS, made.start)
    block = canonical.block_named(made.block_id)
    assert block.start + made.block_offset == made.start
    assert make_selector(canonical, made.start, made.end, made.exact) == made
