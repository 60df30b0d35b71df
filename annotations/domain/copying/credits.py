"""Lines by which a publisher says that an agency wrote the text.

Only agencies that the register knows are looked for, under their names and the short forms they sign with.
A mention in a sentence ("told Reuters") is no credit, and neither is that of a picture: a credit stands in a
dateline, in brackets at an end of a line, after a word like "Source:", or in a line of its own, and at the
head or the foot of a text.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from annotations.domain.copying.tokens import fold

HEAD_LINES: Final = 6
FOOT_LINES: Final = 6
LINE_END: Final = 120
"""A credit stands within so many characters of an end of its line."""

_SHORT_FORMS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(forms)
    for forms in (
        ("associated press", "the associated press", "ap"),
        ("agence france-presse", "agence france presse", "afp"),
        ("reuters", "thomson reuters"),
        ("deutsche presse-agentur", "dpa", "dpa international"),
        ("agencia efe", "efe"),
        ("agenzia ansa", "ansa", "agenzia nazionale stampa associata"),
        ("austria presse agentur", "apa"),
        ("keystone-sda", "schweizerische depeschenagentur", "sda", "ats"),
        ("algemeen nederlands persbureau", "anp"),
        ("belga", "belga news agency"),
        ("norsk telegrambyrå", "ntb"),
        ("tidningarnas telegrambyrå", "tt", "tt nyhetsbyrån"),
        ("ritzaus bureau", "ritzau"),
        ("suomen tietotoimisto", "stt"),
        ("polska agencja prasowa", "pap"),
        ("česká tisková kancelář", "čtk", "ctk"),
        ("magyar távirati iroda", "mti"),
        ("lusa", "agência lusa"),
        ("agência brasil", "agencia brasil"),
        ("tass", "itar-tass", "тасс"),
        ("interfax", "интерфакс"),
        ("ria novosti", "риа новости"),
        ("ukrinform", "укрінформ"),
        ("anadolu agency", "anadolu ajansı", "anadolu", "aa"),
        ("xinhua", "xinhua news agency", "新华社", "新華社"),
        ("kyodo", "kyodo news", "共同", "共同通信", "共同通信社"),
        ("jiji press", "jiji", "時事", "時事通信"),
        ("yonhap", "yonhap news agency", "연합뉴스"),
        ("press trust of india", "pti"),
        ("asian news international", "ani"),
        ("antara", "antara news"),
        ("bernama",),
        ("united press international", "upi"),
        ("canadian press", "the canadian press", "cp"),
        ("press association", "pa media", "pa"),
        ("australian associated press", "aap"),
        ("middle east news agency", "mena", "أ ش أ"),
        ("news agency of nigeria", "nan"),
        ("south african press association", "sapa"),
        ("prensa latina",),
        ("telam", "télam"),
    )
)
"""The names and signatures of one agency each."""

_SOURCE_WORDS: Final = (
    r"source|sources|quelle|quellen|fuente|fuentes|fonte|fonti|bron|källa|kilde|lähde|źródło|zdroj|forrás"
    r"|kaynak|источник|джерело|المصدر|来源|來源|出典|출처"
)
_WITH_WORDS: Final = (
    r"by|from|with|via|von|mit|mit material (?:der|von)|par|avec|por|con|con información de|di|com|met|med"
    r"|af|av|przez|по сообщению"
)
_PICTURE: Final = regex.compile(
    r"\b(?:photo|photos|picture|image|file photo|foto|fotos|bild|bilder|archivbild|symbolbild|imagen|immagine"
    r"|photograph|credit|getty|фото|写真|图片|사진|صورة)\b|©[^|]{0,40}/",
    regex.IGNORECASE,
)
_DASH: Final = r"[-–—―]"


@dataclass(frozen=True, slots=True)
class Wire:
    """An agency of the register."""

    id: int
    name: str


def credited_wires(text: str, wires: Sequence[Wire], authors: Iterable[str] = ()) -> frozenset[int]:
    """The ids of the agencies that a text is credited to, in its own lines or as its `authors`."""
    lines = _lines_with_credits(text)
    named = {fold(" ".join(author.split())) for author in authors}
    return frozenset(
        wire.id
        for wire in wires
        if (forms := forms_of(wire.name)) and (named & forms or any(_credits(line, forms) for line in lines))
    )


def forms_of(name: str) -> frozenset[str]:
    """The names, folded, under which an agency of this name signs."""
    own = fold(" ".join(name.split()))
    known = (forms for forms in _SHORT_FORMS if own in forms)
    return frozenset({own}).union(*known) if own else frozenset()


def _lines_with_credits(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line.strip()]
    ends = lines if len(lines) <= HEAD_LINES + FOOT_LINES else lines[:HEAD_LINES] + lines[-FOOT_LINES:]
    return [line for line in ends if not (_PICTURE.search(line[:LINE_END]) and len(line) < LINE_END)]


def _credits(line: str, forms: frozenset[str]) -> bool:
    """Whether a line holds one of the usual forms of a credit."""
    plain = unicodedata.normalize("NFKC", line).strip()
    begins, ends, whole = _forms_of_credit(forms)
    if begins.search(plain[:LINE_END]) or ends.search(plain[-LINE_END:]):
        return True
    return len(plain) <= LINE_END and whole.search(plain) is not None


@cache
def _forms_of_credit(forms: frozenset[str]) -> tuple[regex.Pattern[str], ...]:
    """What the beginning of a line, its end, or a line of its own looks like that credits this agency. A
    slash leads to a desk or another agency (`dpa/lno`, `AFP/AP`); before a person it signs a picture.
    """
    name = "|".join(regex.escape(form) for form in sorted(forms, key=len, reverse=True))
    signed = rf"(?i:{name})(?:/(?:[\p{{Ll}}-]{{2,12}}|\p{{Lu}}{{2,5}}))?(?![\p{{L}}/])"
    before = r"(?:[\p{L}. -]{2,30}(?:/|,| and | und | et | y )\s?){0,2}"
    after = r"(?:(?:/|, | and | und | et | y )[\p{L}. -]{2,30})?"
    several = rf"{before}(?:{signed}){after}"
    return tuple(
        regex.compile("|".join(f"(?:{one})" for one in kinds))
        for kinds in (
            (
                rf"\A[^!?()]{{0,60}}[(\[【]{several}[)\]】]",
                rf"\A(?i:{name})\p{{Han}}{{1,8}}\d",
                rf"\A(?:{signed})\s*{_DASH}\s",
                rf"\A(?i:©|\(c\)|copyright)[\s\d,©]*(?:the )?(?:{signed})",
            ),
            (
                rf"[(\[【]{several}[)\]】]\W*\Z",
                rf"\s{_DASH}{{1,2}}\s?(?:{signed})\W*\Z",
            ),
            (
                rf"\A(?i:{_SOURCE_WORDS})\s*:\s*{several}\W*\Z",
                rf"\A(?i:{_WITH_WORDS})\s+(?i:the |der |die |l')?{several}\W*\Z",
                rf"\A(?:{_DASH}{{1,2}}\s?)?{several}\W*\Z",
            ),
        )
    )
