"""Words of a review: those for `claimReviewed`, and what the words of a claim or of a rating say.

What words mean is known here for English, and for verdicts in the few words that are common elsewhere; other
words are taken as they are.
"""

import re
from enum import StrEnum

CLAIM_LENGTH_LIMIT = 75
"""`claimReviewed` stays under this many characters."""

ELLIPSIS = "…"

# Words that turn round, narrow or hang the meaning of what stands before them: where one of these would
# fall off the end, the rest no longer says what the claim says, and no short form is better than a wrong
# one.
_TURNING = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|except|excluding|unless|until|if|only|but|although|"
    r"though|however|despite|instead|rather|than|because|allegedly|reportedly|or|whether|denied|denies|false|"
    r"falsely|untrue|cannot|hardly|barely|rarely)\b|n['’]t\b",
    re.IGNORECASE,
)
# The verdict in front of the claim ("False: …", "Fact check: …") or behind it ("… (false)"), in the words
# this product and its peers use.
_VERDICTS = (
    r"fact[ -]?check(?:ed)?|(?:mostly |partly |half[ -]?)?(?:true|false|supported|refuted)|fake|hoax|"
    r"debunked|misleading|unproven|disputed|unconfirmed|verified"
)
_VERDICT = re.compile(
    rf"^\W*(?:{_VERDICTS})\s*[:\-–—!]|[:\-–—(\[|]\s*(?:{_VERDICTS})[\s)\].!]*$", re.IGNORECASE
)
_DENIAL = re.compile(
    r"^\W*(?:no,|it is (?:not true|false|untrue|wrong) that|there (?:is|was) no evidence (?:that|of)|"
    r"contrary to)\s",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|no|never)\b|n['’]t\b", re.IGNORECASE)
# "did not close" denies "did close" and "didn't close" alike.
_AROUND_NEGATION = re.compile(r"\b(?:do|does|did)(?:n['’]t)?\b|\b(?:not|no|never)\b|n['’]t\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


class Leaning(StrEnum):
    """Which way the words of a rating go."""

    TRUE = "true"
    BETWEEN = "between"
    FALSE = "false"
    OPEN = "open"


# In this order: "unconfirmed, leans true" is open, "mostly false" lies between, "not true" is false.
_LEANINGS = (
    (
        Leaning.OPEN,
        r"un(?:proven|confirmed|verified|verifiable|rated|decided)|disputed|"
        r"(?:not|in)[ -]?(?:enough|sufficient)(?: evidence)?|no (?:rating|verdict|evidence)|"
        r"not (?:rated|proven|verified)|inconclusive|pending",
    ),
    (Leaning.BETWEEN, r"mostly|partly|partially|half|mixed|mixture|in part"),
    (
        Leaning.FALSE,
        r"false|untrue|not true|fake|hoax|refuted|debunked|incorrect|inaccurate|wrong|pants on fire|"
        r"falsch|faux|falso",
    ),
    (Leaning.TRUE, r"true|correct|accurate|supported|verified|confirmed|wahr|vrai|verdadero"),
)
_LEANING = [(leaning, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for leaning, words in _LEANINGS]


def short_claim(text: str, written: str = "", language: str = "und") -> str | None:
    """Words for `claimReviewed`: those a reviewer has written, else the claim, else its beginning up to a
    word's edge.

    None when neither fits and a shortened claim could mean something else: then a person has to write one.
    What turns a meaning round is known here for English alone, so a claim in another language is never
    shortened.
    """
    for candidate in (written, text):
        words = " ".join(candidate.split())
        if words and len(words) < CLAIM_LENGTH_LIMIT and not states_verdict(words):
            return words
    if states_verdict(text) or language.split("-")[0].lower() not in ("en", "und"):
        return None
    return _shortened(" ".join(text.split()))


def states_verdict(words: str) -> bool:
    """Whether the words begin or end with a verdict on themselves."""
    return _VERDICT.search(words) is not None


def denies(words: str, claim: str = "") -> bool:
    """Whether the words deny a claim instead of giving it: by how they begin, or because they are those of
    `claim` with a negation more or less.
    """
    if _DENIAL.match(words):
        return True
    ours, theirs = _NEGATION.findall(words), _NEGATION.findall(claim)
    said, meant = (_WORD.findall(_AROUND_NEGATION.sub("", text).casefold()) for text in (words, claim))
    return bool(said) and said == meant and len(ours) != len(theirs)


def leaning(words: str) -> Leaning | None:
    """Which way the words of a rating go; None for words that are not known."""
    return next((way for way, pattern in _LEANING if pattern.search(words)), None)


def _shortened(text: str) -> str | None:
    room = CLAIM_LENGTH_LIMIT - 1 - len(ELLIPSIS)
    edge = text.rfind(" ", 0, room + 1)
    if edge <= 0 or _TURNING.search(text[edge:]):
        return None
    kept = text[:edge]
    # A figure at the end would be read without its unit or its "million".
    while kept and any(character.isdigit() for character in kept.rpartition(" ")[2]):
        kept = kept.rpartition(" ")[0]
    kept = kept.rstrip(" ,;:–—-(\"“'‘")
    return f"{kept}{ELLIPSIS}" if kept else None
