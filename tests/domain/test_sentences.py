"""Where sentences begin and end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.domain.canonical import from_html
from annotations.domain.sentences import LONGEST_FOR_RULES, sentences, sentences_of_block
from tests.domain.canonical.texts import hard_text


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Dr. Lee said so. Mr. Ek did not.", "en", ["Dr. Lee said so.", "Mr. Ek did not."]),
        (
            "It cost 3.5 million. “No deal,” he said. Why?",
            "en-GB",
            [
                "It cost 3.5 million.",
                "“No deal,” he said.",
                "Why?",
            ],
        ),
        ("One here. Two there! Three", None, ["One here.", "Two there!", "Three"]),
        ("One here. Two there.", "xx", ["One here.", "Two there."]),
        ("今日は晴れ。明日は雨。", "ja", ["今日は晴れ。", "明日は雨。"]),
        ("Line one\nLine two.", None, ["Line one", "Line two."]),
    ],
)
def test_sentences_of(text: str, language: str | None, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, language)] == expected


def test_a_very_long_block_is_divided_by_punctuation() -> None:
    text = "A sentence. " * LONGEST_FOR_RULES
    assert len(sentences(text, "en")) == LONGEST_FOR_RULES


def test_spans_of_a_block_count_in_the_whole_text() -> None:
    canonical = from_html("<p>First block.</p><p lang=en>One here. Two there.</p>")
    spans = sentences_of_block(canonical, canonical.blocks[1])
    assert [canonical.text[start:end] for start, end in spans] == ["One here.", "Two there."]


@settings(max_examples=150, deadline=None)
@given(hard_text, st.sampled_from(["en", "ar", "ru", "zh", None, "xx"]))
def test_sentences_are_ordered_apart_and_leave_out_only_white_space(text: str, language: str | None) -> None:
    position = 0
    for start, end in sentences(text, language):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
