"""Reading texts, their prints, and the runs of words that two of them share."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.copying import compare, headline_similarity, is_same_headline, prints_of, read_text

REPORT = (
    "The ministry closed the northern bridge on Monday after engineers found cracks in two of its pillars.\n"
    "“We had no choice whatsoever, and the safety of people comes before everything else here,” she said.\n"
    "Traffic is led over the southern bridge, which was opened in 1974 and is narrower by a lane."
)
TURN_OF_PHRASE = "according to the ministry of health"
WORDS = st.lists(
    st.sampled_from(["a", "bee", "cat", "dog", "elk", "fox", "gnu", "hen", "ibis", "jay"]), max_size=60
)


def shared(one: str, other: str) -> list[str]:
    """The words of the matches, as they stand in the first text."""
    found = compare(read_text(one), read_text(other))
    return [one[match.start : match.end] for match in found.matches]


def test_words_are_folded_and_know_their_places() -> None:
    read = read_text("Überall’s “ÜBERALL”")
    assert read.words == ["überall's", "überall"]
    assert list(zip(read.starts, read.ends, read.quoted, strict=True)) == [(0, 9, False), (11, 18, True)]


def test_characters_of_scripts_without_spaces_are_compared_one_by_one() -> None:
    read = read_text("渡轮停运 again")
    assert (read.words, read.units) == (["渡", "轮", "停", "运", "again"], [1, 1, 1, 1, 2])


def test_a_quotation_that_is_not_closed_goes_on_to_the_end_of_its_line() -> None:
    read = read_text("He said: “All of it.\nNext day.")
    assert [word for word, spoken in zip(read.words, read.quoted, strict=True) if spoken] == [
        "all",
        "of",
        "it",
    ]


def test_lines_of_every_site_are_no_part_of_a_text() -> None:
    text = "Two boats sank.\nWe and our partners use cookies.\nAll rights reserved. Alle Rechte vorbehalten."
    assert read_text(text).words == ["two", "boats", "sank"]
    assert read_text("Two boats sank.\nOur letters desk", left_out={"Our letters desk"}).words == [
        "two",
        "boats",
        "sank",
    ]


def test_a_long_paragraph_about_cookies_is_read() -> None:
    story = "The court found that the site had set cookies before anybody could accept cookies. " * 8
    assert len(read_text(story)) > 80


def test_texts_that_share_a_run_of_words_share_some_of_their_prints() -> None:
    other = "Nothing before it. " + REPORT.split("\n")[0] + " Nothing after it either, as far as one knows."
    assert set(prints_of(read_text(REPORT))) & set(prints_of(read_text(other)))


def test_quoted_speech_leaves_no_prints() -> None:
    quote = REPORT.split("\n")[1]
    assert prints_of(read_text(quote.rpartition("”")[0] + "”")) == []


def test_what_two_texts_share_is_found_wherever_it_stands() -> None:
    lines = REPORT.split("\n")
    other = f"{lines[2]}\nA sentence of our own stands between them.\n{lines[0]}"
    found = compare(read_text(REPORT), read_text(other))
    assert shared(REPORT, other) == [lines[0][:-1], lines[2][:-1]]
    assert (found.share, found.shared_words) == (35 / 37, 35)
    for match in found.matches:
        assert REPORT[match.start : match.end] == other[match.other_start : match.other_end]


def test_an_exchanged_word_does_not_part_a_passage() -> None:
    other = REPORT.replace("engineers", "inspectors")
    assert len(shared(REPORT, other)) == 1


def test_the_same_quotation_alone_is_marked_and_counts_for_nothing() -> None:
    quote = REPORT.split("\n")[1]
    found = compare(read_text(REPORT), read_text(f"It was long expected in town.\n{quote}\nNobody minded."))
    assert (found.shared_words, found.containment) == (0, 0.0)
    assert [match.quoted for match in found.matches] == [True]


def test_short_turns_of_phrase_are_not_shared_text() -> None:
    assert shared(f"It rains, {TURN_OF_PHRASE}.", f"So it was {TURN_OF_PHRASE}, and worse.") == []


def test_scripts_without_spaces_are_compared_too() -> None:
    one = "周一早上渡轮在岛外四公里处失去动力机舱起火"
    assert shared(f"据报道{one}。", f"{one}，海岸警卫队说。") == [one]


@given(WORDS, WORDS)
def test_a_comparison_is_the_same_from_either_side_of_equal_texts_and_stays_in_bounds(
    one: list[str], other: list[str]
) -> None:
    first, second = read_text(" ".join(one)), read_text(" ".join(other))
    found = compare(first, second)
    assert 0 <= found.share <= 1 and 0 <= found.other_share <= 1 and 0 <= found.resemblance <= 1
    for match in found.matches:
        assert 0 <= match.start < match.end <= len(first.text)
        assert 0 <= match.other_start < match.other_end <= len(second.text)
    assert found.reversed.reversed == found
    assert compare(first, first).share in (0.0, 1.0)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_read_and_compared(one: str, other: str) -> None:
    first, second = read_text(one), read_text(other)
    assert prints_of(first) == sorted(set(prints_of(first)))
    compare(first, second)


def test_headlines_are_the_same_from_six_words_in_ten_and_not_below_four_words() -> None:
    assert is_same_headline(
        "Ferry service to Skarsay halted after fire", "Ferry service to Skarsay halted, fire aboard"
    )
    assert not is_same_headline("Fire at sea", "Fire at sea")
    assert not is_same_headline("Ferry service to Skarsay halted", "Bank of Norland raises its key rate")
    assert headline_similarity("", "") == 0.0
    assert is_same_headline("渡轮因机舱起火停运", "渡轮机舱起火停运")
