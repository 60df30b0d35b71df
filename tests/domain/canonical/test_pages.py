"""Canonical text from pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.canonical import from_pages, from_plain
from annotations.domain.errors import Invalid
from tests.domain.canonical.texts import hard_text


def blocks(*pages: str) -> list[tuple[int | None, str]]:
    made = from_pages(pages)
    return [(block.page, made.block_text(block)) for block in made.blocks]


def test_blocks_keep_their_page() -> None:
    assert blocks("One.", "", "Two.\r\n\r\nThree.") == [(1, "One."), (3, "Two."), (3, "Three.")]


def test_a_short_line_ends_a_paragraph() -> None:
    page = (
        "Heading\nThe first line of this paragraph is rather long indeed\nand it ends here.\n"
        "The next one begins here"
    )
    assert blocks(page) == [
        (1, "Heading"),
        (1, "The first line of this paragraph is rather long indeed and it ends here."),
        (1, "The next one begins here"),
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("the agree-\nment", "the agreement"),
        ("the agree\ufffement", "the agreement"),
        ("the agree\u00ad\r\nment", "the agreement"),
        ("Russian-\nTurkish ties", "Russian-Turkish ties"),
        ("from 1988–\n1994 on", "from 1988–1994 on"),
        ("pre- and post-\nand inter-war", "pre- and post- and inter-war"),
        ("a well-known man is well-\nknown", "a well-known man is well-known"),
        ("it –\nso", "it – so"),
    ],
)
def test_divided_words(page: str, text: str) -> None:
    assert from_pages([page]).text == text


def test_refusals() -> None:
    for pages, rule in (([
        "", " ",
    ], "empty-text"), (["x"] * 2_001, "too-many-pages"), (["x" * 9_000_000], "text-too-long")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            from_pages(pages)
        assert refused.value.rule == rule


@given(st.lists(hard_text, max_size=4))
def test_canonical_text_of_any_pages_is_canonical(pages: list[str]) -> None:
    made = from_pages(["x", *pages])
    assert from_plain(made.text).text == made.text
