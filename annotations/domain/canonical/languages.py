"""Which language a text is probably in: a proposal for a form, never a fact.

The script decides first; within a script that several languages share, the most frequent small words do, and
where words are not divided by spaces, the most frequent characters. Only the beginning is looked at.
"""

from collections import Counter

import regex

LOOKED_AT = 20_000
LEAST_SHARE = 0.04

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_SCRIPTS = ("Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Armenian", "Georgian", "Devanagari", "Thai")
_WORDLESS_SCRIPTS = ("Han", "Hiragana", "Katakana", "Hangul")
_BY_SCRIPT = {name: regex.compile(rf"\p{{{name}}}") for name in (*_SCRIPTS, *_WORDLESS_SCRIPTS)}
_ONLY_LANGUAGE = {
    "Greek": "el", "Hebrew": "he", "Armenian": "hy", "Georgian": "ka", "Devanagari": "hi", "Thai": "th",
}  # fmt: skip
_SMALL_WORDS = {
    "en": "the and of to in is that for it was on with as are by this be from at have has not which were",
    "de": "der die das und ist nicht ein eine zu den von mit sich auf für dem des im auch als werden wurde",
    "fr": "le la les des et est une dans que qui pour pas sur du au avec par plus ce cette sont été il elle",
    "es": "el los las de que en una por con para del se su al como más pero sus este fue también entre ha",
    "it": "il che di della non per una con sono del dei gli le è nel anche alla più ha come dal questo si ma",
    "pt": "o os as que do da em um uma não para com por mais dos das se na no foi ao pela pelo também são",
    "nl": "de het een van en dat is niet op te zijn voor met die aan er om ook als bij naar heeft door werd",
    "tr": "ve bir bu için ile olarak da de çok daha gibi olan sonra kadar ne ama en olduğu değil göre her",
    "pl": "i w nie na się że z do jest to jak po ale co dla od tak przez przy są był oraz tym jego",
    "sv": "och att det som en på är av för med den till inte om ett har de jag men var från kan",
    "ru": "и в не на что с по как это из он за но для к от его же так был она они было который",
    "uk": "і в не на що з до як це та за але для від його є він який було про та щодо також",
    "bg": "и в не на че се да за от са по как това със но към си като при бе беше ще",
    "el": "και το να του η της ο με για την από τη στο των είναι οι που τα σε δεν θα",
    "he": "של את על לא הוא זה עם היא כי גם אל מה כל או אני היום אבל יותר",
    "ar": "في من على إلى أن التي الذي عن هذا هذه مع ما كان لا قال بعد كما هو هي بين",
    "fa": "و در به از که این را با است برای آن یک خود تا بر می شد هم شود نیز",
    "ur": "کے کی میں اور سے کا ہے کو پر کہ نے یہ ہیں اس تھا نہیں بھی",
}
_PROFILES = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_PROFILE_SCRIPT = {
    **dict.fromkeys(["ru", "uk", "bg"], "Cyrillic"),
    **dict.fromkeys(["ar", "fa", "ur"], "Arabic"),
    "el": "Greek",
    "he": "Hebrew",
}
_FREQUENT_CHARACTERS = frozenset(
    "的一是不了在人有我他这這中大来來上国國个個到说說们們为為和你地出道也时時年得就那要下以生会會自着去之过過"
    "のにはをたがでてとしれさるいもなこ이다는을에의가한고지사로하"
)


def propose_language(text: str) -> str | None:
    """The probable language as an ISO 639-1 code, or None where the text is too short or too mixed to
    tell."""
    sample = text[:LOOKED_AT]
    script = _leading_script(sample)
    if script is None:
        return None
    if script in _WORDLESS_SCRIPTS:
        return _east_asian(sample)
    return _ONLY_LANGUAGE.get(script) or _by_small_words(sample, script)


def familiar_share(text: str) -> float:
    """The share (0-1) of words or undivided characters that are among the most frequent of a known language.

    For comparing readings of the same bytes: a wrong encoding makes letters, but not words.
    """
    sample = text[:LOOKED_AT]
    words = [word.casefold() for word in _WORD.findall(sample)]
    known = max((sum(word in profile for word in words) for profile in _PROFILES.values()), default=0)
    by_words = known / len(words) if words else 0.0
    letters = [character for character in sample if not character.isascii()]
    by_characters = (
        sum(letter in _FREQUENT_CHARACTERS for letter in letters) / len(letters) if letters else 0.0
    )
    return max(by_words, by_characters)


def _leading_script(sample: str) -> str | None:
    counts = Counter({name: len(pattern.findall(sample)) for name, pattern in _BY_SCRIPT.items()})
    (name, most), *_ = counts.most_common(1)
    return name if most else None


def _east_asian(sample: str) -> str:
    if _BY_SCRIPT["Hangul"].search(sample):
        hangul, han = (len(_BY_SCRIPT[name].findall(sample)) for name in ("Hangul", "Han"))
        return "ko" if hangul > han else "zh"
    kana = len(_BY_SCRIPT["Hiragana"].findall(sample)) + len(_BY_SCRIPT["Katakana"].findall(sample))
    return "ja" if kana > 0.05 * len(_BY_SCRIPT["Han"].findall(sample)) else "zh"


def _by_small_words(sample: str, script: str) -> str | None:
    words = Counter(word.casefold() for word in _WORD.findall(sample))
    total = words.total()
    scores = Counter(
        {
            language: sum(words[word] for word in profile)
            for language, profile in _PROFILES.items()
            if _PROFILE_SCRIPT.get(language, "Latin") == script
        }
    )
    (language, best), *others = [*scores.most_common(2), ("", 0)]
    return language if best > max(LEAST_SHARE * total, others[0][1]) else None
