"""Whether a passage ends where words and figures end.

"possible" stands in "impossible", "5,000" in "15,000" and "they can" in "they can't": as characters, not as
words. A quotation that begins or stops inside of a word, a compound or a figure says something else, so such
a place is none. Scripts that write without spaces have no words to cut; there the negations and numerals
that are written against a word are looked for.
"""

import regex

from annotations.domain.anchoring.words import cuts_a_word

REACH = 12
"""Code points looked at on either side of an edge."""

_HAN_FIGURES = "〇零一二三四五六七八九十百千万萬亿億兆两兩"
_CUT_BEFORE = regex.compile(
    rf"""(?xV1)
      (?: [\p{{Nd}}][.,:/٫٬] | (?:\A|[\s(\[\p{{Ps}}])[-−–] | \p{{Nd}}[-−–] | [+±] ) \| \p{{Nd}}
    | (?<!\p{{Nd}})\p{{Nd}}{{1,3}}[ \u00a0\u2009\u202f'’] \| \p{{Nd}}{{3}}(?!\p{{Nd}})
    | [\p{{L}}\p{{M}}\p{{Nd}}][-‐‑] \| [\p{{L}}\p{{Nd}}]
    | [不没沒未無无非别別勿] \| \p{{Han}}
    | (?:ไม่|ไร้|มิ) \| \p{{Thai}}
    | [{_HAN_FIGURES}] \| [{_HAN_FIGURES}]
    """
)
_CUT_AFTER = regex.compile(
    rf"""(?xV1)
      \p{{Nd}} \| (?: [.,:/٫٬]\p{{Nd}} | [-−–]\p{{Nd}} | [\s]?[%‰％٪] | [°²³¹⁰⁴-⁹½¼¾⅓⅔] )
    | (?<!\p{{Nd}})\p{{Nd}}{{1,3}} \| [ \u00a0\u2009\u202f'’]\p{{Nd}}{{3}}(?!\p{{Nd}})
    | [\p{{L}}\p{{M}}] \| ['’]\p{{L}}
    | [\p{{L}}\p{{M}}\p{{Nd}}] \| [-‐‑][\p{{L}}\p{{Nd}}]
    | [\p{{Han}}\p{{Hiragana}}\p{{Katakana}}] \| (?:ない|なかった|なく|ません|ず)
    | [{_HAN_FIGURES}] \| [{_HAN_FIGURES}]
    """
)
_MARK = regex.compile(r"\p{M}")
_EDGE = "|"


def stands_by_itself(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` (not empty, without space at its ends) cuts no word, compound or figure."""
    if cuts_a_word(text, start) or cuts_a_word(text, end):
        return False
    if _MARK.match(text[start]) or _MARK.match(text[end : end + 1]):
        return False
    return not (_is_cut(_CUT_BEFORE, text, start) or _is_cut(_CUT_AFTER, text, end))


def _is_cut(pattern: "regex.Pattern[str]", text: str, edge: int) -> bool:
    """Whether a pattern, in which a bar stands for the edge, fits the text around an edge."""
    before, after = text[max(0, edge - REACH) : edge], text[edge : edge + REACH]
    around = before.replace(_EDGE, "¦") + _EDGE + after.replace(_EDGE, "¦")
    at = len(before)
    return any(found.start() <= at < found.end() for found in pattern.finditer(around, overlapped=True))
