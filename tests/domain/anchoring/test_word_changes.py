"""Numbers, negations and names: the changes that turn a claim around."""

import pytest

from annotations.domain.anchoring import word_changes
from annotations.domain.vocabulary import WordChange

NUMBER, NEGATION, NAME = WordChange.NUMBER, WordChange.NEGATION, WordChange.NAME


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("five people", "six people", "en"),
        ("5 people", "6 people", "und"),
        ("over 5 people", "up to 5 people", "en"),
        ("in 2019", "in 2020", "en"),
        ("5 of 12", "12 of 5", "en"),
        ("5 million people", "5 billion people", "en"),
        ("zwei Tote", "drei Tote", "de"),
        ("3,5 Prozent", "3,6 Prozent", "de"),
        ("5 millions", "5 milliards", "fr"),
        ("ثلاثة أشخاص", "أربعة أشخاص", "ar"),
        ("٣ أشخاص", "٤ أشخاص", "ar"),
        ("三人死亡", "五人死亡", "zh"),
        ("half of them left", "a third of them left", "en"),
        ("sales doubled in May", "sales tripled in May", "en"),
        ("the first of them", "the second of them", "en"),
        ("they paid $5 million", "they paid €5 million", "en"),
        ("costó $5", "costó €5", "es"),
        ("कीमत ₹50 है", "कीमत $50 है", "hi"),
        ("a fall of 3.5 points", "a fall of -3.5 points", "en"),
        ("they lost 10 to fire", "they lost 10 % to fire", "en"),
        ("er verlor 10 Prozent", "er verlor 10 Euro", "de"),
    ],
)
def test_numbers(old: str, new: str, language: str) -> None:
    assert word_changes(old, new, language) == (NUMBER,)


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("He did not go", "He went", "en"),
        ("it was lawful", "it was unlawful", "en"),
        ("er geht", "er geht nicht", "de"),
        ("elle va", "elle ne va pas", "fr"),
        ("vino con ella", "no vino con ella", "es"),
        ("è venuto", "non è venuto", "it"),
        ("ela foi", "ela não foi", "pt"),
        ("hij ging", "hij ging niet", "nl"),
        ("он был прав", "он не был прав", "ru"),
        ("był tam", "nie był tam", "pl"),
        ("geldi", "gelmedi", "tr"),
        ("كان هناك", "لم يكن هناك", "ar"),
        ("खतरा है", "खतरा नहीं है", "hi"),
        ("他去了", "他没去", "zh"),
        ("行きます", "行きません", "ja"),
        ("او می‌داند", "او نمی‌داند", "fa"),
        ("it is toxic", "it is non-toxic", "en"),
        ("he said that it fell", "he denied that it fell", "en"),
    ],
)
def test_negations(old: str, new: str, language: str) -> None:
    assert word_changes(old, new, language) == (NEGATION,)


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("the minister Scholz said", "the minister Merkel said", "en"),
        ("John Smith said", "Peter Smith said", "en"),
        ("Anna beat Berta", "Berta beat Anna", "en"),
        ("Der Kanzler Scholz sagte", "Der Kanzler Merz sagte", "de"),
        ("премьер Иванов сказал", "премьер Петров сказал", "ru"),
    ],
)
def test_names(old: str, new: str, language: str) -> None:
    assert word_changes(old, new, language) == (NAME,)


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("5 million dollars", "5,000,000 dollars", "en"),
        ("five people died", "5 people died", "en"),
        ("two hundred and five", "205", "en"),
        ("1.000 Menschen", "1000 Menschen", "de"),
        ("3 أشخاص", "٣ أشخاص", "ar"),
        ("He didn't go", "He did not go", "en"),
        ("one of the men", "a man", "en"),
        ("5 percent of them", "5 % of them", "en"),
        ("5 dollars", "$5", "es"),
        ("from 3 to 5", "from 3-5", "de"),
        ("twice as many", "double as many", "en"),
        ("the big house", "the small house", "en"),
        ("Die Brücke fiel", "Die Straße fiel", "de"),
        ("Houses fell", "Trees fell", "en"),
        ("وصل الوزير", "غادر الوزير", "ar"),
        ("同じ言葉", "違う言葉", "ja"),
        ("", "", "und"),
    ],
)
def test_other_words_are_none_of_them(old: str, new: str, language: str) -> None:
    assert word_changes(old, new, language) == ()


def test_several_at_once() -> None:
    assert word_changes("the 5 men of Lohna left", "the 6 men of Brehna did not leave", "en") == (
        NUMBER,
        NEGATION,
        NAME,
    )
