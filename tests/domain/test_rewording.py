"""Two wordings of one passage, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.rewording import Stretch, rewording, whole


def marked(old: str, new: str) -> tuple[str, str]:
    """Both sides, with what only one of them has in brackets."""
    sides = rewording(old, new)
    shown = ["".join(s.text if s.kind == "same" else f"[{s.text}]" for s in side) for side in sides]
    return shown[0], shown[1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "The repair cost 410,000 crowns.",
            "The repair cost 460,000 crowns.",
            ("The repair cost [410,000] crowns.", "The repair cost [460,000] crowns."),
        ),
        (
            "Crew were paid in May.",
            "Crew were not paid in May.",
            ("Crew were paid in May.", "Crew were [not] paid in May."),
        ),
        ("two old boats", "three small boats", ("[two old] boats", "[three small] boats")),
        ("nothing here", "whole other", ("[nothing here]", "[whole other]")),
        ("one, two and three", "four, five and three", ("[one, two] and three", "[four, five] and three")),
        ("港口昨天关闭了", "港口今天关闭了", ("港口[昨]天关闭了", "港口[今]天关闭了")),
        ("لم تُدفع الأجور", "تُدفع الأجور", ("[لم] تُدفع الأجور", "تُدفع الأجور")),
        ("", "new", ("", "[new]")),
        ("same", "same", ("same", "same")),
    ],
)
def test_what_only_one_wording_has_is_marked(old: str, new: str, expected: tuple[str, str]) -> None:
    assert marked(old, new) == expected


def test_wordings_too_long_to_compare_count_as_changed_altogether() -> None:
    old, new = "a " * 3000, "b " * 3000
    assert rewording(old, new) == ((Stretch("removed", old),), (Stretch("added", new),))


@given(st.text(max_size=80), st.text(max_size=80))
def test_each_side_is_its_wording(old: str, new: str) -> None:
    left, right = rewording(old, new)
    assert ("".join(s.text for s in left), "".join(s.text for s in right)) == (old, new)
    assert {s.kind for s in left} <= {"same", "removed"}
    assert {s.kind for s in right} <= {"same", "added"}


@given(st.text(max_size=80))
def test_a_wording_beside_itself_is_whole(text: str) -> None:
    assert rewording(text, text) == (whole(text), whole(text))
