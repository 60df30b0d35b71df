"""Words that turn a statement around, as a table by language.

Where words are divided by spaces, whole words are meant, case aside; otherwise, and for languages that put
the negation inside of the verb, characters and endings. What is missing here is not reported; the changed
words are shown to a person in any case.
"""

from collections.abc import Sequence

import regex

_WORDS = {
    "en": "not no never none nobody nothing nor neither nowhere cannot without hardly barely scarcely ain't"
    " non deny denies denied denying untrue refute refutes refuted",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand nichts weder nirgends ohne kaum",
    "fr": "pas ne n' non jamais rien personne aucun aucune ni sans guère nul nulle",
    "es": "no nunca jamás nada nadie ningún ninguno ninguna ni sin tampoco apenas",
    "it": "non no mai nulla niente nessuno nessun nessuna né senza neppure neanche nemmeno",
    "pt": "não nunca jamais nada ninguém nenhum nenhuma nem sem tampouco",
    "nl": "niet geen nooit niemand niets noch zonder nergens nauwelijks",
    "sv": "inte ej aldrig ingen inget inga ingenting utan knappt varken",
    "pl": "nie nigdy nikt nic żaden żadna żadne ani bez",
    "ru": "не ни нет никогда никто ничто ничего никакой никакая никакие нельзя без нигде едва",
    "uk": "не ні немає ніколи ніхто ніщо нічого жоден жодна без ніде",
    "bg": "не няма никога никой нищо нито без едва",
    "tr": "değil yok hayır hiç asla ne kimse hiçbir olmadan",
    "el": "δεν δε μη μην όχι ποτέ κανείς κανένας τίποτα ούτε χωρίς",
    "he": "לא אין אל בלי ללא אף מעולם",
    "ar": "لا لم لن ليس ليست ليسوا ما غير بدون دون أبدا",
    "fa": "نه نیست نیستند نبود هیچ هرگز بدون بی",
    "ur": "نہیں نہ مت بغیر کبھی",
    "hi": "नहीं न मत ना बिना कभी",
    "ko": "안 못 아니다 않다 없다 없이",
}
_BY_LANGUAGE = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_ANYWHERE = frozenset().union(*_BY_LANGUAGE.values())

# 非洲 is Africa, 不过 "however", 未来 "future": none of them denies anything.
_INSIDE = {
    "zh": regex.compile(
        "不(?!过|過|断|斷|仅|僅|久)|没|沒|未(?!来|來)|无|無|非(?!洲|常)|勿|莫(?!斯)|别(?!的)"
    ),
    "ja": regex.compile("ない|なかった|なく|ません|ず(?=に)|ぬ|未(?!来)|不|無|非(?!常)"),
    "ko": regex.compile("않|없|못|아니"),
    "fa": regex.compile(r"\bن(?:می|مي)"),
}
_CONTRACTED = regex.compile(r"n['’]t$")
_FRENCH = regex.compile(r"^n['’]")

_PREFIXES = {
    "en": ("un", "in", "im", "il", "ir", "non", "dis"),
    "de": ("un", "nicht", "in"),
    "fr": ("in", "im", "il", "ir", "non", "dé"),
    "es": ("in", "im", "i", "des", "no"),
    "it": ("in", "im", "il", "ir", "dis", "s"),
    "pt": ("in", "im", "i", "des"),
    "nl": ("on", "niet"),
    "sv": ("o", "icke"),
    "pl": ("nie",),
    "ru": ("не", "бес", "без"),
    "uk": ("не", "без"),
    "bg": ("не", "без"),
    "fa": ("ن", "نا"),
    "el": ("α", "αν"),
}
_TURKISH = regex.compile("m[aeıiuü]")


def count_negations(words: Sequence[str], text: str, language: str) -> int:
    """How many negations a text has; `words` are its words in small letters.

    An unknown language has all words of the table, and none of those that stand inside of others.
    """
    known = _BY_LANGUAGE.get(language, frozenset() if language in _INSIDE else _ANYWHERE)
    count = sum(
        word in known or bool(_CONTRACTED.search(word)) or bool(_FRENCH.match(word)) for word in words
    )
    return count + (len(_INSIDE[language].findall(text)) if language in _INSIDE else 0)


def denies(one: str, other: str, language: str) -> bool:
    """Whether one of two words in small letters is the other one with a syllable that denies it."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 3 or shorter == longer:
        return False
    if any(longer == prefix + shorter for prefix in _PREFIXES.get(language, ())):
        return True
    return language == "tr" and any(
        longer[: found.start()] + longer[found.end() :] == shorter for found in _TURKISH.finditer(longer)
    )
