"""Finding quoted passages in captured texts."""

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.domain.passages import FoundPassage, find_passage, find_reworded
from annotations.domain.vocabulary import PassageCheck

WORDS = st.sampled_from(
    ["a", "ferry", "“boat”", "don’t", "re-\nport", "5,000", "12", "–", "ﬁsh", "né", "ne\u0301"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12)


def found_words(text: str, passage: str) -> str | None:
    found = find_passage(text, passage)
    return text[found.start : found.end] if found else None


def test_words_that_stand_there_are_found_exactly() -> None:
    assert find_passage("One two three.", "two") == FoundPassage(4, 7, PassageCheck.EXACT)


def test_typography_is_forgiven_and_the_original_place_given() -> None:
    text = "The ﬁrst “of­fice” re-\nported 5 – 6 boats…"
    found = find_passage(text, 'first "office" reported 5 - 6 boats...')
    assert found == FoundPassage(4, len(text), PassageCheck.NORMALISED)


@pytest.mark.parametrize(
    "passage",
    ["did count 12 boats", "did not count 13 boats", "did not counts", "THE OFFICE", " ", "\u00ad", "", "\n"],
)
def test_other_words_figures_and_negations_are_other_passages(passage: str) -> None:
    assert find_passage("The office did not count 12 boats.", passage) is None


def test_the_place_nearest_to_the_hint_is_meant() -> None:
    assert find_passage("a – b a – b", "a - b", near=7) == FoundPassage(6, 11, PassageCheck.NORMALISED)
    assert find_passage("one two one two", "two", near=11) == FoundPassage(12, 15, PassageCheck.EXACT)


CUT = {
    "the beginning of a word": ("It is impossible to cross.", "possible to cross"),
    "the end of a word": ("They saw boats there.", "saw boat"),
    "a contraction": ("They can't cross.", "They can"),
    "a possessive": ("The minister’s aide resigned.", "The minister"),
    "a compound": ("A non-partisan body counted.", "partisan body"),
    "the rest of a compound": ("The state-backed militia fled.", "The state"),
    "thousands": ("It counted 15,000 people.", "5,000 people"),
    "thousands, from the front": ("It counted 15,000 people.", "counted 15"),
    "thousands after a space": ("It counted 15 000 people.", "counted 15"),
    "thousands before a space": ("It counted 15 000 people.", "000 people"),
    "thousands after an apostrophe": ("It counted 15’000 people.", "counted 15"),
    "a decimal": ("Prices rose by 5.3 percent.", "Prices rose by 5"),
    "an Arabic decimal": ("٣٫٥ في المئة", "٥ في المئة"),
    "a sign": ("It was −5 degrees.", "5 degrees"),
    "a hyphen as a sign": ("It was -5 degrees.", "5 degrees"),
    "a range": ("They lost 5–10 boats.", "10 boats"),
    "the end of a range": ("They lost 5–10 boats.", "They lost 5"),
    "a percent sign": ("Prices rose by 5%.", "Prices rose by 5"),
    "a percent sign after a space": ("Die Preise stiegen um 5 %.", "stiegen um 5"),
    "a power": ("There are 10³ of them.", "There are 10"),
    "an accent that stands apart": ("It is ne\u0301 there.", "is ne"),
    "a Thai vowel": ("คนที่มา", "คนท"),
    "a Thai negation": ("เรือไม่สามารถเทียบท่า", "สามารถเทียบท่า"),
    "a Chinese negation": ("船只不可能停靠。", "可能停靠"),
    "a Chinese numeral": ("共有十五人。", "五人"),
    "a Chinese numeral, from the front": ("共有十五人。", "共有十"),
    "a Japanese negation": ("船は着けない。", "船は着け"),
    "a Korean ending": ("승객이 증가하지 않았다.", "승객이 증가하"),
    "a Hebrew article": ("זו הממשלה החדשה", "ממשלה החדשה"),
    "a Devanagari vowel": ("यह की बात", "यह क"),
}


@pytest.mark.parametrize(("text", "passage"), CUT.values(), ids=CUT)
def test_a_part_of_a_word_or_of_a_figure_is_another_passage(text: str, passage: str) -> None:
    assert find_passage(text, passage) is None


WHOLE = {
    "after an elision": ("C’est l’homme du bac.", "homme du bac"),
    "a figure at a sentence's end": ("It counted 15. Nobody else did.", "It counted 15"),
    "a figure before a comma": ("In 2020, 15 boats sank.", "In 2020"),
    "a year before a long number": ("In 2020 1500 boats sank.", "In 2020"),
    "after a dash": ("The line – the oldest – closed.", "the oldest"),
    "after a tight dash": ("The line—5 boats strong—closed.", "5 boats strong"),
    "between quotation marks": ("He said “no” twice.", "no"),
    "in brackets": ("The line (5 boats) closed.", "5 boats"),
    "Chinese words": ("港务处统计六月的乘客。", "六月的乘客"),
    "a Chinese word for very": ("船长非常高兴。", "非常高兴"),
}


@pytest.mark.parametrize(("text", "passage"), WHOLE.values(), ids=WHOLE)
def test_whole_words_are_no_part(text: str, passage: str) -> None:
    assert found_words(text, passage) == passage


def test_the_whole_word_is_found_where_a_part_stands_before_it() -> None:
    text = "15,000 people, not 5,000 people"
    assert find_passage(text, "5,000 people") == FoundPassage(19, 31, PassageCheck.EXACT)


SAME = {
    "quotation marks": ("Er sagte: „Nein“, und ging.", 'Er sagte: "Nein", und ging.'),
    "guillemets with spaces": ("Il dit : « Non » et part.", 'Il dit: "Non" et part.'),
    "guillemets the other way": ("Er sagte »Nein« und ging.", 'Er sagte "Nein" und ging.'),
    "corner brackets": ("船長は「はい」と話した。", "船長は“はい”と話した。"),
    "two apostrophes": ("He said ''no'' twice.", 'He said "no" twice.'),
    "Hebrew marks": ("צה״ל ב־5 במאי", 'צה"ל ב-5 במאי'),
    "dashes": ("The line — the oldest — closed.", "The line - the oldest - closed."),
    "a tight dash": ("The line—the oldest—closed.", "The line – the oldest – closed."),
    "an ellipsis": ("It closed… for good.", "It closed... for good."),
    "a no-break space": ("5\u202f000 boats", "5 000 boats"),
    "a percent sign": ("um 3,5 % teurer", "um 3,5% teurer"),
    "ligatures": ("The ofﬁce ﬂoor", "The office floor"),
    "presentation forms": ("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ", "السلام عليكم"),
    "a stretched word": ("العـــربية هنا", "العربية هنا"),
    "direction marks": ("ا\u200fب ج\u200e د", "اب ج د"),
    "a joiner": ("می\u200cرود خانه", "میرود خانه"),
    "wide letters": ("ＡＢＣ社は１２便", "ABC社は12便"),
    "narrow letters": ("ﾌｪﾘｰ会社", "フェリー会社"),
    "spaces between Han and Latin": ("共有 1250 名乘客", "共有1250名乘客"),
    "a line end in Japanese": ("船は古い\n桟橋に着く", "船は古い桟橋に着く"),
    "letters and marks apart": ("cafe\u0301 né là", "café ne\u0301 là"),
    "Korean syllables apart": (normalize("NFD", "승객을 집계했다"), normalize("NFC", "승객을 집계했다")),
    "a divided word": ("The passen-\ngers left.", "The passengers left."),
    "a compound at a line's end": ("A well-\nknown line.", "A well-known line."),
    "a name at a line's end": ("Anglo-\nSaxon boats", "Anglo-Saxon boats"),
    "a number at a line's end": ("COVID-\n19 spread", "COVID-19 spread"),
    "half a compound at a line's end": ("the pre-\nand post-war years", "the pre- and post-war years"),
    "a divided word on one line": ("The passengers left.", "The passen- gers left."),
    "half a compound": ("pre- and post-war years", "pre- and post-war  years"),
    "a divided word from Windows": ("The passengers left.", "The passen-\r\ngers left."),
}


@pytest.mark.parametrize(("text", "passage"), SAME.values(), ids=SAME)
def test_what_typesetting_does_to_words_leaves_them_the_same(text: str, passage: str) -> None:
    whole = FoundPassage(0, len(text), PassageCheck.NORMALISED)
    assert (find_passage(text, passage), find_passage(passage, text)) == (
        whole,
        FoundPassage(0, len(passage), PassageCheck.NORMALISED),
    )


NOT_THE_SAME = {
    "a power": ("10³ boats", "103 boats"),
    "a fraction": ("1½ boats", "11/2 boats"),
    "a circled number": ("① boat", "1 boat"),
    "a letter with its accent": ("née Martin", "nee Martin"),
    "Arabic vowels": ("كَتَبَ هنا", "كُتِبَ هنا"),
    "digits of another script": ("١٢ راكبا", "12 راكبا"),
    "letter case": ("the White House", "the white house"),
    "Cyrillic look-alikes": ("сообщил он", "cообщил он"),
    "a hyphen": ("a re-creation centre", "a recreation centre"),
    "a space in a word": ("no one said", "noone said"),
    "a space before an ending": ("the boats", "the boat s"),
    "a full stop between figures": ("3.5 percent", "35 percent"),
    "a comma between words": ("No, money came", "No money came"),
}


@pytest.mark.parametrize(("text", "passage"), NOT_THE_SAME.values(), ids=NOT_THE_SAME)
def test_what_may_say_something_else_is_never_folded(text: str, passage: str) -> None:
    assert (find_passage(text, passage), find_passage(passage, text)) == (None, None)


def test_several_divided_words_are_each_read_on_their_own() -> None:
    text = "A well-known passenger boat, pre- and post-war."
    passage = "A well-\nknown passen-\nger boat, pre-\nand post-war."
    assert found_words(text, passage) == text


@given(TEXTS, st.data())
def test_whole_words_are_found_and_stand_where_they_are_said_to_stand(
    words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    text, passage = " . ".join(words), " . ".join(words[first : last + 1])
    start = len(" . ".join([*words[:first], ""])) if first else 0
    found = find_passage(text, passage, near=start)
    assert found == FoundPassage(start, start + len(passage), PassageCheck.EXACT)


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_whatever_comes_a_place_is_inside_the_text(text: str, passage: str) -> None:
    for found in (find_passage(text, passage), find_passage(text + passage + text, passage, near=3)):
        if found is not None:
            assert 0 <= found.start < found.end <= len(text + passage + text)


@given(
    st.text(alphabet="ab1 -'\n\u0301ﬁ中ไ。“", max_size=30),
    st.text(alphabet="ab1 -'\n\u0301ﬁ中ไ。“", max_size=8),
)
def test_what_is_found_reads_the_same_without_its_typography(text: str, passage: str) -> None:
    def letters(words: str) -> str:
        plain = words.replace("ﬁ", "fi").replace("\u0301", "")
        return "".join(character for character in plain if character.isalnum())

    found = find_passage(text, passage)
    if found is not None:
        assert letters(text[found.start : found.end]) == letters(passage)


def test_a_long_text_is_searched_in_well_under_a_second_and_once_for_all() -> None:
    text = "The “harbour” office counted 1,250 passengers – again – on Friday. " * 20_000
    begun = time.process_time()
    for number in range(50):
        assert find_passage(text, f'office counted {number + 2} "passengers"') is None
    assert time.process_time() - begun < 8


def test_reworded_passages_are_found_by_what_is_left_of_them() -> None:
    text = "Before it.\nThe crew of 41 was brought ashore at dawn.\nAfter it, nothing."
    assert find_reworded(text, "The crew of 14 was brought ashore at dawn.") == (11, 53)
    assert find_reworded(text, "The council put off its vote about a library.") is None
    assert find_reworded("", "The crew of 14 was brought ashore.") is None


def test_of_two_like_it_the_nearest_is_meant() -> None:
    text = "The crew of 41 came ashore.\nNothing else.\nThe crew of 41 came ashore."
    wanted = "The crew of 14 came ashore."
    assert (find_reworded(text, wanted), find_reworded(text, wanted, near=40)) == ((0, 27), (42, 69))
