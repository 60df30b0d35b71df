"""The same words under another label, or beside a changed figure, are not the same words."""

import pytest

from annotations.domain.anchoring import Anchoring
from annotations.domain.canonical import from_plain
from annotations.domain.vocabulary import HighlightOutcome, WordChange
from tests.domain.anchoring.test_reanchoring import carry

UNCHANGED, MOVED = HighlightOutcome.UNCHANGED, HighlightOutcome.MOVED
NUMBER, NEGATION = WordChange.NUMBER, WordChange.NEGATION

BEFORE, AFTER = "These are the facts as of now.", "That is all that is known."


def carried(old: list[str], new: list[str], words: str, *, occurrence: int = 0, by: str = "\n") -> str:
    """What was found, as the line it stands in; nothing where somebody is asked."""
    text = from_plain(by.join([BEFORE, *new, AFTER]))
    found = carry(from_plain(by.join([BEFORE, *old, AFTER])), text, words, occurrence=occurrence)
    if found.outcome not in (UNCHANGED, MOVED):
        return "asked"
    assert found.start is not None and found.end is not None
    first = text.text.rfind("\n", 0, found.start) + 1
    return text.text[first : found.start] + "[" + text.text[found.start : found.end] + "]"


def test_a_row_that_was_put_in_does_not_take_the_words_of_the_next() -> None:
    old = ["KHAN: I did not take the money.", "MORI: I took the money.", "LEE: I did not take the money."]
    new = [old[0], old[1], "SMITH: I took the money.", old[2]]
    other = [old[0], "SMITH: I took the money.", *old[1:]]

    assert carried(old, new, "I took the money.") in ("MORI: [I took the money.]", "asked")
    assert carried(old, other, "I took the money.") in ("MORI: [I took the money.]", "asked")


def test_values_that_two_rows_exchanged_stay_with_nobody() -> None:
    old = ["Portugal 9 4", "France 11 20", "Malta 9 4", "Spain 11 20", "Italy 10 20"]
    new = ["Portugal 9 4", "France 11 20", "Malta 11 20", "Spain 9 4", "Italy 10 20"]

    assert carried(old, new, "11 20", occurrence=1) == "asked"
    assert carried(old, new, "9 4", occurrence=1) == "asked"
    assert carried(old, new, "11 20") == "France [11 20]"
    assert carried(old, new, "10 20") == "Italy [10 20]"


@pytest.mark.parametrize("by", ["\n", " "])
def test_an_answer_belongs_to_its_question(by: str) -> None:
    old = ["Was he there? No.", "Did he pay? No.", "Did he lie? Yes."]
    new = ["Was he there? No.", "Did he pay? Yes.", "Did he lie? No."]

    assert carried(old, new, "No.", occurrence=1, by=by) == "asked"
    assert carried(old, new, "Yes.", by=by) == "asked"
    assert carried(old, new, "No.", by=by) == ("" if by == "\n" else BEFORE + " ") + "Was he there? [No.]"


def test_long_words_whose_speakers_changed_places() -> None:
    old = [
        "The mayor of Arden said that the flood killed 12 people and left 90 without homes.",
        "The mayor of Corby said that the flood killed 30 people and left 300 without homes.",
    ]
    new = [
        old[0].replace("Arden", "Corby"),
        old[1].replace("Corby", "Arden"),
    ]
    words = "the flood killed 12 people and left 90 without homes"

    assert carried(old, new, words) == "asked"
    assert carried(old, ["A note.", *old], words) == f"The mayor of Arden said that [{words}]"
    assert carried(old, [old[0].replace("of Arden", "of sunny Arden"), old[1]], words) == (
        f"The mayor of sunny Arden said that [{words}]"
    )


def test_a_label_behind_and_in_arabic() -> None:
    old = "قال الوزير إن عدد القتلى بلغ 12 شخصا في المدينة. وقال الحاكم إن عدد القتلى بلغ 15 شخصا في القرية."
    new = "قال الحاكم إن عدد القتلى بلغ 12 شخصا في المدينة. وقال الوزير إن عدد القتلى بلغ 15 شخصا في القرية."

    assert carried([old], [new], "عدد القتلى بلغ 12 شخصا") == "asked"


def test_a_speaker_on_the_line_above() -> None:
    old = ["SMITH:", "I have never seen any of the money.", "LEE:", "It was in the harbour all the time."]
    new = [old[2], old[1], old[0], old[3]]

    assert carried(old, new, old[1]) == "asked"
    assert carried(old, ["A note.", *old], old[1]) == f"[{old[1]}]"


@pytest.mark.parametrize(
    ("old", "new", "words", "change"),
    [
        ("Mr Lee has taken bribes from the builders.", "Mr Lee has never taken bribes from the builders.",
         "taken bribes from the builders", NEGATION),
        ("The blast killed 200 people in the town.", "The blast killed 1 200 people in the town.",
         "200 people in the town", NUMBER),
        ("It cost 10 in all, they said to us.", "It cost 10 million in all, they said to us.",
         "It cost 10", NUMBER),
        ("The rate fell by 3.5 percent in May.", "The rate fell by -3.5 percent in May.",
         "3.5 percent in May", NUMBER),
        ("They paid $5 million for the bridge.", "They paid €5 million for the bridge.",
         "5 million for the bridge", NUMBER),
        ("They lost 10 to fire in that year.", "They lost 10 % to fire in that year.",
         "They lost 10", NUMBER),
        ("The drug is toxic for children.", "The drug is non-toxic for children.",
         "toxic for children", NEGATION),
        ("He said that the dam is safe for all.", "He denied that the dam is safe for all.",
         "the dam is safe for all", NEGATION),
        ("The minister knew of the fire, he said.", "The minister knew of the fire not, he said.",
         "The minister knew of the fire", NEGATION),
    ],
)  # fmt: skip
def test_a_figure_or_a_negation_that_touches_the_words(
    old: str, new: str, words: str, change: WordChange
) -> None:
    text = from_plain(f"{BEFORE} {new} {AFTER}")
    start = text.text.index(words)
    found = carry(from_plain(f"{BEFORE} {old} {AFTER}"), text, words)

    assert found == Anchoring(HighlightOutcome.CHANGED, start, start + len(words), changes=(change,))


def test_what_changed_farther_away_is_not_beside_the_words() -> None:
    old = "Of 40 men who were asked at the harbour in May, all said that the bridge is safe for everybody."
    words = "the bridge is safe for everybody"

    assert carried([old], [old.replace("40", "60")], words).endswith(f"[{words}]")
    assert carried([old], [old + " It did not fall."], words).endswith(f"[{words}]")
    assert carried([old], [old.replace("all said", "all of them said")], words).endswith(f"[{words}]")
