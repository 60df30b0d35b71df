"""What two texts share, and whether they share anything."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.anchoring import align
from tests.domain.canonical.texts import hard_text

words = st.lists(
    st.sampled_from(["a", "b", "the", "bridge", "fell", ".", "\n", "5", "新", "闻", "न"]), max_size=60
).map(" ".join)


def stretches(old: str, new: str) -> list[str]:
    return [old[start : start + length] for start, _, length in align(old, new).runs]


def test_stretches_that_still_stand() -> None:
    assert stretches("The old bridge fell into the river.", "The bridge fell into the wide river.") == [
        "The",
        "bridge fell into the",
        "river.",
    ]


def test_a_deletion_takes_whole_sentences() -> None:
    old = "It rained. The firm lost 5 million in May. The firm lost 5 million in June. It closed."
    assert stretches(old, old.replace(" The firm lost 5 million in May.", "")) == [
        "It rained.",
        "The firm lost 5 million in June. It closed.",
    ]


def test_a_moved_phrase_is_a_move() -> None:
    first, second = (
        "The bridge at Lohna fell into the river.",
        "Nobody was hurt, said the police of the town.",
    )
    alignment = align(f"{first}\n{second}", f"{second}\n{first}")
    kept = {*alignment.runs, *alignment.moves}

    assert sum(length for _, _, length in kept) == len(first) + len(second)
    assert alignment.share == 1.0


@pytest.mark.parametrize(
    ("old", "new", "common"),
    [
        ("The bridge was closed.", "The bridge was opened.", True),
        ("Yes.", "Yes.", True),
        ("Yes.", "No!", False),
        ("Rain fell on the valley all day.", "Cooks in Verran like garlic and the onions.", False),
        (
            "A short notice of five words",
            "A short notice of five words " + "and then a report " * 200,
            True,
        ),
        ("河东小学食堂周三停业整顿", "供货商否认食材有任何问题", False),
        ("河东小学食堂周三停业整顿", "河东小学食堂周四停业整顿", True),
    ],
)
def test_whether_anything_is_left(old: str, new: str, common: bool) -> None:
    assert align(old, new).has_common_text is common


def test_a_footer_that_two_articles_share_is_not_common_text() -> None:
    def article(word: str) -> str:
        return (
            " ".join(f"{word}{n} {word}{n * 7} of." for n in range(60))
            + "\nAll rights reserved by the publisher."
        )

    assert not align(article("rain"), article("cook")).has_common_text


def test_a_megabyte_that_has_nothing_in_common_with_another_is_bounded() -> None:
    old = " ".join(f"o{n * 7919 % 5003}" for n in range(150_000))
    new = " ".join(f"o{n * 6101 % 4999}" for n in range(150_000))
    began = time.process_time()
    align(old, new)
    assert time.process_time() - began < 10


def numbered(word: str, count: int) -> str:
    return " ".join(f"{word}{n}" for n in range(count))


@pytest.mark.parametrize("first", ["", "A ", "A b ", "A b c "])
@pytest.mark.parametrize("other", ["", numbered("word", 70) + ". "])
def test_a_few_words_before_the_first_that_stayed(first: str, other: str) -> None:
    body = "storm reached the harbour on Tuesday night and sank four boats there"
    assert stretches(first + body, other + body)[-1] == body
    assert stretches(other + body, first + body)[-1] == body


edit = st.tuples(
    st.sampled_from(["keep", "keep", "drop", "write", "move"]), st.integers(0, 90), st.sampled_from("xyz.\n")
)


def edited(text: list[str], script: list[tuple[str, int, str]]) -> list[str]:
    """Short and long stretches kept, dropped, written anew, and put off to the end."""
    made: list[str] = []
    later: list[str] = []
    at = 0
    for kind, length, letter in script:
        stretch, at = text[at : at + length], at + length
        if kind == "write":
            stretch = [f"{letter}{n}" for n in range(length)] if letter in "xyz" else [letter]
        (later if kind == "move" else made).extend(() if kind == "drop" else stretch)
    return made + text[at:] + later


@settings(max_examples=100, deadline=None)
@given(st.lists(edit, max_size=8), st.lists(edit, max_size=8), st.integers(0, 200))
def test_any_edit_can_be_aligned(
    one: list[tuple[str, int, str]], other: list[tuple[str, int, str]], length: int
) -> None:
    text = [f"w{n * n % 151}" + "." * (n % 9 == 0) for n in range(length)]
    assert_true_of_any(" ".join(edited(text, one)), " ".join(edited(text, other)))


@settings(max_examples=200, deadline=None)
@given(st.one_of(words, hard_text), st.one_of(words, hard_text))
def test_runs_are_equal_in_order_and_apart(old: str, new: str) -> None:
    assert_true_of_any(old, new)


def assert_true_of_any(old: str, new: str) -> None:
    alignment = align(old, new)
    place = to = 0
    for start, at, length in alignment.runs:
        assert start >= place and at >= to and length > 0
        assert old[start : start + length] == new[at : at + length]
        place, to = start + length, at + length
    taken = sorted((at, at + length) for _, at, length in (*alignment.runs, *alignment.moves))
    assert all(one[1] <= other[0] for one, other in pairwise(taken))
    assert all(old[start : start + length] == new[at : at + length] for start, at, length in alignment.moves)
    assert 0 <= alignment.share <= 1


@settings(max_examples=100, deadline=None)
@given(hard_text)
def test_a_text_aligns_with_itself_as_one(text: str) -> None:
    inner = text.strip()
    assert stretches(inner, inner) in ([], [inner]) or sum(map(len, stretches(inner, inner))) == len(inner)
