"""Dividing statements: why, into what, and on which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.proposals import SplitReason, narrower_span, own_words, propose_parts, why_split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "The army lost 17 sailors, raising the death toll to 44.",
            [
                ("The army lost 17 sailors.", "quantity", "The army lost 17 sailors"),
                ("The death toll came to 44.", "quantity", "raising the death toll to 44"),
            ],
        ),
        (
            "Rebel forces had sunk 21 barges and killed hundreds.",
            [
                ("Rebel forces had sunk 21 barges.", "quantity", "Rebel forces had sunk 21 barges"),
                ("Rebel forces killed hundreds.", "quantity", "killed hundreds"),
            ],
        ),
        (
            "The shelling killed 28 soldiers and 3 civilians.",
            [
                ("The shelling killed 28 soldiers.", "quantity", "The shelling killed 28 soldiers"),
                ("The shelling killed 3 civilians.", "quantity", "3 civilians"),
            ],
        ),
        (
            "Officials counted 12 boats, 4 ferries and 2 tugs.",
            [
                ("Officials counted 12 boats.", "quantity", "Officials counted 12 boats"),
                ("Officials counted 4 ferries.", "quantity", "4 ferries"),
                ("Officials counted 2 tugs.", "quantity", "2 tugs"),
            ],
        ),
        (
            "33 people had been hurt while towns were flooded.",
            [
                ("33 people had been hurt.", "quantity", "33 people had been hurt"),
                ("Towns were flooded.", "event", "towns were flooded"),
            ],
        ),
        (
            "The illegal blockade began on Sunday.",
            [
                ("The blockade began on Sunday.", "event", "The illegal blockade began on Sunday"),
                ("It is rightly called “illegal”.", "opinion", "illegal"),
            ],
        ),
        ("The ferry stopped.", []),
        ("Between 20 and 30 boats were lost.", []),
        ("", []),
    ],
)
def test_a_statement_is_divided_into_sentences_of_their_own(
    text: str, parts: list[tuple[str, str, str]]
) -> None:
    assert [(part.text, part.type, part.words) for part in propose_parts(text)] == parts


def test_the_reasons_name_the_words() -> None:
    found = why_split("The illegal blockade cost 28 boats and 3 ferries; nobody paid.", "quantity")
    assert [(one.reason, one.words) for one in found] == [
        (SplitReason.SEVERAL_FIGURES, ("28", "3")),
        (SplitReason.SEVERAL_PREDICATES, ("nobody",)),
        (SplitReason.LOADED_TERM, ("illegal",)),
    ]


def test_a_language_without_rules_has_neither_reasons_nor_parts() -> None:
    text = "Die Armee verlor 28 Boote und 3 Fähren."
    assert (why_split(text, "quantity", "de"), propose_parts(text, "de")) == ((), ())


@pytest.mark.parametrize(
    ("part", "whole", "span", "words"),
    [
        ("killed hundreds", "sunk 21 barges and killed hundreds", (19, 34), "killed hundreds"),
        ("Killed hundreds.", "and killed hundreds", (4, 19), "Killed hundreds"),
        ("The army lost 28 boats", "lost 28 boats, and more", None, "lost 28 boats"),
        ("boats", "boats and boats", None, ""),
        ("The army", "nothing of it", None, ""),
        ("", "words", None, ""),
    ],
)
def test_a_part_stands_on_its_own_words_where_they_are_found_once(
    part: str, whole: str, span: tuple[int, int] | None, words: str
) -> None:
    assert (narrower_span(part, whole), own_words(part, whole)) == (span, words)


@given(st.text(alphabet="aAb 1259,;.andkilledwhile“”", max_size=80))
def test_every_part_has_words_of_the_whole_and_there_is_never_just_one(text: str) -> None:
    parts = propose_parts(text)
    assert len(parts) != 1
    assert all(part.words in " ".join(text.split()) for part in parts)
