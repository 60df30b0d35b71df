"""The numbers of a text, whatever digits or words they are written in.

Two ways of writing one number are one number: "5,000" and "5 000", "five" and "5", "3.5" and "3,5", ٣٫٥ in
Arabic digits, "5 million" and "5,000,000".
"""

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

import regex

from annotations.domain.numerals import SCALES, number_in_words
from annotations.domain.quantities import find_quantities

_DIGITS = regex.compile(
    r"\p{Nd}{1,3}(?:[.,'’\u066c ]\p{Nd}{3})+(?:[.,\u066b]\p{Nd}+)?(?!\p{Nd})|\p{Nd}+(?:[.,\u066b]\p{Nd}+)?"
)
_ENGLISH_WORDS = regex.compile(r"[a-z]+(?:-[a-z]+)?")
_HAN_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "億": 8, "亿": 8}
_HAN = (
    {character: value for value, character in enumerate("〇一二三四五六七八九")}
    | {"零": 0, "两": 2, "兩": 2}
    | {character: 10**power for character, power in _HAN_SCALES.items()}
)

# From two on: "one" is an article or a pronoun in most of these languages.
_SMALL = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv",
    "pl": "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "tr": "iki üç dört beş altı yedi sekiz dokuz on",
    "ar": "اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
}
_SCALES = {
    "de": "hundert tausend million/millionen milliarde/milliarden billion/billionen",
    "fr": "cent/cents mille million/millions milliard/milliards billion/billions",
    "es": "cien/ciento/cientos mil millón/millones - billón/billones",
    "it": "cento mila/mille milione/milioni miliardo/miliardi -",
    "pt": "cem/cento mil milhão/milhões bilhão/bilhões/mil-milhões trilhão/trilhões",
    "nl": "honderd duizend miljoen/miljoenen miljard/miljarden biljoen",
    "sv": "hundra tusen miljon/miljoner miljard/miljarder biljon",
    "pl": "sto tysiąc/tysiące/tysięcy/tys milion/miliony/milionów/mln miliard/miliardy/miliardów/mld bilion",
    "ru": "сто/сотен тысяча/тысячи/тысяч/тыс миллион/миллиона/миллионов/млн"
    " миллиард/миллиарда/миллиардов/млрд триллион/триллиона",
    "tr": "yüz bin milyon milyar trilyon",
    "ar": "مئة/مائة ألف/آلاف مليون/ملايين مليار/مليارات تريليون",
}
_POWERS = (2, 3, 6, 9, 12)


def _tables() -> dict[str, dict[str, Decimal]]:
    tables: dict[str, dict[str, Decimal]] = {}
    for language, words in _SMALL.items():
        table = {word: Decimal(value) for value, word in enumerate(words.split(), 2)}
        for power, forms in zip(_POWERS, _SCALES[language].split(), strict=True):
            table |= {form: Decimal(10**power) for form in forms.split("/")}
        tables[language] = table
    return tables


_TABLES = _tables()


def numbers(words: Sequence[str], text: str, language: str) -> list[Decimal]:
    """The numbers of a text in their order; `words` are its words in small letters.

    Figures in digits count in every language. Numbers in words count in those with a table, and in English by
    its own rules; a scale multiplies the number before it.
    """
    found = [
        *_in_digits(text, _scales(language)),
        *(_in_english(text) if language in ("en", "und") else ()),
        *(_HAN[character] for character in text if language in ("zh", "ja") and character in _HAN),
        *(
            _TABLES[language][word]
            for before, word in zip(["", *words], words, strict=False)
            if language in _TABLES and word in _TABLES[language] and not before[:1].isdigit()
        ),
    ]
    return [Decimal(number).normalize() for number in found]


def bounds(text: str, language: str) -> list[tuple[Decimal, Decimal | None]]:
    """What the figures of a text say at least and at most ("over five", "up to five"), where there are rules
    for its language.
    """
    return [(found.quantity.low, found.quantity.high) for found in find_quantities(text, language)]


def _scales(language: str) -> dict[str, Decimal]:
    if language in ("en", "und"):
        return {word: Decimal(value) for word, value in SCALES.items()}
    return {word: value for word, value in _TABLES.get(language, {}).items() if value >= 100}


def _in_digits(text: str, scales: dict[str, Decimal]) -> Iterator[Decimal]:
    for found in _DIGITS.finditer(text):
        following = regex.match(r"[ -]?(\p{L}+)", text[found.end() : found.end() + 24])
        scale = scales.get(following[1].casefold(), Decimal(1)) if following else Decimal(1)
        yield _value(found[0]) * scale


def _value(written: str) -> Decimal:
    """The value of digits of any script; a group of three digits after a separator is one of thousands."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in written)
    whole, mark, rest = digits, "", ""
    if last := regex.search(r"[.,\u066b](?=\d+$)", digits):
        ends_a_group = len(digits) - last.end() == 3 and last[0] != "\u066b"
        if not ends_a_group:
            whole, mark, rest = digits[: last.start()], ".", digits[last.end() :]
    try:
        return Decimal(regex.sub(r"\D", "", whole) + mark + rest)
    except InvalidOperation:
        return Decimal(0)


def _in_english(text: str) -> Iterator[Decimal]:
    """Runs of English number words; "one" alone is a pronoun, a scale word alone a part of a figure."""
    run: list[str] = []
    for word in [*_ENGLISH_WORDS.findall(text.casefold()), ""]:
        if _is_number_word(word) or (run and word == "and"):
            run.append(word)
            continue
        if run and not all(part in ("one", "and", *SCALES) for part in run):
            yield Decimal(number_in_words(" ".join(run)))
        run = []


def _is_number_word(word: str) -> bool:
    try:
        number_in_words(word)
    except ValueError:
        return False
    return True
